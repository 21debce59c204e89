"""The days that a question's own words narrow its search to."""

import re
from datetime import date

from qa.dates.calendar import MONTHS, WEEKDAYS, days_of, unit_of
from qa.dates.resolver import time_expressions
from qa.dates.wording import in_words
from qa.records import DateFilter, TimeExpression, TimeKind

# "on Monday" narrows; "the 2019 strike" names. Words that stand for a day by themselves narrow without help.
_NARROWING = re.compile(
    r"(?:^|[\s,;(])(?P<word>on|in|during|between|from|of|at|for|over|throughout)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_BY_ITSELF = re.compile(
    r"^(?:today|tonight|yesterday|tomorrow|last|this|next|earlier|later|early|late)\b", re.IGNORECASE
)
_BETWEEN = re.compile(r"^\s*(?:and|to|until|till|through|[-–—])\s*$", re.IGNORECASE)
_DAY_OR_MONTH = re.compile(rf"\b(?:{'|'.join((*WEEKDAYS, *MONTHS[:2], MONTHS[3], *MONTHS[5:])).lower()})s?\b")
_MAY_OR_MARCH = re.compile(r"(\b(?:in|of|last|next|this|since|until|\d{1,2})\s+)(may|march)\b")
_UNITS = ("day", "week", "month", "quarter", "half", "season", "year")
_BLANKS = re.compile(r"\s{2,}")
_BEFORE_MARK = re.compile(r"\s+([?.!,])")


def date_filter_of(question: str, as_of: date) -> DateFilter | None:
    """Return the days that a question asks about, or None; relative words count from `as_of`.

    The first expression that narrows is taken, with the end of its range where one follows.
    """
    found = [each for each in time_expressions(_capitalised(question), as_of) if _is_stretch(each)]
    for number, each in enumerate(found):
        start = _start_of_narrowing(question, each)
        if start is None:
            continue
        last = each
        if number + 1 < len(found) and _BETWEEN.match(
            question[each.article_span.end : found[number + 1].article_span.start]
        ):
            last = found[number + 1]
        first_days, last_days = days_of(each.value), days_of(last.value)
        if first_days is None or last_days is None or first_days[0] > last_days[1]:
            continue
        words = in_words(each.value or "")
        if last is not each:
            words = f"{words} to {in_words(last.value or '')}"
        end = last.article_span.end
        rest = _BEFORE_MARK.sub(r"\1", _BLANKS.sub(" ", f"{question[:start]} {question[end:]}")).strip(" ,;")
        expression = question[each.article_span.start : end]
        return DateFilter(expression, words, first_days[0], last_days[1], rest or question)
    return None


def _is_stretch(each: TimeExpression) -> bool:
    return each.kind in (TimeKind.DATE, TimeKind.TIME) and bool(
        each.value and ("/" in each.value or unit_of(each.value) in _UNITS)
    )


def _start_of_narrowing(question: str, each: TimeExpression) -> int | None:
    """Return where the narrowing words begin, their preposition included; None when they only name something."""
    start = each.article_span.start
    before = _NARROWING.search(question[:start])
    if before and not (before["word"].lower() == "of" and not each.article_span.of(question)[0].isdigit()):
        return before.start("word")
    words = each.article_span.of(question)
    return start if _BY_ITSELF.match(words) or words.lower().endswith(" ago") else None


def _capitalised(question: str) -> str:
    """Write days and months with a capital, as articles do; the length stays the same."""
    question = _DAY_OR_MONTH.sub(lambda found: found[0].capitalize(), question)
    return _MAY_OR_MARCH.sub(lambda found: found[1] + found[2].capitalize(), question)
