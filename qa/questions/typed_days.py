"""Days as people type them."""

import re
from datetime import date

from qa.articles.dateline import parse_day
from qa.dates import in_words, no_such_day
from qa.dates.calendar import days_of
from qa.dates.capitals import capitalised
from qa.dates.resolver import time_expressions

_HINT = "Write it like 12 June 2031, 2031-06-12 or yesterday."
_PERIOD_HINT = "Write it like 12 June 2031, June 2031 or 2031."
_DASHED = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_MONTH = re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])")


def typed_day(written: str, today: date) -> date | None:
    """Return the one day that a text names ("2031-06-12", "12 June 2031", "last Friday"), None for an empty text.

    Raises ValueError, saying why, for a text that names no day or more than one.
    """
    days = _named(written.strip(), today, _HINT)
    if days is not None and days[0] != days[1]:
        raise ValueError(_HINT)
    return days[0] if days else None


def typed_days(written: str, today: date) -> tuple[date, date] | None:
    """Return the first and last day of the day, month or year that a text names, None for an empty text.

    Raises ValueError, saying why, for a text that names no date.
    """
    return _named(written.strip(), today, _PERIOD_HINT)


def typed_limit(written: str, today: date, *, is_last: bool) -> date | None:
    """Return the first or last day of a period whose limit is typed, None for an empty text.

    A month or a year means its first day, or its last day with `is_last`. Raises ValueError as `typed_days` does.
    """
    days = typed_days(written, today)
    return days[is_last] if days else None


def _named(text: str, today: date, hint: str) -> tuple[date, date] | None:
    if not text:
        return None
    if (day := parse_day(text)) is not None:
        return day, day
    if _MONTH.fullmatch(text):
        return days_of(text)
    cased = capitalised(_DASHED.sub(r"\1/\2/\3", text))
    if why := no_such_day(cased):
        raise ValueError(why)
    found = [each for each in time_expressions(cased, today) if each.article_span.of(cased) == cased]
    if found and (other := found[0].alternative) is not None:
        first, last = map(in_words, sorted((found[0].value or "", other)))
        raise ValueError(f"This can mean {first} or {last}. Write the month as a word.")
    days = days_of(found[0].value) if found else None
    if days is None:
        raise ValueError(hint)
    return days
