"""Answers to "What happened on 16 September 2024?": the sentences about those days."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from qa.answering.answer_dates import resolved_date
from qa.answering.candidate_status import Candidate, CandidateStatus
from qa.dates import days_of
from qa.records import Alternative, Answer, Article, Certainty, Citation, Hit, Status, TimeExpression
from qa.timeline.events import DatedEvent, events_of, in_order

Place: TypeAlias = tuple[str, int]  # article id and start of the sentence

_N_OTHERS = 8
# The share of dated expressions with the right value, by certainty (benchmarks.dates on news of 1989 to 2000).
# Ambiguous expressions have two readings.
_SURE = {Certainty.CERTAIN: 0.85, Certainty.LIKELY: 0.84, Certainty.AMBIGUOUS: 0.5}


@dataclass(frozen=True, slots=True)
class EventsFound:
    """The events of some days in passages: `events` in order, each with its passage.

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
) -> EventsFound:
    """Return the hits' events on these days (inclusive): one per sentence, without near-copies."""
    found: list[DatedEvent] = []
    home: dict[Place, Hit] = {}
    statuses: dict[DatedEvent, CandidateStatus] = {}
    for hit in hits:
        passage = hit.passage
        for event in events_of(
            article(passage.article_id), times(passage.article_id), [passage.article_span]
        ):
            if not _speaks_of(event.expression, days):
                statuses[event] = CandidateStatus.OTHER_DAYS
            elif passage.article_span.contains(event.article_span):
                home.setdefault(_place(event), hit)
                found.append(event)
            else:
                statuses.setdefault(event, CandidateStatus.CUT)
    by_place: dict[Place, DatedEvent] = {}
    for event in in_order(found):
        by_place.setdefault(_place(event), event)
    shown = list(by_place)[: 1 + _N_OTHERS]
    n_before = {place: number for number, place in enumerate(by_place)}
    for event in found:
        statuses[event] = _status(n_before.get(_place(event)))
    order = list(CandidateStatus)
    ranked = sorted(statuses, key=lambda each: (order.index(statuses[each]), each.first, each.last))
    return EventsFound(
        days,
        tuple((by_place[place], home[place]) for place in shown),
        tuple(Candidate(each, statuses[each]) for each in ranked),
    )


def _status(n_before: int | None) -> CandidateStatus:
    """Return the status of an event with `n_before` others shown before it; None if it is not shown itself."""
    if n_before is None:
        return CandidateStatus.REPEATED
    if n_before == 0:
        return CandidateStatus.KEPT
    return CandidateStatus.BELOW if n_before <= _N_OTHERS else CandidateStatus.SURPLUS


def _place(event: DatedEvent) -> Place:
    return event.article.id, event.article_span.start


def event_answer(
    question: str, found: EventsFound, hits: Sequence[Hit], times: Callable[[str], Sequence[TimeExpression]]
) -> Answer | None:
    """Return the sentences about what happened, in order of time; None if there are none.

    The first is the answer, the others are alternatives. The confidence is that of the date.
    """
    if not found.events:
        return None
    numbered = enumerate(found.events, start=1)
    citations = [_cited(event, number, hit) for number, (event, hit) in numbered]
    sure = [_SURE[event.expression.certainty] for event, _ in found.events]
    dated = [resolved_date(each, _within(times(each.article.id), found.days), None) for each in citations]
    first, *others = zip(citations, sure, dated, strict=True)
    return Answer(
        question=question,
        status=Status.ANSWERED,
        reason=None,
        text=first[0].quote,
        confidence=first[1],
        citations=(first[0],),
        alternatives=tuple(
            Alternative(citation.quote, confidence, (citation,), when)
            for citation, confidence, when in others
        ),
        nearest=tuple(hits),
        resolved_date=first[2],
    )


def _within(expressions: Sequence[TimeExpression], days: tuple[date, date]) -> list[TimeExpression]:
    return [each for each in expressions if _speaks_of(each, days)]


def _speaks_of(each: TimeExpression, days: tuple[date, date]) -> bool:
    """Return whether an expression lies within these days; for an ambiguous one, either reading counts."""
    live = (each.value, each.alternative if each.certainty is Certainty.AMBIGUOUS else None)
    spans = [span for span in map(days_of, live) if span]
    return any(days[0] <= first and last <= days[1] for first, last in spans)


def _cited(event: DatedEvent, number: int, hit: Hit) -> Citation:
    span = event.article_span
    return Citation(number, event.article, span, span, event.quote, hit.passage, hit.why)
