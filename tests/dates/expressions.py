"""The one time expression of a text."""

from datetime import date

from qa.dates import time_expressions
from qa.records import TimeExpression

PUBLISHED = date(2024, 9, 19)  # a Thursday


def only(text: str, published: date | None = PUBLISHED) -> TimeExpression:
    """Return the only time expression of a text."""
    (found,) = time_expressions(text, published)
    return found
