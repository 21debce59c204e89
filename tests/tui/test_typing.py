"""Typing is never lost: after any screen it goes into the question, and a sheet of text passes it on."""

from pathlib import Path

from textual.events import Key, Paste
from textual.widgets import Input

from qa import Filters, Settings
from tests.tui.app_driving import KEEPER, Driver, driven
from tui.screens.help import HelpScreen
from tui.screens.labels import LabelScreen
from tui.screens.library import LibraryScreen
from tui.screens.picker import PickerScreen
from tui.screens.registry import SCREENS
from tui.screens.search import SearchScreen
from tui.screens.timeline import TimelineScreen
from tui.widgets.citation_list import CitationList
from tui.widgets.conversation import Conversation

TYPED = "what"  # "a" is a command in lists


async def opened_and_closed(app: Driver, key: str) -> None:
    await app.press(key)
    await app.until(lambda: app.app.screen is not app.asking)
    await app.press("escape")
    await app.until(lambda: app.app.screen is app.asking)


async def test_after_every_screen_typing_goes_into_the_question(settings: Settings) -> None:
    keys = [*(entry.key for entry in SCREENS), "f10", "ctrl+l", "ctrl+p"]
    async with driven(settings) as app:
        await app.ready()
        await app.ask(KEEPER)
        for key in keys:
            for widget in (Conversation, CitationList):
                app.line.value = ""
                app.asking.query_one(widget).focus()
                await opened_and_closed(app, key)
                await app.press(*TYPED)
                assert app.line.value == TYPED, f"after {key} with the focus on {widget.__name__}"


async def test_closing_an_article_or_help_restores_focus_and_letters_go_to_the_question(
    settings: Settings,
) -> None:
    async with driven(settings) as app:
        await app.ready()
        await app.ask(KEEPER)
        citations = app.asking.query_one(CitationList)
        for key in ("enter", "f1"):
            citations.focus()
            await opened_and_closed(app, key)
            assert app.app.focused is citations, key
        await app.press(*"which")
        assert app.line.value == "which"


async def test_text_typed_or_pasted_while_help_is_open_is_kept(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ready()
        for number, event in enumerate((*"who", Paste("le story"))):
            await app.press("f1")
            await app.until(lambda: isinstance(app.app.screen, HelpScreen))
            if isinstance(event, Paste):
                app.app.screen.post_message(event)
            else:
                await app.press(event)
            await app.until(lambda n=number: app.app.screen is app.asking and len(app.line.value) > n)
        assert app.line.value == "whole story"
        await app.press("f2", "f1")
        await app.until(lambda: isinstance(app.app.screen, HelpScreen))
        await app.press("d")
        assert isinstance(app.app.screen, HelpScreen), "a letter is a command in the library"


async def test_an_absolute_path_replaces_the_folder_that_the_picker_begins_with(
    settings: Settings, articles: Path
) -> None:
    async with driven(settings) as app:
        await app.ready()
        await app.press("f2")
        began = f"{Path.cwd()}/"
        for given, wanted in (
            (("tilde", "slash", "x"), "~/x"),
            (("slash", "x"), "/x"),
            (("x", "slash", "y"), f"{began}x/y"),
            (Paste(f"{articles}\n"), str(articles)),
            (Paste(f"'{articles}'"), str(articles)),
            (Paste("x"), f"{began}x"),
        ):
            await app.press("A")
            await app.until(lambda: isinstance(app.app.screen, PickerScreen))
            path = app.app.screen.query_one("#path", Input)
            assert path.value == began
            if isinstance(given, Paste):
                path.post_message(given)
            else:
                await app.press(*given)
            await app.until(lambda path=path, wanted=wanted: path.value == wanted)
            await app.press("escape")
            await app.until(lambda: isinstance(app.app.screen, LibraryScreen))


async def test_search_and_timeline_take_words_after_their_command(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ready()
        await app.press(*"/search", "space", *"lamp", "enter")
        await app.until(lambda: isinstance(app.app.screen, SearchScreen))
        assert app.app.screen.query_one("#search-words", Input).value == "lamp"
        await app.until(lambda: "1 with the words" in app.text())
        await app.press("escape")
        await app.press(*"/timeline", "space", *"lamp", "enter")
        await app.until(lambda: isinstance(app.app.screen, TimelineScreen))
        await app.until(lambda: "takes over the lamp" in app.text())
        assert "lamp" in {each.value for each in app.app.screen.query(Input)}


async def test_a_conversation_from_the_history_brings_its_filters(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ready()
        app.asking.filters = Filters(source="*Gazette*")
        await app.ask(KEEPER)
        earlier = app.asking.conversation.id
        await app.press("ctrl+n")
        app.asking.filters = Filters(source="*Herald*")
        app.app.history_worker.open(app.asking, earlier)
        await app.until(lambda: app.asking.filters == Filters(source="*Gazette*"))
        assert any("Filters of this conversation" in each for each in app.notified())
        await app.until(lambda: "*Gazette*" in app.text())


def type_at_once(app: Driver, *keys: str) -> None:
    """Post keys without waiting, as a fast typist or a slow machine does."""
    for key in keys:
        app.app.post_message(Key(key, {"slash": "/"}.get(key, key) if key != "escape" else None))


async def test_letters_typed_while_the_focus_moves_are_not_commands(
    settings: Settings,
) -> None:
    async with driven(settings) as app:
        await app.ready()
        await app.press("f2")
        await app.until(lambda: isinstance(app.app.screen, LibraryScreen))
        type_at_once(app, "slash", *"stdi")
        words = app.app.screen.query_one("#library-filter", Input)
        await app.until(lambda: words.value == "stdi")
        assert isinstance(app.app.screen, LibraryScreen), "no dialog was opened"
        await app.press("escape")
        await app.until(lambda: not words.has_focus)
        type_at_once(app, "t", *"new")
        await app.until(lambda: isinstance(app.app.screen, LabelScreen))
        await app.until(lambda: app.app.screen.query_one(Input).value == "new")
        await app.press("escape")
        await app.until(lambda: isinstance(app.app.screen, LibraryScreen))
        type_at_once(app, "escape", *TYPED)
        await app.until(lambda: app.app.screen is app.asking)
        await app.until(lambda: app.line.value == TYPED)
