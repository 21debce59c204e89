"""An article's text and dateline → its time expressions, each with value, rule and certainty."""

from collections.abc import Callable, Iterator
from datetime import date

from qa.dates import absolute, lengths, relative
from qa.dates.context import Context, Reading
from qa.dates.expressions import Mention, mentions
from qa.dates.tokens import tokenised
from qa.records import TimeExpression

_READERS: dict[str, Callable[[Mention, Context], Reading | None]] = {
    "time": relative.time,
    "range": absolute.span_of_days,
    "absolute": absolute.absolute,
    "month": absolute.month,
    "quarter": absolute.quarter,
    "shift": relative.shift,
    "season": absolute.season,
    "feast": absolute.feast,
    "weekday": relative.weekday,
    "today": relative.today,
    "unit": relative.unit,
    "decade": absolute.decade,
    "year": absolute.year,
    "set": lengths.again,
    "duration": lengths.duration,
    "reference": lengths.reference,
}


def time_expressions(text: str, published: date | None) -> tuple[TimeExpression, ...]:
    """Return the time expressions of a text in order, read against the day it was published."""
    return tuple(_resolved(text, Context(published)))


def _resolved(text: str, context: Context) -> Iterator[TimeExpression]:
    for mention in mentions(tokenised(text)):
        reading = _READERS[mention.family](mention, context)
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
