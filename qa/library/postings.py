"""The words of a large library as arrays in a file that is mapped into memory.

For each stem of the full-text index, the file has the passages that contain it, and how often. A question's passages
are scored from these arrays with FTS5's own formula, in a few nanoseconds each instead of the 500 that FTS5 needs.
Like the copy of the vectors, the file can be made again from the database at any time:

    header      as in qa.library.snapshot, with its own magic number; its checksum covers all but the postings
    counts      of postings, stems, bytes of stems and passage numbers, and the CRC-32 of the postings
    ids         of the passages of each stem, in order, uint32
    frequencies how often a passage has the stem; twice what BM25 counts, so that titles count a half, uint8
    starts      of each stem's postings, and the end of the last, int64
    ends        of each stem's bytes, int64
    lengths     of the passages by their id, in words, 0 for an id that no passage has, uint16
    stems       in the order of their bytes, UTF-8

Stems that most passages contain are left out; BM25 gives them no weight.
"""

import mmap
import os
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from qa.library.database import Database
from qa.library.snapshot import HEADER, WORDS_FILE_NAME, Marks, SnapshotHeader, replaced_file

TITLE_UNITS, TEXT_UNITS = 1, 2  # of a stored frequency
MOST_TIMES, MOST_WORDS = 255, 65_535  # that are stored; more count as so many
_MAGIC = b"DLWRD004"
_COUNTS = struct.Struct("<qqqqI4x")
_GOES_ON = 0x80  # bit of each byte but the last of a variable-length integer
_LEFT_OUT = 0.55  # share of the passages; above 0.5, so that changes of the library can't give a weight
_PLACES = "SELECT group_concat(doc * 2 + (col = 'text')) FROM temp.stem_places WHERE term = ?"
Counts = tuple[NDArray[np.uint32], NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class PostingsFile:
    """An open file of postings; the arrays are views of the mapped file."""

    header: SnapshotHeader
    ids: NDArray[np.uint32]
    frequencies: NDArray[np.uint8]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    lengths: NDArray[np.uint16]
    stems: bytes
    crc: int
    stamp: tuple[int, int]

    def of(self, stem: bytes) -> Counts | None:
        """Return the ids of the passages with a stem, in order, and its frequencies there.

        Returns None if these were left out because most passages have the stem.
        """
        number = bisect_left(range(len(self.ends)), stem, key=self._stem)
        if number == len(self.ends) or self._stem(number) != stem:
            return self.ids[:0], self.frequencies[:0]
        start, end = map(int, self.starts[number : number + 2])
        return (self.ids[start:end], self.frequencies[start:end]) if start < end else None

    def is_at(self, path: Path) -> bool:
        """Return whether a path still leads to this file, and not to one that has replaced it."""
        try:
            return _stamp(path.stat()) == self.stamp
        except OSError:
            return False

    def is_sound(self) -> bool:
        """Return whether the postings have the checksum that they were written with; reads the whole file."""
        return zlib.crc32(self.frequencies.data, zlib.crc32(self.ids.data)) == self.crc

    def _stem(self, number: int) -> bytes:
        start = int(self.ends[number - 1]) if number else 0
        return self.stems[start : int(self.ends[number])]


def write_postings(database: Database, mark: str, sequence: int) -> None:
    """Write the file from the full-text index; the caller sees one state of the database."""
    lengths = _lengths(database)
    with replaced_file(database.folder / WORDS_FILE_NAME) as file:
        file.write(bytes(HEADER.size + _COUNTS.size))
        stems, sizes, frequencies = [], [], []
        crc = 0
        for stem, (ids, times) in _all_postings(database, int(np.count_nonzero(lengths))):
            stems.append(stem.encode())
            sizes.append(len(ids))
            frequencies.append(times.tobytes())
            crc = zlib.crc32(ids.tobytes(), crc)
            file.write(ids.tobytes())
        for part in frequencies:
            crc = zlib.crc32(part, crc)
        file.writelines(frequencies)
        n_postings = sum(sizes)
        file.write(bytes(-5 * n_postings % 8))
        rest = (
            np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))).astype("<i8").tobytes()
            + np.cumsum([len(stem) for stem in stems], dtype="<i8").tobytes()
            + lengths.astype("<u2").tobytes()
            + b"".join(stems)
        )
        file.write(rest)
        counts = _COUNTS.pack(n_postings, len(stems), sum(map(len, stems)), len(lengths), crc)
        header = SnapshotHeader(mark, sequence, int(np.count_nonzero(lengths)), 0)
        file.seek(0)
        file.write(header.packed(_MAGIC, counts, rest) + counts)


def read_postings(path: Path, marks: Marks) -> PostingsFile | None:
    """Open the file of postings with one of these marks, or return None if there is no valid one."""
    try:
        with path.open("rb") as file:
            header = SnapshotHeader.read(file, _MAGIC)
            if header is None or header.mark not in marks:
                return None
            return _mapped(header, file)
    except (OSError, struct.error, ValueError):
        return None


def _mapped(header: SnapshotHeader, file: IO[bytes]) -> PostingsFile | None:
    counts = file.read(_COUNTS.size)
    n_postings, n_stems, n_bytes, n_lengths, crc = _COUNTS.unpack(counts)
    if min(n_postings, n_stems, n_bytes, n_lengths) < 0:
        return None
    whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    ids = HEADER.size + _COUNTS.size
    frequencies = ids + 4 * n_postings
    starts = frequencies + n_postings + -5 * n_postings % 8
    ends = starts + 8 * (n_stems + 1)
    lengths = ends + 8 * n_stems
    stems = lengths + 2 * n_lengths
    if len(whole) != stems + n_bytes or not header.is_sound(_MAGIC, counts, whole[starts:]):
        return None
    return PostingsFile(
        header,
        np.frombuffer(whole[ids:frequencies], dtype="<u4"),
        np.frombuffer(whole[frequencies : frequencies + n_postings], dtype="u1"),
        np.frombuffer(whole[starts:ends], dtype="<i8"),
        np.frombuffer(whole[ends:lengths], dtype="<i8"),
        np.frombuffer(whole[lengths:stems], dtype="<u2"),
        bytes(whole[stems:]),
        crc,
        _stamp(os.fstat(file.fileno())),
    )


def _stamp(status: os.stat_result) -> tuple[int, int]:
    return status.st_ino, status.st_mtime_ns


def _all_postings(database: Database, n_passages: int) -> Iterator[tuple[str, Counts]]:
    """Yield the stems in order with their postings, or with none if they have no weight."""
    for table, kind in (("stem_places", "instance"), ("stem_counts", "row")):
        database.rows(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{table} USING fts5vocab (main, passage_words, {kind})"
        )
    for stem, n_with in database.rows("SELECT term, doc FROM temp.stem_counts"):
        is_left_out = n_with > _LEFT_OUT * n_passages
        ((places,),) = [("",)] if is_left_out else database.rows(_PLACES, (stem,))
        yield stem, _counted(np.fromstring(places or "", dtype=np.int64, sep=","))


def _counted(places: NDArray[np.int64]) -> Counts:
    """Return ids and frequencies of one stem's places, each 2 * id, plus 1 in a text."""
    ids = places >> 1
    first = np.flatnonzero(np.diff(ids, prepend=-1))
    units = np.where(places & 1, TEXT_UNITS, TITLE_UNITS)
    times = np.minimum(np.add.reduceat(units, first) if len(first) else units, MOST_TIMES)
    return ids[first].astype("<u4"), times.astype(np.uint8)


def _lengths(database: Database) -> NDArray[np.uint16]:
    """Return how many words each passage and its title have, by its id."""
    rows = database.rows("SELECT id, sz FROM passage_words_docsize")
    lengths = np.zeros(max((row[0] for row in rows), default=-1) + 1, dtype=np.uint16)
    for key, sizes in rows:
        lengths[key] = min(sum(varints(sizes)), MOST_WORDS)
    return lengths


def varints(packed: bytes) -> list[int]:
    """Return the numbers in a blob of SQLite's variable-length integers."""
    found, value = [], 0
    for byte in packed:
        value = value << 7 | byte & ~_GOES_ON
        if not byte & _GOES_ON:
            found.append(value)
            value = 0
    return found
