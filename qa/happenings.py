""" "What happened on 16 September 2024?": the sentences that speak of those days, as an answer."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from qa.dates import days_of
from qa.dating import resolved_date
from qa.records import Alternative, Answer, Article, Certainty, Citation, Hit, Status, TimeExpression
from qa.timeline import DatedEvent, events_of, in_order

_ASKS = re.compile(
    r"^\W*what (?:else )?(?:happened|has happened|took place|occurred|happens|was going on|is planned|will happen)"
    r"(?: (?:there|then|next))?\W*$",
    re.IGNORECASE,
)
_N_OTHERS = 8
# The share of dated expressions whose value is right, by certainty (benchmarks.dates on news of 1989 to 2000); of an
# ambiguous one two readings are live.
_SURE = {Certainty.CERTAIN: 0.85, Certainty.LIKELY: 0.84, Certainty.AMBIGUOUS: 0.5}


def asks_what_happened(question: str) -> bool:
    """Say whether a question, its days left out, asks for nothing but what happened."""
    return _ASKS.match(question) is not None


def told(
    question: str,
    hits: Sequence[Hit],
    days: tuple[date, date],
    article: Callable[[str], Article],
    times: Callable[[str], Sequence[TimeExpression]],
) -> Answer | None:
    """Return the sentences of the hits that speak of these days, inclusive, in the order of time; None without any.

    The first is the answer, the others are alternatives. The confidence is the date's.
    """
    found: list[DatedEvent] = []
    home: dict[tuple[str, int], Hit] = {}
    for hit in hits:
        passage = hit.passage
        expressions = times(passage.article_id)
        for event in events_of(article(passage.article_id), expressions, [passage.article_span]):
            inside = passage.article_span.contains(event.article_span)
            if inside and _speaks_of(event.expression, days):
                home.setdefault((passage.article_id, event.article_span.start), hit)
                found.append(event)
    citations: list[Citation] = []
    sure: list[float] = []
    seen: set[tuple[str, int]] = set()
    for event in in_order(found):
        place = (event.article.id, event.article_span.start)
        if place not in seen:
            seen.add(place)
            citations.append(_cited(event, len(citations) + 1, home[place]))
            sure.append(_SURE[event.expression.certainty])
    if not citations:
        return None
    dated = [resolved_date(each, _within(times(each.article.id), days), None) for each in citations]
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
            for citation, confidence, when in others[:_N_OTHERS]
        ),
        nearest=tuple(hits),
        resolved_date=first[2],
    )


def _within(expressions: Sequence[TimeExpression], days: tuple[date, date]) -> list[TimeExpression]:
    return [each for each in expressions if _speaks_of(each, days)]


def _speaks_of(each: TimeExpression, days: tuple[date, date]) -> bool:
    """Say whether an expression lies within these days; of an ambiguous one either reading may."""
    live = (each.value, each.alternative if each.certainty is Certainty.AMBIGUOUS else None)
    spans = [span for span in map(days_of, live) if span]
    return any(days[0] <= first and last <= days[1] for first, last in spans)


def _cited(event: DatedEvent, number: int, hit: Hit) -> Citation:
    span = event.article_span
    return Citation(number, event.article, span, span, event.quote, hit.passage, hit.why)
