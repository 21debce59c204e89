"""The user's libraries, listed with their size."""

import os
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

import apsw

from qa.library.database import FILE_NAME
from qa.settings.library_location import LanceAddress, LibraryLocation
from qa.settings.recent_libraries import library_name, recent_libraries


@dataclass(frozen=True, slots=True)
class KnownLibrary:
    """A library with its number of articles, None if it can't be read; `used` is None if it was never opened."""

    name: str
    path: LibraryLocation
    used: datetime | None = None
    n_articles: int | None = None

    @property
    def size(self) -> str:
        """The number of articles in words; those of another engine's library are not counted for a list."""
        if isinstance(self.path, LanceAddress):
            return "uncounted"
        return "none" if self.n_articles is None else f"{self.n_articles:,}"


def known_libraries(current: LibraryLocation) -> list[KnownLibrary]:
    """Return the libraries that were used, the last one first, and the current one if it is not among them."""
    recent = recent_libraries()
    found = [
        KnownLibrary(library_name(each.path), each.path, each.used, article_count(each.path))
        for each in recent
    ]
    if all(each.path != current for each in recent):
        found.insert(0, KnownLibrary(library_name(current), current, None, article_count(current)))
    return found


def article_count(path: LibraryLocation) -> int | None:
    """Return how many articles a library has, without changing it; None if there is none or it can't be read."""
    if isinstance(path, LanceAddress):
        return None
    address = f"file:{quote(os.fsencode(path / FILE_NAME))}?mode=ro"
    try:
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        with closing(apsw.Connection(address, flags)) as connection:
            ((n_articles,),) = connection.execute("SELECT count(*) FROM articles")
            return int(n_articles)
    except (apsw.Error, OSError, ValueError):
        return None
