"""Calendar arithmetic, and the TIMEX3 values of periods.

Values follow ISO-TimeML's TIMEX3: a day `2024-09-18`, a week `2024-W38`, a month `2024-09`, a quarter `2024-Q3`, a
half `2024-H2`, a season `2024-SU`, a year `2024`, a decade `202`, a century `20`; a part of a day is the day and
`TMO`, `TAF`, `TEV`, `TNI`; a clock time is the day and `T19:30`.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = tuple(calendar.month_name)[1:]
SEASONS = {"SP": (3, "spring"), "SU": (6, "summer"), "FA": (9, "autumn"), "WI": (12, "winter")}
DAY_PARTS = {
    "MO": "morning",
    "MI": "noon",
    "AF": "afternoon",
    "EV": "evening",
    "NI": "night",
    "DT": "daytime",
}
DAY_PART_CODES = {name: code for code, name in DAY_PARTS.items()}
ORDINALS = ("first", "second", "third", "fourth")
_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(.*))?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_MONTH_OR_YEAR = re.compile(r"[1-9]\d{3}(?:-\d\d)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_PART = re.compile(r"(\d{4})-(?:Q([1-4])|H([12])|(SP|SU|FA|WI))")
_YEARS = re.compile(r"\d{2,4}")

Days = tuple[date, date]


def week_value(day: date) -> str:
    """Return the ISO week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def month_value(day: date) -> str:
    """Return the month of a day."""
    return f"{day.year:04}-{day.month:02}"


def quarter_value(day: date) -> str:
    """Return the calendar quarter of a day."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def unit_value(day: date, unit: str) -> str:
    """Return the period of a unit ("day", "week", "month", "quarter", "year", "decade", "century") around a day."""
    makers: dict[str, Callable[[date], str]] = {
        "day": lambda each: each.isoformat(),
        "week": week_value,
        "weekend": lambda each: week_value(each) + "-WE",
        "fortnight": week_value,
        "month": month_value,
        "quarter": quarter_value,
        "year": lambda each: f"{each.year:04}",
        "decade": lambda each: f"{each.year // 10:03}",
        "century": lambda each: f"{each.year // 100:02}",
    }
    return makers[unit](day)


def moved(day: date, count: int, unit: str) -> date | None:
    """Return the day `count` units later (earlier when negative), or None outside the years 1 to 9999."""
    try:
        if unit in ("day", "week", "fortnight", "weekend"):
            return day + timedelta(days=count * {"day": 1, "fortnight": 14}.get(unit, _DAYS_A_WEEK))
        months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
        year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + months, _MONTHS_A_YEAR)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None


def weekday_before(day: date, weekday: int) -> date:
    """Return the last such weekday (0 is Monday) before a day."""
    return day - timedelta(days=(day.weekday() - weekday - 1) % _DAYS_A_WEEK + 1)


def weekday_after(day: date, weekday: int) -> date:
    """Return the first such weekday (0 is Monday) after a day."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % _DAYS_A_WEEK + 1)


def day_of(year: int, month: int, day: int) -> date | None:
    """Return a date, or None if it doesn't exist."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def days_of(value: str | None) -> Days | None:
    """Return the first and last day of a value, or None if it is not a period of the calendar."""
    try:
        return _days_of(value or "")
    except ValueError:
        return None


def limit_of(written: str, *, is_last: bool) -> date:
    """Return the day of "2024-09-18", or the first or last day of "2024-09" or "2024"; ValueError for other text."""
    if not _MONTH_OR_YEAR.fullmatch(written):
        return date.fromisoformat(written)
    days = _days_of(written)
    if days is None:
        raise ValueError(written)
    return days[is_last]


def _days_of(value: str) -> Days | None:
    if "/" in value:
        ends = [_days_of(part) for part in value.split("/")]
        opening, closing = ends[0], ends[-1]
        forward = opening and closing and opening[0] <= closing[1]
        return (opening[0], closing[1]) if opening and closing and forward else None
    if found := _DAY.fullmatch(value):
        day = date(int(found[1]), int(found[2]), int(found[3]))
        return day, day
    if found := _WEEK.fullmatch(value):
        year, week = int(found[1]), int(found[2])
        return date.fromisocalendar(year, week, 6 if found[3] else 1), date.fromisocalendar(year, week, 7)
    if found := _MONTH.fullmatch(value):
        return _months(int(found[1]), int(found[2]), 1)
    if found := _PART.fullmatch(value):
        return _part_of_year(int(found[1]), found)
    if _YEARS.fullmatch(value):
        n_years = 10 ** (4 - len(value))
        year = int(value) * n_years or 1
        return date(year, 1, 1), date(year + n_years - 1, 12, 31)
    return None


def _part_of_year(year: int, found: re.Match[str]) -> Days:
    if found[2]:
        return _months(year, 3 * int(found[2]) - 2, 3)
    if found[3]:
        return _months(year, 6 * int(found[3]) - 5, 6)
    return _months(year, SEASONS[found[4]][0], 3)


def _months(year: int, month: int, count: int) -> Days:
    first = date(year, month, 1)
    after = moved(first, count, "month")
    return first, (after - timedelta(days=1) if after else date.max)


def unit_of(value: str) -> str | None:
    """Return the unit of a value, or None if it is not a period of the calendar."""
    if "/" in value or days_of(value) is None:
        return None
    for unit, pattern in (("day", _DAY), ("week", _WEEK), ("month", _MONTH)):
        if pattern.fullmatch(value):
            return unit
    if found := _PART.fullmatch(value):
        return "quarter" if found[2] else "half" if found[3] else "season"
    return {4: "year", 3: "decade", 2: "century"}[len(value)]


def long_day(day: date) -> str:
    """Return a date in words: "Wednesday 18 September 2024"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
