"""How many of the nearest passages the search by vector finds, compared with an exact search."""

from typing import Any

import numpy as np

from qa.library.lance.schema import unit_vectors
from qa.library.lance.search import LanceSearch
from qa.records import Filters

_N_QUERIES, _TOP_K = 40, 10
_NO_FILTERS = Filters()


class RecallSample:
    """Passages drawn at random, each with the passages that are nearest to it."""

    top_k = _TOP_K

    def __init__(self, table: Any) -> None:
        n_rows = table.count_rows()
        drawn = np.random.default_rng(0).choice(n_rows, size=min(_N_QUERIES, n_rows), replace=False)
        rows = table.take_offsets(sorted(drawn.tolist())).select(["vector"]).to_arrow()
        self._vectors = unit_vectors(rows["vector"])
        self._nearest = [_nearest(table, vector) for vector in self._vectors]

    @property
    def n_queries(self) -> int:
        """The number of passages."""
        return len(self._vectors)

    def recall(self, search: LanceSearch) -> float:
        """Return the share of the nearest passages that the search finds."""
        n_found = sum(
            len({key for key, _ in search.by_vector(vector, _NO_FILTERS, _TOP_K)} & nearest)
            for vector, nearest in zip(self._vectors, self._nearest, strict=True)
        )
        return n_found / sum(map(len, self._nearest))


def _nearest(table: Any, vector: Any) -> set[int]:
    exact = table.search(vector, vector_column_name="vector").distance_type("cosine").bypass_vector_index()
    rows = exact.select(["id", "_distance"]).limit(_TOP_K).to_arrow()
    return set(rows["id"].to_pylist())
