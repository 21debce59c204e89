"""Temporal expressions of recurring events: the "6 pm" in "every crossing after 6 pm" or "6 pm every day"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from qa.records import Span, TimeExpression, TimeKind

_MOST_WORDS_BETWEEN = 4
_REACH = 80  # characters
_BORDER = re.compile(r"[,;:.!?()“”\"—–\n]")  # of a clause
_CLOCK = re.compile(
    r"(?:(?:about|around|shortly|just|before|after|early|late|at)\s++){0,4}"
    r"(?:\d{1,2}(?:[.:]\d\d)?(?:\s*+(?:[ap]\.?\s?m\.?|o['’]clock|hours))?|noon|midday|midnight)"
    r"(?:\s++(?:local time|gmt))?",
    re.IGNORECASE,
)
_MONTH = re.compile(r"\d{4}-(?:\d\d|SP|SU|FA|AU|WI)")
_YEARLY = re.compile(r"P1Y|XXXX-(?:\d\d|[A-Z]{2}|Q.)")
_USUALLY = re.compile(
    r"\b(?:usually|normally|typically|always|routinely|regularly"
    r"|(?:once|twice|\w+ times) (?:a|an|per) (?:day|night|week|month|year))\b",
    re.IGNORECASE,
)
_NIGHTLY = re.compile(r"\b(?:nightly|weeknights|weekdays|weekends)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:since|from|until|till|by|starting|beginning|after|before)\s+$", re.IGNORECASE)
_BEFORE_A_NOUN = re.compile(
    r"\s{1,40}+(?!(?:at|from|until|till|between|after|before|by|in|on)\b)\w", re.IGNORECASE
)
_ADJECTIVES = frozenset("daily weekly monthly".split())
_EACH_NOUN = re.compile(
    r"\b(?:every|each)\s+(?P<noun>[\w’'-]+(?:\s+[\w’'-]+)?)\s+(?:after|before|past|from|between|until)\s+$",
    re.IGNORECASE,
)
_HAPPENED = re.compile(r"\b(?:\w{2,}ed|left|went|came|began|ran|sat|set|met|told|stood)\b", re.IGNORECASE)
_PLURAL = re.compile(r"\s{1,40}+(?:mornings|afternoons|evenings|nights)\b", re.IGNORECASE)
_AND = re.compile(r"(?:\s{0,40}+,(?:\s++(?:and|or))?|\s{1,40}+(?:and|or))\s++", re.IGNORECASE)


def recurring_times_in(text: str, expressions: Sequence[TimeExpression]) -> list[TimeExpression]:
    """Return those of a text's expressions, given in order, that have a value but belong to a recurring event."""
    sets = [each for each in expressions if each.kind is TimeKind.SET and not _is_adjective(text, each)]
    starts = [each.article_span.start for each in sets]
    found: list[TimeExpression] = []
    n_before = 0  # the expressions of kind SET before an expression
    before: Span | None = None  # the last recurring expression before an expression
    for each in expressions:
        span = each.article_span
        while n_before < len(sets) and sets[n_before].article_span.end <= span.start:
            before = max(filter(None, (before, sets[n_before].article_span)))
            n_before += 1
        is_dated = each.kind in (TimeKind.DATE, TimeKind.TIME) and each.reference is not None
        near = _near(sets, starts, span) if is_dated else []
        if is_dated and _is_habit(text, each, near, before):
            found.append(each)
            before = span
    return found


def _near(sets: Sequence[TimeExpression], starts: Sequence[int], span: Span) -> Sequence[TimeExpression]:
    """Return the SET expressions near a position; `starts` are their starts."""
    first = max(0, bisect_left(starts, span.start - _REACH) - 1)
    return sets[first : bisect_left(starts, span.end + _REACH + 1)]


def _is_habit(text: str, each: TimeExpression, sets: Sequence[TimeExpression], before: Span | None) -> bool:
    """Return whether an expression is recurring; `before` is the last recurring one, `sets` are nearby."""
    span = each.article_span
    if _PLURAL.match(text, span.end) or _goes_on(text, span, before):
        return True
    if len(span) <= _REACH and _CLOCK.fullmatch(span.of(text)):
        often = (*(one.article_span for one in sets), *_found(_USUALLY, text, span))
        return _is_of_each(text, span) or any(
            _is_beside(text, span, one) for one in (*often, *_found(_NIGHTLY, text, span))
        )
    if _MONTH.fullmatch(each.value or ""):
        yearly = (one.article_span for one in sets if _YEARLY.fullmatch(one.value or ""))
        if any(_is_beside(text, span, one) for one in yearly):
            return True
    usual = (one for one in _found(_USUALLY, text, span) if one.end <= span.start)
    return any(_is_beside(text, span, one) for one in usual) and not _FROM.search(
        text[max(0, span.start - 20) : span.start]
    )


def _is_of_each(text: str, span: Span) -> bool:
    """Return whether a clock time belongs to each of several things: "every crossing after 6 pm"."""
    noun = _EACH_NOUN.search(text[max(0, span.start - _REACH) : span.start])
    return noun is not None and not _HAPPENED.search(noun["noun"])


def _goes_on(text: str, span: Span, before: Span | None) -> bool:
    """Return whether an expression continues a recurring one: the Thursday of "every Monday and Thursday"."""
    if before is None or not 0 <= span.start - before.end <= _REACH:
        return False
    return _AND.fullmatch(text, before.end, span.start) is not None


def _found(words: re.Pattern[str], text: str, span: Span) -> Iterator[Span]:
    """Yield the matches near a position."""
    for found in words.finditer(text, max(0, span.start - _REACH), min(len(text), span.end + _REACH)):
        yield Span(*found.span())


def _is_beside(text: str, one: Span, other: Span) -> bool:
    """Return whether two positions are in one clause, with few words between them."""
    first, second = sorted((one, other))
    if second.start - first.end > _REACH:
        return False
    between = text[first.end : second.start]
    return not _BORDER.search(between) and len(between.split()) <= _MOST_WORDS_BETWEEN


def _is_adjective(text: str, each: TimeExpression) -> bool:
    """Return whether "daily" is only an adjective: "the daily briefing"."""
    span = each.article_span
    return span.of(text).lower() in _ADJECTIVES and _BEFORE_A_NOUN.match(text, span.end) is not None
