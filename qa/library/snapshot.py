"""The disposable copy of the vectors beside the database.

It contains plain arrays instead of FAISS's own file format, which is not meant for untrusted files; filling a flat
index from arrays is just as fast. A damaged or outdated copy is ignored. A large library has inverted lists in this
file instead of vectors, see qa.library.inverted_file.
"""

import os
import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from qa.library.vectors import Ids, Vectors

FILE_NAME = "vectors.snapshot"
WORDS_FILE_NAME = "words.snapshot"
_FILE_NAMES = (FILE_NAME, WORDS_FILE_NAME)
_MAGIC = b"DLVEC001"
HEADER = struct.Struct("<8s32sqqiI")  # magic, library, sequence, vectors, dimensions, CRC-32


@dataclass(frozen=True, slots=True)
class SnapshotHeader:
    """What both kinds of snapshots begin with; the checksum covers what the kind says."""

    uuid: str
    sequence: int
    n_vectors: int
    dimensions: int
    crc: int = 0

    def packed(self, magic: bytes, crc: int) -> bytes:
        """Return the header as it is stored."""
        return HEADER.pack(magic, self.uuid.encode(), self.sequence, self.n_vectors, self.dimensions, crc)

    @classmethod
    def read(cls, file: IO[bytes], *magics: bytes) -> "SnapshotHeader | None":
        """Read a header; None if the file begins with another magic number. Raises struct.error, ValueError."""
        magic, uuid, *numbers = HEADER.unpack(file.read(HEADER.size))
        return cls(uuid.decode("ascii"), *numbers) if magic in magics else None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The vectors after change number `sequence` of the library `uuid`."""

    uuid: str
    sequence: int
    ids: Ids
    vectors: Vectors


def write_snapshot(folder: Path, snapshot: Snapshot) -> None:
    """Replace the snapshot atomically."""
    ids = snapshot.ids.astype("<i8").tobytes()
    vectors = snapshot.vectors.astype("<f4").tobytes()
    header = SnapshotHeader(snapshot.uuid, snapshot.sequence, *snapshot.vectors.shape)
    with replaced_file(folder / FILE_NAME) as file:
        file.write(header.packed(_MAGIC, zlib.crc32(vectors, zlib.crc32(ids))))
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


def read_snapshot(folder: Path, uuid: str, dimensions: int) -> Snapshot | None:
    """Read the snapshot of a library, or None if there is no valid one."""
    try:
        with (folder / FILE_NAME).open("rb") as file:
            header = SnapshotHeader.read(file, _MAGIC)
            if header is None or (header.uuid, header.dimensions) != (uuid, dimensions):
                return None
            body = memoryview(file.read())
    except (OSError, struct.error, ValueError):
        return None
    n_vectors = header.n_vectors
    if n_vectors < 0 or len(body) != n_vectors * (8 + 4 * dimensions) or zlib.crc32(body) != header.crc:
        return None
    ids = np.frombuffer(body[: 8 * n_vectors], dtype="<i8")
    vectors = np.frombuffer(body[8 * n_vectors :], dtype="<f4").reshape(n_vectors, dimensions)
    return Snapshot(uuid, header.sequence, ids, vectors)


def snapshot_sequence(path: Path, uuid: str) -> int | None:
    """Return the newest change that a snapshot of a library knows, sound or not; None if there is no snapshot."""
    try:
        with path.open("rb") as file:
            _, owner, known, *_ = HEADER.unpack(file.read(HEADER.size))
    except (OSError, struct.error):
        return None
    return int(known) if owner == uuid.encode() else None


def remove_newer_snapshots(folder: Path, uuid: str, sequence: int) -> None:
    """Delete snapshots that know changes after `sequence`, the last of the library.

    The database was restored from a copy or lost its newest changes. It will use their numbers and passage ids again.
    """
    for name in _FILE_NAMES:
        known = snapshot_sequence(folder / name, uuid)
        if known is not None and known > sequence:
            (folder / name).unlink(missing_ok=True)


def remove_stale_snapshots(folder: Path) -> None:
    """Delete temporary files of killed writers."""
    for name in _FILE_NAMES:
        for partial in folder.glob(f"{Path(name).stem}-*.partial"):
            partial.unlink(missing_ok=True)
