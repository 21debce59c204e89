"""The best passage, read once more with what stands around it.

A passage is cut to be found, and its sentences lean on those around it. Read with half its length before and behind
it, the best one gives a better span (docs/decisions/0004-reader.md), for one run of the model more.
"""

from qa.reading.decoding import best_spans
from qa.reading.reader_model import ReaderModel
from qa.records import Span


def reread(model: ReaderModel, question: str, text: str, passage: Span) -> Span | None:
    """Return the best span in and around a passage, counted in the article's `text`; None when nothing is around."""
    wide = surroundings(text, passage)
    if wide == passage:
        return None
    words = wide.of(text)
    found = best_spans(model.logits(question, [words]), [words], limit=1)
    return found[0].span.shifted(wide.start) if found else None


def surroundings(text: str, passage: Span) -> Span:
    """Return a passage with half its length before and behind it, and no word cut."""
    half = len(passage) // 2
    start, end = max(0, passage.start - half), min(len(text), passage.end + half)
    while 0 < start < passage.start and not text[start - 1].isspace():
        start += 1
    while len(text) > end > passage.end and not text[end].isspace():
        end -= 1
    return Span(start, end)
