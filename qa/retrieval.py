"""Question → Hits: nearest vectors and best words, fused by reciprocal rank."""

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.encoder import Encoder
from qa.library import Library
from qa.records import Filters, Hit, Scores

N_CANDIDATES = 50
# Reciprocal rank fusion is by Cormack, Clarke and Büttcher (SIGIR 2009). Their constant, 60, lets fifty
# middling places outvote a first one; on news questions 10 brought more, and words deserve more trust than
# meaning there (docs/decisions/0002-fusion.md has the figures).
RANK_CONSTANT = 10.0
SPARSE_WEIGHT = 1.5
_WORD = re.compile(r"\w+")
_COMMON = frozenset(
    """
    a an and are as at be been by did do does for from had has have he her his how i in is it its me my of on
    or our she so that the their them they this to was we were what when where which who whom whose why will
    with would you your
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


class Retriever:
    """Searches a library by meaning and by words."""

    def __init__(self, library: Library, encoder: Encoder) -> None:
        self._library = library
        self._encoder = encoder

    def retrieve(self, question: str, filters: Filters, top_k: int) -> list[Hit]:
        """Return at most `top_k` hits that pass the filters, best first."""
        fused = fuse(*self.sides(question, filters, max(N_CANDIDATES, top_k)))[:top_k]
        passages = self._library.store.passages([passage_id for passage_id, _ in fused])
        found = [(passages[passage_id], why) for passage_id, why in fused if passage_id in passages]
        return [Hit(passage, why.fused, rank, why) for rank, (passage, why) in enumerate(found, start=1)]

    def sides(
        self, question: str, filters: Filters, limit: int
    ) -> tuple[list[tuple[int, float]], list[tuple[int, float]]]:
        """Return passage ids with their scores, by meaning and by words, each best first."""
        vector = self._encoder.encode([question], "query")[0]
        words = word_query(question)
        sparse = self._library.search_words(words, filters, limit) if words else []
        return self._library.search_vectors(vector, filters, limit), sparse


def telling_words(question: str) -> list[str]:
    """Return the question's words in lower case, each once, without the commonest unless all are common."""
    words = list(dict.fromkeys(word.lower() for word in _WORD.findall(question)))
    return [word for word in words if word not in _COMMON] or words


def word_query(question: str) -> str:
    """Return an FTS5 query for any of the telling words, each quoted so that none is an operator.

    The commonest words are in every passage: they rank nothing and cost the most.
    """
    return " OR ".join(f'"{word}"' for word in telling_words(question))


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
