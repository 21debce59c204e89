"""Events of the timeline and passages of a search as answers, so that they can be pinned to the notebook."""

from dataclasses import replace

from qa.answering.answer_dates import resolved_date
from qa.records import Answer, Citation, Passage, Scores, Status
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


def _quoted(cited: Citation, query: str) -> Answer:
    return Answer(
        question=query or cited.article.title,
        status=Status.ANSWERED,
        reason=None,
        text=cited.quote,
        confidence=1.0,
        citations=(cited,),
    )
