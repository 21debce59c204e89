"""Several libraries: listed, switched, made; each with its own conversations, and nothing typed is lost."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input

from qa import Answer, CancelledError, Engine, Filters, Settings, load_settings
from tests.tui.app_driving import BRIDGE, KEEPER, NARROW, WIDE, Driver, driven
from tui.messages import LibraryChosen
from tui.screens.libraries import LibrariesScreen
from tui.screens.picker import PickerScreen
from tui.state import Stage
from tui.widgets.table import Table


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_STATE", str(tmp_path / "state"))


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Return a second library, with one article."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "mill.txt").write_text(
        "Mill closes\n\nA fire closed the mill of Branwick because the sprinklers were frozen.",
        encoding="utf-8",
    )
    engine = Engine(load_settings(library=tmp_path / "mills"))
    engine.index([tmp_path / "news"])
    engine.close()
    return tmp_path / "mills"


async def listed(app: Driver) -> Table:
    await app.press("f10")
    await app.until(lambda: isinstance(app.app.screen, LibrariesScreen))
    table = app.app.screen.query_one(Table)
    await app.until(lambda: table.rows)
    return table


async def opened(app: Driver, folder: Path) -> None:
    """Open the library in a folder with the picker."""
    await listed(app)
    await app.press("o")
    await app.until(lambda: isinstance(app.app.screen, PickerScreen))
    app.app.screen.query_one("#path", Input).value = str(folder)
    await app.press("enter")
    await app.until(lambda: app.app.settings.library == folder)
    await app.ready()


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_libraries_keep_their_conversations_apart(
    settings: Settings, other: Path, size: tuple[int, int]
) -> None:
    async with driven(settings, size=size) as app:
        await app.ready()
        await app.ask(KEEPER)
        await app.type("an unfinished question")
        await opened(app, other)
        assert app.app.library.n_articles == 1
        assert "mills" in app.text()
        assert app.turns == []
        assert app.line.value == "an unfinished question"
        turn = await app.ask("Why was the mill of Branwick closed?")
        assert turn.places[0].article.title == "Mill closes"
        table = await listed(app)
        assert [row.cells[0] for row in table.rows] == ["mills", "gazettes"]
        assert [row.cells[1] for row in table.rows] == ["1", "3"]
        assert "open" in app.text(table)
        await app.press("down", "enter")
        await app.until(lambda: app.app.settings.library == settings.library)
        await app.until(lambda: [turn.question for turn in app.turns] == [KEEPER])
        await app.ready()
        assert (await app.ask(BRIDGE)).stage is Stage.ANSWERED
    async with driven(load_settings(library=other)) as app:
        await app.until(
            lambda: [turn.question for turn in app.turns] == ["Why was the mill of Branwick closed?"]
        )


def never_answered(_: Engine, __: str, *, stopped: Callable[[], bool], **___: object) -> Answer:
    while not stopped():
        time.sleep(0.01)
    raise CancelledError


async def test_a_question_in_progress_is_given_back_and_stays_in_its_library(
    settings: Settings, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driven(settings) as app:
        await app.ready()
        with monkeypatch.context() as patch:
            patch.setattr(Engine, "ask", never_answered)
            await app.submit(KEEPER)
            app.app.post_message(LibraryChosen(other))
            await app.until(lambda: app.app.settings.library == other)
        await app.ready()
        assert app.line.value == KEEPER
        assert app.turns == []
        assert (await app.ask("Why was the mill closed?")).stage is Stage.ANSWERED
    async with driven(settings) as app:
        await app.until(lambda: [turn.question for turn in app.turns] == [KEEPER])


async def test_filters_of_one_library_don_t_narrow_another(settings: Settings, other: Path) -> None:
    async with driven(settings) as app:
        await app.ready()
        app.asking.filters = Filters(source="*.txt", tags=("harbour",), collection="Mine", article_ids=("a",))
        await opened(app, other)
        assert app.asking.filters == Filters(source="*.txt")


async def test_a_new_library_is_made_and_filled(settings: Settings, tmp_path: Path, articles: Path) -> None:
    async with driven(settings) as app:
        await app.ready()
        await listed(app)
        await app.press("n")
        app.app.screen.query_one(Input).value = str(tmp_path / "fresh")
        await app.press("enter")
        await app.until(lambda: app.app.settings.library == tmp_path / "fresh")
        await app.ready()
        assert app.app.library.n_articles == 0
        app.app.engine_worker.library_worker.add([articles])
        await app.until(lambda: app.app.library.n_articles == 3)
        await app.ready()
        assert (await app.ask(KEEPER)).stage is Stage.ANSWERED
        table = await listed(app)
        assert [row.cells[0] for row in table.rows] == ["fresh", "gazettes"]


async def test_a_folder_without_a_library_is_not_opened(settings: Settings, tmp_path: Path) -> None:
    async with driven(settings) as app:
        await app.ready()
        await listed(app)
        await app.press("o")
        await app.until(lambda: isinstance(app.app.screen, PickerScreen))
        app.app.screen.query_one("#path", Input).value = str(tmp_path)
        await app.press("enter")
        await app.until(lambda: "There is no library in" in app.text())
        assert app.app.settings == settings


async def test_a_library_is_taken_off_the_list_and_kept(settings: Settings, other: Path) -> None:
    async with driven(settings) as app:
        await app.ready()
        await opened(app, other)
        table = await listed(app)
        await app.press("x")
        assert len(table.rows) == 2, "the open one stays"
        await app.press("down", "x")
        await app.until(lambda: [row.cells[0] for row in table.rows] == ["mills"])
    assert (settings.library / "library.sqlite").is_file()


async def test_a_missing_library_is_reported(settings: Settings, other: Path) -> None:
    async with driven(settings) as app:
        await app.ready()
        await opened(app, other)
        shutil.rmtree(settings.library)
        table = await listed(app)
        assert [row.cells[1] for row in table.rows] == ["1", "none"]
