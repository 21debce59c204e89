"""Every command can be found by name, and the help starts with the focused widget's keys."""

from textual.widgets import Static

from qa import Settings
from tests.tui.app_driving import KEEPER, driven
from tui.screens.help import HelpScreen
from tui.screens.library import LibraryScreen
from tui.screens.registry import SCREENS


async def test_every_command_can_be_found_by_name(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        commands = {each.title: each for each in app.app.get_system_commands(app.app.screen)}
        wanted = {
            *(door.title for door in SCREENS),
            "Help",
            "Screen: Filters",
            "Screen: New",
            "Question: Ask",
        }
        assert wanted - set(commands) == set()
        commands["Screen: New"].callback()
        await app.until(lambda: not app.turns)
        commands["Library"].callback()
        await app.until(lambda: isinstance(app.app.screen, LibraryScreen))
        titles = {each.title for each in app.app.get_system_commands(app.app.screen)}
        assert {"Library: Add", "Library: Remove", "Table: Open"} <= titles


async def test_help_begins_with_the_part_that_has_the_keys(settings: Settings) -> None:
    async with driven(settings) as app:
        for keys, title in (((), "Question"), (("tab",), "Conversation"), (("tab",), "Citations")):
            await app.press(*keys, "f1")
            await app.until(lambda: isinstance(app.app.screen, HelpScreen))
            assert str(app.app.screen.query_one(Static).content).splitlines()[0] == title
            await app.press("escape")


def test_no_two_screens_share_a_key() -> None:
    assert len({door.key for door in SCREENS}) == len({door.name for door in SCREENS}) == len(SCREENS)
