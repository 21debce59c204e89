"""Article text → passages of complete sentences; all sentence and word-piece offsets are computed here.

Sentences are packed until the next would exceed the budget. Each passage starts with the last sentence of the
previous one, so that an answer that depends on its neighbour stays with it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tokenizers import Tokenizer

from qa.records import Article, Passage, Span

DEFAULT_BUDGET = 128
_MAX_CHARS_PER_PIECE = 16
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")
_LONGEST_PIECE = 10_000  # characters; sentencex needs the square of a text with many opening quotation marks
_BLANK = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or a part of an over-long one, with its length in word pieces."""

    span: Span
    n_pieces: int


class PassageSplitter:
    """Packs sentences into passages of at most `budget` word pieces of `tokenizer`."""

    def __init__(self, tokenizer: Tokenizer, budget: int = DEFAULT_BUDGET) -> None:
        if budget < 1:
            raise ValueError(f"a passage needs room for at least one word piece, not {budget}")
        self._tokenizer = tokenizer
        self._budget = budget
        self._max_chars = budget * _MAX_CHARS_PER_PIECE

    def split(self, article: Article) -> list[Passage]:
        """Return the article's passages in order; together they cover every non-blank character."""
        return [
            Passage(article.id, ordinal, span, span.of(article.text))
            for ordinal, span in enumerate(self.spans(article.text))
        ]

    def spans(self, text: str) -> list[Span]:
        """Return the passages of any text as spans of it."""
        return self.packed(self._units(text))

    def packed(self, units: Iterable[Unit]) -> list[Span]:
        """Return the passages that sentences are packed into."""
        packed: list[Span] = []
        current: list[Unit] = []
        for unit in units:
            if current and not self._fits(current, unit):
                packed.append(Span(current[0].span.start, current[-1].span.end))
                overlap = current[-1:] if len(current) > 1 else []
                current = overlap if overlap and self._fits(overlap, unit) else []
            current.append(unit)
        if current:
            packed.append(Span(current[0].span.start, current[-1].span.end))
        return packed

    def _fits(self, current: list[Unit], unit: Unit) -> bool:
        n_pieces = sum(each.n_pieces for each in current) + unit.n_pieces
        n_chars = unit.span.end - current[0].span.start
        return n_pieces <= self._budget and n_chars <= self._max_chars

    def _units(self, text: str) -> Iterator[Unit]:
        spans = sentence_spans(text)
        encodings = self._tokenizer.encode_batch([span.of(text) for span in spans], add_special_tokens=False)
        for span, encoding in zip(spans, encodings, strict=True):
            if len(encoding.ids) <= self._budget and len(span) <= self._max_chars:
                yield Unit(span, len(encoding.ids))
            else:
                yield from self._cut(text, span, encoding)

    def _cut(self, text: str, span: Span, encoding: Any) -> Iterator[Unit]:
        """Cut an over-long sentence at the last space that fits, or within a word if there is none."""
        ends = [span.start + end for _, end in encoding.offsets]
        start, first = span.start, 0
        while start < span.end:
            last = min(first + self._budget, len(ends))
            limit = ends[last - 1] if last < len(ends) else span.end
            limit = min(limit, start + self._max_chars)
            end = span.end if limit >= span.end else max(_last_blank(text, start, limit), start + 1)
            end, n_pieces = self._proven(text, start, end)
            piece = _trimmed(text, start, end)
            if len(piece):
                yield Unit(piece, n_pieces)
            start = end
            while first < len(ends) and ends[first] <= end:
                first += 1

    def _proven(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Return the end of a part that fits, at most `end`, and its number of pieces on its own.

        Half a word can have more pieces than the whole: a word of 101 letters is one unknown piece.
        """
        while True:
            offsets = self._tokenizer.encode(text[start:end], add_special_tokens=False).offsets
            if len(offsets) <= self._budget or end - start == 1:
                return end, len(offsets)
            limit = start + offsets[self._budget][0]
            end = max(min(_last_blank(text, start, limit), end - 1), start + 1)


def sentence_spans(text: str) -> list[Span]:
    """Return the sentences of a text without surrounding whitespace; a paragraph's end also ends a sentence."""
    return [span for paragraph in _paragraphs(text) for span in _sentences(text, paragraph)]


def sentence_around(text: str, span: Span) -> Span:
    """Return the sentence of a text that contains a span, or the span itself if no sentence contains all of it."""
    return next((sentence for sentence in sentence_spans(text) if sentence.contains(span)), span)


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    for gap in _PARAGRAPH_END.finditer(text):
        yield from _unless_blank(text, start, gap.start())
        start = gap.end()
    yield from _unless_blank(text, start, len(text))


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    # Each whitespace character becomes one space: offsets stay valid, and sentencex panics on non-ASCII whitespace.
    flat = _BLANK.sub(" ", paragraph.of(text))
    start = 0
    for end in _boundaries(flat):
        yield from _unless_blank(text, paragraph.start + start, paragraph.start + end)
        start = end
    yield from _unless_blank(text, paragraph.start + start, paragraph.end)


def _boundaries(flat: str) -> Iterator[int]:
    """Yield the end of each sentence of a one-line text; none is longer than two pieces of `_LONGEST_PIECE`."""
    start = 0
    while start < len(flat):
        piece = flat[start : start + _LONGEST_PIECE]
        ends = [start + end for end in _boundaries_in(piece) if end]
        if start + len(piece) < len(flat):  # the last sentence may go on
            ends = ends[:-1] or [start + (piece.rfind(" ") + 1 or len(piece))]
        yield from ends
        start = ends[-1] if ends else len(flat)


def _boundaries_in(flat: str) -> list[int]:
    """Return the end of each sentence of a piece of such a text."""
    import sentencex

    try:
        return [found["end_index"] for found in sentencex.get_sentence_boundaries("en", flat)]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
    import pysbd

    segments = pysbd.Segmenter(language="en", clean=False, char_span=True).segment(flat)
    return sorted(segment.end for segment in segments)


def _unless_blank(text: str, start: int, end: int) -> Iterator[Span]:
    span = _trimmed(text, start, end)
    if len(span):
        yield span


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return Span(start, start)
    start += len(piece) - len(piece.lstrip())
    return Span(start, start + len(stripped))


def _last_blank(text: str, start: int, limit: int) -> int:
    """Return the position after the last whitespace in text[start:limit], or `limit` if there is none."""
    for place in range(limit, start, -1):
        if place < len(text) and text[place].isspace():
            return place
    return limit
