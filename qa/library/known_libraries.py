"""The user's libraries, listed with their size."""

import os
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import apsw

from qa.library.database import FILE_NAME
from qa.settings.recent_libraries import library_name, recent_libraries


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
