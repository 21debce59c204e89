"""Every command can be found by name, and the help starts with the focused widget's keys."""

from pathlib import Path

from textual.widgets import Input, Static

from qa import ReactionKind, Settings
from qa.english.commands import COMMANDS
from tests.tui.app_driving import KEEPER, driven, one_line
from tui.screens.article import ArticleScreen
from tui.screens.command_actions import ACTIONS
from tui.screens.dialogs import PromptScreen
from tui.screens.help import HelpScreen
from tui.screens.library import LibraryScreen
from tui.screens.notebook import NotebookScreen
from tui.screens.registry import SCREENS
from tui.screens.timeline import TimelineScreen


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
        for keys, title in (
            ((), "Question"),
            (("tab",), "Start"),
            (("escape", *"who", "enter", "tab"), "Conversation"),
            (("tab",), "Citations"),
        ):
            await app.press(*keys, "f1")
            await app.until(lambda: isinstance(app.app.screen, HelpScreen))
            assert str(app.app.screen.query_one(Static).content).splitlines()[0] == title
            await app.press("escape")


async def test_help_lists_a_key_once_and_no_key_that_does_nothing(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.press("f1")
        await app.until(lambda: isinstance(app.app.screen, HelpScreen))
        keys = str(app.app.screen.query_one(Static).content).splitlines()
        assert [row.split(maxsplit=1)[1] for row in keys if row.startswith("esc")] == [
            "Cancel the current question, or go back to the question"
        ]
        await app.press("escape", "ctrl+o")
        await app.until(lambda: isinstance(app.app.screen, NotebookScreen))
        await app.press("f1")
        await app.until(lambda: isinstance(app.app.screen, HelpScreen))
        assert "Mark or unmark" not in str(app.app.screen.query_one(Static).content)


async def test_a_screenshot_asks_where_to_and_says_why_it_failed(settings: Settings, tmp_path: Path) -> None:
    taken = tmp_path / "there.svg"
    taken.write_text("another file")
    async with driven(settings) as app:
        await app.ready()
        commands = {each.title: each for each in app.app.get_system_commands(app.asking)}
        commands["Screenshot"].callback()
        await app.until(lambda: isinstance(app.app.screen, PromptScreen))
        for name, said in ((taken, "already exists. Choose another"), (tmp_path / "new.svg", "Saved to")):
            app.app.screen.query_one(Input).value = str(name)
            await app.press("enter")
            await app.until(lambda said=said: said in app.text())
    assert taken.read_text() == "another file"
    assert "Ask your articles" in (tmp_path / "new.svg").read_text().replace("&#160;", " ")


def test_no_two_screens_share_a_key() -> None:
    assert len({door.key for door in SCREENS}) == len({door.name for door in SCREENS}) == len(SCREENS)


async def test_typed_commands_do_what_they_say(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        for typed, screen in (
            ("/library", LibraryScreen),
            ("show the timeline", TimelineScreen),
            ("help", HelpScreen),
        ):
            app.line.value = typed
            await app.press("enter")
            await app.until(lambda screen=screen: isinstance(app.app.screen, screen))
            await app.press("escape")
            await app.until(lambda: app.app.screen is app.asking)
        assert len(app.turns) == 1
        app.line.value = "start a new conversation"
        await app.press("enter")
        await app.until(lambda: not app.turns)


async def test_a_command_that_cannot_be_done_says_why(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ready()
        for typed, why in (
            ("copy", "No citation is selected."),
            ("more", "There is nothing more to show."),
            ("stop", "No question is in progress."),
            ("/export", "This conversation is empty."),
            ("as typed", "No question was rewritten or corrected."),
            ("/dance", "There is no command “/dance”."),
        ):
            app.line.value = typed
            await app.press("enter")
            await app.until(lambda why=why: why in app.text())
            app.app.clear_notifications()
        assert app.turns == []


async def test_the_article_that_was_asked_for_is_opened(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        for typed in ("open 1", "newest article"):
            turn = await app.ask(typed)
            assert turn.answer is not None
            assert turn.answer.reaction is not None
            (title, *_) = [
                app.app.engine_worker.engine.article_by_id(key).title
                for key in turn.answer.reaction.article_ids
            ]
            await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
            assert one_line(title) in app.text()
            await app.press("escape")
        assert turn.answer is not None
        [cited] = turn.answer.citations
        assert cited.article.title == title
        assert one_line(title)[:30] in app.card_text()


async def test_a_command_in_other_words_is_done_and_announced_as_it_is(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        before = app.app.theme
        await app.ask("switch to dark colours")
        assert app.app.theme != before
        assert "Change theme: done." in app.card_text()


async def test_the_conversation_is_exported_to_the_file_that_is_typed(
    settings: Settings, tmp_path: Path
) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        app.line.value = f"/export {tmp_path / 'notes.md'}"
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, PromptScreen))
        await app.press("enter")
        await app.until((tmp_path / "notes.md").exists)
        assert KEEPER in (tmp_path / "notes.md").read_text("utf-8")


async def test_as_typed_asks_the_last_question_word_for_word(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ask(KEEPER)
        await app.ask("And when?")
        app.line.value = "ask as typed"
        await app.press("enter")
        await app.until(lambda: len(app.turns) == 3 and not app.turns[2].is_pending)
        assert (app.turns[2].question, app.turns[2].as_typed) == ("And when?", True)
        assert app.turns[2].answer is not None
        assert app.turns[2].answer.standalone_question is None


def test_every_command_is_done_by_the_app_or_answered_by_the_engine() -> None:
    assert all(ACTIONS[entry.kind] == f"app.open({entry.name!r})" for entry in SCREENS)
    by_engine = {command.kind for command in COMMANDS} - set(ACTIONS)
    assert by_engine == {
        ReactionKind.COUNT,
        ReactionKind.NEWEST_ARTICLE,
        ReactionKind.SUMMARIZE,
        ReactionKind.SHOW_ARTICLE,
    }
