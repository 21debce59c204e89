"""The temporal expression that dates an answer."""

import re
from collections.abc import Sequence

from qa.answering.event_dates import belongs_to_saying
from qa.dates import PUBLICATION_DAY, dates_an_event, days_of, in_words, time_expressions, unit_of
from qa.indexing.passages import sentence_spans
from qa.records import Citation, ResolvedDate, Span, TimeExpression, TimeKind

_UNITS = ("hour", "day", "week", "weekend", "month", "season", "quarter", "half", "year", "decade", "century")
_LOOKED_BACK = 800  # characters before a sentence in which the previous sentence starts
_UNKNOWN = "unknown: the article has no date to count from"
_PUBLICATION = re.compile(r"\bpubli(?:sh|cation)", re.IGNORECASE)
_ISSUE = re.compile(r"\b(?:print|issue|release|date[ds]?\b|appear|written|wrote)", re.IGNORECASE)
_TEXT = re.compile(
    r"\b(?:article|report|story|text|interview|column|editorial|review|letter|statement|paper|study|document|book|page)s?\b",
    re.IGNORECASE,
)


def asks_for_publication(question: str) -> bool:
    """Return whether a question may ask for the day of a text: "When was the report published?"."""
    if _PUBLICATION.search(question):
        return True
    return bool(_ISSUE.search(question) and _TEXT.search(question))


def is_publication_day(answer: Span, expressions: Sequence[TimeExpression]) -> bool:
    """Return whether the only time in an answer, whose span counts in the article, is a line's publication date."""
    own = [each for each in expressions if each.article_span.overlaps(answer)]
    return bool(own) and not any(each.rule != PUBLICATION_DAY for each in own)


def resolved_date(
    citation: Citation, expressions: Sequence[TimeExpression], asked: str | None
) -> ResolvedDate | None:
    """Return the date of a cited answer, or None if no expression near it gives one.

    Expressions are searched in the answer. If it has none at all, not even a length ("two weeks") or a vague time,
    those of its sentence follow, nearest first, except the day on which it was said. Then come those of the previous
    sentence. `asked` is the requested unit ("hour", "day", "month", "year"), None for any; coarser expressions don't
    count.
    """
    answer = citation.answer_span
    own = [each for each in expressions if each.article_span.overlaps(answer)]
    inside = [each for each in own if _tells(each, asked)]
    if not inside and asked is None and (own or _is_vague(citation)):
        return None
    dated = [each for each in expressions if dates_an_event(each) and _tells(each, asked)]
    dated = [each for each in dated if not _is_of_a_statement(citation, each)]
    if not inside:
        sentence = [each for each in dated if citation.article_span.contains(each.article_span)]
        inside = sorted(sentence, key=lambda each: _distance(each.article_span, answer))
    if not inside:
        before = _sentence_before(citation)
        inside = [each for each in dated if before and before.contains(each.article_span)]
    return date_given_by(citation, inside[0]) if inside else None


def _is_vague(citation: Citation) -> bool:
    """Return whether an answer only has a time like "decades ago", which libraries don't store."""
    return bool(time_expressions(citation.answer_span.of(citation.article.text), citation.article.published))


def _is_of_a_statement(citation: Citation, each: TimeExpression) -> bool:
    """Return whether a date of the cited sentence is only the day on which it was said."""
    quoted = citation.article_span
    if not quoted.contains(each.article_span):
        return False
    return belongs_to_saying("", quoted.of(citation.article.text), each.article_span.shifted(-quoted.start))


def _tells(each: TimeExpression, asked: str | None) -> bool:
    if each.kind not in (TimeKind.DATE, TimeKind.TIME):
        return False
    if each.value is None:
        return asked != "hour" or each.kind is TimeKind.TIME
    if days_of(each.value) is None:
        return False
    if asked == "hour":
        return each.kind is TimeKind.TIME and ":" in each.value
    unit = unit_of(each.value) or "day"
    return asked is None or _UNITS.index(unit) <= _UNITS.index(asked)


def date_given_by(citation: Citation, each: TimeExpression) -> ResolvedDate:
    """Return the date that an expression of the cited article gives."""
    words = each.article_span.of(citation.article.text)
    text = in_words(each.value) if each.value else _UNKNOWN
    return ResolvedDate(
        each.value,
        text,
        words,
        each.article_span,
        each.reference,
        each.rule,
        each.certainty,
        each.alternative,
    )


def _sentence_before(citation: Citation) -> Span | None:
    start = max(0, citation.article_span.start - _LOOKED_BACK)
    before = citation.article.text[start : citation.article_span.start]
    spans = sentence_spans(before)
    return spans[-1].shifted(start) if spans else None


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
