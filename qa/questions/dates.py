"""Date filters from the dates in a question."""

import re
from datetime import date

from qa.dates.calendar import days_of, unit_of
from qa.dates.capitals import capitalised
from qa.dates.resolver import time_expressions
from qa.dates.wording import in_words
from qa.records import DateFilter, Span, TimeExpression, TimeKind

# "on Monday" filters; "the 2019 strike" doesn't. Words like "yesterday" filter without a preposition.
_NARROWING = re.compile(
    r"(?:^|[\s,;(])(?P<word>on|in|during|between|from|of|at|for|over|throughout)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_BY_ITSELF = re.compile(
    r"^(?:today|tonight|yesterday|tomorrow|last|this|next|earlier|later|early|late)\b", re.IGNORECASE
)
_BETWEEN = re.compile(r"^\s*(?:and|to|until|till|through|[-–—])\s*$", re.IGNORECASE)
_UNITS = ("day", "week", "month", "quarter", "half", "season", "year")
_BLANKS = re.compile(r"\s{2,}")
_BEFORE_MARK = re.compile(r"\s+([?.!,])")


def date_filter_of(question: str, as_of: date) -> DateFilter | None:
    """Return the dates that a question asks about, or None; relative dates are counted from `as_of`.

    The first expression that filters is used, extended to the end of its range.
    """
    cased = capitalised(question)
    found = [each for each in time_expressions(cased, as_of) if _is_stretch(each)]
    for number, each in enumerate(found):
        after = found[number + 1] if number + 1 < len(found) else each
        between = question[each.article_span.end : after.article_span.start]
        last = after if after is not each and _BETWEEN.match(between) else each
        start = _start_of_narrowing(question, each, last)
        first_days, last_days = days_of(_beginning(cased, each, last)), days_of(last.value)
        if start is None or first_days is None or last_days is None or first_days[0] > last_days[1]:
            continue
        text = in_words(_beginning(cased, each, last) or "")
        if last is not each:
            text = f"{text} to {in_words(last.value or '')}"
        words = Span(start, last.article_span.end)
        expression = question[each.article_span.start : last.article_span.end]
        return DateFilter(expression, text, first_days[0], last_days[1], _without(question, words))
    return None


def _without(question: str, words: Span) -> str:
    left_over = f"{question[: words.start]} {question[words.end :]}"
    return _BEFORE_MARK.sub(r"\1", _BLANKS.sub(" ", left_over)).strip(" ,;") or question


def _beginning(question: str, first: TimeExpression, last: TimeExpression) -> str | None:
    """Return the start of a range; its year may only be given at the end."""
    if first is last or first.reference is None or last.reference is not None:
        return first.value
    days = days_of(last.value)
    again = time_expressions(first.article_span.of(question), days[0] if days else None)
    return again[0].value if again else first.value


def _is_stretch(each: TimeExpression) -> bool:
    return each.kind in (TimeKind.DATE, TimeKind.TIME) and bool(
        each.value and ("/" in each.value or unit_of(each.value) in _UNITS)
    )


def _start_of_narrowing(question: str, each: TimeExpression, last: TimeExpression) -> int | None:
    """Return the start of the filtering words with their preposition; None if they are only part of a name."""
    start = each.article_span.start
    words = each.article_span.of(question)
    by_itself = _BY_ITSELF.match(words) or words.lower().endswith(" ago")
    if each.reference is not None and last.reference is not None and not by_itself:
        return None  # "on Monday" refers to the article's Monday more often than to this week's
    before = _NARROWING.search(question[:start])
    if before and not (before["word"].lower() == "of" and not each.article_span.of(question)[0].isdigit()):
        return before.start("word")
    return start if by_itself else None
