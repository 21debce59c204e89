"""An article's text and dateline → its temporal expressions, each with value, rule and certainty."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from qa.dates import absolute, lengths, relative, weekdays
from qa.dates.calendar import days_of, unit_of
from qa.dates.context import Context, Reading
from qa.dates.expressions import Mention
from qa.dates.recognition import mentions
from qa.dates.tokens import tokenised
from qa.english.publication_lines import PublicationLine, Statement, publication_lines
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

PUBLICATION_DAY = "when the article was published"  # the rule of an expression that dates no event
_NO_YEAR = re.compile(r"0000|-|\d{5}")
_ANY_DAY = date(2000, 1, 3)
_FINENESS = ("day", "week", "month", "season", "quarter", "half", "year", "decade", "century")


def time_expressions(text: str, published: date | None) -> tuple[TimeExpression, ...]:
    """Return the temporal expressions of a text in order, resolved against its publication date."""
    return tuple(_resolved(text, Context(published)))


def _resolved(text: str, context: Context) -> Iterator[TimeExpression]:
    stated = publication_lines(text)
    for mention in mentions(tokenised(text)):
        reading = _reading(mention, context)
        if reading is None:
            continue
        if _is_publication_day(mention, reading, stated, context.published):
            reading = replace(reading, rule=PUBLICATION_DAY)
        else:
            context.remember(mention, reading)
            context.remember_months(mention, reading)
        yield TimeExpression(
            mention.span,
            reading.kind,
            reading.value,
            reading.reference,
            reading.rule,
            reading.certainty,
            reading.alternative,
        )


def _is_publication_day(
    mention: Mention, reading: Reading, stated: Sequence[PublicationLine], published: date | None
) -> bool:
    """Return whether a mention only states when the text was published, and dates nothing that it tells."""
    line = next((line for line in stated if line.span.overlaps(mention.span)), None)
    if line is None:
        return False
    return line.statement is not Statement.ALONE or (
        published is not None and reading.value == str(published)
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


def dates_an_event(each: TimeExpression) -> bool:
    """Return whether an expression is a point in time, and not only states when its article was published."""
    return each.kind in (TimeKind.DATE, TimeKind.TIME) and each.rule != PUBLICATION_DAY


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
