"""The sentences that stand for a text: extractive summaries chosen for coverage.

Sentences are taken one by one so that every sentence of the text has one near it, by the cosine of their vectors: the
facility location function of Lin and Bilmes (ACL 2011), whose greedy maximum is within 63 % of the best. News opens
with what matters, so that what is covered weighs more the earlier it stands.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.embedding import Encoder
from qa.indexing.passages import PassageSplitter, sentence_spans
from qa.records import Article, Citation, Passage, Scores, Span

LEAST_SENTENCES = 3
MOST_SENTENCES = 5
_SENTENCES_FOR_ONE = 5  # of the text, above which a summary has more than the least
_FEWEST_WORDS = 6
_LEAD = 0.5  # how much less the last sentence's coverage weighs than the first's
_REDUNDANT = 0.9  # the cosine from which a sentence only repeats one that is taken
_SENTENCE_ENDS = (".", "!", "?", "”", '"', "’", "'", ")")


class Summarizer:
    """Makes summaries of articles and of passages."""

    def __init__(self, encoder: Encoder, splitter: PassageSplitter) -> None:
        self._encoder = encoder
        self._splitter = splitter

    def article(self, article: Article) -> tuple[Citation, ...]:
        """Return 3–5 whole sentences of an article in its order, fewer where it has fewer."""
        return self.passages([(article, passage) for passage in self._splitter.split(article)])

    def passages(self, passages: Sequence[tuple[Article, Passage]]) -> tuple[Citation, ...]:
        """Return 3–5 whole sentences of passages, each once, in the order of the passages."""
        sentences = _sentences(passages)
        if not sentences:
            return ()
        vectors = self._encoder.encode([span.of(article.text) for article, _, span in sentences], "passage")
        chosen = covering(vectors, n_sentences(len(sentences)))
        return tuple(
            _cited(number, *sentences[place]) for number, place in enumerate(sorted(chosen), start=1)
        )


def n_sentences(n_whole: int) -> int:
    """Return how many sentences stand for a text of `n_whole`."""
    return min(n_whole, MOST_SENTENCES, max(LEAST_SENTENCES, round(n_whole / _SENTENCES_FOR_ONE)))


def covering(vectors: NDArray[np.float32], limit: int) -> list[int]:
    """Return the places of at most `limit` vectors, the first taken first, that cover all of them best.

    `vectors` are unit vectors, shape (n, d). The gain of a vector is how much nearer all others come to the nearest
    one taken, weighted by their place.
    """
    cosines = np.clip(vectors @ vectors.T, 0.0, 1.0)
    weights = np.linspace(1.0, 1.0 - _LEAD, len(vectors))
    covered = np.zeros(len(vectors))
    taken: list[int] = []
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
    """Return the whole sentences of passages, each once with the first passage that holds it."""
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
