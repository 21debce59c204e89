"""The publication date and the headline that an article states."""

import re
from dataclasses import dataclass
from datetime import date, datetime

_DATE_LINE = re.compile(r"\s{0,8}date[ \t:]+(\S+)[ \t]*(.*)", re.IGNORECASE)
_DATE_SHAPE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
_ISO_DAY = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?!\d)|(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)|((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"
)
_WRITTEN_FORMS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y")
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s+", re.IGNORECASE
)
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
_ABBREVIATED = re.compile(r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\.\s+")
_ZONE = r"(?:\s{0,4}(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})|\s{1,4}\(?[A-Z]{2,5}\)?){0,2}"
_TIME_OF_DAY = re.compile(
    rf",?\s{{1,4}}(?:at\s{{1,4}})?(?:\d{{1,2}}(?:[:.]\d{{2}}){{1,2}}\s{{0,4}}(?:[ap]\.?m\.?)?|\d{{1,2}}\s{{0,4}}[ap]\.?m\.?){_ZONE}\s{{0,4}}$",
    re.IGNORECASE,
)
_LONGEST_DATE = 60
_LONGEST_HEADLINE = 160


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
    """Parse an unambiguous date: the year first, or with the month as a word; a time of day may follow.

    `11.09.2024` could mean September or November, so it returns None.
    """
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    text = str(written).strip()
    if iso := _ISO_DAY.match(text):
        try:
            year, month, day = (int(number) for number in iso.groups() if number)
            return date(year, month, day)
        except ValueError:
            return None
    text = text[: _LONGEST_DATE + 1]
    plain = _ORDINAL.sub(r"\1", _WEEKDAY.sub("", text)).replace("Sept ", "Sep ").replace("Sept. ", "Sep ")
    written = _TIME_OF_DAY.sub("", _ABBREVIATED.sub(r"\1 ", plain)).strip(" ,")
    for form in _WRITTEN_FORMS if len(text) <= _LONGEST_DATE else ():
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None


def is_headline(line: str) -> bool:
    """Return whether a line looks like a headline: short, and without the punctuation that ends a sentence."""
    return 0 < len(line) <= _LONGEST_HEADLINE and not line.rstrip("\"”'’)").endswith((".", ":", ";", ","))
