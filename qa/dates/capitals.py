"""Capitalising day and month names that were typed in lower case."""

import re

from qa.dates.calendar import MONTHS, WEEKDAYS

_DAY_OR_MONTH = re.compile(rf"\b(?:{'|'.join((*WEEKDAYS, *MONTHS[:2], MONTHS[3], *MONTHS[5:])).lower()})s?\b")
_MAY_OR_MARCH = re.compile(
    r"(\b(?:in|of|last|next|this|since|until|on(?=\s+\w+\s+\d)|\d{1,2})\s+)(may|march)\b"
)


def capitalised(question: str) -> str:
    """Return the text with weekdays and months capitalised; its length stays the same."""
    question = _DAY_OR_MONTH.sub(lambda found: found[0].capitalize(), question)
    return _MAY_OR_MARCH.sub(lambda found: found[1] + found[2].capitalize(), question)
