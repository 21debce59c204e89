"""Writing files atomically."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from qa.errors import AnswerFileError
from qa.utils.text import printable


@contextmanager
def atomic_writer(path: Path) -> Iterator[TextIO]:
    """Yield a file that replaces `path` once it is complete and on disk, or not at all.

    Like `replacing`, but raises AnswerFileError if it can't be written.
    """
    with speaking(path):
        if path.exists() and not path.is_file():
            raise AnswerFileError(path, f"{printable(str(path))} is not a file.", "Use a file name.")
        with replacing(path) as file:
            yield file


@contextmanager
def replacing(path: Path, new_mode: int = 0o666) -> Iterator[TextIO]:
    """Yield a file that replaces `path` once it is complete and on disk, or not at all.

    If `path` is a link, its target is replaced. An existing file keeps its mode, and a new one gets `new_mode` less
    the umask. Raises OSError.
    """
    with (
        _partial(path, new_mode) as handle,
        os.fdopen(handle, "w", encoding="utf-8", newline="", closefd=False) as file,
    ):
        yield file


def write_bytes(path: Path, data: bytes) -> None:
    """Replace a file by these bytes, or not at all. Raises AnswerFileError."""
    with (
        speaking(path),
        _partial(path, 0o666) as handle,
        os.fdopen(handle, "wb", closefd=False) as file,
    ):
        file.write(data)


@contextmanager
def _partial(path: Path, new_mode: int) -> Iterator[int]:
    """Yield the descriptor of a new file, which then replaces `path`; see `replacing`."""
    try:
        target = path.resolve()
    except RuntimeError as error:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from error
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".partial")
    partial = Path(name)
    try:
        try:
            yield handle
            os.fsync(handle)
        finally:
            os.close(handle)
        partial.chmod(target.stat().st_mode & 0o777 if target.exists() else new_mode & ~_mask())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def speaking(path: Path) -> Iterator[None]:
    """Turn an OSError into an error that names the file."""
    try:
        yield
    except OSError as error:
        raise cannot_be_written(path, error) from error


def cannot_be_written(path: Path, error: OSError) -> AnswerFileError:
    """Return the error with the file and the reason."""
    what = f"{printable(str(path))} can't be written ({error.strerror or error})."
    return AnswerFileError(path, what, "Free some space, or use another file.")


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
