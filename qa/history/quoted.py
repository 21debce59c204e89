"""Events of the timeline and passages of a search as answers, so that they can be pinned to the notebook."""

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.answer_dates import resolved_date
from qa.dates import dates_an_event, days_of
from qa.records import Answer, Citation, Passage, Scores, Status, TimeExpression
from qa.timeline.events import DatedEvent


def quoted_event(event: DatedEvent, query: str = "") -> Answer:
    """Return an event as an answer to the words that it was searched for: its sentence, with its date."""
    article, span = event.article, event.article_span
    passage = Passage(article.id, 0, span, event.quote)
    cited = Citation(1, article, span, span, event.quote, passage, Scores(), versions=event.versions)
    dated = resolved_date(cited, (event.expression,), None)
    return replace(_quoted(cited, query), resolved_date=dated, is_inferred=event.is_inferred)


def quoted_match(match: Citation, query: str) -> Answer:
    """Return a passage that matches a query as an answer to the query."""
    return _quoted(replace(match, number=1), query)


def dated_by(answer: Answer, expressions: Sequence[TimeExpression]) -> Answer:
    """Return a picked quote with the date that it is about, if its article's expressions give it exactly one."""
    cited = answer.citations[0]
    inside = [
        each
        for each in expressions
        if dates_an_event(each) and cited.article_span.contains(each.article_span)
    ]
    if len({days for each in inside if (days := days_of(each.value))}) != 1:
        return answer
    return replace(answer, resolved_date=resolved_date(cited, inside, None))


def _quoted(cited: Citation, query: str) -> Answer:
    return Answer(
        question=query or cited.article.title,
        status=Status.ANSWERED,
        reason=None,
        text=cited.quote,
        confidence=1.0,
        citations=(cited,),
    )
