"""A day's work in the app on a library in LanceDB: the same as in a folder."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from qa import Settings
from qa.library.opening import open_library
from qa.settings.library_location import lance_address
from tests.library.engines.samples import copied
from tests.tui.app_driving import KEEPER, NARROW, Driver, driven
from tui.screens.correction import CorrectionScreen
from tui.screens.dialogs import ConfirmScreen, PromptScreen
from tui.screens.labels import LabelScreen
from tui.screens.libraries import LibrariesScreen
from tui.screens.library import LibraryScreen
from tui.screens.picker import PickerScreen
from tui.screens.removed import RemovedScreen
from tui.screens.search import SearchScreen
from tui.screens.timeline import TimelineScreen
from tui.widgets.event_list import EventList
from tui.widgets.table import Table

pytest.importorskip("lancedb", reason="needs dateline-qa[scale]")


@pytest.fixture(autouse=True)
def _local_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("DATELINE_STATE", str(tmp_path / "state"))


@pytest.fixture
def archive(settings: Settings, tmp_path: Path) -> Settings:
    """Return settings for a copy of the library in LanceDB tables."""
    address = lance_address(f"lance://{tmp_path}/archive")
    source, target = open_library(settings.library), open_library(address)
    copied(source, target)
    source.close()
    target.close()
    return replace(settings, library=address)


async def listed(app: Driver) -> Table:
    """Open the list of articles."""
    await app.press("f2")
    await app.until(lambda: isinstance(app.app.screen, LibraryScreen))
    table = app.app.screen.query_one(Table)
    await app.until(lambda: len(table.rows) == 3)
    return table


async def libraries(app: Driver) -> None:
    await app.press("f10")
    await app.until(lambda: isinstance(app.app.screen, LibrariesScreen))
    await app.until(lambda: app.app.screen.query_one(Table).rows)


async def named(app: Driver, name: str) -> None:
    """Give the name of a new library."""
    await app.press("n")
    await app.until(lambda: isinstance(app.app.screen, PromptScreen))
    app.app.screen.query_one(Input).value = name
    await app.press("enter")


async def test_a_days_work(archive: Settings, settings: Settings) -> None:
    async with driven(archive, size=NARROW) as app:
        await app.ready()
        turn = await app.ask(KEEPER)
        assert turn.answer is not None
        assert turn.answer.text == "Orla Finch"
        await app.ask("When does she take over the lamp?")
        assert "April" in app.card_text()
        await search_and_timeline(app)
        await change_articles(app)
        await switch_and_come_back(app, archive, settings)


async def search_and_timeline(app: Driver) -> None:
    await app.press("ctrl+f")
    await app.until(lambda: isinstance(app.app.screen, SearchScreen))
    await app.press(*"marzipan")
    await app.until(lambda: "Marzipan fair" in app.text() and "1 with the words" in app.text())
    await app.press("escape", "f7")
    await app.until(lambda: isinstance(app.app.screen, TimelineScreen))
    await app.until(lambda: app.app.screen.query_one(EventList).events)
    await app.press("escape")


async def change_articles(app: Driver) -> None:
    table = await listed(app)
    await app.press("t")
    await app.until(lambda: isinstance(app.app.screen, LabelScreen))
    await app.press(*"harbour", "enter")
    await app.until(lambda: "Tagged" in app.text())
    await app.press("end", "i")
    await app.until(lambda: isinstance(app.app.screen, CorrectionScreen))
    await app.press(*"12.8.2031", "enter")
    await app.until(lambda: "2031-08-12" in app.text(table))
    await app.press("z")
    await app.until(lambda: "undated" in app.text(table))
    await app.press("d", "y")
    await app.until(lambda: app.app.library.n_articles == 2)
    await app.press("z")
    await app.until(lambda: app.app.library.n_articles == 3 and len(table.rows) == 3)
    await app.press("d", "y")
    await app.until(lambda: app.app.library.n_articles == 2)
    await app.press("r")
    await app.until(
        lambda: isinstance(app.app.screen, RemovedScreen) and app.app.screen.query_one(Table).rows
    )
    await app.press("x")
    await app.until(lambda: isinstance(app.app.screen, ConfirmScreen))
    await app.press("y")
    await app.until(lambda: "Only its id is kept" in app.text())


async def switch_and_come_back(app: Driver, archive: Settings, settings: Settings) -> None:
    await libraries(app)
    await named(app, "lance://relative")
    await app.until(lambda: "must be like lance:///path" in app.notified()[-1])
    await named(app, str(settings.library))
    await app.until(lambda: app.app.settings.library == settings.library)
    await app.until(lambda: app.app.library.n_articles == 3)
    await app.ready()
    await libraries(app)
    await app.press("o")
    await app.until(lambda: isinstance(app.app.screen, PickerScreen))
    app.app.screen.query_one("#path", Input).value = str(archive.library).removeprefix("lance://")
    await app.press("enter")
    await app.until(lambda: app.app.settings.library == archive.library)
    await app.until(lambda: app.app.library.n_articles == 2 and len(app.turns) == 2)
