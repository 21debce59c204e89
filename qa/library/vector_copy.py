"""The copy of the vectors that is searched: opened from its file, and kept up to date from the change log.

A small library is searched exactly in memory. A larger one is searched in a quantised file, see qa.library.quantised.
Either copy can be made again from the stored vectors at any time.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import numpy as np

from qa.errors import LibraryError
from qa.library.change_log import chunks
from qa.library.database import Database
from qa.library.history_marks import HistoryMarks
from qa.library.inverted_file import Codes, Quantiser, read_inverted_file, write_inverted_file
from qa.library.quantised import QuantisedIndex, built_lists, n_sampled, train_quantiser
from qa.library.snapshot import (
    FILE_NAME,
    Snapshot,
    SnapshotHeader,
    read_snapshot,
    remove_unknown_snapshot,
    snapshot_sequence,
    write_snapshot,
)
from qa.library.store import Ids, Store
from qa.library.vectors import ExactIndex, VectorIndex, Vectors
from qa.records import Filters

EXACT_UP_TO = 50_000  # passages; docs/decisions has the figures
_STAYS_ABOVE = 0.8  # of that number, so that a library near it doesn't switch again and again
PENDING_SHARE = 0.02  # changes that are kept in memory, as a share of the passages
_GROWN = 4  # times as many passages as the quantiser was trained for
_MOST_REPLACED = 5
_ASKED_AT_ONCE = 500


class VectorCopy:
    """Searches a copy of a library's vectors; safe to use from several threads.

    Libraries of up to `exact_up_to` passages are searched exactly.
    """

    def __init__(self, database: Database, store: Store, exact_up_to: int = EXACT_UP_TO) -> None:
        self._exact_up_to = exact_up_to
        self._database = database
        self._store = store
        self._path = database.folder / FILE_NAME
        self._marks = HistoryMarks(store, self._path)
        self._index: VectorIndex | None = None
        self._sequence = 0
        self._identity: object = None  # of the database that the copy is of
        self._lock = threading.Lock()

    def search(self, vector: Vectors, filters: Filters, limit: int) -> list[tuple[int, float]]:
        """Return passage ids with their cosine to a unit vector, best first."""
        with self._lock:
            return self._fresh().search(vector, limit, self._store.allowed(filters))

    def refresh(self) -> None:
        """Open the copy and bring it up to date."""
        with self._lock:
            self._fresh()

    def ids(self) -> Ids:
        """Return the ids in the copy, brought up to date, shape (n,)."""
        with self._lock:
            return self._fresh().ids

    def remove_unknown(self) -> None:
        """Delete a file of changes that the library doesn't have; the caller holds the writer's lock."""
        remove_unknown_snapshot(self._path, self._marks.known(), self._store.sequence())

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Forget the copy, and keep it closed during the block."""
        with self._lock:
            self._index, self._sequence = None, 0
            yield

    def save(self) -> None:
        """Write the copy if enough has changed since it was written; the caller holds the writer's lock."""
        with self._lock:
            index = self._fresh()
            if self._is_large(index):
                self._save_quantised(index)
            else:
                self._save_exact(index)

    def _fresh(self) -> VectorIndex:
        """Return the copy with all stored changes."""
        with self._database.snapshot():
            index, identity, sequence = self._index, self._database.identity(), self._store.sequence()
            is_replaced = identity != self._identity or sequence < self._sequence
            if index is not None and not is_replaced and sequence == self._sequence:
                return index
            # An empty one may be older than the model.
            if not index or is_replaced or self._is_overtaken(index):
                self._index = None
                index = self._opened()
            self._catch_up(index)
            self._identity, self._sequence = identity, sequence
            if isinstance(index, ExactIndex) and not self._agrees(index):
                index = self._rebuilt()
            self._index = index
        return index

    def _agrees(self, index: ExactIndex) -> bool:
        """Return whether the passages are those in the index; for a large library, this would take too long."""
        return (len(index), int(index.ids.sum())) == self._store.tally()

    def _opened(self) -> VectorIndex:
        """Open the copy from its file, or make a new one; `_sequence` says which changes it has."""
        if (quantised := self._opened_quantised()) is not None:
            return quantised
        index = ExactIndex(self._dimensions())
        snapshot = read_snapshot(self._path.parent, self._marks.known(), index.dimensions)
        if snapshot is not None and snapshot.sequence <= self._store.sequence():
            index.add(snapshot.ids, snapshot.vectors)
            self._sequence = snapshot.sequence
            return index
        return self._rebuilt()

    def _opened_quantised(self) -> QuantisedIndex | None:
        dimensions = self._dimensions()
        for _ in range(_MOST_REPLACED):
            file = read_inverted_file(self._path, self._marks.known(), dimensions)
            if file is None or file.header.sequence > self._store.sequence():  # of changes that were lost
                return None
            index = QuantisedIndex(file, lambda ids: self._store.vectors_found(ids, dimensions))
            if (
                file.is_current
            ):  # FAISS opened it by its name, which another process may have given to a new file
                self._sequence = file.header.sequence
                return index
        return None

    def _catch_up(self, index: VectorIndex) -> None:
        for removed, first, last in chunks(self._store.changes_after(self._sequence)):
            if removed:
                index.remove(first, last)
            else:
                index.add(*self._store.vectors(first, last, index.dimensions))

    def _rebuilt(self) -> VectorIndex:
        """Return a copy of the stored vectors.

        A large library's is written if possible, because it takes a minute to make.
        """
        dimensions = self._dimensions()
        self._sequence = self._store.sequence()
        if self._store.n_passages() > self._exact_up_to:
            with suppress(LibraryError):  # in a read-only folder, or on a full disk
                self._write_built()
            if (quantised := self._opened_quantised()) is not None:
                return quantised
        index = ExactIndex(dimensions)
        for part in self._store.vector_parts(dimensions):
            index.add(*part)
        return index

    def _is_large(self, index: VectorIndex) -> bool:
        limit = self._exact_up_to * (_STAYS_ABOVE if isinstance(index, QuantisedIndex) else 1)
        return len(index) > limit

    def _is_overtaken(self, index: VectorIndex) -> bool:
        """Return whether many changes are missing, and the file has some of them."""
        newest = snapshot_sequence(self._path, self._marks.known()) or 0
        return (
            isinstance(index, QuantisedIndex)
            and _is_due(self._store.n_changed_after(index.file.header.sequence), len(index))
            and newest > index.file.header.sequence
        )

    def _save_exact(self, index: VectorIndex) -> None:
        known = snapshot_sequence(self._path, self._marks.known())
        if isinstance(index, QuantisedIndex):
            self._path.unlink(missing_ok=True)
            self._index = index = self._rebuilt()
        elif known is not None and not _is_due(self._store.n_changed_after(known), len(index)):
            return
        assert isinstance(index, ExactIndex)  # noqa: S101 - a small library's always is
        with self._database.speaking():
            mark = self._marks.renewed()
            write_snapshot(self._path.parent, Snapshot(mark, self._sequence, index.ids, index.vectors))

    def _save_quantised(self, index: VectorIndex) -> None:
        if not isinstance(index, QuantisedIndex) or len(index) > _GROWN * index.file.quantiser.n_trained:
            self._write_built()
        elif _is_due(index.n_pending, len(index)):
            self._write(index.file.quantiser, len(index), index.lists())
        else:
            return
        self._index = self._opened_quantised()

    def _write_built(self) -> None:
        """Train a quantiser and write a file from the stored vectors."""
        dimensions = self._dimensions()
        n_vectors = self._store.n_passages()
        quantiser = train_quantiser(self._sample(n_sampled(n_vectors), dimensions), n_vectors)
        self._write(
            quantiser, n_vectors, built_lists(quantiser, n_vectors, self._store.vector_parts(dimensions))
        )

    def _write(self, quantiser: Quantiser, n_vectors: int, lists: Iterable[tuple[Codes, Ids]]) -> None:
        def header() -> SnapshotHeader:
            return SnapshotHeader(self._marks.renewed(), self._sequence, n_vectors, self._dimensions())

        with self._database.speaking():
            write_inverted_file(self._path.parent, header, quantiser, lists)

    def _sample(self, n_wanted: int, dimensions: int) -> Vectors:
        """Return stored vectors drawn at random, shape (about n_wanted, dimensions)."""
        first, last = self._store.passage_range()
        drawn = np.random.default_rng(0)
        n_drawn = min(last + 1 - first, 2 * n_wanted)
        ids = np.sort(drawn.choice(last + 1 - first, size=n_drawn, replace=False) + first)
        parts = (ids[start : start + _ASKED_AT_ONCE] for start in range(0, n_drawn, _ASKED_AT_ONCE))
        found = np.concatenate([self._store.vectors_found(part.tolist(), dimensions)[1] for part in parts])
        return drawn.permutation(found)[:n_wanted]

    def _dimensions(self) -> int:
        """Return the dimensions of the library's vectors, 1 before its model is known."""
        with self._database.understanding():
            return int(self._store.setting("dimensions") or "1")


def _is_due(n_changed: int, n_vectors: int) -> bool:
    return n_changed > PENDING_SHARE * n_vectors
