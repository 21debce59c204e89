"""The vectors of a large library: FAISS inverted lists of 8-bit codes on disk, scored again with the stored vectors.

A query is compared with the codes of the lists whose centroids are nearest to it. The best of these are scored with
their exact vectors, so an approximate search can miss a passage but never scores one wrongly. Passages that were
added since the file was written are searched exactly in memory, and removed ones are skipped, so a change costs no
more than its own vectors.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.library.inverted_file import Codes, InvertedFile, Quantiser
from qa.library.vectors import ExactIndex, Ids, Vectors

VectorSource = Callable[[Sequence[int]], tuple[Ids, Vectors]]
N_PROBES = 128  # lists that are searched at least
N_COMPARED = 100_000  # codes that are compared at least, on average: 4 ms
_N_RESCORED = 2  # candidates for each wanted result
_LEAST_RESCORED = 100
_MET_PER_WANTED = 4  # passages in the searched lists for each candidate, on average
_TRAINING_ROUNDS = 8
_TRAINED_ON = 40  # vectors for each list


class QuantisedIndex:
    """An open file of inverted lists with the changes since; `vectors_of` returns the stored ones of those ids."""

    def __init__(self, file: InvertedFile, vectors_of: VectorSource) -> None:
        import faiss

        self._faiss: Any = faiss
        self.file = file
        self.dimensions = file.header.dimensions
        self._vectors_of = vectors_of
        self._added = ExactIndex(self.dimensions)
        self._removed: list[tuple[int, int]] = []
        self._n_removed = 0
        self._lists = self._mapped_lists()
        self._index = quantiser_index(file.quantiser)
        self._index.replace_invlists(self._lists)
        self._index.ntotal = file.header.n_vectors
        self._base_ids: Ids | None = None

    def __len__(self) -> int:
        return self.file.header.n_vectors - self._n_removed + len(self._added)

    @property
    def n_pending(self) -> int:
        """How many passages were added or removed since the file was written."""
        return self._n_removed + len(self._added)

    @property
    def ids(self) -> Ids:
        """A copy of the ids, shape (n,)."""
        base = self._stored_ids()
        return np.concatenate((base[~_within(base, self._removed)], self._added.ids))

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add vectors, shape (n, dimensions), under ids, shape (n,)."""
        self._added.add(ids, vectors)

    def remove(self, first: int, last: int) -> None:
        """Remove all ids from `first` to `last`."""
        before = self._stored_ids()
        gone = _within(before, [(first, last)]) & ~_within(before, self._removed)
        if n_gone := int(gone.sum()):
            self._removed.append((first, last))
            self._n_removed += n_gone
        self._added.remove(first, last)

    def search(self, vector: Vectors, limit: int, allowed: Ids | None) -> list[tuple[int, float]]:
        """Return the ids nearest to a unit vector with their exact cosine, best first."""
        n_rescored = max(limit * _N_RESCORED, _LEAST_RESCORED)
        ids, vectors = self._vectors_of(self._candidates(vector, n_rescored, allowed))
        found = list(zip(ids.tolist(), (vectors @ vector).tolist(), strict=True))
        found += self._added.search(vector, limit, allowed)
        return sorted(found, key=lambda each: (-each[1], each[0]))[:limit]

    def lists(self) -> Iterator[tuple[Codes, Ids]]:
        """Yield the codes and ids of each list with all changes, as they are written to the next file."""
        codes, numbers = encoded(self._index, self._added.vectors)
        added = self._added.ids
        for number in range(len(self.file.sizes)):
            old_ids = self.file.ids(number)
            kept, new = ~_within(old_ids, self._removed), numbers == number
            yield (
                np.concatenate((self.file.codes(number)[kept], codes[new])),
                np.concatenate((old_ids[kept], added[new])),
            )

    def _candidates(self, vector: Vectors, limit: int, allowed: Ids | None) -> list[int]:
        n_stored = self.file.header.n_vectors
        if n_stored == 0 or (allowed is not None and len(allowed) == 0):
            return []
        selector = None
        if allowed is not None or self._removed:
            mask = self._mask(allowed)
            selector = self._faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
        parameters = self._faiss.SearchParametersIVF(
            nprobe=self._n_probes(limit, n_stored if allowed is None else len(allowed)), sel=selector
        )
        _, ids = self._index.search(vector.reshape(1, -1), min(limit, n_stored), params=parameters)
        return [int(each) for each in ids[0] if each >= 0]

    def _n_probes(self, limit: int, n_allowed: int) -> int:
        """Return how many lists to search: more if few passages are allowed or many are wanted."""
        n_lists, n_stored = len(self.file.sizes), self.file.header.n_vectors
        least = max(N_COMPARED * n_lists, N_PROBES * n_stored, _MET_PER_WANTED * limit * n_lists)
        return min(n_lists, math.ceil(least / n_allowed))

    def _mask(self, allowed: Ids | None) -> NDArray[np.bool_]:
        """Return for each number up to the highest id whether a search may return it."""
        if allowed is None:
            mask = np.ones(int(self._stored_ids().max(initial=0)) + 1, dtype=bool)
        else:
            mask = np.zeros(int(allowed.max()) + 1, dtype=bool)
            mask[allowed] = True
        for first, last in self._removed:
            mask[first : last + 1] = False
        return mask

    def _stored_ids(self) -> Ids:
        if self._base_ids is None:
            self._base_ids = self.file.all_ids()
        return self._base_ids

    def _mapped_lists(self) -> Any:
        """Return FAISS's view of the lists in the file; it reads only those that are searched."""
        lists = self._faiss.OnDiskInvertedLists()
        lists.nlist, lists.code_size = len(self.file.sizes), self.dimensions
        lists.filename, lists.totsize = str(self.file.path), len(self.file.mapped)
        lists.read_only, lists.prefetch_nthread = True, 0
        for size, offset in zip(self.file.sizes.tolist(), self.file.offsets.tolist(), strict=True):
            one = self._faiss.OnDiskOneList()
            one.size, one.capacity, one.offset = size, -(-size // 8) * 8, offset
            lists.lists.push_back(one)
        lists.do_mmap()
        return lists


def train_quantiser(vectors: Vectors, n_vectors: int) -> Quantiser:
    """Return a quantiser for a library of `n_vectors`, trained on a sample, shape (n, dimensions)."""
    import faiss

    dimensions = vectors.shape[1]
    index = _empty_index(faiss, dimensions, min(n_lists_for(n_vectors), len(vectors)))
    index.cp.niter, index.cp.spherical, index.cp.seed = _TRAINING_ROUNDS, True, 1
    index.cp.min_points_per_centroid = 1
    index.cp.max_points_per_centroid = _TRAINED_ON
    index.train(np.ascontiguousarray(vectors))
    ranges = faiss.vector_to_array(index.sq.trained).reshape(2, dimensions)
    return Quantiser(ranges, index.quantizer.reconstruct_n(0, index.nlist), n_vectors)


def n_lists_for(n_vectors: int) -> int:
    """Return how many lists a library of a size gets: a power of two near twice its square root."""
    return 1 << max(0, round(math.log2(2 * math.sqrt(max(n_vectors, 1)))))


def n_sampled(n_vectors: int) -> int:
    """Return how many vectors the quantiser of a library of a size is trained on."""
    return min(n_vectors, _TRAINED_ON * n_lists_for(n_vectors))


def quantiser_index(quantiser: Quantiser) -> Any:
    """Return an empty FAISS index with a trained quantiser."""
    import faiss

    index = _empty_index(faiss, quantiser.ranges.shape[1], len(quantiser.centroids))
    faiss.copy_array_to_vector(
        np.ascontiguousarray(quantiser.ranges.ravel(), dtype=np.float32), index.sq.trained
    )
    index.quantizer.add(np.ascontiguousarray(quantiser.centroids, dtype=np.float32))
    index.is_trained = True
    return index


def encoded(index: Any, vectors: Vectors) -> tuple[Codes, NDArray[np.int64]]:
    """Return the codes of vectors, shape (n, dimensions), and the list of each, shape (n,)."""
    if not len(vectors):
        return np.empty((0, index.d), dtype=np.uint8), np.empty(0, dtype=np.int64)
    vectors = np.ascontiguousarray(vectors)
    _, numbers = index.quantizer.search(vectors, 1)
    return index.sq.compute_codes(vectors), numbers[:, 0]


def built_lists(
    quantiser: Quantiser, n_vectors: int, parts: Iterable[tuple[Ids, Vectors]]
) -> Iterator[tuple[Codes, Ids]]:
    """Yield the codes and ids of each list, for `n_vectors` vectors that come in parts."""
    index = quantiser_index(quantiser)
    codes = np.empty((n_vectors, index.d), dtype=np.uint8)
    numbers, ids = np.empty(n_vectors, dtype=np.int64), np.empty(n_vectors, dtype=np.int64)
    filled = 0
    for part_ids, vectors in parts:
        rows = slice(filled, filled := filled + len(part_ids))
        codes[rows], numbers[rows] = encoded(index, vectors)
        ids[rows] = part_ids
    order = np.argsort(numbers[:filled], kind="stable")
    ends = np.searchsorted(numbers[order], np.arange(index.nlist + 1))
    for first, last in pairwise(ends.tolist()):
        yield codes[order[first:last]], ids[order[first:last]]


def _empty_index(faiss: Any, dimensions: int, n_lists: int) -> Any:
    centroids = faiss.IndexFlatIP(dimensions)
    kind, metric, by_residual = faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
    return faiss.IndexIVFScalarQuantizer(centroids, dimensions, n_lists, kind, metric, by_residual)


def _within(ids: Ids, ranges: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Return for each id whether it lies in one of the ranges."""
    if not ranges:
        return np.zeros(len(ids), dtype=bool)
    firsts, lasts = np.array(sorted(ranges), dtype=np.int64).T
    place = np.searchsorted(firsts, ids, side="right") - 1
    inside: NDArray[np.bool_] = (place >= 0) & (ids <= lasts[place])
    return inside
