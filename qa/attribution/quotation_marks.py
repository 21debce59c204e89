"""The quotations of a text by their marks, also those that go on in the next paragraph."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from qa.records import Span

_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile(r"[“”\"]")
_OPENS_AFTER = " \t\u00a0([-–—:,"
_LONGEST = 1500  # characters; a longer one is a document or a missing mark


def quotations_of(text: str) -> list[Span]:
    """Return the quotations of a text in order, with their marks.

    One that a paragraph leaves open goes on if the next paragraph opens it again, as newspapers print it. A mark
    without another one opens nothing.
    """
    found: list[Span] = []
    pending: int | None = None
    for paragraph in _PARAGRAPH.finditer(text):
        if not paragraph[0].strip():
            continue
        marks = list(_MARK.finditer(text, *paragraph.span()))
        goes_on = bool(marks) and text[paragraph.start() : marks[0].start()].strip() == ""
        spans, left_open = _paired(text, marks, pending if goes_on else None)
        found += [span for span in spans if len(span) <= _LONGEST]
        pending = left_open
    return found


def _paired(text: str, marks: Sequence[re.Match[str]], pending: int | None) -> tuple[list[Span], int | None]:
    """Return the quotations between marks, and where the last one starts if it is left open."""
    spans: list[Span] = []
    opened: int | None = None
    for mark in marks:
        if opened is None:
            if _opens(text, mark):
                opened = mark.start() if pending is None else pending
                pending = None
        elif mark[0] != "“":
            spans.append(Span(opened, mark.end()))
            opened = None
    return spans, opened


def _opens(text: str, mark: re.Match[str]) -> bool:
    before = text[mark.start() - 1 : mark.start()]
    after = text[mark.end() : mark.end() + 1]
    is_open = not before or before == "\n" or before in _OPENS_AFTER
    return mark[0] == "“" or (mark[0] == '"' and is_open and bool(after.strip()))


def with_whole_quotations(span: Span, quotations: Sequence[Span]) -> Span:
    """Return a span that begins or ends within a quotation, and has words outside it, with the whole quotation."""
    start, end = span.start, span.end
    for each in _touched(span, quotations):
        if each.contains(span):
            continue
        start, end = min(start, each.start), max(end, each.end)
    return Span(start, end)


def whole_quotation(span: Span, quotations: Sequence[Span], sentence: Span) -> Span:
    """Return a statement with all of its quotation, without the marks, if that goes on after its sentence."""
    for each in _touched(span, quotations):
        inner = Span(each.start + 1, each.end - 1)
        if inner.contains(span) and not sentence.contains(each):
            return inner
    return span


def to_closing_mark(text: str, sentence: Span, answer: Span) -> Span:
    """Return a sentence up to the end of a quotation that an answer is in and that goes on after the sentence.

    A quotation without a closing mark ends with its paragraph.
    """
    spans = [*quotations_of(text), *_left_open(text, sentence)]
    ends = [
        each.end for each in spans if sentence.start <= each.start < sentence.end and each.overlaps(answer)
    ]
    return Span(sentence.start, max(sentence.end, *ends)) if ends else sentence


def _left_open(text: str, sentence: Span) -> list[Span]:
    """Return the quotation that begins in a sentence and has no closing mark in its paragraph, if there is one."""
    for paragraph in _PARAGRAPH.finditer(text):
        if paragraph.start() <= sentence.start < paragraph.end():
            marks = list(_MARK.finditer(text, *paragraph.span()))
            _, opened = _paired(text, marks, None)
            end = paragraph.start() + len(paragraph[0].rstrip())
            return [] if opened is None or end - opened > _LONGEST else [Span(opened, end)]
    return []


def _touched(span: Span, quotations: Sequence[Span]) -> Iterator[Span]:
    first = bisect_right(quotations, span.start, key=lambda each: each.end)
    for each in quotations[first:]:
        if each.start >= span.end:
            return
        yield each
