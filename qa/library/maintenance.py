"""Keeping a library fast and small: what `dateline maintain` does to an embedded library."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from qa.library.database import FILE_NAME, Database
from qa.library.snapshot import FILE_NAME as SNAPSHOT
from qa.library.store import Store
from qa.library.vector_copy import VectorCopy
from qa.library.vectors import Vectors
from qa.records import Filters
from qa.utils.database_copy import require_room

_WORTH_WRITING = 0.05  # unused share of the database
_N_QUERIES, _TOP_K = 40, 10
_NO_FILTERS = Filters()


class Maintainer:
    """Maintains the files of one embedded library; the caller holds the writer's lock."""

    def __init__(self, database: Database, store: Store, vectors: VectorCopy) -> None:
        self._database, self._store, self._vectors = database, store, vectors

    def run(self) -> Iterator[str]:
        """Do one step after the other, and yield what it did in a sentence."""
        yield self._merge_words()
        yield self._return_space()
        yield self._rewrite_vectors()
        yield self._recall()

    def _merge_words(self) -> str:
        """Merge the parts of the full-text index, so that a word is looked up once."""
        before = self._n_parts()
        if before <= 1:
            return "Full text: nothing to do."
        self._database.rows("INSERT INTO passage_words (passage_words) VALUES ('optimize')")
        return f"Full text: merged {before} parts into {self._n_parts()}."

    def _n_parts(self) -> int:
        return int(self._database.rows("SELECT count(DISTINCT segid) FROM passage_words_idx")[0][0])

    def _return_space(self) -> str:
        """Rewrite the database file if much of it is unused, and merge the write-ahead log."""
        unused, total = (self._pragma(name) for name in ("freelist_count", "page_count"))
        before = self._size(FILE_NAME) + self._size(f"{FILE_NAME}-wal")
        if unused >= _WORTH_WRITING * total:
            require_room(self._database.folder, self._size(FILE_NAME))
            self._database.rows("VACUUM")
        self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")  # waits for nobody
        after = self._size(FILE_NAME) + self._size(f"{FILE_NAME}-wal")
        if after >= before:
            return f"Database: {_megabytes(after)}, no unused space to return."
        return f"Database: {_megabytes(before)} before, {_megabytes(after)} now."

    def _rewrite_vectors(self) -> str:
        """Write the copy of the vectors from the database alone."""
        with self._vectors.closed(), self._database.speaking():
            (self._database.folder / SNAPSHOT).unlink(missing_ok=True)
        self._vectors.save()
        n_passages = self._store.n_passages()
        return f"Vectors: wrote a copy of {n_passages:,} vectors ({_megabytes(self._size(SNAPSHOT))})."

    def _recall(self) -> str:
        """Compare the search by vector with an exact one, for passages drawn at random."""
        queries = self._drawn()
        if not len(queries):
            return "Search by vector: no passages to measure it with."
        exact = self._exact(queries)
        n_found = sum(
            len({key for key, _ in self._vectors.search(query, _NO_FILTERS, _TOP_K)} & wanted)
            for query, wanted in zip(queries, exact, strict=True)
        )
        recall = n_found / sum(map(len, exact))
        return (
            f"Search by vector: {recall:.1%} of the {_TOP_K} nearest passages are found,"
            f" measured with {len(queries)} passages."
        )

    def _drawn(self) -> Vectors:
        """Return stored vectors drawn at random, shape (n, dimensions)."""
        first, last = self._store.passage_range()
        n_drawn = min(_N_QUERIES, last + 1 - first)
        ids = np.random.default_rng(0).choice(last + 1 - first, size=n_drawn, replace=False) + first
        return self._store.vectors_found(ids.tolist(), self._dimensions())[1]

    def _exact(self, queries: Vectors) -> list[set[int]]:
        """Return the ids of the nearest passages of each query, from all stored vectors."""
        ids, scores = np.empty((len(queries), 0), np.int64), np.empty((len(queries), 0), np.float32)
        for part_ids, vectors in self._store.vector_parts(self._dimensions()):
            ids = np.hstack([ids, np.broadcast_to(part_ids, (len(queries), len(part_ids)))])
            scores = np.hstack([scores, queries @ vectors.T])
            best = np.argsort(-scores, axis=1, kind="stable")[:, :_TOP_K]
            ids, scores = np.take_along_axis(ids, best, 1), np.take_along_axis(scores, best, 1)
        return [set(row.tolist()) for row in ids]

    def _dimensions(self) -> int:
        return int(self._store.setting("dimensions") or "1")

    def _pragma(self, name: str) -> int:
        return int(self._database.rows(f"PRAGMA {name}")[0][0])

    def _size(self, name: str) -> int:
        path = Path(self._database.folder, name)
        return path.stat().st_size if path.exists() else 0


def _megabytes(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:,.1f} MB"
