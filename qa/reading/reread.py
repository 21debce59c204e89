"""Reading the best passage again with its surroundings.

Passages are cut for retrieval, but their sentences depend on their surroundings. With half its length before and
after it, the best passage gives a better span (docs/decisions/0004-reader.md), for one more model run.
"""

from qa.reading.decoding import best_spans
from qa.reading.reader_model import ReaderModel
from qa.records import Span


def reread(model: ReaderModel, question: str, text: str, passage: Span) -> Span | None:
    """Return the best span in and around a passage, counted in the article's `text`; None if nothing surrounds it."""
    wide = surroundings(text, passage)
    if wide == passage:
        return None
    words = wide.of(text)
    found = best_spans(model.logits(question, [words]), [words], limit=1)
    return found[0].span.shifted(wide.start) if found else None


def surroundings(text: str, passage: Span) -> Span:
    """Return a passage extended by half its length before and after it, without cutting words."""
    half = len(passage) // 2
    start, end = max(0, passage.start - half), min(len(text), passage.end + half)
    while 0 < start < passage.start and not text[start - 1].isspace():
        start += 1
    while len(text) > end > passage.end and not text[end].isspace():
        end -= 1
    return Span(start, end)
