"""Background work when the app opens."""

import subprocess
import sys
from pathlib import Path

import pytest

from qa import Settings
from tests.tui.app_driving import KEEPER, driven
from tui.formatting import answer_text
from tui.messages import (
    EngineReady,
    FileIndexed,
    IndexingFinished,
    IndexingStarted,
    LibraryCounted,
    ModelLoading,
)
from tui.screens.failures import FailuresScreen
from tui.state import LibraryState, Stage, Work


async def test_articles_given_at_the_start_are_indexed_behind_the_screen(
    empty: Settings, articles: Path
) -> None:
    async with driven(empty, [articles]) as app:
        await app.submit(KEEPER)
        if app.app.library.work is not Work.RESTING:
            assert "waiting" in app.card_text()
        await app.until(lambda: not app.turns[0].is_pending)
        assert app.turns[0].stage is Stage.ANSWERED
        assert app.app.library.n_articles == 3
        await app.ready()
        assert "Dateline empty · 3 articles · 3 passages" in app.text()
        assert "ready" in app.text()


async def test_the_work_is_shown_step_by_step(empty: Settings, articles: Path) -> None:
    async with driven(empty, [articles]) as app:
        await app.ready()
    reported = [message for message in app.heard if not isinstance(message, FileIndexed)]
    steps = [LibraryCounted, ModelLoading, IndexingStarted, IndexingFinished, EngineReady]
    assert [type(message) for message in reported if type(message) in steps] == steps
    last = [message for message in app.heard if isinstance(message, FileIndexed)][-1]
    assert (last.n_done, last.n_files, last.n_new_articles, last.n_new_passages) == (3, 3, 3, 3)


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        (LibraryState("g"), "opening the library…"),
        (LibraryState("g", Work.LOADING_MODEL), "loading the model…"),
        (LibraryState("g", Work.BUILDING_MODEL), "preparing the model (first run only)…"),
        (LibraryState("g", Work.INDEXING), "indexing…"),
        (
            LibraryState("g", Work.INDEXING, n_done=7, n_files=12, file_name="[b].txt"),
            "indexing 7/12 [b].txt",
        ),
        (LibraryState("g", Work.RESTING), "ready"),
    ],
)
def test_the_status_bar_says_what_is_being_done(state: LibraryState, wanted: str) -> None:
    assert answer_text.activity(state).plain == wanted


async def test_files_that_cannot_be_read_are_summed_up_and_listed(empty: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "good.txt").write_text("The lamp of Port Ember was lit at dusk.", encoding="utf-8")
    (folder / "[bold red]bad.txt").write_bytes(b"\x00\x01\x02")
    (folder / "void.txt").write_bytes(b"")
    async with driven(empty, [folder]) as app:
        await app.ready()
        assert app.app.library.n_articles == 1
        assert "2 files failed" in app.text()
        assert "2 files could not be read." in app.card_text()
        await app.press("f3")
        assert isinstance(app.app.screen, FailuresScreen)
        unbroken = app.text().replace(" ", "")  # a long path is broken anywhere
        assert "[boldred]bad.txt" in unbroken
        assert "void.txt" in unbroken
        for error in app.app.library.failed:
            assert error.message.split("(")[0].strip() in app.text()
        await app.press("escape")
        assert app.app.screen is app.asking


async def test_a_missing_folder_is_reported(empty: Settings, tmp_path: Path) -> None:
    async with driven(empty, [tmp_path / "nowhere"]) as app:
        await app.ready()
        assert "1 file could not be read." in app.card_text()
        await app.press("f3")
        assert "nowhere This file or folder doesn't exist." in app.text()


def test_nothing_heavy_is_imported_before_the_first_frame() -> None:
    code = (
        "import sys, tui.app; "
        "heavy = 'torch faiss onnxruntime transformers sentence_transformers numpy'.split(); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_package_loads_no_library() -> None:
    code = "import sys, tui; print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
