"""Days as people type them."""

import re
from datetime import date

from qa.articles.dateline import parse_day
from qa.dates import in_words, no_such_day
from qa.dates.calendar import days_of
from qa.dates.capitals import capitalised
from qa.dates.resolver import time_expressions

_HINT = "Write it like 12 June 2031, 2031-06-12 or yesterday."
_DASHED = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")


def typed_day(written: str, today: date) -> date | None:
    """Return the one day that a text names ("2031-06-12", "12 June 2031", "last Friday"), None for an empty text.

    Raises ValueError, saying why, for a text that names no day or more than one.
    """
    text = written.strip()
    if not text:
        return None
    if (day := parse_day(text)) is not None:
        return day
    cased = capitalised(_DASHED.sub(r"\1/\2/\3", text))
    if why := no_such_day(cased):
        raise ValueError(why)
    found = [each for each in time_expressions(cased, today) if each.article_span.of(cased) == cased]
    if found and (other := found[0].alternative) is not None:
        first, last = map(in_words, sorted((found[0].value or "", other)))
        raise ValueError(f"This can mean {first} or {last}. Write the month as a word.")
    days = days_of(found[0].value) if found else None
    if days is None or days[0] != days[1]:
        raise ValueError(_HINT)
    return days[0]
