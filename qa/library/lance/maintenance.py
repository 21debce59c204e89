"""Keeping the tables fast and small: what `dateline maintain` does to a library in LanceDB."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np

from qa.library.lance.connection import naming_errors
from qa.library.lance.indexes import INDEXED_FROM, build, has_vector_index, n_unindexed
from qa.library.lance.schema import KEYS, PASSAGES, unit_vectors
from qa.library.lance.search import LanceSearch
from qa.library.lance.tables import Tables
from qa.records import Filters

_KEPT_FOR = timedelta(days=1)  # so that a process that reads an earlier version can finish
_N_QUERIES, _TOP_K = 40, 10
_NO_FILTERS = Filters()


class LanceMaintainer:
    """Maintains the tables of one library; readers and other writers need not stop."""

    def __init__(self, tables: Tables, search: LanceSearch) -> None:
        self._tables, self._search = tables, search

    def run(self) -> Iterator[str]:
        """Do one step after the other, and yield what it did in a sentence."""
        table = self._tables.table(PASSAGES)
        if table is None:
            yield "There are no passages yet."
            return
        with naming_errors(self._tables.address):
            yield _index(table)
            yield self._drop_old_versions()
            yield self._recall(table)

    def _drop_old_versions(self) -> str:
        """Compact the small tables as well, and delete what only versions older than a day need."""
        for name in KEYS:
            if (table := self._tables.table(name)) is not None:
                table.optimize(cleanup_older_than=_KEPT_FOR)
        return "Tables: compacted, and versions older than a day dropped."

    def _recall(self, table: Any) -> str:
        """Compare the search by vector with an exact one, for passages drawn at random."""
        if not has_vector_index(table):
            return "Search by vector: every vector is compared."
        n_rows = table.count_rows()
        drawn = np.random.default_rng(0).choice(n_rows, size=min(_N_QUERIES, n_rows), replace=False)
        vectors = unit_vectors(
            table.take_offsets(sorted(drawn.tolist())).select(["vector"]).to_arrow()["vector"]
        )
        found = [self._n_found(table, each) for each in vectors]
        recall = sum(n for n, _ in found) / sum(n for _, n in found)
        return (
            f"Search by vector: {recall:.1%} of the {_TOP_K} nearest passages are found,"
            f" measured with {len(vectors)} passages."
        )

    def _n_found(self, table: Any, vector: Any) -> tuple[int, int]:
        exact = (
            table.search(vector, vector_column_name="vector").distance_type("cosine").bypass_vector_index()
        )
        wanted = {row["id"] for row in exact.select(["id", "_distance"]).limit(_TOP_K).to_arrow().to_pylist()}
        return len({key for key, _ in self._search.by_vector(vector, _NO_FILTERS, _TOP_K)} & wanted), len(
            wanted
        )


def _index(table: Any) -> str:
    """Extend the indexes, and make that of the vectors if the table has become large."""
    n_new, n_rows = n_unindexed(table), table.count_rows()
    had_vectors = has_vector_index(table)
    build(table)
    made = ", and the index of the vectors was made" if not had_vectors and n_rows >= INDEXED_FROM else ""
    return f"Indexes: {n_new:,} of {n_rows:,} passages were added{made}."
