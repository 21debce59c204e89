"""The file of a quantised index: inverted lists of 8-bit codes that stay on disk and are mapped into memory.

The file contains plain arrays, like an exact snapshot, because FAISS's own format is not meant for untrusted files:

    header      as in qa.library.snapshot, with its own magic number; its checksum covers the parts up to the lists
    counts      number of lists, number of vectors that the quantiser was trained for, CRC-32 of the lists
    ranges      least value and range of each dimension, shape (2, dimensions), float32
    centroids   shape (n_lists, dimensions), float32
    sizes       vectors in each list, shape (n_lists,), int64
    lists       for each list its codes, padded to a multiple of 8 vectors, then its ids, padded likewise

Opening reads everything but the lists. A damaged code or id can only make a search miss a passage: what is found is
scored with the stored vector. `dateline doctor` checks the lists, too.
"""

import os
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from qa.library.snapshot import FILE_NAME, HEADER, Marks, SnapshotHeader, replaced_file
from qa.library.vectors import Ids, Vectors

Codes = NDArray[np.uint8]
MAGIC = b"DLIVF002"
_COUNTS = struct.Struct("<qqI4x")
_ALIGNED = 8  # vectors; the ids after them then begin at a multiple of 8 bytes
_MOST_LISTS = 1 << 20


@dataclass(frozen=True, slots=True)
class Quantiser:
    """What maps vectors to lists and codes.

    `ranges` has shape (2, dimensions), `centroids` (n_lists, dimensions). `n_trained` is the size of the library
    that it was trained for.
    """

    ranges: Vectors
    centroids: Vectors
    n_trained: int


@dataclass(frozen=True, slots=True)
class InvertedFile:
    """An open file of inverted lists; `sizes` and `offsets` (bytes) have shape (n_lists,)."""

    path: Path
    header: SnapshotHeader
    quantiser: Quantiser
    sizes: Ids
    offsets: Ids
    crc: int
    inode: int
    mapped: Codes

    @property
    def is_current(self) -> bool:
        """Whether the path still leads to this file, and not to one that has replaced it."""
        try:
            return self.path.stat().st_ino == self.inode
        except OSError:
            return False

    def codes(self, number: int) -> Codes:
        """Return the codes of a list, shape (n, dimensions), without copying them."""
        width, size, start = self.header.dimensions, int(self.sizes[number]), int(self.offsets[number])
        return self.mapped[start : start + size * width].reshape(size, width)

    def ids(self, number: int) -> Ids:
        """Return the ids of a list, shape (n,), without copying them."""
        size, start = int(self.sizes[number]), int(self.offsets[number])
        start += _padded(size) * self.header.dimensions
        return self.mapped[start : start + 8 * size].view("<i8")

    def all_ids(self) -> Ids:
        """Return a copy of all ids, shape (n,)."""
        return np.concatenate([np.empty(0, dtype=np.int64), *map(self.ids, range(len(self.sizes)))])

    def are_lists_sound(self) -> bool:
        """Return whether the lists have the checksum that they were written with; reads the whole file."""
        return zlib.crc32(memoryview(self.mapped[int(self.offsets[0]) :].data)) == self.crc


def write_inverted_file(
    folder: Path,
    header: Callable[[], SnapshotHeader],
    quantiser: Quantiser,
    lists: Iterable[tuple[Codes, Ids]],
) -> None:
    """Replace the snapshot with inverted lists, given as codes and ids for each centroid.

    `header` is called when the lists, which take a minute to make, have been written.
    """
    with replaced_file(folder / FILE_NAME) as file:
        n_lists = len(quantiser.centroids)
        prefix = HEADER.size + _COUNTS.size + 4 * quantiser.ranges.size + 4 * quantiser.centroids.size
        file.seek(prefix + 8 * n_lists)
        sizes, crc = _write_lists(file, lists)
        body = b"".join(
            (
                _COUNTS.pack(n_lists, quantiser.n_trained, crc),
                quantiser.ranges.astype("<f4").tobytes(),
                quantiser.centroids.astype("<f4").tobytes(),
                sizes.astype("<i8").tobytes(),
            )
        )
        file.seek(0)
        file.write(header().packed(MAGIC, body))
        file.write(body)


def read_inverted_file(path: Path, marks: Marks, dimensions: int) -> InvertedFile | None:
    """Open the inverted lists with one of these marks, or return None if there are no valid ones."""
    try:
        with path.open("rb") as file:
            header = SnapshotHeader.read(file, MAGIC)
            if header is None or header.mark not in marks or header.dimensions != dimensions:
                return None
            counts = file.read(_COUNTS.size)
            n_lists, n_trained, crc = _COUNTS.unpack(counts)
            if not 0 < n_lists <= _MOST_LISTS:
                return None
            body = file.read(n_lists * (4 * dimensions + 8) + 8 * dimensions)
            if not header.is_sound(MAGIC, counts, body):
                return None
            inode = os.fstat(file.fileno()).st_ino
            mapped = np.memmap(file, dtype=np.uint8, mode="r")
    except (OSError, struct.error, ValueError):
        return None
    values = np.frombuffer(body, dtype="<f4", count=(n_lists + 2) * dimensions).reshape(-1, dimensions)
    sizes = np.frombuffer(body, dtype="<i8", offset=4 * values.size)
    offsets = _offsets(sizes, HEADER.size + _COUNTS.size + len(body), dimensions)
    if offsets is None or offsets[-1] != len(mapped) or int(sizes.sum()) != header.n_vectors:
        return None
    quantiser = Quantiser(values[:2], values[2:], n_trained)
    return InvertedFile(path, header, quantiser, sizes, offsets[:-1], crc, inode, mapped)


def _write_lists(file: IO[bytes], lists: Iterable[tuple[Codes, Ids]]) -> tuple[Ids, int]:
    """Write lists and return their sizes and the checksum."""
    sizes, crc = [], 0
    for codes, ids in lists:
        for part in _padded_parts(codes, ids):
            file.write(part)
            crc = zlib.crc32(part, crc)
        sizes.append(len(ids))
    return np.array(sizes, dtype=np.int64), crc


def _padded_parts(codes: Codes, ids: Ids) -> Iterator[bytes]:
    n_missing = _padded(len(ids)) - len(ids)
    yield codes.tobytes()
    yield bytes(n_missing * codes.shape[1])
    yield ids.astype("<i8").tobytes()
    yield bytes(8 * n_missing)


def _offsets(sizes: Ids, start: int, dimensions: int) -> Ids | None:
    """Return where each list begins and the last one ends, in bytes; None if the sizes make no sense."""
    if (sizes < 0).any() or (sizes > 1 << 40).any():
        return None
    lengths = -(-sizes // _ALIGNED) * _ALIGNED * (dimensions + 8)
    return np.concatenate(([start], start + np.cumsum(lengths))).astype(np.int64)


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
