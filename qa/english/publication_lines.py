"""Lines of a text that state when it was published: "Published: 12 August 1997", "Harbour Post, 11 April 1997"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.records import Span

_N_FIRST, _N_LAST = 8, 3  # lines with text in which a newspaper and a date, or a date alone, are a statement
_LONGEST_LINE = 120
_LONGEST_TEXT = 2_000_000  # characters that are searched

_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?[.,]{0,2}\s)?"
_DATE = (
    rf"(?P<date>{_WEEKDAY}(?:{_DAY}\s{_MONTHS},?\s\d{{4}}|{_MONTHS}\s{_DAY},?\s\d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}))(?![\d-])"
)
_TIME = r"(?:[T,]?\s?(?:at\s)?\d{1,2}[:.]\d\d[^\n]{0,20})?"
_NAME = r"(?P<name>[A-Z][\w’'&.-]*+(?:\s(?:of|the|and|&|[A-Z][\w’'&.-]*+)){0,6})"
_LABELLED = re.compile(
    r"\A[\W_]{0,6}(?i:(?:first\s|last\s)?(?P<label>published|posted|printed|issued|dated|updated|modified"
    r"|date\sof\spublication|publication\sdate|date\spublished))\b\s?"
    rf"(?:(?i:in|by)\s(?i:the\s)?{_NAME},?\s)?(?i:on\s)?[:–—-]?\s?{_DATE}{_TIME}[\W_]{{0,6}}\Z"
)
_NAMED = re.compile(rf"\A[\W_]{{0,6}}{_NAME}\s?[,|·–—-]\s?{_DATE}{_TIME}[\W_]{{0,6}}\Z")
_ALONE = re.compile(rf"\A[\W_]{{0,6}}{_DATE}{_TIME}[\W_]{{0,6}}\Z")
_AGENCY = re.compile(
    r"\A[A-Z][A-Z’'-]{2,20}(?:\s[A-Z’'-]{2,20}){0,3}(?:,\s[A-Z][\w.]+(?:\s[A-Z][\w.]+){0,2})?,\s"
    rf"(?P<date>{_MONTHS}\s\d{{1,2}}(?:,?\s\d{{4}})?)(?=\s?(?:\(|--|—|–)|\s-\s)"
)
_BLANKS = re.compile(r"\s+")


class Statement(StrEnum):
    """How a line states a day: by a label, after a name, alone, in an agency's dateline, or as an update's day."""

    LABELLED = "labelled"
    NAMED = "named"
    ALONE = "alone"
    AGENCY = "agency"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """A line that states a day; `span` is that of the day in the text, `name` what stands before it."""

    span: Span
    statement: Statement
    written: str
    name: str | None = None


def publication_lines(text: str) -> list[PublicationLine]:
    """Return the lines that state when a text was published; none for a text of one line, such as a question."""
    lines = [found for found in re.finditer(r"[^\n]+", text[:_LONGEST_TEXT]) if not found[0].isspace()]
    if len(lines) == 1:
        lines = [line for line in lines if _AGENCY.match(line[0].strip()[:_LONGEST_LINE])]
    return list(_stated(lines))


def _stated(lines: Sequence[re.Match[str]]) -> Iterator[PublicationLine]:
    for number, line in enumerate(lines):
        is_edge = number < _N_FIRST or number >= len(lines) - _N_LAST
        found = _statement(line[0], is_edge=is_edge)
        if found is None:
            continue
        statement, match = found
        start = line.start() + match.start("date")
        name = match.groupdict().get("name")
        written = _BLANKS.sub(" ", match["date"])
        yield PublicationLine(Span(start, start + len(match["date"])), statement, written, name)


def _statement(line: str, *, is_edge: bool) -> tuple[Statement, re.Match[str]] | None:
    """Return how a line states a day; a name and a day, or a day alone, only at the edges of a text."""
    if agency := _AGENCY.match(line[:_LONGEST_LINE]):
        return Statement.AGENCY, agency
    if len(line) > _LONGEST_LINE or not any(char.isdigit() for char in line):
        return None
    if labelled := _LABELLED.match(line):
        is_update = labelled["label"].lower() in ("updated", "modified")
        return (Statement.UPDATED if is_update else Statement.LABELLED), labelled
    if not is_edge:
        return None
    if named := _NAMED.match(line):
        return Statement.NAMED, named
    alone = _ALONE.match(line)
    return (Statement.ALONE, alone) if alone else None
