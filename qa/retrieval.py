"""Question → Hits: nearest vectors and best words, fused by reciprocal rank."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from qa.dates.numerals import ORDINAL_NUMBERS, ordinal_ending
from qa.encoder import Encoder
from qa.library import Library
from qa.records import Filters, Hit, Scores

N_CANDIDATES = 50
# Reciprocal rank fusion is by Cormack, Clarke and Büttcher (SIGIR 2009). Their constant, 60, lets fifty
# middling places outvote a first one; on news questions 10 brought more, and words deserve more trust than
# meaning there (docs/decisions/0002-fusion.md has the figures).
RANK_CONSTANT = 10.0
SPARSE_WEIGHT = 1.5
FAVOUR_WEIGHT = 1.0
_N_FAVOURED = 10
Ranking = list[tuple[int, float]]
_WORD = re.compile(r"\w+")
_COMMON = frozenset(
    """
    a an and are as at be been by did do does for from had has have he her his how i in is it its me my of on
    or our she so that the their them they this to was we were what when where which who whom whose why will
    with would you your
    """.split()
)

_DIGITAL = {word: f"{number}{ordinal_ending(number)}" for word, number in ORDINAL_NUMBERS.items()}
_ORDINALS = _DIGITAL | {digits: word for word, digits in _DIGITAL.items()}


class Retriever:
    """Searches a library by meaning and by words."""

    def __init__(self, library: Library, encoder: Encoder) -> None:
        self._library = library
        self._encoder = encoder

    def retrieve(
        self, question: str, filters: Filters, top_k: int, favoured: tuple[str, ...] = ()
    ) -> list[Hit]:
        """Return at most `top_k` hits that pass the filters, best first.

        `favoured` are ids of articles whose passages get ahead of others that fit about as well.
        """
        fused = self.ranked(question, filters, max(N_CANDIDATES, top_k), favoured)[:top_k]
        passages = self._library.store.passages([passage_id for passage_id, _ in fused])
        found = [(passages[passage_id], why) for passage_id, why in fused if passage_id in passages]
        return [Hit(passage, why.fused, rank, why) for rank, (passage, why) in enumerate(found, start=1)]

    def ranked(
        self, question: str, filters: Filters, limit: int, favoured: tuple[str, ...] = ()
    ) -> list[tuple[int, Scores]]:
        """Return the ids of all passages that either side has among its first `limit`, best first; see `retrieve`."""
        vector = self._encoder.encode([question], "query")[0]
        words = word_query(question)
        fused = fuse(*self._sides(vector, words, filters, limit))
        if favoured:
            near = replace(filters, article_ids=_both(filters.article_ids, favoured))
            near_ones = fuse(*self._sides(vector, words, near, _N_FAVOURED)) if near.article_ids else []
            fused = favour(fused, near_ones)
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


def favour(
    everywhere: Sequence[tuple[int, Scores]], favoured: Sequence[tuple[int, Scores]]
) -> list[tuple[int, Scores]]:
    """Fuse a ranking with the ranking of favoured passages only, so that those move ahead of their equals.

    A third list in the sum of reciprocal ranks: the best of a favoured article passes what only one side found,
    but not what both sides put first.
    """
    fused = dict(everywhere)
    for rank, (passage_id, why) in enumerate(favoured, start=1):
        before = fused.get(passage_id, replace(why, dense_rank=None, sparse_rank=None, fused=0.0))
        fused[passage_id] = replace(before, fused=before.fused + FAVOUR_WEIGHT / (RANK_CONSTANT + rank))
    return sorted(fused.items(), key=lambda item: (-item[1].fused, item[0]))


def _both(allowed: tuple[str, ...], favoured: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in favoured if not allowed or key in allowed)


def telling_words(question: str) -> list[str]:
    """Return the question's words in lower case, each once, without the commonest unless all are common."""
    words = list(dict.fromkeys(word.lower() for word in _WORD.findall(question)))
    return [word for word in words if word not in _COMMON] or words


def word_query(question: str) -> str:
    """Return an FTS5 query for any of the telling words, each quoted so that none is an operator.

    The commonest words are in every passage: they rank nothing and cost the most. An ordinal is searched as a word
    and in digits, "second" and "2nd".
    """
    words = telling_words(question)
    written = [other for word in words if (other := _ORDINALS.get(word))]
    return " OR ".join(f'"{word}"' for word in dict.fromkeys((*words, *written)))


def fuse(
    dense: Sequence[tuple[int, float]],
    sparse: Sequence[tuple[int, float]],
    rank_constant: float = RANK_CONSTANT,
    sparse_weight: float = SPARSE_WEIGHT,
) -> list[tuple[int, Scores]]:
    """Fuse two rankings of (passage id, score) by weighted reciprocal rank; ties go to the smaller id."""
    fused: dict[int, Scores] = {}
    for rank, (passage_id, score) in enumerate(dense, start=1):
        fused[passage_id] = Scores(dense_rank=rank, dense_score=score, fused=1 / (rank_constant + rank))
    for rank, (passage_id, score) in enumerate(sparse, start=1):
        before = fused.get(passage_id, Scores())
        fused[passage_id] = replace(
            before,
            sparse_rank=rank,
            sparse_score=score,
            fused=before.fused + sparse_weight / (rank_constant + rank),
        )
    return sorted(fused.items(), key=lambda item: (-item[1].fused, item[0]))
