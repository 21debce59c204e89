"""Files and folders that only their owner can read: articles, conversations and questions are nobody else's."""

import os
from pathlib import Path
from typing import TextIO

FILE_MODE = 0o600
_FOLDER_MODE = 0o700


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, with mode 700; existing folders stay as they are."""
    if not folder.parent.exists():
        make_private_folder(folder.parent)
    folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)


def create_private_file(path: Path) -> TextIO:
    """Open a new, empty file with mode 600 for writing; a file or link that is in its place is removed first."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    return os.fdopen(handle, "w", encoding="utf-8")
