"""Lines in reading order → paragraphs, with words joined that were broken at the ends of lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from statistics import median

from qa.articles.pdf_lines import Line

_USUAL_LEADING, _FEW_LINES = 1.3, 4
_WIDE_LEADING = 1.3  # times the usual distance between lines
_INDENT = 0.8  # times the size of the letters
_MOST_INDENT = 6.0
_SAME_COLUMN = 4.0
_FIT = 1.15  # a word counts as fitting if there was room for this much more
_ENDS = (".", "!", "?", ":", ".”", '."', "!”", "?”", ".’", ".)", '!"', '?"')
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:-[^\W\d_]+)+")
_LAST_WORD, _FIRST_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]+$"), re.compile(r"[^\W\d_]+")
_CELLS = " | "  # between the cells of a table's row, as in other formats
_MARK = re.compile(r"\W{1,2}|\(?\w{1,2}[.)]")  # before an item of a list
_BULLET = re.compile(r"[•‣▪●–—*-]\s|\(?\d{1,2}[.)]\s")


@dataclass(frozen=True, slots=True)
class Layout:
    """The usual size of letters in a document, and the usual distance between the tops of lines."""

    body_size: float
    leading: float

    @classmethod
    def of(cls, pages: Sequence[Sequence[Line]]) -> "Layout":
        """Measure a document."""
        lines = [line for page in pages for line in page]
        sizes = sorted(size for line in lines for size in [line.size] * (1 + len(line.text) // 20))
        size = median(sizes)
        steps = [
            one.bottom - other.bottom
            for page in pages
            for one, other in pairwise(page)
            if one.is_sized_like(size)
            and other.is_sized_like(size)
            and 0 < one.bottom - other.bottom < 3 * size
        ]
        if len(steps) < _FEW_LINES:
            return cls(size, min([_USUAL_LEADING * size, *steps]))
        return cls(size, sorted(steps)[len(steps) // 4])


@dataclass(frozen=True, slots=True)
class Compounds:
    """The words that a document writes with a hyphen within its lines."""

    words: frozenset[str]

    @classmethod
    def of(cls, pages: Sequence[Sequence[Line]]) -> "Compounds":
        """Collect them."""
        found = (word for page in pages for line in page for word in _COMPOUND.findall(line.text))
        return cls(frozenset(word.casefold() for word in found))

    def joined(self, text: str, following: str) -> str:
        """Return a text whose last word is broken, with what follows: with the hyphen only if it belongs there."""
        start, end = _LAST_WORD.search(text), _FIRST_WORD.match(following)
        is_compound = start and end and f"{start[0]}-{end[0]}".casefold() in self.words
        is_hyphenated = is_compound or not (following[:1].islower() and start)
        return f"{text}-{following}" if is_hyphenated else text + following


def paragraphs_of(lines: Sequence[Line], layout: Layout, compounds: Compounds) -> Iterator[str]:
    """Yield the paragraphs of a page."""
    text = ""
    last: Line | None = None
    is_row = False
    for line, following in zip_longest(lines, lines[1:]):
        if last is not None and _is_beside(last, line):
            is_row = is_row or not _MARK.fullmatch(last.text)
            text, last = f"{text}{_CELLS if is_row else ' '}{line.text}", line
            continue
        if is_row:
            yield text
            text, last, is_row = "", None, False
        is_first = last is not None and _is_second_indent(last, line, following, lines)
        if last is not None and (is_first or _is_new(last, line, lines, layout)):
            yield text
            text = line.text
        elif last is not None and last.is_broken:
            text = compounds.joined(text, line.text)
        else:
            text = f"{text} {line.text}" if text else line.text
        last = line
    if text:
        yield text


def _is_beside(last: Line, line: Line) -> bool:
    """Return whether a line is the next cell of a table's row."""
    middle = (line.bottom + line.top) / 2
    return last.bottom < middle < last.top and line.left > last.right and line.is_sized_like(last.size)


def starts_inside_paragraph(last: Line, first: Line) -> bool:
    """Return whether the first line of a page or column continues the paragraph of the last line before it."""
    if last.is_broken:
        return True
    is_same = first.is_sized_like(last.size)
    return is_same and (not last.text.endswith(_ENDS) or first.text[0].islower())


def _is_new(last: Line, line: Line, lines: Sequence[Line], layout: Layout) -> bool:
    """Return whether a line starts a paragraph."""
    if last.is_broken and line.is_sized_like(last.size):
        return False
    if not line.is_sized_like(last.size) or _BULLET.match(line.text):
        return True
    step = last.bottom - line.bottom
    if step <= 0:  # the next column
        return not starts_inside_paragraph(last, line)
    leading = layout.leading * max(line.size / layout.body_size, 0.5)
    if step > _WIDE_LEADING * leading:
        return True
    indent = line.left - last.left
    if _INDENT * line.size < indent < _MOST_INDENT * line.size and not _is_centred(last, line, lines):
        return True
    return _had_room(last, line, lines)


def _is_second_indent(last: Line, line: Line, following: Line | None, lines: Sequence[Line]) -> bool:
    """Return whether a line is indented like the one-line paragraph before it, and the next one is not."""
    is_alike = abs(line.left - last.left) < 1 and line.bottom < last.bottom
    if not is_alike or not last.text.endswith(_ENDS) or following is None:
        return False
    column = [round(each.left) for each in lines if abs(each.left - line.left) < _MOST_INDENT * line.size]
    ((margin, _),) = Counter(column).most_common(1)
    return line.left - margin > _INDENT * line.size and abs(following.left - margin) <= 1


def _is_centred(last: Line, line: Line, lines: Sequence[Line]) -> bool:
    """Return whether two lines have the same centre, and the first doesn't start at the usual margin."""
    ((margin, _),) = Counter(round(each.left) for each in lines).most_common(1)
    is_symmetrical = abs((last.left + last.right) - (line.left + line.right)) < line.size
    return is_symmetrical and abs(last.left - margin) > 1


def _had_room(last: Line, line: Line, lines: Sequence[Line]) -> bool:
    """Return whether the first word of a line would have fitted on the line before."""
    column = [each.right for each in lines if abs(each.left - last.left) < _SAME_COLUMN * last.size]
    letter = (last.right - last.left) / max(len(last.text), 1)
    word = line.text.split(None, 1)[0]
    return last.right + (len(word) + 1) * letter * _FIT < max(column, default=last.right)
