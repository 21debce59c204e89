"""What the batch screen looks like, compared with the pictures in `__snapshots__`; see test_snapshots."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from qa import Article, Settings
from tests.tui.app_driving import KEEPER
from tests.tui.test_snapshots import (  # noqa: F401 - _still is a fixture for every test here
    LOOK_IDS,
    LOOKS,
    _still,
    answered,
    pictured,
)
from tui.app import DatelineApp
from tui.batch_state import BatchEntry, BatchStage, BatchState, RowState
from tui.citation_places import places_of
from tui.messages import BatchAdvanced, BatchRowOpened
from tui.screens.batch_row import BatchRowScreen
from tui.state import Stage, Turn


def entries() -> list[BatchEntry]:
    answer = answered()
    return [
        BatchEntry(
            1, 2, answer.question, RowState.ANSWERED, "on Friday", "2031-05-09", "Friday 9 May 2031", 0.74
        ),
        BatchEntry(2, 3, KEEPER, RowState.NOT_FOUND),
        BatchEntry(
            3, 4, "[b]What[/b] will the repairs cost?", RowState.ANSWERED, "4 million crowns", "", "", 0.9
        ),
        *(BatchEntry(number, number + 1, f"Question number {number}?") for number in range(4, 13)),
    ]


async def running(pilot: Pilot[None], app: DatelineApp) -> None:
    app.engine_worker.batch_worker.entries = entries()
    await pilot.press("f9")
    path = Path("questions.csv").absolute()
    state = BatchState(BatchStage.ASKING, path, n_rows=12, n_answered=2, n_refused=1, seconds=2.0)
    app.post_message(BatchAdvanced(state))
    await pilot.pause(0.1)


async def none(pilot: Pilot[None], app: DatelineApp) -> None:
    await pilot.press("f9")
    assert app.batch.stage is BatchStage.NONE


async def row(pilot: Pilot[None], app: DatelineApp) -> None:
    def no_article(name: str) -> Article:
        raise AssertionError(name)

    await app.push_screen(BatchRowScreen(app.engine_worker, [1, 2, 3], 1))
    answer = answered()
    turn = Turn(1, answer.question, Stage.ANSWERED, answer=answer, places=places_of(answer, no_article))
    app.screen.post_message(BatchRowOpened(turn))
    await pilot.pause(0.1)


@pytest.mark.parametrize(("size", "theme"), LOOKS, ids=LOOK_IDS)
@pytest.mark.parametrize("play", [none, running, row], ids=["empty", "running", "row"])
def test_looks(play: Any, size: tuple[int, int], theme: str, settings: Settings, snap_compare: Any) -> None:
    assert pictured(replace(settings, theme=theme), play, snap_compare, size)
