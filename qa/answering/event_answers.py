"""Answers to "What happened on 16 September 2024?": the main events of those days, one per story."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from qa.answering.answer_dates import resolved_date
from qa.answering.candidate_status import Candidate, CandidateStatus
from qa.answering.prominence import Prominence
from qa.dates import days_of
from qa.indexing.passages import sentence_spans
from qa.records import (
    Alternative,
    Answer,
    Article,
    Certainty,
    Citation,
    Factuality,
    Hit,
    Status,
    TimeExpression,
)
from qa.timeline.events import DatedEvent, events_of, in_order

Place: TypeAlias = tuple[str, int]  # article id and start of the sentence

_N_SHOWN, _N_OTHERS = 5, 8
# The share of dated expressions with the right value, by certainty (benchmarks.dates on news of 1989 to 2000).
# Ambiguous expressions have two readings.
_SURE = {Certainty.CERTAIN: 0.85, Certainty.LIKELY: 0.84, Certainty.AMBIGUOUS: 0.5}
_OPENING = 1500  # characters of an article that are split to find its first sentences
# Weights of what makes an event a main one, besides its prominence: it opens its article, and its report is not from
# before.
_LEAD, _SECOND, _ANNOUNCED = 2.0, 1.0, -1.5


@dataclass(frozen=True, slots=True)
class EventsFound:
    """The events of some days in passages: `events`, the main ones first, each with its passage.

    `candidates` are all events of the passages, the shown ones first.
    """

    days: tuple[date, date]
    events: tuple[tuple[DatedEvent, Hit], ...]
    candidates: tuple[Candidate[DatedEvent], ...]


def find_events(
    hits: Sequence[Hit],
    days: tuple[date, date],
    article: Callable[[str], Article],
    times: Callable[[str], Sequence[TimeExpression]],
    prominence: Prominence | None = None,
) -> EventsFound:
    """Return the hits' events on these days (inclusive): one per story, the main events first.

    `prominence` is that of the hits' passages. Without it, only near-copies are the same story.
    """
    found: list[DatedEvent] = []
    home: dict[Place, int] = {}
    statuses: dict[DatedEvent, CandidateStatus] = {}
    for number, hit in enumerate(hits):
        passage = hit.passage
        for event in events_of(
            article(passage.article_id), times(passage.article_id), [passage.article_span]
        ):
            if not _speaks_of(event.expression, days):
                statuses[event] = CandidateStatus.OTHER_DAYS
            elif passage.article_span.contains(event.article_span):
                home.setdefault(_place(event), number)
                found.append(event)
            else:
                statuses.setdefault(event, CandidateStatus.CUT)
    by_place: dict[Place, DatedEvent] = {}
    for event in in_order(found):
        by_place.setdefault(_place(event), event)
    main = _main_events(list(by_place.values()), home, prominence)
    for event in found:
        statuses[event] = CandidateStatus.REPEATED
    statuses.update((event, _status(number)) for number, event in enumerate(main))
    order = list(CandidateStatus)
    ranked = sorted(statuses, key=lambda each: order.index(statuses[each]))
    shown = main[: _N_SHOWN + _N_OTHERS]
    return EventsFound(
        days,
        tuple((event, hits[home[_place(event)]]) for event in shown),
        tuple(Candidate(each, statuses[each]) for each in ranked),
    )


def _main_events(
    events: Sequence[DatedEvent],
    home: dict[Place, int],
    prominence: Prominence | None,
) -> list[DatedEvent]:
    """Return one event per story, the main ones first."""
    weights = {
        event: _weight(event) + (float(prominence.weights[home[_place(event)]]) if prominence else 0.0)
        for event in events
    }
    main: list[DatedEvent] = []
    for event in sorted(events, key=lambda each: -weights[each]):
        if not any(_is_same(known, event, home, prominence) for known in main):
            main.append(event)
    return main


def _is_same(
    one: DatedEvent, other: DatedEvent, home: dict[Place, int], prominence: Prominence | None
) -> bool:
    """Return whether two events belong to one story: those of one article, and of passages that tell the same."""
    if one.article.id == other.article.id:
        return True
    return prominence is not None and prominence.is_same_story(home[_place(one)], home[_place(other)])


def _weight(event: DatedEvent) -> float:
    article = event.article
    told = [
        span for span in sentence_spans(article.text[:_OPENING]) if span.of(article.text) != article.headline
    ]
    place = next((n for n, span in enumerate(told) if span.start == event.article_span.start), len(told))
    weight = {0: _LEAD, 1: _SECOND}.get(place, 0.0)
    return weight + (_ANNOUNCED if _is_announced(event) else 0.0)


def _is_announced(event: DatedEvent) -> bool:
    """Return whether an event was still to come when its article was published."""
    published = event.article.published
    return published is not None and all(published < first for first, _ in _readings(event.expression))


def _status(number: int) -> CandidateStatus:
    """Return the status of an event with `number` stories before it."""
    if number < _N_SHOWN:
        return CandidateStatus.KEPT
    return CandidateStatus.BELOW if number < _N_SHOWN + _N_OTHERS else CandidateStatus.SURPLUS


def _place(event: DatedEvent) -> Place:
    return event.article.id, event.article_span.start


def event_answer(
    question: str, found: EventsFound, hits: Sequence[Hit], times: Callable[[str], Sequence[TimeExpression]]
) -> Answer | None:
    """Return the sentences about the main events, the others as alternatives; None if there are none.

    The confidence is that of the date.
    """
    if not found.events:
        return None
    told = [
        _told(number, event, hit, found.days, times)
        for number, (event, hit) in enumerate(found.events, start=1)
    ]
    shown = told[:_N_SHOWN]
    return Answer(
        question=question,
        status=Status.ANSWERED,
        reason=None,
        text=" ".join(each.text for each in shown),
        confidence=shown[0].confidence,
        citations=tuple(citation for each in shown for citation in each.citations),
        alternatives=tuple(told[_N_SHOWN:]),
        nearest=tuple(hits),
        resolved_date=shown[0].resolved_date,
        entries=tuple(shown) if len(shown) > 1 else (),
        factuality=shown[0].factuality if len(shown) == 1 else None,
    )


def _told(
    number: int,
    event: DatedEvent,
    hit: Hit,
    days: tuple[date, date],
    times: Callable[[str], Sequence[TimeExpression]],
) -> Alternative:
    citation = _cited(event, number, hit)
    dated = resolved_date(citation, _within(times(event.article.id), days), None)
    factuality = Factuality.ANNOUNCED if _is_announced(event) else None
    return Alternative(citation.quote, _SURE[event.expression.certainty], (citation,), dated, factuality)


def _within(expressions: Sequence[TimeExpression], days: tuple[date, date]) -> list[TimeExpression]:
    return [each for each in expressions if _speaks_of(each, days)]


def _speaks_of(each: TimeExpression, days: tuple[date, date]) -> bool:
    """Return whether an expression lies within these days; for an ambiguous one, either reading counts."""
    return any(days[0] <= first and last <= days[1] for first, last in _readings(each))


def _readings(each: TimeExpression) -> list[tuple[date, date]]:
    """Return the first and the last day of an expression, of an ambiguous one those of both readings."""
    values = (each.value, each.alternative if each.certainty is Certainty.AMBIGUOUS else None)
    return [span for span in map(days_of, values) if span]


def _cited(event: DatedEvent, number: int, hit: Hit) -> Citation:
    span = event.article_span
    return Citation(number, event.article, span, span, event.quote, hit.passage, hit.why)
