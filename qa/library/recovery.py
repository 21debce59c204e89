"""A damaged library: what of it can still be read."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from qa.articles.loading import article_id
from qa.library.database import FILE_NAME, check_format
from qa.library.labels import COLLECTION_COLUMNS, COLUMNS
from qa.library.migrations import article_columns
from qa.library.removal import REMOVED_COLUMNS, is_removed_sound
from qa.library.rows import ARTICLE_COLUMNS, read_article
from qa.records import Article
from qa.utils.salvage import open_damaged, readable_rows

_FIRST_WITH_REMOVED = 4


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was indexed: its path, the article it brought, and what it was stored with."""

    path: str
    article_id: str
    digest: str


class DamagedDatabase:
    """Reads a library's file as far as it can be read.

    Opening it raises apsw.Error, or LibraryBrokenError when it is not a library of a known format.
    """

    def __init__(self, folder: Path) -> None:
        self._connection = open_damaged(folder / FILE_NAME)
        try:
            self._version = check_format(folder, self._connection)
            self._vectors = self._vector_rows()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def settings(self) -> dict[str, str]:
        """Return the settings of the library."""
        return {str(name): str(value) for name, value in self._rows("settings", "name, value")}

    def files(self) -> list[StoredFile]:
        """Return the files that were indexed."""
        return [StoredFile(*map(str, row)) for row in self._rows("files", "path, article_id, digest")]

    def n_articles(self) -> int | None:
        """Return how many articles were stored, sound or not; None if that cannot be read."""
        with suppress(apsw.Error):
            ((n_articles,),) = self._connection.execute("SELECT count(*) FROM articles NOT INDEXED")
            return int(n_articles)
        return None

    def articles(self) -> Iterator[Article]:
        """Yield the articles whose text is the one that was stored."""
        for row in self._rows("articles", article_columns(self._version, ARTICLE_COLUMNS)):
            with suppress(ValueError, TypeError):
                article = read_article(row)
                if article_id(article.text) == article.id:
                    yield article

    def labels(self) -> tuple[list[tuple[Any, ...]], ...]:
        """Return the rows of tags, collections and collection_articles, as `Labels.restore` takes them."""
        tags, members = (list(self._rows(table, columns)) for table, columns in COLUMNS.items())
        return tags, list(self._rows("collections", COLLECTION_COLUMNS)), members

    def vectors(self, key: str) -> dict[tuple[int, int], bytes]:
        """Return the vectors of an article's passages by their span, sound or not."""
        found = {}
        for span, row_id in self._vectors.get(key, {}).items():
            with suppress(apsw.Error):
                for (vector,) in self._connection.execute(
                    "SELECT vector FROM passages WHERE rowid = ?", (row_id,)
                ):
                    found[span] = vector
        return found

    def removed(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Yield the rows of removed articles and their files, with the table, and leave out altered texts."""
        if self._version < _FIRST_WITH_REMOVED:
            return
        kept = set()
        for row in self._rows("removed_articles", REMOVED_COLUMNS["removed_articles"]):
            if is_removed_sound(row):
                kept.add(row[0])
                yield "removed_articles", row
        for row in self._rows("removed_files", REMOVED_COLUMNS["removed_files"]):
            if row[1] in kept:
                yield "removed_files", row

    def last_numbers(self) -> dict[str, int]:
        """Return the highest known ids of passages and changes."""
        highest = {"passages": 0, "changes": 0}
        for name, number in self._rows("sqlite_sequence", "name, seq"):
            if name in highest and isinstance(number, int):
                highest[name] = number
        return {
            table: max([number, *(row_id for (row_id,) in self._rows(table, "rowid"))])
            for table, number in highest.items()
        }

    def _vector_rows(self) -> dict[str, dict[tuple[int, int], int]]:
        """Return the row ids of the passages by article and span."""
        found: dict[str, dict[tuple[int, int], int]] = {}
        for key, start, end, row_id in self._rows(
            "passages", "article_id, article_start, article_end, rowid"
        ):
            found.setdefault(key, {})[start, end] = row_id
        return found

    def _rows(self, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
        return readable_rows(self._connection, table, columns)
