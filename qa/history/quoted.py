"""Events of the timeline and passages of a search as answers, so that they can be pinned to the notebook."""

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.answer_dates import date_given_by, resolved_date
from qa.attribution.saying_days import verb_of_saying
from qa.attribution.words import TELLING
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
    """Return an answer with the day that its first quoted sentence names, if it names exactly one.

    The answer stays without a date if the sentence names other dates, too, or only a longer period.
    """
    if any(part.resolved_date for part in answer.parts):
        return answer
    cited = answer.citations[0]
    inside = [
        each
        for each in expressions
        if dates_an_event(each) and cited.article_span.contains(each.article_span)
    ]
    named = [each for each in inside if each.value is None or days_of(each.value)]
    periods = {days_of(each.value) for each in named}
    if not any(days and len(periods) == 1 and days[0] == days[1] for days in periods):
        return answer
    span = named[0].article_span.shifted(-cited.article_span.start)
    is_inferred = verb_of_saying(cited.quote, span, TELLING) is not None
    return replace(answer, resolved_date=date_given_by(cited, named[0]), is_inferred=is_inferred)


def _quoted(cited: Citation, query: str) -> Answer:
    return Answer(
        question=query or cited.article.title,
        status=Status.ANSWERED,
        reason=None,
        text=cited.quote,
        confidence=1.0,
        citations=(cited,),
    )
