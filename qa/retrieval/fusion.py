"""Rank fusion: several rankings of passages → one."""

from collections.abc import Sequence
from dataclasses import replace

from qa.records import Scores

Ranking = list[tuple[int, float]]
# Reciprocal rank fusion is by Cormack, Clarke and Büttcher (SIGIR 2009). With their constant, 60, many middling ranks
# outvote a first one. On news questions 10 is better, and words deserve more weight than meaning
# (docs/decisions/0002-fusion.md has the figures).
RANK_CONSTANT = 10.0
SPARSE_WEIGHT = 1.5
# On half of our conversations, a right passage is among the first 5 for 91 % of the follow-ups without the context's
# query, and for 97 % with it.
FAVOUR_WEIGHT = 1.5
CONTEXT_WEIGHT = 1.0


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


def raise_ranks(
    everywhere: Sequence[tuple[int, Scores]], others: Sequence[tuple[int, Scores]], weight: float
) -> list[tuple[int, Scores]]:
    """Fuse a ranking with another one, such as that of preferred passages only; the ranks of both searches are kept.

    As a third list in the sum of reciprocal ranks, it moves its best passage ahead of what only one search found, but
    not ahead of what both rank first.
    """
    fused = dict(everywhere)
    for rank, (passage_id, why) in enumerate(others, start=1):
        before = fused.get(passage_id, replace(why, dense_rank=None, sparse_rank=None, fused=0.0))
        fused[passage_id] = replace(before, fused=before.fused + weight / (RANK_CONSTANT + rank))
    return sorted(fused.items(), key=lambda item: (-item[1].fused, item[0]))
