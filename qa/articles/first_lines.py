"""The date and the author that the first lines of a text state."""

import re
from collections.abc import Iterator

from qa.articles.dateline import parse_day
from qa.articles.documents import Claim
from qa.english.publication_lines import Statement, publication_lines

_ORIGIN = "first lines"
_PRINTED = "publication line"
_NEWSPAPER = re.compile(
    r"\b(?:Times|Telegraph|Mirror|Post|Herald|Mail|Express|Tribune|Journal|Independent|Observer|Gazette|Chronicle"
    r"|News|Press|Daily|Weekly|Review|Agency|Standard|Courier|Echo|Star|Sun|Guardian|Bulletin|Wire)\b"
)
_N_LINES = 8
_LONGEST_LINE = 160
_SEPARATOR = re.compile(r"\s{0,4}[|·•]\s{0,4}|\s{1,4}[—–-]\s{1,4}")
_LABEL = re.compile(
    r"^(?:first\s{1,4})?(?:published|posted|dated?)(?:\s{1,4}on)?\s{0,4}[:\s]\s{0,4}", re.IGNORECASE
)
_AGENCY_DATELINE = re.compile(r"[A-Z][A-Z .,'’-]{2,40}?,\s+([A-Z][a-z]+\.? \d{1,2},? \d{4})(?=[\s(,:])")
_ISO_LINE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}[\d:.,]*(?: ?(?:Z|[A-Z]{2,5}|[+-]\d{2}:?\d{2}))?)?"
)
_BY = re.compile(r"(?:by|author:|written by)\s+(?=\S)", re.IGNORECASE)
_NAME_PARTICLES = frozenset("and & de da di du del la le van von der den al el bin ibn".split())
_MOST_NAME_CHARACTERS = 80


def claims_in(text: str) -> list[Claim]:
    """Return what the first lines state: a date alone in its line or in an agency's dateline, and a byline.

    Parts of a line that are set apart by "|", "·" or a dash count as lines: "By Ann Bell | 6 May 2031".
    """
    claims = []
    for line in _lines(text):
        for piece in _SEPARATOR.split(line):
            if name := _byline(piece):
                claims.append(Claim("author", name, _ORIGIN))
            elif day := _day_alone(piece):
                claims.append(Claim("published", day, _ORIGIN))
        if agency := _AGENCY_DATELINE.match(line):
            claims.append(Claim("published", agency[1], _ORIGIN))
    return [*claims, *_printed(text)]


def _printed(text: str) -> Iterator[Claim]:
    """Yield what a printed line states: "Published: 12 August 2031" anywhere, "Harbour Post, 12 August 2031"."""
    for line in publication_lines(text):
        if line.statement not in (Statement.LABELLED, Statement.NAMED):
            continue
        yield Claim("published", line.written, _PRINTED)
        if line.name and _NEWSPAPER.search(line.name):
            yield Claim("source", line.name, _PRINTED)


def _lines(text: str) -> Iterator[str]:
    n_lines = 0
    for line in text[: _N_LINES * _LONGEST_LINE * 2].splitlines():
        if not line.strip():
            continue
        n_lines += 1
        if n_lines > _N_LINES:
            return
        yield line.strip()[:_LONGEST_LINE]


def _byline(piece: str) -> str | None:
    """Return the names in a byline: words that are capitalized, or particles such as "van"."""
    start = _BY.match(piece)
    if start is None or len(piece) > _MOST_NAME_CHARACTERS:
        return None
    name = piece[start.end() :].strip(" ,")
    words = name.replace(",", " ").split()
    is_name = words and all(word in _NAME_PARTICLES or word[0].isupper() for word in words)
    return (
        name if is_name and words[0] not in _NAME_PARTICLES and not name.endswith((":", "!", "?")) else None
    )


def _day_alone(piece: str) -> str | None:
    """Return a date that is the whole of a piece but for a label such as "Published:"."""
    dated = _LABEL.sub("", piece, count=1)
    if not any(char.isdigit() for char in dated) or parse_day(dated) is None:
        return None
    is_iso = dated[:4].isdigit() and not dated[4:5].isspace()
    return dated if not is_iso or _ISO_LINE.fullmatch(dated) else None
