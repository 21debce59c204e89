"""Text → wrapped lines, as offsets. Fast enough for an article of several megabytes."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import get_character_cell_size

from qa import Span

# Paragraphs with only these characters, each one cell wide, are wrapped by a regular expression.
_NARROW = re.compile(
    "[\t\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u0388-\u0482\u2010-\u2027\u20ac\ufffd]*"
)


@dataclass(frozen=True, slots=True)
class WrappedText:
    """The lines of a text: line `y` is `text[starts[y]:ends[y]]`, without trailing whitespace."""

    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, y: int) -> Span:
        """Return the span of a line."""
        return Span(self.starts[y], self.ends[y])

    def line_of(self, offset: int) -> int:
        """Return the line that contains an offset."""
        return max(0, bisect_right(self.starts, offset) - 1)


def wrap(text: str, width: int) -> WrappedText:
    """Break a text into lines of at most `width` cells, at whitespace if possible."""
    starts: list[int] = []
    ends: list[int] = []
    start, width = 0, max(1, width)
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        fits = end - start <= width and _NARROW.fullmatch(text, start, end)
        lines = iter([(start, end)]) if fits else _paragraph(text, start, end, width)
        for first, last in lines:
            starts.append(first)
            ends.append(last)
        start = end + 1
    return WrappedText(starts, ends)


def _paragraph(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    if _NARROW.fullmatch(text, start, end):
        for found in _line_pattern(width).finditer(text, start, end):
            yield found.span(1)
    else:
        yield from _by_cells(text, start, end, width)


@lru_cache(maxsize=8)
def _line_pattern(width: int) -> re.Pattern[str]:
    return re.compile(rf"(.{{1,{width}}}(?=[ \t]|$)|.{{1,{width}}})[ \t]*")


def _by_cells(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Break a paragraph with wide or combining characters."""
    line_start, n_cells = start, 0
    space = -1  # the last space of the line
    for offset in range(start, end):
        char = text[offset]
        cells = get_character_cell_size(char)
        if n_cells + cells > width and offset > line_start:
            if char == " ":
                yield line_start, offset
                line_start, n_cells, space = offset + 1, 0, -1
                continue
            if space > line_start:
                yield line_start, space
                line_start, space = space + 1, -1
                n_cells = sum(map(get_character_cell_size, text[line_start:offset]))
            if n_cells + cells > width and offset > line_start:
                yield line_start, offset
                line_start, n_cells = offset, 0
        if char == " ":
            space = offset
        n_cells += cells
    if line_start < end:
        yield line_start, end
