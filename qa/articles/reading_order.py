"""Lines of a page → reading order, by recursive XY-cut (Nagy and Seth, 1984): columns, then blocks from the top."""

from collections import Counter
from collections.abc import Callable, Sequence

from qa.articles.pdf_lines import Line

_LEAST_COLUMN_WIDTH = 60.0  # points
_LEAST_COLUMN_LINES = 3
_COLUMN_GAP = 0.6  # times the size of the letters
_MOST_LINES = 2_000


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page in the order in which they are read.

    Lines that are turned differently from most of the page, such as a credit beside a picture, come last.
    """
    n_characters: Counter[int] = Counter()
    for line in lines:
        n_characters[line.turn] += len(line.text)
    turns = [turn for turn, _ in n_characters.most_common()]
    return [line for turn in turns for line in _ordered([each for each in lines if each.turn == turn])]


def _ordered(lines: Sequence[Line]) -> list[Line]:
    if len(lines) > _MOST_LINES:
        return _from_the_top(lines)
    ordered: list[Line] = []
    left = [list(lines)]
    while left:
        block = left.pop()
        parts = _columns(block) or _bands(block)
        if parts is None:
            ordered += _from_the_top(block)
        else:
            left += reversed(parts)
    return ordered


def _columns(lines: list[Line]) -> list[list[Line]] | None:
    """Split lines at the widest gap between columns; None if there is none."""
    cut = _widest_gap(lines, lambda line: (line.left, line.right))
    if cut is None or cut[0] < _COLUMN_GAP * min(line.size for line in lines):
        return None
    parts = [[line for line in lines if (line.left >= cut[1]) == is_right] for is_right in (False, True)]
    return parts if all(map(_is_column, parts)) else None


def _is_column(lines: list[Line]) -> bool:
    width = max(line.right for line in lines) - min(line.left for line in lines)
    return len(lines) >= _LEAST_COLUMN_LINES and width >= _LEAST_COLUMN_WIDTH


def _bands(lines: list[Line]) -> list[list[Line]] | None:
    """Split lines at the widest horizontal gap; None if there is none."""
    cut = _widest_gap(lines, lambda line: (line.bottom, line.top))
    if cut is None:
        return None
    return [[line for line in lines if (line.bottom >= cut[1]) == is_upper] for is_upper in (True, False)]


def _widest_gap(
    lines: list[Line], extent: Callable[[Line], tuple[float, float]]
) -> tuple[float, float] | None:
    """Return the width of the widest gap between the lines' extents, and where it ends."""
    best: tuple[float, float] | None = None
    reached: float | None = None
    for start, end in sorted(map(extent, lines)):
        if reached is not None and start > reached and (best is None or start - reached > best[0]):
            best = (start - reached, start)
        reached = end if reached is None else max(reached, end)
    return best


def _from_the_top(lines: Sequence[Line]) -> list[Line]:
    """Return lines row by row; lines beside each other, such as the cells of a table, from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: -(each.bottom + each.top)):
        if rows and rows[-1][0].bottom < (line.bottom + line.top) / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda each: each.left)]
