"""Dates that don't exist: "30 February", "2024-04-31", "32 March"."""

import re
from calendar import monthrange
from collections.abc import Iterator

from qa.dates.calendar import MONTHS, day_of
from qa.dates.capitals import capitalised
from qa.dates.expressions import Mention
from qa.dates.recognition import mentions
from qa.dates.tokens import tokenised

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DIGITS = re.compile(r"\d+")
_FULL_YEAR = re.compile(r"\d{4}$")
_FEBRUARY = 2
_LEAP_YEAR = 2024
_DATED = ("absolute", "range", "time", "unit", "shift", "no_day")


def why_no_day(written: str) -> str | None:
    """Return why "2024-02-30" doesn't exist ("February 2024 has 29 days"), or None for a date or other text."""
    found = _DAY.fullmatch(written)
    return _why(int(found[1]), int(found[2]), int(found[3])) if found else None


def no_such_day(text: str) -> str | None:
    """Return an error for a date in a text that doesn't exist; None if all dates exist."""
    for mention in mentions(tokenised(capitalised(text))):
        for year, month, day in _named(mention):
            why = _why(year, month, day)
            if why is not None:
                return f"There is no {_written(year, month, day)}: {why}."
    return None


def _named(mention: Mention) -> Iterator[tuple[int | None, int, int]]:
    """Return the years, months and days in a mention, whether or not they exist."""
    written = mention.word("iso")
    if written:
        year, month, day = map(int, _DIGITS.findall(written)[:3])
        yield year, month, day
    written = mention.word("numeric_date")
    if written and _FULL_YEAR.search(written):  # a number with a two-digit year may be something else
        first, second, year = map(int, _DIGITS.findall(written))
        if day_of(year, first, second) is None:
            yield year, *((second, first) if first > len(MONTHS) else (first, second))
    if mention.month is None or mention.family not in _DATED:
        return
    days = [int(each) for each in mention.words("daynum", "number") if each.isdigit()]
    if mention.family not in ("range", "no_day"):
        days = [mention.day_number] if mention.day_number is not None else []
    yield from ((mention.year, mention.month, day) for day in days)


def _why(year: int | None, month: int, day: int) -> str | None:
    if not 1 <= month <= len(MONTHS):
        return f"a year has {len(MONTHS)} months"
    if year == 0 or day == 0:
        return f"{'years' if year == 0 else 'days'} start at 1"
    n_days = monthrange(year or _LEAP_YEAR, month)[1]
    if day <= n_days:
        return None
    at_most = " at most" if month == _FEBRUARY and year is None else ""
    return f"{MONTHS[month - 1]}{f' {year}' if year else ''} has{at_most} {n_days} days"


def _written(year: int | None, month: int, day: int) -> str:
    if not 1 <= month <= len(MONTHS):
        return f"day {day} of month {month}"
    return f"{day} {MONTHS[month - 1]}" + (f" {year}" if year is not None else "")
