"""Files that get their name when they are whole."""

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
    """Yield a file that takes the place of `path` once everything is written and on disk, or never.

    A link is followed. Raises AnswerFileError when it cannot be written.
    """
    with speaking(path):
        target = path.resolve()
        if target.exists() and not target.is_file():
            raise AnswerFileError(path, f"{printable(str(path))} is no file.", "Name a file.")
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".partial")
        partial = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            partial.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_mask())
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)


@contextmanager
def speaking(path: Path) -> Iterator[None]:
    """Turn what the operating system raises into an error that names the file."""
    try:
        yield
    except OSError as error:
        raise cannot_be_written(path, error) from error


def cannot_be_written(path: Path, error: OSError) -> AnswerFileError:
    """Return the error that says which file, and why."""
    what = f"{printable(str(path))} cannot be written ({error.strerror or error})."
    return AnswerFileError(path, what, "Make room, or name another file.")


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
