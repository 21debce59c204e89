"""The lines of text on a PDF page, with their positions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import pi
from statistics import median
from typing import Any

_LINE_ENDS = frozenset("\r\n")
_SOFT_HYPHENS = frozenset("\u0002\ufffe\u00ad")  # pdfium's marks for a hyphen at the end of a line
_HYPHENS = "-\u2010"
_WIDE_GAP = 2.0  # times the size of the letters: the space between columns
_SAME_SIZE = 0.08
_MOST_CHARACTERS = 200_000  # on a page
_QUARTER = pi / 2
_MOST_SLANT = 0.12  # quarters; text that is tilted more is a watermark


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or the part of it in one column; positions are in points from the lower left corner of the page.

    `is_broken` if its last word goes on in the next line. `turn` is the direction in which it is read, in quarters
    of a circle: 0 to the right, 1 down, 2 to the left, 3 up. Positions count on a page that is turned so that the
    line reads to the right.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    is_broken: bool = False
    page_height: float = 0.0
    turn: int = 0

    def is_sized_like(self, size: float) -> bool:
        """Return whether its letters have about this size."""
        return abs(self.size - size) <= _SAME_SIZE * size


@dataclass(slots=True)
class Glyph:
    """A character of a page, positioned as in a Line; `number` counts in pdfium's text of the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    number: int = 0
    turn: int = 0


@dataclass(frozen=True, slots=True)
class _Paper:
    """The visible part of a page; in points."""

    left: float
    bottom: float
    width: float
    height: float

    def height_read(self, turn: int) -> float:
        """Return the height of the page when it is turned for reading."""
        return self.width if turn % 2 else self.height

    def turned(
        self, left: float, bottom: float, right: float, top: float, turn: int
    ) -> tuple[float, float, float, float]:
        """Return left, bottom, right and top of a box on the turned page."""
        left, right = left - self.left, right - self.left
        bottom, top = bottom - self.bottom, top - self.bottom
        if turn == 1:
            return self.height - top, left, self.height - bottom, right
        if turn == 2:  # noqa: PLR2004 - upside down
            return self.width - right, self.height - top, self.width - left, self.height - bottom
        if turn == 3:  # noqa: PLR2004 - upwards
            return bottom, self.width - right, top, self.width - left
        return left, bottom, right, top


def lines_of(page: Any) -> list[Line]:
    """Return a page's lines in the order in which the file has them; closes the page."""
    return [line for line, _ in lines_with_glyphs(page)]


def lines_with_glyphs(page: Any) -> list[tuple[Line, list[Glyph]]]:
    """Return a page's lines, each with its characters; closes the page."""
    left, bottom, right, top = page.get_bbox()
    paper = _Paper(left, bottom, right - left, top - bottom)
    textpage = page.get_textpage()
    try:
        return list(_lines(_glyphs(textpage, paper), paper))
    finally:
        textpage.close()
        page.close()


def _glyphs(textpage: Any, paper: _Paper) -> Iterator[Glyph]:
    """Yield the characters; those that pdfium generated (blanks, line ends) have no width."""
    import ctypes

    from pypdfium2 import raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    places = [ctypes.byref(each) for each in (left, right, bottom, top)]
    turn = 0
    for number in range(min(textpage.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(textpage, number)
        raw.FPDFText_GetCharBox(textpage, number, *places)
        size = raw.FPDFText_GetFontSize(textpage, number)
        text = chr(code) if 0 < code < 0x110000 else ""  # noqa: PLR2004 - the end of Unicode
        if not (
            text.isspace() or text in _SOFT_HYPHENS
        ):  # these are read in the direction of their neighbours
            quarters = raw.FPDFText_GetCharAngle(textpage, number) / _QUARTER
            if quarters >= 0 and abs(quarters - round(quarters)) > _MOST_SLANT:
                continue
            turn = round(quarters) % 4 if quarters >= 0 else turn
        box = paper.turned(left.value, bottom.value, right.value, top.value, turn)
        yield Glyph(text, box[0], box[2], box[1], box[3], abs(size), number, turn)


def _lines(glyphs: Iterable[Glyph], paper: _Paper) -> Iterator[tuple[Line, list[Glyph]]]:
    current: list[Glyph] = []
    is_blank_due = False
    for each in glyphs:
        if each.text in _LINE_ENDS or each.text in _SOFT_HYPHENS:
            yield from _line(current, paper, is_broken=each.text in _SOFT_HYPHENS)
            current, is_blank_due = [], False
        elif each.text.isspace() or not each.text:
            is_blank_due = bool(current)
        else:
            if current and _is_apart(current[-1], each):
                yield from _line(current, paper)
                current = []
            elif is_blank_due and current:
                current[-1].text += " "
            is_blank_due = False
            current.append(each)
    yield from _line(current, paper)


def _is_apart(last: Glyph, following: Glyph) -> bool:
    """Return whether a character is on another line or in another column."""
    size = max(last.size, following.size, 1.0)
    is_lower = following.top < last.bottom - size / 2 or following.bottom > last.top + size / 2
    is_far = following.left - last.right > _WIDE_GAP * size or following.right < last.left - size
    return is_lower or is_far or following.turn != last.turn


def _line(
    glyphs: list[Glyph], paper: _Paper, *, is_broken: bool = False
) -> Iterator[tuple[Line, list[Glyph]]]:
    text = "".join(each.text for each in glyphs).strip()
    if not text:
        return
    ends_in_hyphen = text[-1] in _HYPHENS and len(text) > 1 and text[-2].isalpha()
    turn = glyphs[0].turn
    line = Line(
        text=text[:-1] if ends_in_hyphen else text,
        left=min(each.left for each in glyphs),
        right=max(each.right for each in glyphs),
        bottom=min(each.bottom for each in glyphs),
        top=max(each.top for each in glyphs),
        size=median([_height(each) for each in glyphs]),
        is_broken=is_broken or ends_in_hyphen,
        page_height=paper.height_read(turn),
        turn=turn,
    )
    yield line, glyphs


def _height(glyph: Glyph) -> float:
    """Return the size of the letter: that of its font, or its height where the page scales the font."""
    tall = glyph.top - glyph.bottom
    return glyph.size if tall <= 2 * glyph.size else tall
