"""Question → Hits: nearest vectors and best keyword matches, fused by reciprocal rank."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qa.embedding import Encoder
from qa.library import Library
from qa.records import Filters, Hit, Scores
from qa.retrieval.fusion import CONTEXT_WEIGHT, FAVOUR_WEIGHT, Ranking, fuse, raise_ranks
from qa.retrieval.version_folding import without_repetitions
from qa.retrieval.word_query import word_query

N_CANDIDATES = 50
_MOST_CANDIDATES = 1_000  # searched for when most of the first ones repeat each other
_WIDER = 4
_N_FROM_CONTEXT = 10


@dataclass(frozen=True, slots=True)
class SearchContext:
    """What a conversation adds to a search: a second query, "" for none, and the articles just cited (ids)."""

    query: str = ""
    article_ids: tuple[str, ...] = ()


NO_CONTEXT = SearchContext()


class Retriever:
    """Searches a library by meaning (vectors) and by words (BM25)."""

    def __init__(self, library: Library, encoder: Encoder) -> None:
        self._library = library
        self._encoder = encoder

    def retrieve(
        self, question: str, filters: Filters, top_k: int, context: SearchContext = NO_CONTEXT
    ) -> list[Hit]:
        """Return at most `top_k` hits that match the filters, best first.

        Passages that the context's query finds, and those of its articles, are ranked higher. Those that only
        repeat a better one of another version of the same story are left out.
        """
        limit = max(N_CANDIDATES, top_k)
        while True:
            fused = self.ranked(question, filters, limit, context)
            passages = self._library.store.passages([passage_id for passage_id, _ in fused])
            ranked = [(passages[passage_id], why) for passage_id, why in fused if passage_id in passages]
            found = without_repetitions(ranked, self._library, top_k)
            if len(found) >= min(top_k, len(ranked)) or len(fused) < limit or limit > _MOST_CANDIDATES:
                break
            limit *= _WIDER
        self._library.store.read_ahead([passage.article_id for passage, _ in found])
        return [Hit(passage, why.fused, rank, why) for rank, (passage, why) in enumerate(found, start=1)]

    def ranked(
        self, question: str, filters: Filters, limit: int, context: SearchContext = NO_CONTEXT
    ) -> list[tuple[int, Scores]]:
        """Return the ids of all passages in the first `limit` of either search, best first; see `retrieve`."""
        vector = self._encoder.encode([question], "query")[0]
        words = word_query(question)
        fused = fuse(*self._sides(vector, words, filters, limit))
        if context.query:
            others = fuse(*self.sides(context.query, filters, _N_FROM_CONTEXT))
            fused = raise_ranks(fused, others[:_N_FROM_CONTEXT], CONTEXT_WEIGHT)
        near = replace(filters, article_ids=_both(filters.article_ids, context.article_ids))
        if near.article_ids and context.article_ids:
            fused = raise_ranks(
                fused, fuse(*self._sides(vector, words, near, _N_FROM_CONTEXT)), FAVOUR_WEIGHT
            )
        return fused

    def sides(self, question: str, filters: Filters, limit: int) -> tuple[Ranking, Ranking]:
        """Return passage ids with their scores, by meaning and by words, each best first."""
        vector = self._encoder.encode([question], "query")[0]
        return self._sides(vector, word_query(question), filters, limit)

    def _sides(
        self, vector: NDArray[np.float32], words: str, filters: Filters, limit: int
    ) -> tuple[Ranking, Ranking]:
        dense = self._library.search_vectors(vector, filters, limit)
        return dense, self._library.search_words(words, filters, limit) if words else []


def _both(allowed: tuple[str, ...], favoured: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in favoured if not allowed or key in allowed)
