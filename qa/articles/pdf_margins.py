"""Headers, footers and page numbers: lines near the edges that are repeated from page to page."""

import re
from collections import Counter
from collections.abc import Sequence

from qa.articles.pdf_lines import Line

_EDGE_SHARE = 0.12  # of the page's height
_N_EDGE_LINES = 4
_LEAST_SHARE = 0.4  # of the pages; headers can differ between left and right pages
_LEAST_PAGES = 2
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite)?\s*[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)


def without_margins(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages without headers, footers and page numbers."""
    seen = Counter(mark for page in pages for mark in {_mark(line) for line in _at_edges(page)})
    n_pages = sum(1 for page in pages if page)
    least = max(_LEAST_PAGES, _LEAST_SHARE * n_pages)
    repeated = {mark for mark, n_seen in seen.items() if n_seen >= least}
    return [_without(page, repeated, has_several=n_pages > 1) for page in pages]


def _without(page: Sequence[Line], repeated: set[tuple[bool, str]], *, has_several: bool) -> list[Line]:
    edges = {id(line) for line in _at_edges(page)}

    def is_margin(line: Line) -> bool:
        is_number = has_several and _PAGE_NUMBER.fullmatch(line.text) is not None
        return id(line) in edges and (_mark(line) in repeated or is_number)

    return [line for line in page if not is_margin(line)]


def _at_edges(page: Sequence[Line]) -> list[Line]:
    """Return the lines in the top and bottom strips of a page, a few at each edge."""
    by_height = sorted(page, key=lambda line: -line.top)
    upper = [line for line in by_height[:_N_EDGE_LINES] if line.bottom > line.page_height * (1 - _EDGE_SHARE)]
    lower = [line for line in by_height[-_N_EDGE_LINES:] if line.top < line.page_height * _EDGE_SHARE]
    return [*upper, *lower]


def _mark(line: Line) -> tuple[bool, str]:
    """Return what is the same in repeated lines: the edge, and the words without numbers."""
    return line.top > line.page_height / 2, _NUMBER.sub("#", line.text.casefold())
