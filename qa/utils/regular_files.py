"""Reading files that may turn out to be pipes, devices or folders."""

import os
import stat
from pathlib import Path

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_regular_file(path: Path, limit: int) -> bytes | None:
    """Return the first `limit` bytes of a file, or None when the path is a pipe, a device or a folder.

    Never waits for another program, even if the file is replaced by a pipe while it is opened. Raises OSError.
    """
    if not stat.S_ISREG(path.stat().st_mode):  # opening a device can already have an effect
        return None
    with os.fdopen(os.open(path, _FLAGS), "rb") as file:
        return file.read(limit) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
