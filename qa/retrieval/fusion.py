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
FAVOUR_WEIGHT = 1.0


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


def favour(
    everywhere: Sequence[tuple[int, Scores]], favoured: Sequence[tuple[int, Scores]]
) -> list[tuple[int, Scores]]:
    """Fuse a ranking with the ranking of preferred passages only, so that those win ties.

    As a third list in the sum of reciprocal ranks, it moves the best preferred passage ahead of what only one search
    found, but not ahead of what both rank first.
    """
    fused = dict(everywhere)
    for rank, (passage_id, why) in enumerate(favoured, start=1):
        before = fused.get(passage_id, replace(why, dense_rank=None, sparse_rank=None, fused=0.0))
        fused[passage_id] = replace(before, fused=before.fused + FAVOUR_WEIGHT / (RANK_CONSTANT + rank))
    return sorted(fused.items(), key=lambda item: (-item[1].fused, item[0]))
