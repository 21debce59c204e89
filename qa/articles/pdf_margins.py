"""Headers, footers and page numbers: lines near the edges that are repeated from page to page."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from qa.articles.pdf_lines import Line

_EDGE_SHARE = 0.12  # of the page's height
_N_EDGE_LINES = 4
_LEAST_SHARE = 0.4  # of the pages; headers can differ between left and right pages
_LEAST_PAGES = 2
_SMALL = 0.9  # times the usual size of letters
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_PAGE_NUMBER = re.compile(
    r"(?:page\s{0,4}|p\.\s{0,4}|[-–—]\s{0,4})?\d{1,4}\s{0,4}[-–—]?(?:\s{0,4}(?:of|/)\s{0,4}\d{1,4})?",
    re.IGNORECASE,
)


def split_margins(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Line]]:
    """Return the pages without headers, footers and page numbers, and those of the first page.

    On a document of one page, small letters and a page number show what a header or footer is.
    """
    seen = Counter(mark for page in pages for mark in {_mark(line) for line in _at_edges(page)})
    filled = [page for page in pages if page]
    least = max(_LEAST_PAGES, _LEAST_SHARE * len(filled))
    repeated = {mark for mark, n_seen in seen.items() if n_seen >= least}
    small = _SMALL * median(_sizes(pages)) if len(filled) == 1 else 0.0
    margins = [[line for line in _at_edges(page) if _is_margin(line, repeated, small)] for page in pages]
    dropped = {id(line) for page in margins for line in page}
    kept = [[line for line in page if id(line) not in dropped] for page in pages]
    return kept, next(filter(None, margins), [])


def _is_margin(line: Line, repeated: set[tuple[bool, str]], small: float) -> bool:
    is_number = _PAGE_NUMBER.fullmatch(line.text) is not None
    return is_number or _mark(line) in repeated or line.size < small


def _sizes(pages: Sequence[Sequence[Line]]) -> list[float]:
    """Return the size of each letter."""
    return [line.size for page in pages for line in page for _ in line.text] or [0.0]


def _at_edges(page: Sequence[Line]) -> list[Line]:
    """Return the lines in the top and bottom strips of a page, a few at each edge."""
    by_height = sorted(page, key=lambda line: -line.top)
    upper = [line for line in by_height[:_N_EDGE_LINES] if line.bottom > line.page_height * (1 - _EDGE_SHARE)]
    lower = [line for line in by_height[-_N_EDGE_LINES:] if line.top < line.page_height * _EDGE_SHARE]
    return [*upper, *lower]


def _mark(line: Line) -> tuple[bool, str]:
    """Return what is the same in repeated lines: the edge, and the words without numbers."""
    return line.top > line.page_height / 2, _NUMBER.sub("#", line.text.casefold())
