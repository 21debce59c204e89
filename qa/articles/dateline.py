"""The day an article was published, and the headline, as the article itself gives them."""

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
    """A first line ` date 2024-09-19 …` taken apart: the date as written, and what follows it."""

    written: str
    rest: str


def split_date_line(line: str) -> DateLine | None:
    """Take apart a line that begins with the word `date` and a date; None for any other line."""
    match = _DATE_LINE.match(line)
    if match is None or not _DATE_SHAPE.fullmatch(match[1].rstrip(",;:")):
        return None
    return DateLine(match[1].rstrip(",;:"), match[2].strip())


def parse_day(written: object) -> date | None:
    """Read a day that can be read in one way only: ISO 8601, or with the month as a word.

    `11.09.2024` is September to one reader and November to another, so it gives None.
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
    """Say whether a line reads as a headline: one short line that does not end like a sentence."""
    return 0 < len(line) <= _LONGEST_HEADLINE and not line.rstrip("\"”'’)").endswith((".", ":", ";", ","))


def title_of(text: str) -> str:
    """Make a title from the first words of an article that has no headline."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(first) <= _LONGEST_TITLE:
        return first
    return first[:_LONGEST_TITLE].rsplit(None, 1)[0].rstrip(" ,;:—–-") + " …"
