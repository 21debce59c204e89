"""Days as people type them."""

from datetime import date

from qa.articles.dateline import parse_day
from qa.dates import why_no_day
from qa.dates.calendar import days_of
from qa.dates.capitals import capitalised
from qa.dates.resolver import time_expressions


def typed_day(written: str, today: date) -> date | None:
    """Return the one day that a text names ("2031-06-12", "12 June 2031", "last Friday"), None for an empty text.

    Raises ValueError, saying why, for a text that names no day or more than one.
    """
    text = written.strip()
    if not text:
        return None
    if (day := parse_day(text)) is not None:
        return day
    if why := why_no_day(text):
        raise ValueError(why)
    cased = capitalised(text)
    found = [each for each in time_expressions(cased, today) if each.article_span.of(cased) == cased]
    days = days_of(found[0].value) if found and found[0].alternative is None else None
    if days is None or days[0] != days[1]:
        raise ValueError("Write it like 12 June 2031, 2031-06-12 or yesterday.")
    return days[0]
