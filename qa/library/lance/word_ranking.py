"""Ranking passages by words in their text and title, without scoring each passage that has one of the words.

LanceDB ends a search of one column as soon as nothing better can follow, but scores everything in a search of two. So
each column is searched alone for more passages than are wanted, and what one search finds is scored by the other one,
too. A passage that neither finds has at most the sum of the lowest scores that they found. While that would be enough
for the best ones, both searches are repeated for more passages: the threshold algorithm (Fagin, Lotem and Naor,
PODS 2001).
"""

from collections.abc import Callable, Sequence
from typing import Any

Rows = list[dict[str, Any]]
Search = Callable[[Any, int, Sequence[int] | None], Rows]
_FIRST, _WIDER, _MOST = 8, 4, 128  # times as many passages as are wanted


def best_by_both(search: Search, queries: Sequence[Any], limit: int) -> Rows:
    """Return the rows with the highest sums of their scores for the queries, best first, as `_score`.

    `search` returns the best rows for one query, at most so many, and among these ids only if there are any. Beyond
    128 times `limit` passages for each query, the ranking is not completed. LanceDB scores rows that its index lacks
    a little differently in each search.
    """
    n_each = _FIRST * limit
    while True:
        rows, most_unseen = _summed(search, queries, n_each)
        best = sorted(rows, key=lambda row: (-row["_score"], row["id"]))[:limit]
        is_complete = len(best) == limit and best[-1]["_score"] >= most_unseen
        if is_complete or most_unseen == 0 or n_each >= _MOST * limit:
            return best
        n_each *= _WIDER


def _summed(search: Search, queries: Sequence[Any], n_each: int) -> tuple[Rows, float]:
    """Return what any of the queries finds, with sums of scores, and the most that other rows can have."""
    parts = [search(query, n_each, None) for query in queries]
    rows = {row["id"]: {**row, "_score": 0.0} for part in parts for row in part}
    most_unseen = 0.0
    for query, part in zip(queries, parts, strict=True):
        scores = {row["id"]: row["_score"] for row in part}
        if len(part) == n_each:
            most_unseen += min(scores.values())
            others = [key for key in rows if key not in scores]
            found = search(query, len(others), others) if others else []
            scores |= {row["id"]: row["_score"] for row in found}
        for key, score in scores.items():
            rows[key]["_score"] += score
    return list(rows.values()), most_unseen
