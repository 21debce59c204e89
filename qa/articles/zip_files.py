"""Reading zip files, whose directory and sizes can lie."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from qa.articles.documents import DocumentError, Limits

_CHUNK_BYTES = 1 << 20
_SMALL_BYTES = 10_000_000  # the ratio of smaller files isn't checked: short repetitive texts are packed well
_ENCRYPTED = 0x1
_REMEDY = "Unpack it and add the files that you need."


def open_zip(data: bytes, what: str) -> zipfile.ZipFile:
    """Open a zip file; DocumentError if it isn't one."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
        raise DocumentError(
            f"This is not {what}, or it is damaged.", "Open it in its own program and save it again."
        ) from error


def files_in(archive: zipfile.ZipFile, limits: Limits) -> Iterator[zipfile.ZipInfo]:
    """Yield the entries that are files; DocumentError if there are too many."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > limits.n_members:
        raise DocumentError(f"It holds {len(entries):,} files; the maximum is {limits.n_members:,}.", _REMEDY)
    yield from entries


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> bytes:
    """Return a file's bytes, counted while they are unpacked; DocumentError if they are too many."""
    if entry.flag_bits & _ENCRYPTED:
        raise DocumentError(
            "This file is encrypted.", "Unpack it with its password and add the unpacked file."
        )
    read = bytearray()
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                read += chunk
                refuse_bomb(len(read), entry.compress_size, limits)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise DocumentError(f"This file can't be unpacked ({error}).", "Create the archive again.") from error
    return bytes(read)


def refuse_bomb(n_bytes: int, n_packed: int, limits: Limits) -> None:
    """Raise DocumentError if this many bytes are too many, or too many for their packed size."""
    if n_bytes > limits.file_bytes:
        raise DocumentError(
            f"This file has more than {limits.file_bytes / 1e6:.0f} MB when unpacked.",
            "Split it, or increase max_file_megabytes in the settings.",
        )
    if n_bytes > _SMALL_BYTES and n_bytes > limits.expansion * max(n_packed, 1):
        raise DocumentError(
            f"This file is packed to less than 1/{limits.expansion} of its size, like a zip bomb.",
            "If you trust it, unpack it and add the unpacked file.",
        )
