"""The vectors in FAISS, searched exactly."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Vectors = NDArray[np.float32]


class VectorIndex(Protocol):
    """Passage ids with their unit vectors; inner product is cosine."""

    dimensions: int

    def __len__(self) -> int:
        """Return how many vectors there are."""

    @property
    def ids(self) -> Ids:
        """The ids, shape (n,), in any order."""

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add vectors, shape (n, dimensions), under ids, shape (n,)."""

    def remove(self, first: int, last: int) -> None:
        """Remove all ids from `first` to `last`."""

    def search(self, vector: Vectors, limit: int, allowed: Ids | None) -> list[tuple[int, float]]:
        """Return the ids nearest to a unit vector with their cosine, best first."""


class ExactIndex:
    """Compares a query with every vector."""

    def __init__(self, dimensions: int) -> None:
        import faiss

        self._faiss: Any = faiss
        self._flat = faiss.IndexFlatIP(dimensions)
        self._index = faiss.IndexIDMap(self._flat)
        self.dimensions = dimensions

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def ids(self) -> Ids:
        """The ids, shape (n,), in the order of the vectors."""
        ids: Ids = self._faiss.vector_to_array(self._index.id_map)
        return ids

    @property
    def vectors(self) -> Vectors:
        """A copy of the vectors, shape (n, dimensions)."""
        stored: Vectors = self._flat.reconstruct_n(0, len(self)) if len(self) else self._nothing()
        return stored

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add vectors, shape (n, dimensions), under ids, shape (n,)."""
        if len(ids):
            self._index.add_with_ids(np.ascontiguousarray(vectors), np.ascontiguousarray(ids))

    def remove(self, first: int, last: int) -> None:
        """Remove all ids from `first` to `last`."""
        self._index.remove_ids(self._faiss.IDSelectorRange(first, last + 1))

    def search(self, vector: Vectors, limit: int, allowed: Ids | None) -> list[tuple[int, float]]:
        """Return the ids nearest to a unit vector with their cosine, best first."""
        parameters = None
        if allowed is not None:
            selector = self._faiss.IDSelectorBatch(allowed)
            parameters = self._faiss.SearchParameters(sel=selector)
        limit = min(limit, len(self))
        if limit == 0:
            return []
        scores, ids = self._index.search(vector.reshape(1, -1), limit, params=parameters)
        return [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]

    def _nothing(self) -> Vectors:
        return np.empty((0, self.dimensions), dtype=np.float32)
