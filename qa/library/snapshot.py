"""The disposable copy of the vectors beside the database.

It contains plain arrays instead of FAISS's own file format, which is not meant for untrusted files; filling a flat
index from arrays is just as fast. A damaged or outdated copy is ignored.
"""

import os
import struct
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.library.vectors import Ids, Vectors

FILE_NAME = "vectors.snapshot"
_MAGIC = b"DLVEC001"
_HEADER = struct.Struct("<8s32sqqiI")  # magic, library, sequence, vectors, dimensions, CRC-32


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
    crc = zlib.crc32(vectors, zlib.crc32(ids))
    n_vectors, dimensions = snapshot.vectors.shape
    header = _HEADER.pack(_MAGIC, snapshot.uuid.encode(), snapshot.sequence, n_vectors, dimensions, crc)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="vectors-", suffix=".partial", delete=False) as file:
        partial = Path(file.name)
        try:
            file.writelines((header, ids, vectors))
            file.flush()
            os.fsync(file.fileno())
            partial.replace(folder / FILE_NAME)
        except OSError:
            partial.unlink(missing_ok=True)
            raise


def read_snapshot(folder: Path, uuid: str, dimensions: int) -> Snapshot | None:
    """Read the snapshot of a library, or None if there is no valid one."""
    try:
        data = (folder / FILE_NAME).read_bytes()
        magic, owner, sequence, n_vectors, width, crc = _HEADER.unpack_from(data)
    except (OSError, struct.error):
        return None
    body = memoryview(data)[_HEADER.size :]
    if (magic, owner, width) != (_MAGIC, uuid.encode(), dimensions) or n_vectors < 0:
        return None
    if len(body) != n_vectors * (8 + 4 * dimensions) or zlib.crc32(body) != crc:
        return None
    ids = np.frombuffer(body[: 8 * n_vectors], dtype="<i8")
    vectors = np.frombuffer(body[8 * n_vectors :], dtype="<f4").reshape(n_vectors, dimensions)
    return Snapshot(uuid, sequence, ids, vectors)


def remove_newer_snapshot(folder: Path, uuid: str, sequence: int) -> None:
    """Delete a snapshot that knows changes after `sequence`, the last of the library.

    The database was restored from a copy or lost its newest changes. It will use their numbers and passage ids again.
    """
    try:
        with (folder / FILE_NAME).open("rb") as file:
            _, owner, known, *_ = _HEADER.unpack(file.read(_HEADER.size))
    except (OSError, struct.error):
        return
    if owner == uuid.encode() and known > sequence:
        (folder / FILE_NAME).unlink(missing_ok=True)


def remove_stale_snapshots(folder: Path) -> None:
    """Delete temporary files of killed writers."""
    for partial in folder.glob("vectors-*.partial"):
        partial.unlink(missing_ok=True)
