"""Removed articles: kept so that they can be restored, until they are permanently deleted."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import apsw
import numpy as np

from qa.articles.loading import article_id
from qa.library.database import Database
from qa.library.labels import forget_labels
from qa.library.rows import ARTICLE_COLUMNS, read_article
from qa.library.store import Store
from qa.library.stored_articles import StoredArticle
from qa.records import Passage, Span

_COLUMNS = ARTICLE_COLUMNS.split(", ")
_SUMMARY = (
    "SELECT r.id, r.removed, r.article ->> 'title', r.article ->> 'published', r.article ->> 'source',"
    " r.article ->> 'path', length(r.article ->> 'text'), json_array_length(r.passages) FROM removed_articles r"
)
REMOVED_COLUMNS = {
    "removed_articles": "id, removed, article, passages, vectors",
    "removed_files": "path, article_id, digest",
}
_NEWEST_FIRST = "ORDER BY r.removed DESC, r.id"


@dataclass(frozen=True, slots=True)
class RemovedArticle:
    """An article that the user removed, at a moment in UTC.

    All but the first two fields are empty if it was permanently deleted.
    """

    id: str
    removed: datetime
    title: str = ""
    published: date | None = None
    source: str | None = None
    path: str = ""
    n_characters: int = 0
    n_passages: int = 0

    @property
    def is_deleted(self) -> bool:
        """Whether nothing but its id is left."""
        return not self.n_characters


class RemovedArticles:
    """Reads and writes the removed articles of one database; each call that writes is one transaction."""

    def __init__(self, database: Database, store: Store) -> None:
        self._database = database
        self._store = store

    def listed(self) -> list[RemovedArticle]:
        """Return all removed articles, the last removed first."""
        return self._summaries("", ())

    def find(self, name: str) -> list[RemovedArticle]:
        """Return the removed articles that match an id or its start, a path, a file name or a title."""
        where = (
            "WHERE (length(:name) >= 4 AND substr(r.id, 1, length(:name)) = lower(:name))"
            " OR r.article ->> 'title' = :name OR r.article ->> 'path' = :name"
            " OR substr(r.article ->> 'path', -length(:name) - 1) = '/' || :name"
        )
        return self._summaries(where, {"name": name.encode("utf-8", "backslashreplace").decode()})

    def has(self, article_id: str) -> bool:
        """Return whether an article was removed and stays so."""
        return bool(self._database.rows("SELECT 1 FROM removed_articles WHERE id = ?", (article_id,)))

    def files_of(self, path: str) -> dict[str, tuple[str, str]]:
        """Return id and digest of the removed articles of a file, as `Store.files_of` does for the stored ones."""
        return self._store.files_of(path, "removed_files")

    def note_file(self, path: str, article_id: str, digest: str) -> None:
        """Record that a file contains a removed article; it is not parsed again until it changes."""
        with self._database.transaction() as connection:
            self._store.release_path(connection, path)
            connection.execute(
                "INSERT INTO removed_files SELECT ?, id, ? FROM removed_articles"
                " WHERE id = ? AND article IS NOT NULL",
                (path, digest, article_id),
            )

    def forget_files(self, paths: Sequence[str]) -> None:
        """Forget that files hold removed articles."""
        with self._database.transaction() as connection:
            connection.executemany("DELETE FROM removed_files WHERE path = ?", ((path,) for path in paths))

    def remove(self, article_ids: Sequence[str]) -> None:
        """Move articles to the removed ones, all or none."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        with self._database.transaction() as connection:
            for article_id in article_ids:
                _keep(connection, article_id, now)
                self._store.drop(connection, article_id)

    def restore(self, article_ids: Sequence[str]) -> None:
        """Move removed articles back, all or none.

        An article whose file has another article by now gets a path that no file has. Of one that was deleted for
        ever, only the note is removed, so that its file can be indexed again.
        """
        with self._database.transaction() as connection:
            for article_id in article_ids:
                self._restore(connection, article_id)

    def delete(self, article_ids: Sequence[str]) -> None:
        """Delete articles, stored or removed, except for their ids, all or none.

        What they held may stay in unused parts of the database; see `EmbeddedLibrary.delete_permanently`.
        """
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        with self._database.transaction() as connection:
            for article_id in article_ids:
                self._store.drop(connection, article_id)
                _forget(connection, article_id)
                forget_labels(connection, article_id)
                connection.execute(
                    "INSERT INTO removed_articles (id, removed) VALUES (?, ?)", (article_id, now)
                )

    def take_over(self, rows: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
        """Insert rows of the tables REMOVED_COLUMNS, of another database of this library."""
        with self._database.transaction() as connection:
            for table, row in rows:
                marks = ", ".join("?" * len(row))
                connection.execute(
                    f"INSERT OR IGNORE INTO {table} ({REMOVED_COLUMNS[table]}) VALUES ({marks})",
                    row,
                )

    def leave_out(self, removed: Mapping[str, str]) -> int:
        """Note ids that were removed elsewhere, with the moments, unless stored here; return how many are new."""
        count = "SELECT count(*) FROM removed_articles"
        with self._database.transaction() as connection:
            ((before,),) = connection.execute(count)
            connection.executemany(
                "INSERT OR IGNORE INTO removed_articles (id, removed) SELECT ?1, ?2"
                " WHERE NOT EXISTS (SELECT 1 FROM articles WHERE id = ?1)",
                removed.items(),
            )
            ((after,),) = connection.execute(count)
        return int(after) - int(before)

    def _restore(self, connection: apsw.Connection, article_id: str) -> None:
        query = "SELECT article, passages, vectors FROM removed_articles WHERE id = ?"
        ((article, spans, vectors),) = list(connection.execute(query, (article_id,)))
        files = dict(
            connection.execute("SELECT path, digest FROM removed_files WHERE article_id = ?", (article_id,))
        )
        _forget(connection, article_id)
        if article is None:
            return
        with self._database.understanding():
            stored = _unpacked(article, spans, vectors, files)
        self._store.add(connection, stored)

    def _summaries(self, where: str, values: Any) -> list[RemovedArticle]:
        rows = self._database.rows(f"{_SUMMARY} {where} {_NEWEST_FIRST}", values)
        with self._database.understanding():
            return [_summary(row) for row in rows]


def is_removed_sound(row: tuple[Any, ...]) -> bool:
    """Return whether a row of `removed_articles` can be read, and its text is the one that was stored."""
    article_key, removed, article, spans, vectors = row
    try:
        datetime.fromisoformat(removed)
        if article is None:
            return True
        stored = _unpacked(article, spans, vectors, {})
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    passages = all(0 <= each.article_span.start < each.article_span.end for each in stored.passages)
    return passages and stored.article.id == article_key == article_id(stored.article.text)


def _keep(connection: apsw.Connection, article_id: str, now: str) -> None:
    """Copy an article, its passages, vectors and files to the tables of removed articles."""
    columns = ", ".join(f"'{name}', {name}" for name in _COLUMNS)
    passages = list(
        connection.execute(
            "SELECT article_start, article_end, vector FROM passages WHERE article_id = ? ORDER BY ordinal",
            (article_id,),
        )
    )
    connection.execute(
        f"INSERT INTO removed_articles SELECT id, ?, json_object({columns}), ?, ? FROM articles WHERE id = ?",
        (now, json.dumps([row[:2] for row in passages]), b"".join(row[2] for row in passages), article_id),
    )
    connection.execute(
        "INSERT OR REPLACE INTO removed_files SELECT path, article_id, digest FROM files WHERE article_id = ?",
        (article_id,),
    )


def _forget(connection: apsw.Connection, article_id: str) -> None:
    connection.execute("DELETE FROM removed_files WHERE article_id = ?", (article_id,))
    connection.execute("DELETE FROM removed_articles WHERE id = ?", (article_id,))


def _unpacked(article: str, spans: str, vectors: bytes, digests: Mapping[str, str]) -> StoredArticle:
    """Return an article as it was before it was removed."""
    values = json.loads(article)
    read = read_article(tuple(values.get(name) for name in _COLUMNS))
    passages = [
        Passage(read.id, ordinal, Span(start, end), read.text[start:end])
        for ordinal, (start, end) in enumerate(json.loads(spans))
    ]
    rows = np.frombuffer(vectors, dtype="<f4").reshape(len(passages), -1)
    return StoredArticle(read, passages, rows, digests)


def _summary(row: tuple[Any, ...]) -> RemovedArticle:
    article_id, removed, title, published, source, path, n_characters, n_passages = row
    return RemovedArticle(
        article_id,
        datetime.fromisoformat(removed),
        title or "",
        date.fromisoformat(published) if published else None,
        source,
        path or "",
        n_characters or 0,
        n_passages,
    )
