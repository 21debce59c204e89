"""The publication date and the headline that an article states."""

import re
from dataclasses import dataclass
from datetime import date, datetime

_DATE_LINE = re.compile(r"\s{0,8}date[ \t:]+(\S+)[ \t]*(.*)", re.IGNORECASE)
_DATE_SHAPE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_WRITTEN_FORMS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y")
_LONGEST_HEADLINE = 160
_LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True)
class DateLine:
    """A first line ` date 2024-09-19 …`: the date as written, and the rest."""

    written: str
    rest: str


def split_date_line(line: str) -> DateLine | None:
    """Split a line that starts with the word `date` and a date; None for any other line."""
    match = _DATE_LINE.match(line)
    if match is None or not _DATE_SHAPE.fullmatch(match[1].rstrip(",;:")):
        return None
    return DateLine(match[1].rstrip(",;:"), match[2].strip())


def parse_day(written: object) -> date | None:
    """Parse an unambiguous date: ISO 8601, or with the month as a word.

    `11.09.2024` could mean September or November, so it returns None.
    """
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    text = str(written).strip()
    if iso := _ISO_DAY.match(text):
        try:
            return date.fromisoformat(iso[0])
        except ValueError:
            return None
    for form in _WRITTEN_FORMS:
        try:
            return datetime.strptime(text.replace("Sept ", "Sep "), form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None


def is_headline(line: str) -> bool:
    """Return whether a line looks like a headline: short, and without the punctuation that ends a sentence."""
    return 0 < len(line) <= _LONGEST_HEADLINE and not line.rstrip("\"”'’)").endswith((".", ":", ";", ","))


def title_of(text: str) -> str:
    """Return a title made from the first words of an article without a headline."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(first) <= _LONGEST_TITLE:
        return first
    return first[:_LONGEST_TITLE].rsplit(None, 1)[0].rstrip(" ,;:—–-") + " …"
