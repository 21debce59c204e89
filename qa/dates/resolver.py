"""An article's text and dateline → its temporal expressions, each with value, rule and certainty."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from qa.dates import absolute, lengths, relative, weekdays
from qa.dates.calendar import days_of, unit_of
from qa.dates.context import Context, Reading
from qa.dates.expressions import Mention
from qa.dates.recognition import mentions
from qa.dates.tokens import tokenised
from qa.records import TimeExpression, TimeKind

_READERS: dict[str, Callable[[Mention, Context], Reading | None]] = {
    "time": relative.time,
    "range": absolute.span_of_days,
    "absolute": absolute.absolute,
    "no_day": lambda *_: None,
    "month": absolute.month,
    "quarter": absolute.quarter,
    "shift": relative.shift,
    "season": absolute.season,
    "feast": absolute.feast,
    "weekday": weekdays.weekday,
    "today": relative.today,
    "unit": relative.unit,
    "decade": absolute.decade,
    "year": absolute.year,
    "set": lengths.again,
    "duration": lengths.duration,
    "reference": lengths.reference,
}

_NO_YEAR = re.compile(r"0000|-|\d{5}")
_ANY_DAY = date(2000, 1, 3)
_FINENESS = ("day", "week", "month", "season", "quarter", "half", "year", "decade", "century")


def time_expressions(text: str, published: date | None) -> tuple[TimeExpression, ...]:
    """Return the temporal expressions of a text in order, resolved against its publication date."""
    return tuple(_resolved(text, Context(published)))


def _resolved(text: str, context: Context) -> Iterator[TimeExpression]:
    for mention in mentions(tokenised(text)):
        reading = _reading(mention, context)
        if reading is None:
            continue
        context.remember(mention, reading)
        yield TimeExpression(
            mention.span,
            reading.kind,
            reading.value,
            reading.reference,
            reading.rule,
            reading.certainty,
            reading.alternative,
        )


def _reading(mention: Mention, context: Context) -> Reading | None:
    """Resolve a mention; None at the ends of the calendar (years 1 to 9999)."""
    try:
        reading = _READERS[mention.family](mention, context)
    except (OverflowError, ValueError):
        return None
    if reading and reading.value and _NO_YEAR.match(reading.value):
        return None
    return reading


def speaks_of_time(text: str, unit: str | None = None) -> bool:
    """Return whether a text has a point in time, at least as fine as a unit if one is given."""
    for each in time_expressions(text, _ANY_DAY):
        if each.kind not in (TimeKind.DATE, TimeKind.TIME) or days_of(each.value) is None:
            continue
        if unit == "hour":
            if each.kind is TimeKind.TIME:
                return True
        elif unit is None or _FINENESS.index(unit_of(each.value or "") or "day") <= _FINENESS.index(unit):
            return True
    return False
