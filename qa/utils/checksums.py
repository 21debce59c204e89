"""Files checked against a list of their SHA-256 digests, in the format of `sha256sum`.

The list is in the same folder and part of the package, so a file that was truncated, altered or lost after the
installation is noticed before it is used.
"""

import hashlib
import re
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from qa.errors import WeightsError

LIST_NAME = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](\S.*)")
_INSTALL_AGAIN = "Install Dateline again."
_verified: set[tuple[str, str, int, int]] = set()
_locks: dict[Path, threading.Lock] = {}


def verify_files(folder: Path, names: Iterable[str]) -> None:
    """Compare files of a folder with the folder's list, each once per process unless it changes.

    Raises WeightsError for the first file that is missing, unreadable, not listed or different.
    """
    listed = read_checksums(folder)
    for name in names:
        path = folder / name
        if name not in listed:
            raise WeightsError(path, f"has no checksum in {folder / LIST_NAME}", _INSTALL_AGAIN)
        key = _key(path, listed[name])
        with _locks.setdefault(path, threading.Lock()):  # another thread may be verifying it
            if key not in _verified:
                verify_file(path, listed[name])
                _verified.add(key)


def verify_file(path: Path, digest: str) -> None:
    """Read a file and raise WeightsError unless its SHA-256 is `digest`, in hexadecimal."""
    try:
        found = sha256_of(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    if found != digest:
        detail = f"is damaged or was changed (SHA-256 {found[:12]}…, expected {digest[:12]}…)"
        raise WeightsError(path, detail, _INSTALL_AGAIN)


def read_checksums(folder: Path) -> Mapping[str, str]:
    """Return the digests in a folder's list by file name. Raises WeightsError when the list is unusable."""
    path = folder / LIST_NAME
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise _unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise WeightsError(path, "is damaged", _INSTALL_AGAIN) from error
    matches = [_LINE.fullmatch(line) for line in lines if line]
    found = {match[2]: match[1] for match in matches if match}
    if not found or len(found) != len(matches):
        raise WeightsError(path, "is damaged", _INSTALL_AGAIN)
    return found


def write_checksums(folder: Path, names: Iterable[str]) -> Path:
    """Write the list of a folder for these of its files, in the order of their names; return its path."""
    path = folder / LIST_NAME
    lines = [f"{sha256_of(folder / name)}  {name}\n" for name in sorted(names)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _key(path: Path, digest: str) -> tuple[str, str, int, int]:
    """Return what changes when a file is replaced or written to."""
    try:
        status = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    return str(path), digest, status.st_size, status.st_mtime_ns


def _unreadable(path: Path, error: OSError) -> WeightsError:
    if isinstance(error, FileNotFoundError):
        return WeightsError(path, "is missing", _INSTALL_AGAIN)
    return WeightsError(path, f"cannot be read ({error.strerror or error})", _INSTALL_AGAIN)
