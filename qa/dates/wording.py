"""TIMEX3 values in words."""

import re
from calendar import monthrange
from datetime import date

from qa.dates.calendar import DAY_PARTS, MONTHS, ORDINALS, SEASONS, WEEKDAYS, days_of, long_day, unit_of
from qa.dates.numerals import ordinal_ending
from qa.records import TimeKind

_CLOCK = re.compile(r"\d\d(?::\d\d)?(?::\d\d)?")
_LENGTH = re.compile(r"P(T)?(X|[\d.]+)(WE|[YMWDHSQ])(?:([\d.]+)([MSD]))?")
_UNITS = {
    "WE": "weekend",
    "Y": "year",
    "M": "month",
    "W": "week",
    "D": "day",
    "H": "hour",
    "S": "second",
    "Q": "quarter",
}
_WEEKDAY = re.compile(r"XXXX-WXX-([1-7])")
_EVERY_PART = re.compile(r"XXXX-XX-XX(?:T(\w\w))?")
_QUARTER = re.compile(r"Q([1-4X])")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])(?:-(\d\d)(?:T(.+))?)?")
_REFERENCES = {
    "PXX": "some time",
    "PRESENT_REF": "now",
    "PAST_REF": "some time before",
    "FUTURE_REF": "some time after",
}


def in_words(value: str, kind: TimeKind = TimeKind.DATE) -> str:
    """Return a value in words: "Wednesday 18 September 2024, night", "August 2024", "22 hours", "every Monday".

    `kind` is that of the expression; it tells "every week" from "1 week".
    """
    if kind is TimeKind.SET:
        return _recurring(value)
    if "/" in value:
        return _range(*value.split("/", 1))
    if value in _REFERENCES:
        return _REFERENCES[value]
    if found := _LENGTH.fullmatch(value):
        return _length(found)
    days, unit = days_of(value), unit_of(value)
    if days is None or unit is None:
        return _without_year(value) if value.startswith("XXXX-") else value
    return _period(value, unit, days[0])


def _range(first: str, last: str) -> str:
    """Return "2 to 4 weeks" for two lengths in the same unit, else both ends in full."""
    least, most = in_words(first), in_words(last)
    if first.startswith("P") and least.split()[1:] == most.split()[1:]:
        least = least.split()[0]
    return f"{least} to {most}"


def _recurring(value: str) -> str:
    if found := _LENGTH.fullmatch(value):
        length = _length(found)
        return f"every {length.removeprefix('1 ')}"
    if found := _WEEKDAY.fullmatch(value):
        return f"every {WEEKDAYS[int(found[1]) - 1]}"
    if found := _EVERY_PART.fullmatch(value):
        return f"every {DAY_PARTS[found[1]]}" if found[1] in DAY_PARTS else "regularly"
    return f"every {_part_of_year(value.removeprefix('XXXX-'))}" if value.startswith("XXXX-") else value


def _without_year(value: str) -> str:
    if _WEEKDAY.fullmatch(value) or _EVERY_PART.fullmatch(value):
        return _recurring(value)
    return f"{_part_of_year(value.removeprefix('XXXX-'))}, year unknown"


def _part_of_year(part: str) -> str:
    """Return a part of any year in words: "18 September", "summer", "second quarter", "Easter"."""
    if part in SEASONS:
        return SEASONS[part][1]
    if found := _QUARTER.fullmatch(part):
        return f"{ORDINALS[int(found[1]) - 1]} quarter" if found[1] != "X" else "quarter"
    if found := _MONTH_DAY.fullmatch(part):
        name = MONTHS[int(found[1]) - 1]
        day = f"{int(found[2])} {name}" if found[2] else name
        return day + _time_of_day(found[3] or "")
    return part


def day_in_words(days: tuple[date, date]) -> str:
    """Return a first and a last day in words; a single day or a whole period by its name."""
    first, last = days
    if first == last:
        return in_words(first.isoformat())
    n_days = monthrange(first.year, first.month)[1]
    if first.day == 1 and (first.year, first.month, n_days) == (last.year, last.month, last.day):
        return in_words(f"{first:%Y-%m}")
    return f"{in_words(first.isoformat())} to {in_words(last.isoformat())}"


def _period(value: str, unit: str, first: date) -> str:
    year = f"{first.year}"
    if unit == "day":
        return long_day(first) + _time_of_day(value.partition("T")[2])
    if unit == "week":
        if value.endswith("-WE"):
            return f"the weekend of {long_day(first)}"
        return f"the week of {long_day(first)}"
    if unit == "month":
        return f"{MONTHS[first.month - 1]} {year}"
    if unit == "quarter":
        return f"the {ORDINALS[int(value[-1]) - 1]} quarter of {year}"
    if unit == "half":
        return f"the {ORDINALS[int(value[-1]) - 1]} half of {year}"
    if unit == "season":
        return f"{SEASONS[value[-2:]][1]} {year}"
    if unit == "decade":
        return f"the {year}s"
    if unit == "century":
        century = first.year // 100 + 1
        return f"the {century}{ordinal_ending(century)} century"
    return year


def _time_of_day(part: str) -> str:
    if part in DAY_PARTS:
        return f", {DAY_PARTS[part]}"
    if part == "24:00":
        return ", midnight"
    if _CLOCK.fullmatch(part):
        return f", {part}" if ":" in part else f", {part}:00"
    return ""


def _length(found: re.Match[str]) -> str:
    in_hours = bool(found[1])
    words = _counted(found[2], _unit(found[3], in_hours=in_hours))
    if found[4]:
        words += " and " + _counted(found[4], _unit(found[5], in_hours=in_hours))
    return words


def _unit(letter: str, *, in_hours: bool) -> str:
    return "minute" if in_hours and letter == "M" else _UNITS[letter]


def _counted(count: str, unit: str) -> str:
    if count == "X":
        return f"some {unit}s"
    return f"{count} {unit}" if count == "1" else f"{count} {unit}s"
