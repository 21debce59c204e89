"""Where the words of an article are on a PDF page: spans of the stored text → characters of the page.

The stored text has the page's letters in the same order, but other blanks, hyphens and line ends. So only letters and
digits are compared.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from qa.articles.pdf_lines import Glyph, Line, lines_with_glyphs
from qa.articles.pdf_margins import split_margins
from qa.articles.reading_order import in_reading_order
from qa.records import Span

_NEIGHBOURS = 2  # pages before and after, which show what a header or footer is
_LONGEST_WORD = 80  # letters that may have been moved to the page before, where their word begins


def glyphs_read(pdf: Any, page: int, *, all_pages: bool = False) -> list[list[Glyph]]:
    """Return the characters of the lines of a page (from 0) that belong to the article, in reading order.

    Headers and footers are recognised on the page and its neighbours, or on `all_pages` as in the import.
    """
    first, last = max(0, page - _NEIGHBOURS), min(len(pdf), page + _NEIGHBOURS + 1)
    numbers = range(len(pdf)) if all_pages else range(first, last)
    glyphs: dict[int, list[Glyph]] = {}
    pages: list[list[Line]] = []
    for number in numbers:
        found = lines_with_glyphs(pdf[number])
        pages.append([line for line, _ in found])
        if number == page:
            glyphs = {id(line): each for line, each in found}
    kept, _ = split_margins(pages)
    return [glyphs[id(line)] for line in in_reading_order(kept[numbers.index(page)])]


def quoted_glyphs(
    lines: Sequence[Sequence[Glyph]], text: str, span: Span, expected: int, *, exact: bool
) -> list[list[Glyph]] | None:
    """Return the characters of each line that a span of a text covers, without lines that it doesn't touch.

    The page's text starts near the character `expected` of `text`. Returns None if `exact` and the page's letters
    are not found in the text as a whole.
    """
    glyphs = [glyph for line in lines for glyph in line]
    found = _covered(glyphs, text, span, expected, exact=exact)
    if found is None:
        return None
    numbers = _with_punctuation(found, glyphs, span.of(text))
    chosen = {id(glyphs[number]) for number in numbers}
    marked = ([glyph for glyph in line if id(glyph) in chosen] for line in lines)
    return [line for line in marked if line]


def _covered(
    glyphs: Sequence[Glyph], text: str, span: Span, expected: int, *, exact: bool
) -> list[int] | None:
    """Return the numbers of the characters that have letters of the span."""
    page, owners = _letters([glyph.text for glyph in glyphs])
    words, offsets = _letters(text)
    start = next((n for n, offset in enumerate(offsets) if offset >= expected), len(offsets))
    at = words.find(page, max(0, start - _LONGEST_WORD))
    if at < 0 and exact:
        return None
    pairs = enumerate(range(at, at + len(page))) if at >= 0 else _aligned(page, words)
    inside = {owners[one] for one, other in pairs if span.start <= offsets[other] < span.end}
    return sorted(inside)


def _aligned(page: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the same letters in two similar texts."""
    from rapidfuzz.distance import Indel

    for block in Indel.opcodes(page, words):
        if block.tag == "equal":
            yield from zip(
                range(block.src_start, block.src_end),
                range(block.dest_start, block.dest_end),
                strict=True,
            )


def _letters(pieces: Sequence[str]) -> tuple[str, list[int]]:
    """Return the letters and digits of some texts without accents, and for each the number of its text."""
    found = [
        (letter, number)
        for number, piece in enumerate(pieces)
        for letter in unicodedata.normalize("NFKD", piece)
        if letter.isalnum()
    ]
    return "".join(letter for letter, _ in found), [number for _, number in found]


def _with_punctuation(numbers: list[int], glyphs: Sequence[Glyph], quote: str) -> list[int]:
    """Add the marks between the characters, and as many before and after them as the quote has."""
    if not numbers:
        return []
    whole = [numbers[0]]
    for one, other in pairwise(numbers):
        between = range(one + 1, other)
        if not any(_has_letter(glyphs[number].text) for number in between):
            whole += between
        whole.append(other)
    before, after = _n_marks(quote), _n_marks(quote[::-1])
    while before and whole[0] > 0 and not _has_letter(glyphs[whole[0] - 1].text):
        whole.insert(0, whole[0] - 1)
        before -= 1
    while after and whole[-1] + 1 < len(glyphs) and not _has_letter(glyphs[whole[-1] + 1].text):
        whole.append(whole[-1] + 1)
        after -= 1
    return whole


def _n_marks(text: str) -> int:
    """Return the number of punctuation marks before the first letter."""
    n_marks = 0
    for char in text:
        if _has_letter(char):
            break
        n_marks += not char.isspace()
    return n_marks


def _has_letter(text: str) -> bool:
    return any(map(str.isalnum, text))
