"""The lines of text on a PDF page, with their positions."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

_LINE_ENDS = frozenset("\r\n")
_SOFT_HYPHENS = frozenset("\u0002\ufffe\u00ad")  # pdfium's marks for a hyphen at the end of a line
_HYPHENS = "-\u2010"
_WIDE_GAP = 2.0  # times the size of the letters: the space between columns
_SAME_SIZE = 0.08
_MOST_CHARACTERS = 200_000  # on a page


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or the part of it in one column; positions are in points from the lower left corner of the page.

    `is_broken` if its last word goes on in the next line.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    is_broken: bool = False
    page_height: float = 0.0

    def is_sized_like(self, size: float) -> bool:
        """Return whether its letters have about this size."""
        return abs(self.size - size) <= _SAME_SIZE * size


@dataclass(slots=True)
class _Character:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


def lines_of(page: Any) -> list[Line]:
    """Return a page's lines in the order in which the file has them; closes the page."""
    height = float(page.get_height())
    textpage = page.get_textpage()
    try:
        return list(_lines(_characters(textpage), height))
    finally:
        textpage.close()
        page.close()


def _characters(textpage: Any) -> Iterator[_Character]:
    """Yield the characters; those that pdfium generated (blanks, line ends) have no width."""
    import ctypes

    from pypdfium2 import raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    places = [ctypes.byref(each) for each in (left, right, bottom, top)]
    for number in range(min(textpage.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(textpage, number)
        raw.FPDFText_GetCharBox(textpage, number, *places)
        size = raw.FPDFText_GetFontSize(textpage, number)
        text = chr(code) if 0 < code < 0x110000 else ""  # noqa: PLR2004 - the end of Unicode
        yield _Character(text, left.value, right.value, bottom.value, top.value, abs(size))


def _lines(characters: Iterator[_Character], height: float) -> Iterator[Line]:
    current: list[_Character] = []
    is_blank_due = False
    for each in characters:
        if each.text in _LINE_ENDS or each.text in _SOFT_HYPHENS:
            yield from _line(current, height, is_broken=each.text in _SOFT_HYPHENS)
            current, is_blank_due = [], False
        elif each.text.isspace() or not each.text:
            is_blank_due = bool(current)
        else:
            if current and _is_apart(current[-1], each):
                yield from _line(current, height)
                current = []
            elif is_blank_due and current:
                current[-1].text += " "
            is_blank_due = False
            current.append(each)
    yield from _line(current, height)


def _is_apart(last: _Character, following: _Character) -> bool:
    """Return whether a character is on another line or in another column."""
    size = max(last.size, following.size, 1.0)
    is_lower = following.top < last.bottom - size / 2 or following.bottom > last.top + size / 2
    return is_lower or following.left - last.right > _WIDE_GAP * size or following.right < last.left - size


def _line(characters: list[_Character], height: float, *, is_broken: bool = False) -> Iterator[Line]:
    text = "".join(each.text for each in characters).strip()
    if not text:
        return
    ends_in_hyphen = text[-1] in _HYPHENS and len(text) > 1 and text[-2].isalpha()
    sizes = [_height(each) for each in characters]
    yield Line(
        text=text[:-1] if ends_in_hyphen else text,
        left=min(each.left for each in characters),
        right=max(each.right for each in characters),
        bottom=min(each.bottom for each in characters),
        top=max(each.top for each in characters),
        size=median(sizes),
        is_broken=is_broken or ends_in_hyphen,
        page_height=height,
    )


def _height(character: _Character) -> float:
    """Return the size of the letter: that of its font, or its height where the page scales the font."""
    tall = character.top - character.bottom
    return character.size if tall <= 2 * character.size else tall
