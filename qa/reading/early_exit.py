"""Early exit: when the first passages settle an answer, the others are not read (docs/decisions/0025)."""

from collections.abc import Sequence

from qa.indexing.passages import sentence_around
from qa.reading.question_overlap import QuestionWords
from qa.records import AnswerSpan, Hit

N_FIRST = 2  # hits that are read first
SETTLED_ABOVE = 0.4  # log-odds above the threshold, without what the retrieval of its passage adds to them
_AS_MANY_WORDS = 0.9  # share of the words of the question that the answer's passage contains


def differing(words: QuestionWords, best: AnswerSpan, unread: Sequence[Hit]) -> list[Hit]:
    """Return the unread hits that may hold another answer than the best one.

    They contain about as many of the question's words as the passage of the answer, as reports of the same event do.
    A passage that repeats the answer's sentence word for word says the same.
    """
    text = best.hit.passage.text
    sentence = sentence_around(text, best.passage_span).of(text)
    least = _AS_MANY_WORDS * words.said_in(text)
    return [
        hit for hit in unread if sentence not in hit.passage.text and words.said_in(hit.passage.text) >= least
    ]
