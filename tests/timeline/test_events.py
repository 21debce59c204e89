"""Dated events: which sentences contain one, their order, and repeated reports."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from qa.dates import time_expressions
from qa.embedding import Encoder
from qa.engine import Engine
from qa.errors import CancelledError, LibraryMissingError
from qa.progress import Event, TimelineAdvanced
from qa.records import Article, Certainty, Filters, Hit, Passage, Scores, Span
from qa.settings.settings import Settings
from qa.timeline.events import DatedEvent, events_of, in_order, spans_by_article
from qa.timeline.same_events import SameEvents
from qa.timeline.topic import on_topic
from tests.conftest import EngineWith
from tests.growth import assert_linear

PUBLISHED = date(2024, 9, 19)  # a Thursday
STRIKE = "On Monday the crews of the Lantern ferry walked out over unpaid night shifts."


def article(text: str, name: str = "a", published: date | None = PUBLISHED) -> Article:
    return Article(name, f"Title {name}", text, published)


def reported(text: str, name: str = "a", published: date | None = PUBLISHED) -> list[DatedEvent]:
    return events_of(article(text, name, published), time_expressions(text, published))


def test_an_event_is_the_sentence_about_the_dates() -> None:
    text = f"Nothing is dated here. {STRIKE} The board kept silent."
    (event,) = reported(text)
    assert event.quote == STRIKE
    assert event.article_span == Span(23, 23 + len(STRIKE))
    assert (event.first, event.last) == (date(2024, 9, 16), date(2024, 9, 16))
    assert event.expression.article_span.of(text) == "Monday"
    assert event.n_reports == 1


def test_a_sentence_about_two_dates_is_two_events() -> None:
    events = reported("The talks opened on Monday and closed on Wednesday.")
    assert [event.first for event in events] == [date(2024, 9, 16), date(2024, 9, 18)]


def test_of_one_day_named_twice_the_clock_time_is_kept() -> None:
    (event,) = reported("On Wednesday the talks closed, at 6 pm on Wednesday.")
    assert event.expression.value == "2024-09-18T18:00"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The talks took 22 hours.", id="a length"),
        pytest.param("The board meets every Monday.", id="what comes back"),
        pytest.param("The port is now shut.", id="now"),
        pytest.param("The port throve in the 1970s.", id="a decade is too long for an event"),
        pytest.param("The Sunday Times asked Theresa May.", id="names"),
        pytest.param("", id="nothing"),
    ],
)
def test_sentences_without_an_event(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "It cuts the crew on every crossing after 6 pm from seven to five.",
        "An extra wage is paid for every crossing after midnight.",
        "Each evening crossing before 7.30 pm is free.",
        "Boats sail at 6 pm every day.",
        "Every Monday at 9 am the gate opens.",
        "Trains run daily from 6 am to 9 pm.",
        "The bells ring nightly at 10 pm.",
        "The bar shuts at 11 pm on weekdays.",
        "Every Monday, Wednesday and Friday the gate opens.",
        "The sides meet twice a week on Tuesday and Friday.",
        "The board usually meets on Friday evening.",
        "He plays on Sunday mornings.",
        "Every summer the fair comes in August.",
    ],
)
def test_a_recurring_time_is_not_an_event(text: str) -> None:
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Every ferry that left on Monday was late.", "2024-09-16"),
        ("Police stopped every car at 6 pm on Tuesday.", "2024-09-17T18:00"),
        ("Every crew left after 6 pm.", "2024-09-19T18:00"),
        ("He swims every morning, but at 4 pm he was arrested.", "2024-09-19T16:00"),
        ("He swims every morning. At 4 pm he was arrested.", "2024-09-19T16:00"),
        ("The daily briefing at 9 am was missed.", "2024-09-19T09:00"),
        ("The weekly meeting on Monday was put off.", "2024-09-16"),
        ("It has met every Monday since 3 March 2024.", "2024-03-03"),
        ("They have met twice a week since Tuesday.", "2024-09-17"),
        ("The play opened on Tuesday and runs on weekends.", "2024-09-17"),
        ("The monthly rate rose in April.", "2024-04"),
    ],
)
def test_a_day_beside_a_habit_is_an_event(text: str, day: str) -> None:
    assert [event.expression.value for event in reported(text)] == [day]


def test_an_undated_article_has_only_absolute_dates() -> None:
    events = reported("The port shut on Monday. It had opened on 3 May 1989.", published=None)
    assert [event.first for event in events] == [date(1989, 5, 3)]


def test_events_come_in_the_order_of_days_and_hours() -> None:
    text = (
        "At 7.30 pm on Wednesday the bell rang. In August the quay flooded. On Wednesday a crane fell."
        " On Wednesday morning fog came. On Wednesday night the fog left. Yesterday at 4 pm a ship sank."
    )
    assert [event.expression.value for event in in_order(reported(text))] == [
        "2024-08",
        "2024-09-18",
        "2024-09-18TMO",
        "2024-09-18T16:00",
        "2024-09-18T19:30",
        "2024-09-18TNI",
    ]


def test_near_copies_of_one_day_are_one_event_of_the_earliest_report() -> None:
    later = reported(STRIKE.replace("Monday", "Monday,"), "b", date(2024, 9, 20))
    earlier = reported(STRIKE, "z")
    (event,) = in_order([*later, *earlier])
    assert (event.article.id, event.n_reports) == ("z", 2)


def test_an_update_of_a_report_is_a_separate_event_with_its_own_copies() -> None:
    updated = f"{STRIKE[:-1]}, for the 3 ferries."
    corrected = updated.replace("3 ferries", "4 ferries")
    reports = [
        reported(text, key)
        for key, text in zip("abcd", (updated, corrected, updated, corrected), strict=True)
    ]
    events = in_order([event for report in reports for event in report])
    assert [(event.article.id, [each.article_id for each in event.versions]) for event in events] == [
        ("a", ["c"]),
        ("b", ["d"]),
    ]


def test_copies_inside_one_article_are_one_report() -> None:
    (event,) = in_order(reported(f"{STRIKE} {STRIKE}"))
    assert event.n_reports == 1


def test_the_same_words_about_another_day_are_another_event() -> None:
    events = in_order([*reported(STRIKE), *reported(STRIKE, "b", date(2024, 9, 26))])
    assert [(event.first, event.n_reports) for event in events] == [
        (date(2024, 9, 16), 1),
        (date(2024, 9, 23), 1),
    ]


def test_other_words_about_the_same_day_are_another_event() -> None:
    other = "The mayor opened a new library for children on Monday."
    assert len(in_order([*reported(STRIKE), *reported(other, "b")])) == 2


def test_an_article_that_copies_twice_is_one_more_report() -> None:
    (event,) = in_order([*reported(STRIKE), *reported(f"{STRIKE} {STRIKE}", "b", date(2024, 9, 20))])
    assert event.n_reports == 2


def test_only_the_sentences_asked_for() -> None:
    text = f"{STRIKE} On Tuesday the crews came back."
    of = article(text)
    begins = text.index("On Tuesday")
    within = [Span(begins, len(text))]
    assert [event.quote for event in events_of(of, time_expressions(text, PUBLISHED), within)] == [
        "On Tuesday the crews came back."
    ]
    assert events_of(of, time_expressions(text, PUBLISHED), []) == []


def test_spans_are_gathered_by_article() -> None:
    one, two, three = Span(0, 1), Span(2, 3), Span(4, 5)
    assert spans_by_article([("a", one), ("b", two), ("a", three)]) == {"a": [one, three], "b": [two]}


def test_equal_sentences_of_three_words_stay_apart() -> None:
    assert len(in_order([*reported("Talks opened Monday."), *reported("Talks opened Monday.", "b")])) == 2


def test_events_of_passages_that_overlap() -> None:
    text = "It shut on Monday. It opened on Tuesday. It sank on Wednesday. It rose in August."
    of = article(text)
    within = [Span(19, 60), Span(0, 40), Span(0, 17)]
    events = events_of(of, time_expressions(text, PUBLISHED), within)
    assert [event.expression.article_span.of(text) for event in events] == ["Monday", "Tuesday"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(lambda n: "every Monday" + " " * n + "and x on Friday. ", id="a gap behind a habit"),
        pytest.param(
            lambda n: "It shut at 6 pm" + " \n" * (n // 2) + "x on Friday.", id="a gap behind a clock"
        ),
        pytest.param(
            lambda n: "Every Monday it met on Friday, at 6 pm. " * (n // 40), id="habits beside events"
        ),
        pytest.param(
            lambda n: "".join(f"On Monday boat {k} of {n} left the quay. " for k in range(n // 40)),
            id="similar sentences",
        ),
        pytest.param(
            lambda n: "".join(
                f"The board of the old harbour said on Monday that x{k} y{k} z{k} a{k} b{k} c{k} d{k} e{k} f{k}. "
                for k in range(n // 80)
            ),
            id="one opening",
        ),
    ],
)
def test_twice_the_text_takes_twice_the_work(text: Callable[[int], str]) -> None:
    expressions = {length: time_expressions(text(length), PUBLISHED) for length in (8, 8_000, 16_000)}
    of_length = {len(text(length)): expressions[length] for length in expressions}
    assert_linear(lambda whole: in_order(events_of(article(whole), of_length[len(whole)])), text, 8_000)


def test_folding_the_events_of_one_day_can_be_cancelled() -> None:
    n_asked = 0

    def stop() -> None:
        nonlocal n_asked
        n_asked += 1
        if n_asked == 3:
            raise CancelledError

    text = "".join(f"On Monday boat {number} left the quay for Oslo. " for number in range(5))
    events = reported(text)
    with pytest.raises(CancelledError):
        in_order(events, stop)
    n_asked = 0
    with pytest.raises(CancelledError):
        events_of(article(text), time_expressions(text, PUBLISHED), between=stop)


# The whole way, through the engine

HARBOUR = f"""date 2024-09-19 Harbour strike

{STRIKE} The crews will vote next Tuesday. The quay had flooded in August 2024."""
CHESS = """date 2024-09-19 Chess

On Wednesday a girl of nine won the chess cup. Her grandmother taught her the game in 2021."""


@pytest.fixture(scope="module")
def engine(engine_with: EngineWith) -> Engine:
    """Return an engine with both articles."""
    return engine_with({"harbour.txt": HARBOUR, "chess.txt": CHESS})


def values(events: list[DatedEvent]) -> list[str | None]:
    return [event.expression.value for event in events]


def test_the_timeline_of_all_articles(engine: Engine) -> None:
    events = engine.timeline()
    assert values(events) == ["2024-08", "2024-09-16", "2024-09-18", "2024-09-24", "2021"]
    for event in events:
        assert event.article_span.of(event.article.text) == event.quote
        assert event.article_span.contains(event.expression.article_span)


def test_an_ambiguous_day_is_marked(engine: Engine) -> None:
    event = engine.timeline()[-2]
    assert event.expression.certainty is Certainty.AMBIGUOUS
    assert event.expression.alternative == "2024-10-01"


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        pytest.param("2024-09-17", None, ["2024-09-18", "2024-09-24"], id="since"),
        pytest.param(None, "2024-08-15", ["2024-08", "2021"], id="a month that reaches in counts"),
        pytest.param("2024-09-18", "2024-09-18", ["2024-09-18"], id="both ends are inside"),
        pytest.param("2030-01-01", None, [], id="nothing"),
    ],
)
def test_since_and_until(engine: Engine, since: str | None, until: str | None, kept: list[str]) -> None:
    first, last = (date.fromisoformat(day) if day else None for day in (since, until))
    assert values(engine.timeline(since=first, until=last)) == kept


@pytest.mark.parametrize("query", [None, "strike"])
def test_filters_narrow_the_articles(engine: Engine, query: str | None) -> None:
    found = engine.timeline(query, filters=Filters(source="harbour*"))
    assert values(found) == ["2024-08", "2024-09-16", "2024-09-24"]
    assert engine.timeline(query, filters=Filters(since=date(2024, 9, 20))) == []
    chess = values(engine.timeline(query, filters=Filters(until=date(2024, 9, 19), source="chess*")))
    assert chess == ([] if query else ["2024-09-18", "2021"]), "no article about chess has the word"


def test_a_query_leaves_out_unrelated_events(tmp_path: Path, cache: Path) -> None:
    """There are more articles than a query examines, so some are left out."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(32):
        text = f"date 2024-09-19 Bakery {number}\n\nOn Tuesday bakery {number} sold {number + 2} rye loaves."
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    engine = Engine(Settings(library=tmp_path / "library", cache=cache))
    engine.index([folder])
    found = engine.timeline("ferry crews walked out over night shifts")
    assert STRIKE in [event.quote for event in found]
    assert len(found) < len(engine.timeline())


def test_the_progress_of_gathering_events_is_reported(engine: Engine) -> None:
    heard: list[Event] = []
    engine.timeline(watch=heard.append)
    assert heard == [TimelineAdvanced(1, 2), TimelineAdvanced(2, 2)]


@pytest.mark.parametrize("n_steps", [0, 1, 3], ids=["at once", "between articles", "while put in order"])
def test_it_ends_when_it_is_stopped(engine: Engine, n_steps: int) -> None:
    steps = iter([False] * n_steps + [True])
    with pytest.raises(CancelledError):
        engine.timeline(stopped=lambda: next(steps))


def test_a_library_that_is_not_there(tmp_path: Path, cache: Path) -> None:
    engine = Engine(Settings(library=tmp_path / "nowhere", cache=cache))
    with pytest.raises(LibraryMissingError):
        engine.timeline()


@pytest.mark.parametrize(
    ("text", "cautions"),
    [
        pytest.param("The ferry sank on Monday.", (), id="it happened"),
        pytest.param("The crews will vote on Friday.", ("announced",), id="after the article's day"),
        pytest.param("The crews will vote this evening.", ("announced",), id="later on the article's day"),
        pytest.param(
            "The mayor said on Tuesday that the ferry had sunk.", ("inferred",), id="the day of a statement"
        ),
        pytest.param("The mayor condemned the strike on Tuesday.", (), id="the statement is the event"),
    ],
)
def test_events_have_their_cautions(text: str, cautions: tuple[str, ...]) -> None:
    (event,) = reported(text)
    kinds = {"announced", "inferred"}
    assert tuple(each for each in event.cautions if each in kinds) == cautions


def test_the_explanation_of_a_date_is_one_line() -> None:
    (event,) = reported(STRIKE)
    assert event.explanation == "“Monday”: the Monday before Thursday 19 September 2024"


def test_sentences_that_report_one_event_in_other_words_are_one_event(encoder: Encoder) -> None:
    sank = "The Lantern ferry sank off Port Ember on Monday, and four sailors drowned."
    again = "Four sailors drowned when the Lantern ferry went down on Monday."
    five = "Five sailors drowned when the Lantern ferry went down on Monday, with 50 cars."
    headline = "Ferry sinks Monday, four sailors drowned"
    other = "The council approved a budget on Monday."
    events = [
        each
        for name, text in (("a", headline + "\n\n" + sank), ("b", again), ("c", other), ("d", five))
        for each in reported(text, name)
    ]
    same = SameEvents(events, lambda quotes: encoder.encode(quotes, "passage"))
    kept = in_order(events, grouped=same.grouped)
    assert [event.quote for event in kept] == [sank, other, five]
    assert [each.article_id for each in kept[0].versions] == ["b"]
    assert kept[0].n_reports == 2


def test_articles_that_match_a_query_much_worse_than_the_best_are_off_its_topic() -> None:
    def hit(name: str, dense: float | None, sparse: float | None, text: str = "x") -> Hit:
        passage = Passage(name[0], int(name[1]), Span(0, len(text)), text)
        sparse_rank = None if sparse is None else 1
        return Hit(passage, 0.1, 1, Scores(dense_score=dense, sparse_score=sparse, sparse_rank=sparse_rank))

    best = hit("a0", 0.7, 20.0)
    rest = hit("a1", 0.3, None)
    related = hit("b0", 0.6, 9.0)
    other = hit("c0", 0.5, 4.0)
    assert on_topic("strike", [best, other, related, rest]) == [best, related, rest]
    dense = [hit("a0", 0.7, None), hit("b0", 0.3, None)]
    assert on_topic("strike", dense) == [], "no passage has the word"
    assert on_topic("strike", []) == []
    velmaran = hit("a0", 0.7, 20.0, "The Velmaran strike went on.")
    elsewhere = hit("b0", 0.7, 20.0, "A strike began elsewhere.")
    assert on_topic("velmara strike", [velmaran, elsewhere]) == [velmaran], "without the name of the query"
