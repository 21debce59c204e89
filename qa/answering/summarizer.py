"""Extractive summaries, chosen for coverage.

Sentences are chosen greedily so that every sentence of the text has a similar one in the summary, by the cosine of
their vectors. This is the facility location function of Lin and Bilmes (ACL 2011); its greedy maximum is within 63 %
of the best. News starts with what matters, so covering earlier sentences counts more.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.embedding import Encoder
from qa.indexing.passages import PassageSplitter, sentence_spans
from qa.records import Article, Citation, Passage, Scores, Span

LEAST_SENTENCES = 3
MOST_SENTENCES = 5
_SENTENCES_FOR_ONE = 5  # sentences of a text, above which its summary gets more than the minimum
_FEWEST_WORDS = 6
_LEAD = 0.5  # weight of covering the last sentence, relative to the first
_REDUNDANT = 0.9  # cosine from which a sentence repeats a chosen one
_SENTENCE_ENDS = (".", "!", "?", "”", '"', "’", "'", ")")


class Summarizer:
    """Summarizes articles."""

    def __init__(self, encoder: Encoder, splitter: PassageSplitter) -> None:
        self._encoder = encoder
        self._splitter = splitter

    def article(self, article: Article) -> tuple[Citation, ...]:
        """Return 3–5 complete sentences of an article in order, fewer if it has fewer."""
        return self._of([(article, passage) for passage in self._splitter.split(article)])

    def _of(self, passages: Sequence[tuple[Article, Passage]]) -> tuple[Citation, ...]:
        """Return 3–5 different complete sentences of passages, the first included, in the order of the passages."""
        sentences = _sentences(passages)
        if not sentences:
            return ()
        vectors = self._encoder.encode([span.of(article.text) for article, _, span in sentences], "passage")
        chosen = covering(vectors, n_sentences(len(sentences)), first=(0,))
        return tuple(
            _cited(number, *sentences[place]) for number, place in enumerate(sorted(chosen), start=1)
        )


def n_sentences(n_whole: int) -> int:
    """Return the length of a summary for a text with `n_whole` complete sentences."""
    return min(n_whole, MOST_SENTENCES, max(LEAST_SENTENCES, round(n_whole / _SENTENCES_FOR_ONE)))


def covering(vectors: NDArray[np.float32], limit: int, first: Sequence[int] = ()) -> list[int]:
    """Return the indices of at most `limit` vectors that cover all of them best, in the order chosen.

    `vectors` are unit vectors, shape (n, d). The indices `first` are chosen before all others. The gain of a vector
    is how much closer it brings all others to the nearest chosen one, weighted by position.
    """
    cosines = np.clip(vectors @ vectors.T, 0.0, 1.0)
    weights = np.linspace(1.0, 1.0 - _LEAD, len(vectors))
    taken = list(first)
    covered = np.max(cosines[:, taken], axis=1, initial=0.0)
    while len(taken) < limit:
        gains = weights @ np.maximum(cosines - covered[:, None], 0.0)
        if taken:
            gains[(cosines[taken] >= _REDUNDANT).any(axis=0)] = -1.0
        best = int(np.argmax(gains))
        if gains[best] < 0:
            break
        taken.append(best)
        covered = np.maximum(covered, cosines[:, best])
    return taken


def _sentences(passages: Sequence[tuple[Article, Passage]]) -> list[tuple[Article, Passage, Span]]:
    """Return the different complete sentences of passages, each with the first passage that contains it."""
    found: dict[tuple[str, Span], tuple[Article, Passage, Span]] = {}
    for article, passage in passages:
        for sentence in sentence_spans(passage.text):
            span = sentence.shifted(passage.article_span.start)
            if _is_whole(span.of(article.text)):
                found.setdefault((article.id, span), (article, passage, span))
    return list(found.values())


def _is_whole(sentence: str) -> bool:
    return len(sentence.split()) >= _FEWEST_WORDS and sentence.endswith(_SENTENCE_ENDS)


def _cited(number: int, article: Article, passage: Passage, span: Span) -> Citation:
    return Citation(number, article, span, span, span.of(article.text), passage, Scores())
