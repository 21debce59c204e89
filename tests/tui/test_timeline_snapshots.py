"""What the timeline looks like, compared with the pictures in `__snapshots__`; the events are made by hand."""

import re
import threading
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from textual.message_pump import MessagePump
from textual.pilot import Pilot

from qa import Article, Certainty, DatedEvent, Filters, OtherVersion, Settings, Span, TimeExpression, TimeKind
from tests.tui import test_snapshots
from tests.tui.app_driving import NARROW, WIDE
from tests.tui.test_snapshots import LOOK_IDS, LOOKS, pictured, until
from tui.app import DatelineApp
from tui.messages import EventsGathered
from tui.widgets.event_list import EventList
from tui.workers.engine_worker import EngineWorker

still = test_snapshots._still  # the fixture that takes out of pictures what changes from run to run

TEXT = (
    "The bridge over the Sorrel was built in 1871 by Ada Lorne.\n\nIts piers were mended in the autumn of 2030. "
    "On Friday the [b]bridge[/b] was closed, and the ferry of Port Ember sails every hour until that is done, "
    "the council said on Monday morning.\n\nThe council meets next Tuesday. The bridge opens again in September."
)
ARTICLE = Article("a" * 64, "Bridge over the Sorrel closes", TEXT, date(2031, 5, 12), "Ember Gazette")
DATES = (
    ("1871", "1871", "1871-01-01", "1871-12-31", Certainty.CERTAIN, None, 1),
    ("the autumn of 2030", "2030-FA", "2030-09-01", "2030-11-30", Certainty.CERTAIN, None, 1),
    ("On Friday", "2031-05-09", "2031-05-09", "2031-05-09", Certainty.LIKELY, None, 3),
    ("on Monday morning", "2031-05-12TMO", "2031-05-12", "2031-05-12", Certainty.CERTAIN, None, 2),
    ("next Tuesday", "2031-05-13", "2031-05-13", "2031-05-13", Certainty.AMBIGUOUS, "2031-05-20", 1),
    ("in September", "2031-09", "2031-09-01", "2031-09-30", Certainty.LIKELY, None, 1),
)


def event(
    words: str, value: str, first: str, last: str, certainty: Certainty, other: str | None, n_reports: int
) -> DatedEvent:
    at = TEXT.index(words)
    begin = max((end.end() for end in re.finditer(r"\.\s+", TEXT[:at])), default=0)
    sentence = Span(begin, TEXT.index(".", at) + 1)
    time = Span(at, at + len(words))
    found = TimeExpression(
        time, TimeKind.DATE, value, date(2031, 5, 12), "the last such day before", certainty, other
    )
    versions = tuple(
        OtherVersion(
            f"v{number}", f"Edition {number}", ARTICLE.published, None, None, sentence, "", differs=False
        )
        for number in range(1, n_reports)
    )
    return DatedEvent(date.fromisoformat(first), date.fromisoformat(last), ARTICLE, sentence, found, versions)


@pytest.mark.parametrize(("size", "theme"), [*LOOKS, (WIDE, "contrast")], ids=[*LOOK_IDS, "wide-contrast"])
def test_the_timeline(
    size: tuple[int, int],
    theme: str,
    settings: Settings,
    snap_compare: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gather(
        _engine_worker: EngineWorker,
        receiver: MessagePump,
        request: int,
        _query: str | None,
        _filters: Filters,
    ) -> threading.Event:
        receiver.post_message(EventsGathered(request, tuple(event(*each) for each in DATES)))
        return threading.Event()

    async def play(pilot: Pilot[None], app: DatelineApp) -> None:
        await pilot.press("f7")
        await until(
            pilot, lambda: len(app.screen.query_one(EventList).events) == len(DATES) - 1
        )  # without the year
        await pilot.press("down")
        await until(pilot, lambda: "Friday" in str(app.screen.query_one("#timeline-when").render()))

    monkeypatch.setattr(EngineWorker, "gather_events", gather)
    assert pictured(replace(settings, theme=theme), play, snap_compare, size)


def test_no_articles(empty: Settings, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(pilot: Pilot[None], app: DatelineApp) -> None:
        await pilot.press("f7")
        await until(pilot, lambda: str(app.screen.query_one("#timeline-empty").render()))

    monkeypatch.setenv("DATELINE_CONFIG", "/settings/config.toml")
    assert pictured(empty, play, snap_compare, NARROW)
