"""Files and folders that only their owner can read, for articles, conversations and questions."""

import os
from pathlib import Path
from typing import TextIO

FILE_MODE = 0o600
_FOLDER_MODE = 0o700


def make_private_folder(folder: Path) -> None:
    """Create a folder and its missing parents with mode 700; existing folders are unchanged."""
    if not folder.parent.exists():
        make_private_folder(folder.parent)
    folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)


def create_private_file(path: Path) -> TextIO:
    """Create an empty file with mode 600 for writing; an existing file or link is removed first."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    return os.fdopen(handle, "w", encoding="utf-8")
