"""Dates and moments as short texts."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeAlias

Days: TypeAlias = tuple[date, date]

_N_REMEMBERED = 65_536  # a list is measured again at each key press


@lru_cache(maxsize=_N_REMEMBERED)
def in_short(first: date, last: date) -> str:
    """Return a date range: "18 Sep 2024", "16–22 Sep 2024", "Aug 2024", "2021", "2019–2021"."""
    after = last + timedelta(days=1) if last < date.max else last
    whole_months = first.day == 1 and (after.day == 1 or last == date.max)
    if whole_months and first.month == 1 and last.month == 12:  # noqa: PLR2004 - December
        return _ends(f"{first.year}", f"{last.year}")
    if whole_months:
        if first.year == last.year:
            return f"{_ends(f'{first:%b}', f'{last:%b}')} {last.year}"
        return f"{first:%b} {first.year}–{last:%b} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{_ends(str(first.day), str(last.day))} {last:%b} {last.year}"
    if first.year == last.year:
        return f"{first.day} {first:%b}–{last.day} {last:%b} {last.year}"
    return f"{first.day} {first:%b} {first.year}–{last.day} {last:%b} {last.year}"


def in_local_time(moment: datetime) -> str:
    """Return a moment in local time: "18 Sep 2024 09:05"."""
    here = moment.astimezone()
    return f"{here.day} {here:%b %Y %H:%M}"


def _ends(first: str, last: str) -> str:
    return first if first == last else f"{first}–{last}"
