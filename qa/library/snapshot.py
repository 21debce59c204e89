"""The disposable copy of the vectors beside the database.

It contains plain arrays instead of FAISS's own file format, which is not meant for untrusted files; filling a flat
index from arrays is just as fast. A damaged or outdated copy is ignored. A large library has inverted lists in this
file instead of vectors, see qa.library.inverted_file.
"""

import os
import struct
import tempfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import IO

import numpy as np

from qa.library.vectors import Ids, Vectors

FILE_NAME = "vectors.snapshot"
WORDS_FILE_NAME = "words.snapshot"
_FILE_NAMES = (FILE_NAME, WORDS_FILE_NAME)
_MAGIC = b"DLVEC002"
HEADER = struct.Struct("<8s32sqqiI")  # magic, mark, sequence, vectors, dimensions, CRC-32
_EARLIER = (b"DLVEC001", b"DLIVF001", b"DLWRD002")  # magic numbers of earlier versions, which had no marks
Marks = Collection[str]


@dataclass(frozen=True, slots=True)
class SnapshotHeader:
    """What all snapshots begin with; see qa.library.history_marks for the mark.

    The checksum covers the other fields of the header, and what the kind of snapshot says.
    """

    mark: str
    sequence: int
    n_vectors: int
    dimensions: int
    crc: int = 0

    def packed(self, magic: bytes, *covered: bytes) -> bytes:
        """Return the header as it is stored, with a checksum that covers these parts of the file, too."""
        return self._packed(magic, self._checksum(magic, *covered))

    def is_sound(self, magic: bytes, *covered: bytes | memoryview) -> bool:
        """Return whether the header, and the parts of the file that it covers, are as they were written."""
        return self._checksum(magic, *covered) == self.crc

    @classmethod
    def read(cls, file: IO[bytes], *magics: bytes) -> "SnapshotHeader | None":
        """Read a header; None if the file begins with another magic number. Raises struct.error, ValueError."""
        magic, mark, *numbers = HEADER.unpack(file.read(HEADER.size))
        return cls(mark.decode("ascii"), *numbers) if magic in magics else None

    def _packed(self, magic: bytes, crc: int) -> bytes:
        return HEADER.pack(magic, self.mark.encode(), self.sequence, self.n_vectors, self.dimensions, crc)

    def _checksum(self, magic: bytes, *covered: bytes | memoryview) -> int:
        return reduce(lambda crc, part: zlib.crc32(part, crc), (self._packed(magic, 0), *covered), 0)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The vectors after change number `sequence`."""

    mark: str
    sequence: int
    ids: Ids
    vectors: Vectors


def write_snapshot(folder: Path, snapshot: Snapshot) -> None:
    """Replace the snapshot atomically."""
    ids = snapshot.ids.astype("<i8").tobytes()
    vectors = snapshot.vectors.astype("<f4").tobytes()
    header = SnapshotHeader(snapshot.mark, snapshot.sequence, *snapshot.vectors.shape)
    with replaced_file(folder / FILE_NAME) as file:
        file.write(header.packed(_MAGIC, ids, vectors))
        file.writelines((ids, vectors))


@contextmanager
def replaced_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file that takes a file's place when the block ends."""
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f"{path.stem}-", suffix=".partial", delete=False
    ) as file:
        partial = Path(file.name)
        try:
            yield file.file
            file.flush()
            os.fsync(file.fileno())
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise


def read_snapshot(folder: Path, marks: Marks, dimensions: int) -> Snapshot | None:
    """Read the snapshot with one of these marks, or None if there is no valid one."""
    try:
        with (folder / FILE_NAME).open("rb") as file:
            header = SnapshotHeader.read(file, _MAGIC)
            if header is None or header.mark not in marks or header.dimensions != dimensions:
                return None
            body = memoryview(file.read())
    except (OSError, struct.error, ValueError):
        return None
    n_vectors = header.n_vectors
    if n_vectors < 0 or len(body) != n_vectors * (8 + 4 * dimensions) or not header.is_sound(_MAGIC, body):
        return None
    ids = np.frombuffer(body[: 8 * n_vectors], dtype="<i8")
    vectors = np.frombuffer(body[8 * n_vectors :], dtype="<f4").reshape(n_vectors, dimensions)
    return Snapshot(header.mark, header.sequence, ids, vectors)


def mark_of(path: Path) -> str | None:
    """Return the mark of a snapshot of any kind, sound or not; None if there is no snapshot."""
    return None if (read := _mark_and_sequence(path)) is None else read[0]


def snapshot_sequence(path: Path, marks: Marks) -> int | None:
    """Return the newest change that a snapshot knows, sound or not; None if it has none of these marks."""
    read = _mark_and_sequence(path)
    return read[1] if read and read[0] in marks else None


def _mark_and_sequence(path: Path) -> tuple[str, int] | None:
    try:
        with path.open("rb") as file:
            _, mark, known, *_ = HEADER.unpack(file.read(HEADER.size))
        return mark.decode("ascii"), int(known)
    except (OSError, struct.error, ValueError):
        return None


def is_of_earlier_version(path: Path) -> bool:
    """Return whether a snapshot was written by an earlier version of Dateline; the next writer replaces it."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) in _EARLIER
    except OSError:
        return False


def remove_unknown_snapshot(path: Path, marks: Marks, sequence: int) -> None:
    """Delete a snapshot that has none of these marks or knows changes after `sequence`, the last of the library.

    The database was restored from a copy or lost its newest changes. It will use their numbers and passage ids again.
    """
    known = snapshot_sequence(path, marks)
    if (known is None or known > sequence) and path.is_file():
        path.unlink(missing_ok=True)


def remove_stale_snapshots(folder: Path) -> None:
    """Delete temporary files of killed writers."""
    for name in _FILE_NAMES:
        for partial in folder.glob(f"{Path(name).stem}-*.partial"):
            partial.unlink(missing_ok=True)
