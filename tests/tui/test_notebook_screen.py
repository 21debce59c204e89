"""The notebook on the screen: pinned from a card, noted, moved, deleted, restored, searched, exported, kept."""

import json
from pathlib import Path

import pytest
from textual.widgets import Input

from qa import ArticleFields, Settings
from tests.tui.app_driving import BRIDGE, KEEPER, NARROW, WIDE, Driver, driven
from tui.screens.article import ArticleScreen
from tui.screens.dialogs import PromptScreen
from tui.screens.notebook import NotebookScreen
from tui.widgets.conversation import Conversation
from tui.widgets.table import Table


async def ask(app: Driver, question: str) -> None:
    """Ask, and go to the answer."""
    app.line.focus()
    await app.ask(question)
    app.asking.query_one(Conversation).focus()


async def pin(app: Driver, question: str) -> None:
    await ask(app, question)
    await app.press("p")
    await app.until(lambda: "Pinned. Ctrl+O opens the notebook." in app.text())


async def opened(app: Driver, n_notes: int) -> Table:
    await app.press("ctrl+o")
    await app.until(lambda: isinstance(app.app.screen, NotebookScreen))
    table = app.app.screen.query_one(Table)
    await app.until(lambda: len(table.rows) == n_notes)
    return table


async def entered(app: Driver, key: str, text: str) -> None:
    await app.press(key)
    await app.until(lambda: isinstance(app.app.screen, PromptScreen))
    app.app.screen.query_one(Input).value = text
    await app.press("enter")


def questions(table: Table) -> list[str]:
    return [row.cells[1] for row in table.rows]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_pinned_answers_are_listed_with_quote_and_source_and_opened(
    settings: Settings, size: tuple[int, int]
) -> None:
    async with driven(settings, size=size) as app:
        await app.ready()
        await pin(app, KEEPER)
        table = await opened(app, 1)
        assert questions(table) == [KEEPER]
        await app.until(lambda: "is Orla Finch, the harbour office said." in app.text())
        assert "4 March 2031 · Ember Gazette" in app.text()
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
        place = app.app.screen.place  # type: ignore[attr-defined]
        assert place.mark.of(place.article.text).startswith("The new lighthouse keeper of Port Ember is Orla")


async def test_notes_are_written_moved_deleted_restored_and_kept(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ready()
        await pin(app, KEEPER)
        await pin(app, BRIDGE)
        await app.press("p")
        await app.until(lambda: "Already pinned. Ctrl+O opens the notebook." in app.notified())
        app.app.clear_notifications()
        table = await opened(app, 2)
        await entered(app, "n", "ask her [b]again[/b]")
        await app.until(lambda: table.rows[0].cells[3] == "ask her [b]again[/b]")
        await app.press("J")
        await app.until(lambda: questions(table) == [BRIDGE, KEEPER])
        assert table.row is not None
        assert table.row.cells[1] == KEEPER
        await app.press("d")
        await app.until(lambda: questions(table) == [BRIDGE])
        assert app.notified()[-1] == "Deleted. Press Z to undo."
        await app.press("Z")
        await app.until(lambda: questions(table) == [BRIDGE, KEEPER])
        assert not app.notified()
        await app.until(lambda: table.row is not None and table.row.cells[1] == KEEPER)
        await app.press("slash", *"again")
        await app.until(lambda: questions(table) == [KEEPER])
    async with driven(settings) as app:
        await app.ready()
        table = await opened(app, 2)
        assert table.rows[1].cells == ("(4 Mar 2031)", KEEPER, "Orla Finch", "ask her [b]again[/b]")


async def test_the_notebook_is_exported(settings: Settings, tmp_path: Path) -> None:
    async with driven(settings) as app:
        await app.ready()
        await pin(app, KEEPER)
        article = next(each for each in app.app.engine_worker.engine.articles() if "Lighthouse" in each.title)
        app.app.engine_worker.engine.correct([article.id], ArticleFields(source="Ember Courier"))
        await opened(app, 1)
        for name in ("notes.md", "notes.html", "notes.json"):
            path = tmp_path / name
            await entered(app, "e", str(path))
            await app.until(lambda path=path: path.exists() and path.stat().st_size)
        written = (tmp_path / "notes.md").read_text()
        assert "[^1]: Lighthouse of Port Ember gets a new keeper, Ember Courier" in written
        assert "<blockquote>" in (tmp_path / "notes.html").read_text()
        assert json.loads((tmp_path / "notes.json").read_text())[0]["container-title"] == "Ember Courier"
        await entered(app, "e", str(tmp_path / "notes.md"))
        await app.until(lambda: "already exists" in app.text())
        prompt = app.app.screen
        assert isinstance(prompt, PromptScreen)
        assert prompt.query_one(Input).value == str(tmp_path / "notes.md"), "the path can be corrected"


async def test_a_refusal_cannot_be_pinned_and_y_copies_from_the_card(settings: Settings) -> None:
    async with driven(settings) as app:
        await app.ready()
        await ask(app, KEEPER)
        await app.press("y")
        await app.until(lambda: "Orla Finch" in app.app.clipboard)
        assert "Ember Gazette, 4 March 2031" in app.app.clipboard
        await ask(app, "Who won the chess final in Velmara?")
        await app.press("p")
        await app.until(lambda: "Only an answer with a quote can be pinned." in app.text())
        assert not (await opened(app, 0)).rows
        await app.until(lambda: "Nothing pinned yet." in app.text())
