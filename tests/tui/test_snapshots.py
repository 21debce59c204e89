"""What every screen looks like, compared with the pictures in `__snapshots__`.

Answers are made by hand and kept before, so that no model has a say in a picture. After a change that is meant:
`python -m pytest tests/tui/test_snapshots.py --snapshot-update`, and look at the new pictures.
"""

import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.widgets import Input, Static

from qa import (
    Alternative,
    Answer,
    AnswerTrace,
    Article,
    ArticleError,
    Certainty,
    Citation,
    ConversationStore,
    Filters,
    Hit,
    Inspection,
    KnownLibrary,
    Label,
    Passage,
    Reason,
    ResolvedDate,
    Scores,
    SentenceOutcome,
    SentenceTrace,
    Settings,
    SideHit,
    Span,
    Status,
    Steps,
)
from qa.answering.matches import with_matches
from qa.library import RemovedArticle
from qa.questions.analysis import QuestionAnalysis
from qa.questions.answer_type import typed
from qa.questions.kinds import QuestionKind
from qa.reading import Reading
from qa.records import AnswerSpan
from tests.tui.app_driving import BRIDGE, KEEPER, NARROW, WIDE, hurried
from tui.app import DatelineApp
from tui.messages import (
    EngineReady,
    LabelsListed,
    LibrariesListed,
    LibraryCounted,
    PassagesMatched,
    QuestionInspected,
    RemovedListed,
    SavingFailed,
    SentenceTraced,
)
from tui.screens.inspector import InspectorScreen
from tui.screens.labels import LabelScreen
from tui.screens.removed import RemovedScreen
from tui.state import Stage, Turn, Work
from tui.widgets.match_list import MatchList
from tui.widgets.table import Table
from tui.workers.engine_worker import EngineWorker

TEXT = (
    "The old stone bridge over the river Sorrel was closed on Friday because its piers are cracked.\n\n"
    "Repairs will cost 4 million crowns and last until the autumn, the council of Quillmoor said. "
    "The ferry at Port Ember sails every hour until then, and the [b]fare[/b] is paid by the council.\n\n"
    "The bridge was built in 1871 by Ada Lorne, whose plans hang in the town hall."
)
ARTICLE = Article(
    "a" * 64,
    "Bridge over the Sorrel closes",
    TEXT,
    date(2031, 5, 12),
    "Ember Gazette",
    "https://gazette.example/bridge",
    "/articles/bridge.txt",
)
PASSAGE = Passage(ARTICLE.id, 0, Span(0, TEXT.index("\n\nThe bridge")), TEXT[: TEXT.index("\n\nThe bridge")])
WHEN = "When was the bridge over the Sorrel closed?"

# One theme for each size; test_high_contrast and the timeline's snapshots show the third.
LOOKS = [(WIDE, "dark"), (NARROW, "light")]
LOOK_IDS = ["wide-dark", "narrow-light"]

Play = Callable[[Pilot[None], DatelineApp], Awaitable[None]]


def cited(number: int, quote: str, answer: str) -> Citation:
    start = TEXT.index(quote)
    at = start + quote.index(answer)
    scores = Scores(number, 0.71, 1, 9.25, 0.227)
    span = Span(start, start + len(quote))
    return Citation(number, ARTICLE, span, Span(at, at + len(answer)), quote, PASSAGE, scores)


def answered() -> Answer:
    first = cited(1, TEXT[: TEXT.index("\n")], "on Friday")
    resolved = ResolvedDate(
        "2031-05-09",
        "Friday 9 May 2031",
        "on Friday",
        first.answer_span,
        date(2031, 5, 12),
        "the last Friday before",
        Certainty.LIKELY,
    )
    other = cited(
        2,
        "Repairs will cost 4 million crowns and last until the autumn, the council of Quillmoor said.",
        "until the autumn",
    )
    return Answer(
        WHEN,
        Status.ANSWERED,
        None,
        "on Friday",
        0.74,
        (first,),
        (Alternative("until the autumn", 0.21, (other,)),),
        resolved_date=resolved,
        timings={"total_seconds": 0.34},
    )


def refused(reason: Reason) -> Answer:
    hits = (Hit(PASSAGE, 0.2, 1, Scores(1, 0.44, 2, 3.1, 0.19)),) if reason is Reason.NO_ANSWER else ()
    answer = Answer(
        KEEPER, Status.NOT_FOUND, reason, None, 0.12, nearest=hits, timings={"total_seconds": 0.21}
    )
    return with_matches(answer, KEEPER, lambda _: ARTICLE)


def inspection() -> Inspection:
    hit = Hit(PASSAGE, 0.227, 1, Scores(1, 0.71, 1, 9.25, 0.227))
    span = TEXT.index("on Friday")
    spans = (AnswerSpan(hit, Span(span, span + 9), 1.04), AnswerSpan(hit, Span(128, 147), -3.2))
    answer_trace = AnswerTrace(
        answered(),
        Filters(since=date(2031, 5, 1)),
        10,
        QuestionAnalysis(WHEN, QuestionKind.SPAN, WHEN, typed(WHEN), typed(WHEN), WHEN),
        searched=WHEN,
        hits=(hit,),
        reading=Reading(spans, -1.39),
    )
    sides = (SideHit(1, 0.71, PASSAGE),), (SideHit(1, 9.25, PASSAGE),)
    steps = Steps(answer_trace, 2, ("bridge", "sorrel", "closed"), *sides, (0.74, 0.04))
    return Inspection(WHEN, answered(), (steps,), 3, {ARTICLE.id: ARTICLE})


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch, articles: Path) -> None:
    """Remove from snapshots what changes from run to run: paths, clocks, loading models."""
    monkeypatch.chdir(articles)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()

    def start(engine_worker: EngineWorker, paths: Sequence[Path]) -> None:
        del paths
        n_articles = 3 if (engine_worker._settings.library / "library.sqlite").exists() else 0
        engine_worker._app.post_message(LibraryCounted(n_articles, n_articles))
        engine_worker._app.post_message(EngineReady())

    monkeypatch.setattr(EngineWorker, "start", start)


@pytest.fixture
def kept(settings: Settings) -> Settings:
    """Return settings for a library with two conversations."""
    store = ConversationStore(settings.library)
    store.keep_question("older", "o1", BRIDGE, Filters())
    store.keep_answer("older", "o1", refused(Reason.NO_ANSWER), [ARTICLE])
    store.keep_question("newer", "n1", KEEPER, Filters())
    store.keep_answer("newer", "n1", refused(Reason.NO_ANSWER), [ARTICLE])
    store.keep_question("newer", "n2", WHEN, Filters(since=date(2031, 5, 1)))
    store.keep_answer("newer", "n2", answered(), [])
    store.close()
    database = sqlite3.connect(settings.library / "conversations.sqlite3")
    with database:
        database.execute("UPDATE conversations SET begun = '2031-06-01T08:30:00+00:00'")
        database.execute("UPDATE conversations SET changed = '2031-06-0' || length(id) || 'T08:30:00+00:00'")
        database.execute("UPDATE conversations SET changed = '2031-06-07T09:00:00+00:00' WHERE id = 'newer'")
    database.close()
    return settings


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        await pilot.pause(0.02)
    await pilot.pause(0.05)


async def nothing(pilot: Pilot[None], app: DatelineApp) -> None:
    await pilot.pause()
    del app


async def article(pilot: Pilot[None], app: DatelineApp) -> None:
    await pilot.press("enter", "slash", *"council")
    await until(pilot, lambda: "of 2" in str(app.screen.query_one("#article-found").render()))


async def library(pilot: Pilot[None], app: DatelineApp) -> None:
    failed = ArticleError(Path("scan.txt").absolute(), "This file is empty.", "Take it away or fill it.")
    app.library = app.library.__class__("gazettes", Work.RESTING, 3, 3, failed=(failed,))
    await pilot.press("f2")
    await until(pilot, lambda: len(app.screen.query_one(Table).rows) == 4)
    await until(pilot, lambda: str(app.screen.query_one("#library-detail").render()))


async def removed(pilot: Pilot[None], app: DatelineApp) -> None:
    await pilot.press("f2", "r")
    await until(pilot, lambda: isinstance(app.screen, RemovedScreen))
    screen = app.screen
    assert isinstance(screen, RemovedScreen)
    await until(pilot, lambda: "No articles were removed" in screen.query_one(Table)._empty)
    moment = datetime(2031, 5, 14, 9, 30, tzinfo=UTC)
    kept = RemovedArticle(
        "1" * 32,
        moment,
        "The ferry is late again",
        date(2031, 5, 2),
        "Ember Gazette",
        "/news/ferry.md",
        900,
        3,
    )
    screen.on_removed_listed(RemovedListed((kept, RemovedArticle("2" * 32, moment))))
    await until(pilot, lambda: str(screen.query_one("#removed-detail").render()))


async def labels(pilot: Pilot[None], app: DatelineApp) -> None:
    await pilot.press("f2")
    await until(pilot, lambda: len(app.screen.query_one(Table).rows) == 3)
    await pilot.press("space", "space", "t")
    await until(pilot, lambda: isinstance(app.screen, LabelScreen))
    known = (Label("Ferries", 120), Label("harbour", 3), Label("Élections", 1_204))
    await pilot.pause(0.2)
    app.screen.post_message(LabelsListed(known, ()))
    await pilot.press(*"sea", *["backspace"] * 2)
    await until(pilot, lambda: len(app.screen.query_one(Table).rows) == 3)


async def libraries(pilot: Pilot[None], app: DatelineApp) -> None:
    listed = (
        KnownLibrary("gazettes", Path("/news/gazettes"), None, 3),
        KnownLibrary("Mill story", Path("/news/mill/library"), None, 20_140),
        KnownLibrary("old", Path("/backup/old"), None, None),
    )

    def known(receiver: MessagePump, current: Path) -> None:
        del current
        receiver.post_message(LibrariesListed(listed))

    app.libraries_worker.list_libraries = known  # type: ignore[method-assign]
    await pilot.press("f10")
    await until(pilot, lambda: len(app.screen.query_one(Table).rows) == 3)


async def conversations(pilot: Pilot[None], app: DatelineApp) -> None:
    await pilot.press("f4")
    await until(pilot, lambda: len(app.screen.query_one(Table).rows) == 2)


async def search(pilot: Pilot[None], app: DatelineApp) -> None:
    def found(receiver: MessagePump, request: int, query: str, filters: Filters) -> None:
        del query, filters
        receiver.post_message(PassagesMatched(request, refused(Reason.NO_ANSWER).matches))

    app.engine_worker.search = found  # type: ignore[method-assign]
    await pilot.press("ctrl+f", *"keeper", "enter")
    await until(pilot, lambda: app.screen.query_one(MatchList).has_focus)


async def notebook(pilot: Pilot[None], app: DatelineApp) -> None:
    week = replace(answered().resolved_date, value="2031-W19", text="5–11 May 2031", expression="last week")
    passage = replace(cited(1, TEXT, "on Friday"), answer_span=Span(0, len(TEXT)))
    picked = Answer("bridge sorrel", Status.ANSWERED, None, TEXT, 1.0, (passage,), resolved_date=week)
    for key, pinned in (
        ("turn", answered()),
        ("undated", replace(picked, resolved_date=None)),
        ("week", picked),
    ):
        app.history_worker.notebook.pin(app, key, pinned)
    await pilot.press("ctrl+o")
    await until(pilot, lambda: len(app.screen.query_one(Table).rows) == 3)
    await pilot.press("end", "n", *"Ask the council when.", "enter")
    await until(pilot, lambda: app.screen.query_one(Table).rows[2].cells[3])
    app.clear_notifications()  # that it was pinned


async def inspector(pilot: Pilot[None], app: DatelineApp) -> None:
    screen = InspectorScreen(app.engine_worker, Turn(1, ""), ())
    await app.push_screen(screen)
    screen.query_one("#inspected", Input).value = WHEN
    screen.post_message(QuestionInspected(inspection()))
    (steps,) = inspection().steps
    assert steps.answer_trace.reading is not None
    weak = steps.answer_trace.reading.spans[1]
    trace = SentenceTrace(
        SentenceOutcome.BELOW_THRESHOLD,
        "…",
        ARTICLE,
        Span(96, 190),
        PASSAGE,
        steps,
        Scores(1, 0.71, 1, 9.25, 0.227),
        1,
        weak,
        0.04,
    )
    screen.post_message(SentenceTraced(trace))
    await until(pilot, lambda: "below the threshold" in str(screen.query_one("#trace").render()))


async def filters(pilot: Pilot[None], app: DatelineApp) -> None:
    app.asking.filters = Filters(date(2031, 5, 1), date(2031, 5, 31), "*Gazette*")
    await pilot.pause()


async def error(pilot: Pilot[None], app: DatelineApp) -> None:
    from qa import ConversationsError

    app.post_message(SavingFailed(ConversationsError(Path("/full/conversations.sqlite3"), "disk is full")))
    await pilot.pause()


def pressing(*keys: str) -> Play:
    async def play(pilot: Pilot[None], app: DatelineApp) -> None:
        await pilot.press(*keys)
        await pilot.pause(0.1)
        del app

    return play


SCREENS: dict[str, Play] = {
    "ask": nothing,
    "article": article,
    "library": library,
    "labels": labels,
    "removed": removed,
    "libraries": libraries,
    "conversations": conversations,
    "search": search,
    "notebook": notebook,
    "inspector": inspector,
    "settings": pressing("f8"),
    "help": pressing("f1"),
}
STATES: dict[str, Play] = {
    "filters": filters,
    "filters-dialog": pressing("ctrl+l"),
    "unfolded": pressing("tab", "a"),
    "error": error,
    "no-answer": pressing("tab", "up", "up", "up"),
}

N_STILL = 3  # looks, 0.05 s apart, at which nothing had moved


async def settled(pilot: Pilot[None], app: DatelineApp) -> None:
    """Wait until nothing has scrolled for a while: a busy machine lays out late."""
    n_still, before = 0, None
    while n_still < N_STILL:
        await pilot.pause(0.05)
        now = [widget.scroll_y for widget in app.screen.query("*")]
        n_still, before = (n_still + 1 if now == before else 0), now


def pictured(settings: Settings, play: Play, snap_compare: Any, size: tuple[int, int]) -> bool:
    app = DatelineApp(settings)

    async def before(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: app.library.work is Work.RESTING and app.asking._is_restored)
        await until(pilot, lambda: all(turn.stage is Stage.ANSWERED for turn in app.asking.turns))
        await play(pilot, app)
        for line in app.screen.query(Input):
            line.cursor_blink = False
        await settled(pilot, app)

    try:
        with hurried(app):
            return bool(snap_compare(app, terminal_size=size, run_before=before))
    finally:
        app.close()


@pytest.mark.parametrize(("size", "theme"), LOOKS, ids=LOOK_IDS)
@pytest.mark.parametrize("name", SCREENS)
def test_every_screen(
    name: str,
    size: tuple[int, int],
    theme: str,
    kept: Settings,
    snap_compare: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATELINE_CONFIG", "/settings/config.toml")
    shown = replace(kept, theme=theme)
    if name == "settings":
        shown = replace(shown, library=Path("/library"), cache=Path("/cache"))
    assert pictured(shown, SCREENS[name], snap_compare, size)


def test_high_contrast(kept: Settings, snap_compare: Any) -> None:
    assert pictured(replace(kept, theme="contrast"), nothing, snap_compare, WIDE)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", STATES)
def test_states(name: str, size: tuple[int, int], kept: Settings, snap_compare: Any) -> None:
    assert pictured(kept, STATES[name], snap_compare, size)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_an_empty_library(size: tuple[int, int], empty: Settings, snap_compare: Any) -> None:
    assert pictured(empty, nothing, snap_compare, size)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_pasting(size: tuple[int, int], empty: Settings, snap_compare: Any) -> None:
    async def paste(pilot: Pilot[None], app: DatelineApp) -> None:
        app.action_paste_article(f"Bridge over the Sorrel closes\n12 May 2031\n\n{TEXT}")
        await pilot.pause(0.1)
        while not app.screen.query_one("#paste-title", Input).value:
            await pilot.pause(0.05)
        while not str(app.screen.query_one("#paste-note", Static).content):
            await pilot.pause(0.05)
        app.screen.query_one("#paste-title", Input).focus()

    assert pictured(empty, paste, snap_compare, size)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_opening(
    size: tuple[int, int], empty: Settings, snap_compare: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EngineWorker, "start", lambda *_: None)
    app = DatelineApp(empty)

    async def before(pilot: Pilot[None]) -> None:
        app.asking.query_one(Input).cursor_blink = False
        await pilot.pause(0.1)

    assert snap_compare(app, terminal_size=size, run_before=before)
    app.close()
