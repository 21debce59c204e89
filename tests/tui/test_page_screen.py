"""A page of a PDF article on the screen: opened at the quote, turned, zoomed, saved; and why it can't be shown."""

from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Input

from qa import Settings
from tests.articles.pdf_files import column, pdf
from tests.tui.app_driving import KEEPER, NARROW, WIDE, Driver, driven
from tui.screens.article import ArticleScreen
from tui.screens.dialogs import PromptScreen
from tui.screens.page import PageScreen
from tui.terminal_pictures import is_coarse

QUESTION = "When does the cable car of Ulvarre open again?"
FIRST = [
    "The cable car of Ulvarre opens again on 4 June 2031, the",
    "mountain office said. It had been closed since a storm in the",
    "winter, when a mast was bent and all the cabins had to be own-",
]
SECOND = ["ed by an insurer.", "", "Tickets cost the same as before."]


async def added(app: Driver, folder: Path) -> Path:
    """Add a PDF of two pages, and ask about it."""
    path = folder / "cable.pdf"
    path.write_bytes(pdf([column(FIRST), column(SECOND)], "/Title (Cable car opens)"))
    await app.ready()
    app.app.engine_worker.library_worker.add([path])
    await app.until(lambda: app.app.library.n_articles > 0 and path.name in str(app.app.library.file_name))
    await app.ready()
    turn = await app.ask(QUESTION)
    assert turn.places[0].article.path == str(path)
    app.entries[0].parent.focus()  # type: ignore[union-attr]
    await app.pilot.pause()
    return path


async def opened(app: Driver) -> PageScreen:
    await app.press("v")
    await app.until(lambda: isinstance(app.app.screen, PageScreen))
    screen = app.app.screen
    assert isinstance(screen, PageScreen)
    return screen


def has_picture(screen: PageScreen) -> bool:
    return bool(screen.query("#page-picture"))


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_citation_opens_its_page_and_pages_are_turned(
    settings: Settings, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with driven(settings, size=size) as app:
        await added(app, tmp_path)
        assert " v Page " in app.text() or size == NARROW
        screen = await opened(app)
        await app.until(lambda: has_picture(screen))
        assert is_coarse()
        await app.until(lambda: "page 1 of 2" in app.text() and "only as coloured blocks" in app.text())
        picture = screen.query_one("#page-picture")
        assert 0 < picture.size.height <= screen.query_one("#page-view").size.height
        await app.press("z")
        view = screen.query_one("#page-view", VerticalScroll)
        await app.until(lambda: view.virtual_size.height > view.size.height)
        await app.press("n")
        await app.until(lambda: "page 2 of 2" in app.text() and "The quote is on page 1." in app.text())
        await app.press("n", "p")
        await app.until(lambda: "page 1 of 2" in app.text())
        await app.press("escape")
        await app.until(lambda: app.app.screen is app.asking)


async def test_a_page_is_saved_as_a_picture(settings: Settings, tmp_path: Path) -> None:
    async with driven(settings, size=WIDE) as app:
        await added(app, tmp_path)
        screen = await opened(app)
        await app.until(lambda: has_picture(screen))
        await app.press("s")
        await app.until(lambda: isinstance(app.app.screen, PromptScreen))
        app.app.screen.query_one(Input).value = str(tmp_path / "page.png")
        await app.press("enter")
        await app.until(lambda: "Saved to" in app.text())
        assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")


async def test_a_missing_file_is_named(settings: Settings, tmp_path: Path) -> None:
    async with driven(settings, size=WIDE) as app:
        path = await added(app, tmp_path)
        path.unlink()
        await opened(app)
        await app.until(lambda: "no longer exists" in app.text() and path.name in app.text())


async def test_other_articles_have_no_page(settings: Settings) -> None:
    async with driven(settings, size=WIDE) as app:
        await app.ready()
        await app.ask(KEEPER)
        app.entries[0].parent.focus()  # type: ignore[union-attr]
        await app.pilot.pause()
        assert " v Page " not in app.text()
        await app.press("v")
        await app.press("enter")
        await app.until(lambda: isinstance(app.app.screen, ArticleScreen))
