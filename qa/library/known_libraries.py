"""The user's libraries: found by name, and listed with their size."""

import os
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import apsw

from qa.errors import SettingsError
from qa.library.database import FILE_NAME
from qa.settings.locations import default_library
from qa.settings.recent_libraries import library_name, recent_libraries
from qa.utils.text import folded


@dataclass(frozen=True, slots=True)
class KnownLibrary:
    """A library with its number of articles, None if it can't be read; `used` is None if it was never opened."""

    name: str
    path: Path
    used: datetime | None = None
    n_articles: int | None = None


def known_libraries(current: Path) -> list[KnownLibrary]:
    """Return the libraries that were used, the last one first, and the current one if it is not among them."""
    recent = recent_libraries()
    found = [
        KnownLibrary(library_name(each.path), each.path, each.used, article_count(each.path))
        for each in recent
    ]
    if all(each.path != current for each in recent):
        found.insert(0, KnownLibrary(library_name(current), current, None, article_count(current)))
    return found


def library_named(name: str) -> Path:
    """Return the folder of the library with a name, or at a path; SettingsError if several have the name.

    A name without a slash is a folder here if a library is in it, else a library that was used before, else a folder.
    """
    path = Path(os.path.abspath(Path(name).expanduser()))  # noqa: PTH100 - keep links as the user wrote them
    if os.sep in name or is_library(path):
        return path
    found = [each.path for each in recent_libraries() if folded(library_name(each.path)) == folded(name)]
    if len(found) > 1:
        listed = ", ".join(map(str, found))
        raise SettingsError(f"{len(found)} libraries are called “{name}”: {listed}.", "Give the path of one.")
    return found[0] if found else path


def new_library_path(name: str) -> Path:
    """Return the folder for a new library: beside the default one, or where a name with a slash says."""
    if os.sep in name or name.startswith("~"):
        return Path(os.path.abspath(Path(name).expanduser()))  # noqa: PTH100 - as in library_named
    return default_library().parent / name


def is_library(path: Path) -> bool:
    """Return whether there is a library in a folder."""
    try:
        return (path / FILE_NAME).is_file()
    except OSError:
        return False


def article_count(path: Path) -> int | None:
    """Return how many articles a library has, without changing it; None if there is none or it can't be read."""
    address = f"file:{quote(os.fsencode(path / FILE_NAME))}?mode=ro"
    try:
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        with closing(apsw.Connection(address, flags)) as connection:
            ((n_articles,),) = connection.execute("SELECT count(*) FROM articles")
            return int(n_articles)
    except (apsw.Error, OSError, ValueError):
        return None
