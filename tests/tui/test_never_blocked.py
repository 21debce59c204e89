"""Typing is never blocked: no step of the event loop takes long while work runs in the background."""

import asyncio
import ctypes
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from textual.events import Key

from qa import Settings, load_settings
from tests.tui.app_driving import BRIDGE, KEEPER, Driver, driven
from tests.tui.waiting import Waits, slowness, waits
from tui.screens.library import LibraryScreen
from tui.state import Stage, Work
from tui.widgets.table import Table

N_ARTICLES = 300
MOST_SECONDS = 0.05
N_TRIES = 3
INDEXING_SECONDS = 20.0  # on a busy machine the rest is left out


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(N_ARTICLES):
        text = (
            f" date 2031-{number % 12 + 1:02}-{number % 28 + 1:02} Ferry {number} sails late\n\n"
            f"The ferry number {number} left Port Ember {number} minutes late, the harbour office said."
        )
        (folder / f"{number:04}.txt").write_text(text)
    return folder


async def type_in_the_line(app: Driver) -> None:
    """Press keys while a question is being answered."""
    while app.turns[-1].is_pending:
        await type_keys(app, "ferry")
    app.line.clear()


async def type_in_the_library(app: Driver) -> None:
    """Press keys in the library until all articles are indexed, or stop indexing after a time limit."""
    end = time.monotonic() + INDEXING_SECONDS
    while app.app.library.work is Work.INDEXING:
        await type_keys(app, ("slash", *"ferry", "escape", "S"))
        if time.monotonic() > end:
            app.app.engine_worker.library_worker.cancel()
            end += INDEXING_SECONDS


async def type_keys(app: Driver, keys: Iterable[str]) -> None:
    for key in keys:
        app.app.post_message(Key(key, key if len(key) == 1 else None))
        await asyncio.sleep(0.02)


@pytest.mark.usefixtures("models_opened")
async def test_no_step_is_long_while_a_question_runs_and_articles_are_indexed(
    indexed: Path, many: Path, tmp_path: Path
) -> None:
    """A slow app is slow every time; other work on the machine hardly disturbs three runs in a row."""
    for number in range(N_TRIES):
        library = tmp_path / f"gazettes-{number}"
        shutil.copytree(indexed, library)
        typing, opening = await measured(load_settings(library=library), many)
        limit = MOST_SECONDS * slowness()
        # A new screen is laid out in one go.
        if typing.longest()[0] < limit and opening.longest()[0] < 2 * limit:
            return
    pytest.fail(f"more than {limit:.3f} s, {N_TRIES} times: {typing.longest()}, {opening.longest()}")


async def measured(settings: Settings, many: Path) -> tuple[Waits, Waits]:
    """Ask, index and type at the same time; return the waits, and separately those of the first opening."""
    async with driven(settings) as app:
        await app.ready()
        with waits() as typing:
            app.app.engine_worker.library_worker.add([many])
            await app.until(lambda: app.app.library.work is Work.INDEXING)
            await app.submit(KEEPER)
            await type_in_the_line(app)
        with waits() as opening:
            await app.press("f2")
            await app.until(lambda: isinstance(app.app.screen, LibraryScreen))
        with waits(into=typing):
            await type_in_the_library(app)
            table = app.app.screen.query_one(Table)
            await app.until(lambda: len(table.rows) == app.app.library.n_articles > 50)
            await app.press("slash", *"nowhere")
            await app.until(lambda: not table.rows)
            await app.press("escape", "escape")
            await app.submit(BRIDGE)
            await type_in_the_line(app)
        assert [turn.stage for turn in app.turns] == [Stage.ANSWERED] * 2
    return typing, opening


# That the measure is one: each of these keeps the loop waiting for a tenth of a second.


def work() -> None:
    end = time.thread_time() + 0.1
    while time.thread_time() < end:
        pass


def hold_the_lock() -> None:
    """Wait while holding the GIL, as some native libraries do."""
    ctypes.PyDLL(None).usleep(100_000)


@pytest.mark.parametrize("block", [work, lambda: time.sleep(0.1), hold_the_lock])
async def test_a_step_that_takes_long_is_found(block: Callable[[], None]) -> None:
    with waits() as found:
        asyncio.get_running_loop().call_soon(block)
        await asyncio.sleep(0.3)
    assert max(found.steps)[0] > MOST_SECONDS


async def test_a_thread_that_holds_the_lock_is_found() -> None:
    with waits() as found:
        await asyncio.to_thread(hold_the_lock)
    assert max(found.locks)[0] > MOST_SECONDS


async def test_a_thread_that_only_works_is_let_be() -> None:
    with waits() as found:
        await asyncio.to_thread(work)
    assert found.longest()[0] < MOST_SECONDS * slowness()
