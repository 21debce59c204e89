"""Paths in an export: relative to the folder that holds all articles, and placed in a folder of this machine.

An export has no absolute path, so it doesn't tell the names of users and machines, and a hostile one can't point at
other files of this machine.
"""

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from qa.articles.files import file_on_disk

_LONGEST_PATH, _LONGEST_NAME = 3_000, 255
_OWN, _OTHER = (
    "library",
    "files",
)  # the first part of an exported path: of the library's folder, or of any other


class PathExporter:
    """Makes the paths of a library's articles relative."""

    def __init__(self, library: Path, paths: Iterable[str]) -> None:
        self._library = str(library)
        folders = {str(file_on_disk(Path(path)).parent) for path in paths if not self._is_own(path)}
        absolute = [folder for folder in folders if os.path.isabs(folder)]  # noqa: PTH117
        self._root = os.path.commonpath(absolute) if absolute else "/"

    def exported(self, path: str) -> str:
        """Return a path as an export has it; characters that no such path may have become U+FFFD."""
        kind, root = (_OWN, self._library) if self._is_own(path) else (_OTHER, self._root)
        inside = os.path.relpath(path, root) if os.path.isabs(path) else path  # noqa: PTH117
        shown = "".join(char if char.isprintable() else "\ufffd" for char in inside)
        return "/".join([kind, *(part for part in shown.split("/") if part not in ("", ".", ".."))])

    def _is_own(self, path: str) -> bool:
        return path.startswith(f"{self._library.rstrip('/')}/")


class PathImporter:
    """Places exported paths below folders of this machine: the library's own files, and those of the articles."""

    def __init__(self, own: Path, other: Path) -> None:
        self._folders = {_OWN: str(own), _OTHER: str(other)}

    def placed(self, path: object) -> str:
        """Return the path on this machine. ValueError if it would not be below one of the two folders."""
        kind, inside = _checked(path)
        return os.path.join(self._folders[kind], inside)  # noqa: PTH118 - the rest may end like a folder

    def folder_of(self, path: object) -> Path:
        """Return the folder below which a path is placed."""
        return Path(self._folders[_checked(path)[0]])


def _checked(path: object) -> tuple[str, str]:
    """Return an exported path in two parts; ValueError for tricks."""
    if not isinstance(path, str) or len(path) > _LONGEST_PATH:
        raise ValueError("a path is missing or too long")
    parts = path.split("/")
    kind, *inside = parts
    is_plain = all(
        part not in ("", ".", "..") and len(part.encode("utf-8")) <= _LONGEST_NAME for part in inside
    )
    is_clean = all(char.isprintable() or char == "\ufffd" for char in path)
    if kind not in (_OWN, _OTHER) or not inside or not is_plain or not is_clean:
        raise ValueError("a path leads out of its folder or has characters that no path may have")
    return kind, str(PurePosixPath(*inside))
