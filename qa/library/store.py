"""The rows of the library: articles, files, passages, words and the change log."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from qa.dates import time_expressions
from qa.library.change_log import Change, log_change
from qa.library.database import Database
from qa.library.filtering import JOINED, AllowedPassages, askable, conditions, listed
from qa.library.labels import Labels, carry_over
from qa.library.passage_days import add_days, remove_days
from qa.library.rows import (
    ARTICLE_COLUMNS,
    article_row,
    ends_of,
    read_article,
    read_day,
    time_expression,
    time_row,
)
from qa.library.stored_articles import ArticleSummary, StoredArticle, given_in, with_versions
from qa.library.versions import VersionIndex, add_versions, remove_versions
from qa.library.word_search import FEW_PASSAGES, WordSearch
from qa.records import GIVEN, Article, Filters, Passage, Span, TimeExpression

Ids = NDArray[np.int64]
_N_WRITTEN = 5  # passages that are looked through for the written forms of a word
_N_ID_DIGITS = 8
_WORD = re.compile(r"[^\W\d_]+")
_NO_FILTERS = Filters()
_TIMES = (
    "SELECT article_id, article_start, article_end, kind, value, reference, rule, certainty, alternative"
    " FROM time_expressions"
)


class Store:
    """Reads and writes the rows of one database; `few_passages` as in WordSearch."""

    def __init__(self, database: Database, few_passages: int = FEW_PASSAGES) -> None:
        self._database = database
        self.versions = VersionIndex(database)
        self._words = WordSearch(database, few_passages)
        self._allowed = AllowedPassages(database)
        self._labels = Labels(database)

    # Reading

    def setting(self, name: str) -> str | None:
        """Return a setting of the library, or None."""
        rows = self._database.rows("SELECT value FROM settings WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def counts(self) -> tuple[int, int]:
        """Return how many articles and passages there are."""
        ((n_articles, n_passages),) = self._database.rows(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)"
        )
        return int(n_articles), int(n_passages)

    def articles(self, filters: Filters = _NO_FILTERS) -> list[ArticleSummary]:
        """Return the articles that match the filters, newest first, undated ones last."""
        found = self._summaries(*conditions(replace(filters, speaks_of=None)))
        return with_versions(found, self.versions.stories())

    def stored(self, article_id: str) -> StoredArticle | None:
        """Return one article with all that is stored of it, or None."""
        article = self.article(article_id)
        if article is None:
            return None
        rows = self._database.rows(
            "SELECT article_start, article_end, vector FROM passages WHERE article_id = ? ORDER BY ordinal",
            (article_id,),
        )
        files = self._database.rows(
            "SELECT path, digest FROM files WHERE article_id = ? ORDER BY path", (article_id,)
        )
        with self._database.understanding():
            spans = [Span(start, end) for start, end, _ in rows]
            passages = [Passage(article_id, n, span, span.of(article.text)) for n, span in enumerate(spans)]
            vectors = np.frombuffer(b"".join(row[2] for row in rows), dtype="<f4").reshape(len(rows), -1)
            expressions = self.time_expressions(article_id).get(article_id, [])
            return StoredArticle(article, passages, vectors, dict(files), expressions)

    def several_stored(self, article_ids: Sequence[str]) -> dict[str, StoredArticle]:
        """Return articles with all that is stored of them, by id; those that are missing are left out."""
        found = map(self.stored, article_ids)
        return {each.article.id: each for each in found if each is not None}

    def read_ahead(self, article_ids: Collection[str]) -> None:
        """Do nothing: articles are read in less than a millisecond."""

    def newest(self) -> str | None:
        """Return the id of the newest dated article; None if there is none."""
        rows = self._database.rows(
            "SELECT id FROM articles WHERE published IS NOT NULL ORDER BY published DESC, id LIMIT 1"
        )
        return str(rows[0][0]) if rows else None

    def find(self, name: str) -> list[ArticleSummary]:
        """Return the articles that match an id or its start, a path, a file name or a title."""
        where = (
            "WHERE (length(:name) >= 4 AND substr(a.id, 1, length(:name)) = lower(:name)) OR a.title = :name"
            " OR a.path IN (:name, :path) OR substr(a.path, -length(:name) - 1) = '/' || :name"
        )
        path = str(Path(name).absolute())
        return self._summaries(where, {"name": askable(name), "path": askable(path)})

    def article(self, article_id: str) -> Article | None:
        """Return one article with its text, or None."""
        rows = self._database.rows(f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE id = ?", (article_id,))
        with self._database.understanding():
            return read_article(rows[0]) if rows else None

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Return the passages with these ids; passages removed meanwhile are left out."""
        marks = ",".join("?" * len(ids))
        rows = self._database.rows(
            "SELECT p.id, p.article_id, p.ordinal, p.article_start, p.article_end,"
            " substr(a.text, p.article_start + 1, p.article_end - p.article_start)"
            f" FROM passages p JOIN articles a ON a.id = p.article_id WHERE p.id IN ({marks})",
            tuple(ids),
        )
        with self._database.understanding():
            return {row[0]: Passage(row[1], row[2], Span(row[3], row[4]), row[5]) for row in rows}

    def has_passages(self, filters: Filters) -> bool:
        """Return whether any passage matches the filters."""
        where, values = conditions(filters)
        query = f"SELECT p.id {JOINED} {where}" if filters.narrowing else "SELECT id FROM passages"
        return bool(self._database.rows(f"{query} LIMIT 1", values if filters.narrowing else ()))

    def allowed(self, filters: Filters) -> Ids | None:
        """Return the ids of the passages that match the filters, in order; None if there are no filters."""
        return self._allowed.ids(filters) if filters.narrowing else None

    def some_allowed(self, filters: Filters, limit: int) -> list[int]:
        """Return the ids of at most `limit` passages that match the filters."""
        where, values = conditions(filters)
        rows = self._database.rows(f"SELECT p.id {JOINED} {where} LIMIT :limit", {**values, "limit": limit})
        return [int(row[0]) for row in rows]

    def matching(self, ids: Collection[int], filters: Filters) -> set[int]:
        """Return those of the ids whose passages match the filters."""
        where, values = conditions(filters)
        rows = self._database.rows(f"SELECT p.id {JOINED} {where} AND p.id IN ({listed(ids)})", values)
        return {int(row[0]) for row in rows}

    def passage_spans(self, filters: Filters) -> list[tuple[str, Span]]:
        """Return the spans of the passages that match the filters, with their article ids."""
        where, values = conditions(filters)
        rows = self._database.rows(
            f"SELECT p.article_id, p.article_start, p.article_end {JOINED} {where} ORDER BY p.id", values
        )
        return [(row[0], Span(row[1], row[2])) for row in rows]

    def match(self, words: str, filters: Filters, limit: int) -> list[tuple[int, float]]:
        """Return passage ids with their BM25 score (higher is better) for an FTS5 query."""
        return self._words.search(words, limit, self.allowed(filters))

    # The words of the full-text index, as stems without diacritics

    def has_word(self, word: str) -> bool:
        """Return whether any passage or headline contains a word, in any form."""
        return bool(self._passages_with(word, 1))

    def stems_near(self, word: str) -> dict[str, int]:
        """Return the stems that begin with one of a word's first two letters, each with its number of passages."""
        return {stem: n for letter in set(word[:2]) for stem, n in self.stems(letter).items()}

    def stems(self, first_letter: str) -> dict[str, int]:
        """Return the stems that begin with a letter, each with the number of passages that have it."""
        self._database.rows(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.passage_stems USING fts5vocab (main, passage_words, row)"
        )
        rows = self._database.rows(
            "SELECT term, doc FROM temp.passage_stems WHERE term >= ? AND term < ?",
            (first_letter, chr(ord(first_letter[0]) + 1)),
        )
        return {str(term): int(n_passages) for term, n_passages in rows}

    def written_forms(self, stem: str) -> set[str]:
        """Return the words, as some passages write them, that begin like a stem."""
        ids = self._passages_with(stem, _N_WRITTEN)
        titles = self._database.rows(
            "SELECT a.title FROM passages p JOIN articles a ON a.id = p.article_id"
            f" WHERE p.id IN ({','.join('?' * len(ids))})",
            tuple(ids),
        )
        texts = [passage.text for passage in self.passages(ids).values()] + [row[0] for row in titles]
        begins = stem[:-1]
        return {word for text in texts for word in _WORD.findall(text) if word.casefold().startswith(begins)}

    def n_passages_with(self, word: str, others: Sequence[str], limit: int) -> int:
        """Return how many passages contain a word and two of the others (or the only one), counted up to `limit`."""
        if not others:
            return 0
        quoted = [f'"{other}"' for other in others]
        pairs = [f"({one} AND {two})" for one, two in combinations(quoted, 2)] or quoted
        return len(self._matching(f'"{word}" AND ({" OR ".join(pairs)})', limit))

    def _passages_with(self, word: str, limit: int) -> list[int]:
        return self._matching(f'"{word}"', limit)

    def _matching(self, query: str, limit: int) -> list[int]:
        rows = self._database.rows(
            "SELECT rowid FROM passage_words WHERE passage_words MATCH ? LIMIT ?", (query, limit)
        )
        return [int(row[0]) for row in rows]

    def time_expressions(self, article_id: str | None = None) -> dict[str, list[TimeExpression]]:
        """Return the temporal expressions of one article or of all, by article id and position."""
        # Two statements: SQLite searches no index for "?1 IS NULL OR article_id = ?1".
        if article_id is None:
            rows = self._database.rows(f"{_TIMES} ORDER BY article_id, article_start")
        else:
            rows = self._database.rows(f"{_TIMES} WHERE article_id = ? ORDER BY article_start", (article_id,))
        found: dict[str, list[TimeExpression]] = {}
        with self._database.understanding():
            for row in rows:
                found.setdefault(row[0], []).append(time_expression(row))
        return found

    def sequence(self) -> int:
        """Return the number of the newest change."""
        return int(self._database.rows("SELECT coalesce(max(sequence), 0) FROM changes")[0][0])

    def passage_ids(self) -> Ids:
        """Return the ids of all passages, shape (n,)."""
        return np.array([row[0] for row in self._database.rows("SELECT id FROM passages")], dtype=np.int64)

    def article_ids(self) -> list[str]:
        """Return the ids of all articles, in order."""
        return [str(row[0]) for row in self._database.rows("SELECT id FROM articles ORDER BY id")]

    def passage_ids_of(self, article_id: str) -> list[int]:
        """Return the ids of an article's passages in order."""
        rows = self._database.rows(
            "SELECT id FROM passages WHERE article_id = ? ORDER BY ordinal", (article_id,)
        )
        return [int(row[0]) for row in rows]

    def titles(self) -> list[str]:
        """Return the titles of all articles."""
        return [str(row[0]) for row in self._database.rows("SELECT title FROM articles")]

    def texts(self, limit: int) -> list[str]:
        """Return the texts of the newest articles, at most `limit`."""
        rows = self._database.rows("SELECT text FROM articles ORDER BY published DESC, id LIMIT ?", (limit,))
        return [str(row[0]) for row in rows]

    def tally(self) -> tuple[int, int]:
        """Return what a copy of the vectors must match: the number of passages and the sum of their ids."""
        row = self._database.rows("SELECT count(*), coalesce(sum(id), 0) FROM passages")[0]
        return int(row[0]), int(row[1])

    def changes_after(self, sequence: int) -> list[Change]:
        """Return the changes after one, oldest first."""
        rows = self._database.rows(
            "SELECT sequence, removed, first_passage, last_passage FROM changes"
            " WHERE sequence > ? ORDER BY sequence",
            (sequence,),
        )
        with self._database.understanding():
            return [Change(int(row[0]), bool(row[1]), int(row[2]), int(row[3])) for row in rows]

    def n_changed_after(self, sequence: int) -> int:
        """Return how many passages were added or removed after a change."""
        total = "SELECT coalesce(sum(last_passage - first_passage + 1), 0) FROM changes WHERE sequence > ?"
        return int(self._database.rows(total, (sequence,))[0][0])

    def vectors(self, first: int, last: int, dimensions: int) -> tuple[Ids, NDArray[np.float32]]:
        """Return ids, shape (n,), and vectors, shape (n, dimensions), of passages `first` to `last`."""
        rows = self._database.rows(
            "SELECT id, vector FROM passages WHERE id BETWEEN ? AND ? ORDER BY id", (first, last)
        )
        with self._database.understanding():
            return _as_arrays(rows, dimensions)

    def article_ids_of(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the article of each passage with these ids."""
        marks = ",".join("?" * len(ids))
        rows = self._database.rows(f"SELECT id, article_id FROM passages WHERE id IN ({marks})", tuple(ids))
        return {int(row[0]): str(row[1]) for row in rows}

    def vectors_of(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of passages in the order of their ids, shape (n, dimensions); each id must exist."""
        marks = ",".join("?" * len(ids))
        rows = self._database.rows(f"SELECT id, vector FROM passages WHERE id IN ({marks})", tuple(ids))
        with self._database.understanding():
            stored = {row[0]: np.frombuffer(row[1], dtype="<f4") for row in rows}
            return np.stack([stored[key] for key in ids]).astype(np.float32, copy=False)

    def passage_vectors(self, article_id: str) -> list[tuple[str, bytes]]:
        """Return the texts and the stored vectors of an article's passages."""
        rows = self._database.rows(
            "SELECT substr(a.text, p.article_start + 1, p.article_end - p.article_start), p.vector"
            " FROM passages p JOIN articles a ON a.id = p.article_id WHERE a.id = ?",
            (article_id,),
        )
        return [(str(row[0]), bytes(row[1])) for row in rows]

    def vectors_found(self, ids: Sequence[int], dimensions: int) -> tuple[Ids, NDArray[np.float32]]:
        """Return those of the ids that exist, shape (n,), and their vectors, shape (n, dimensions)."""
        marks = ",".join("?" * len(ids))
        rows = self._database.rows(f"SELECT id, vector FROM passages WHERE id IN ({marks})", tuple(ids))
        with self._database.understanding():
            return _as_arrays(rows, dimensions)

    def vector_parts(self, dimensions: int, size: int = 20_000) -> Iterator[tuple[Ids, NDArray[np.float32]]]:
        """Yield all ids and vectors in parts of at most `size`."""
        first, last = self.passage_range()
        for start in range(first, last + 1, size):
            yield self.vectors(start, min(start + size - 1, last), dimensions)

    def passage_range(self) -> tuple[int, int]:
        """Return the lowest and the highest passage id, 1 and 0 if there are none."""
        ((first, last),) = self._database.rows(
            "SELECT coalesce((SELECT min(id) FROM passages), 1), coalesce((SELECT max(id) FROM passages), 0)"
        )
        return int(first), int(last)

    def n_passages(self) -> int:
        """Return how many passages there are."""
        return int(self._database.rows("SELECT count(*) FROM passages")[0][0])

    def file(self, path: Path) -> tuple[str, str] | None:
        """Return the article id and digest of a stored file, or None."""
        rows = self._database.rows("SELECT article_id, digest FROM files WHERE path = ?", (str(path),))
        return (rows[0][0], rows[0][1]) if rows else None

    def files_below(self, folder: Path) -> list[Path]:
        """Return the stored files at or below this path; articles inside a file lie below it."""
        path = askable(str(folder))
        below = path.rstrip("/") + "/"
        rows = self._database.rows(
            "SELECT path FROM files WHERE path = ?1 OR substr(path, 1, length(?2)) = ?2"
            " OR substr(path, 1, length(?1) + 1) = ?1 || '#' AND substr(path, length(?1) + 2) NOT GLOB '*[^0-9#]*'"
            " ORDER BY path",
            (path, below),
        )
        return [Path(row[0]) for row in rows]

    def files_of(self, path: Path | str, table: str = "files") -> dict[str, tuple[str, str]]:
        """Return article id and digest by the path of each stored article whose path starts with a file's.

        Paths that go on with "#" can also be those of other files.
        """
        rows = self._database.rows(
            f"SELECT path, article_id, digest FROM {table} WHERE path = :path"
            " OR path > :path || '#' AND path < :path || '$' OR path > :path || '/' AND path < :path || '0'",
            {"path": askable(str(path))},
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    # Writing; each call is one transaction

    def continue_after(self, last: Mapping[str, int]) -> None:
        """Let the numbers of `passages` and `changes` go on after these, in a database without either."""
        with self._database.transaction() as connection:
            connection.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", last.items())

    def last_numbers(self) -> dict[str, int]:
        """Return the highest numbers that were given to `passages` and `changes`."""
        rows = self._database.rows(
            "SELECT name, seq FROM sqlite_sequence WHERE name IN ('passages', 'changes')"
        )
        return {str(name): int(number) for name, number in rows}

    def continue_from(self, last: Mapping[str, int]) -> None:
        """Let the numbers go on after these, with changes that replace all passages.

        For an older state of a library: whoever knows the later state then follows it.
        """
        known = {name: max(number, last.get(name, 0)) for name, number in self.last_numbers().items()}
        known = {**last, **known}
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM sqlite_sequence WHERE name IN ('passages', 'changes')")
            connection.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", known.items())
            log_change(connection, removed=True, ids=[0, known.get("passages", 0)])
            ((first, last_id),) = connection.execute("SELECT min(id), max(id) FROM passages")
            log_change(connection, removed=False, ids=() if first is None else (first, last_id))

    def write_without_waiting(self) -> None:
        """Stop waiting for the disk on this thread's connection, for a database that is copied when it is whole."""
        self._database.rows("PRAGMA synchronous = OFF")

    def remember(self, settings: dict[str, str]) -> None:
        """Store settings of the library."""
        with self._database.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", settings.items())

    def put(
        self,
        article: Article,
        digest: str,
        passages: Sequence[Passage],
        vectors: NDArray[np.float32],
        expressions: Sequence[TimeExpression] = (),
    ) -> None:
        """Store a file's article with its passages and dates, replacing what the file had before."""
        with self._database.transaction() as connection:
            before = _holder(connection, str(article.path))
            others = "SELECT path, article_id, digest FROM files WHERE article_id = ? AND path <> ?"
            twins = list(connection.execute(others, (article.id, article.path)))
            self.release_path(connection, str(article.path))
            self.drop(connection, article.id)
            files = [(article.path, article.id, digest), *twins]
            _insert(connection, article, files, passages, vectors, expressions)
            carry_over(connection, str(article.path), before, article.id)

    def add(self, connection: apsw.Connection, stored: StoredArticle) -> None:
        """Store an article that the library doesn't have, within a transaction.

        Files that have another article keep it. If the article's own file is one of them, it gets a path that no
        file has.
        """
        article = stored.article
        taken = {path for path in (*stored.digests, article.path) if _holder(connection, str(path))}
        digests = {path: digest for path, digest in stored.digests.items() if path not in taken}
        if article.path in taken:
            article = replace(article, path=f"{article.path}~{article.id[:_N_ID_DIGITS]}")
        digests.setdefault(str(article.path), "")  # without a digest, the file is read at the next chance
        files = [(path, article.id, digest) for path, digest in digests.items()]
        expressions = stored.expressions
        if expressions is None:
            expressions = time_expressions(article.text, article.published)
        _insert(connection, article, files, stored.passages, stored.vectors, expressions)

    def put_twin(self, path: Path, article_id: str, digest: str) -> None:
        """Store that a file has the same text as an article of another file."""
        with self._database.transaction() as connection:
            before = _holder(connection, str(path))
            self.release_path(connection, str(path))
            connection.execute("INSERT INTO files VALUES (?, ?, ?)", (str(path), article_id, digest))
            carry_over(connection, str(path), before, article_id)

    def settle(self, paths: Collection[str], old: str, new: str) -> None:
        """Replace the digest of files that have the digest `old`."""
        with self._database.transaction() as connection:
            for table in ("files", "removed_files"):
                connection.executemany(
                    f"UPDATE {table} SET digest = ?3 WHERE path = ?1 AND digest = ?2",
                    [(path, old, new) for path in paths],
                )

    def release(self, path: Path) -> None:
        """Remove a file, and its article unless another file has the same text."""
        with self._database.transaction() as connection:
            self.release_path(connection, str(path))

    # Parts of a transaction

    def release_path(self, connection: Any, path: str) -> None:
        """Remove a file, and its article unless another file has the same text."""
        connection.execute("DELETE FROM removed_files WHERE path = ?", (path,))
        article_id = _holder(connection, path)
        if article_id is None:
            return
        connection.execute("DELETE FROM files WHERE path = ?", (path,))
        twins = list(connection.execute("SELECT min(path) FROM files WHERE article_id = ?", (article_id,)))
        if twins[0][0] is None:
            self.drop(connection, article_id)
            return
        # Without the digest, the new owner's own title and date are read next time.
        values = {"id": article_id, "path": path, "twin": twins[0][0]}
        connection.execute(
            "UPDATE files SET digest = '' WHERE path = :twin"
            " AND EXISTS (SELECT 1 FROM articles WHERE id = :id AND path = :path)",
            values,
        )
        connection.execute("UPDATE articles SET path = :twin WHERE id = :id AND path = :path", values)

    def drop(self, connection: Any, article_id: str) -> None:
        """Delete an article with everything that is stored of it."""
        rows = list(
            connection.execute("SELECT id FROM passages WHERE article_id = ? ORDER BY id", (article_id,))
        )
        connection.execute(
            "DELETE FROM passage_words WHERE rowid IN (SELECT id FROM passages WHERE article_id = ?)",
            (article_id,),
        )
        remove_days(connection, article_id)
        connection.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))
        connection.execute("DELETE FROM time_expressions WHERE article_id = ?", (article_id,))
        connection.execute("DELETE FROM files WHERE article_id = ?", (article_id,))
        remove_versions(connection, article_id)
        connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
        log_change(connection, removed=True, ids=[row[0] for row in rows])

    def _summaries(self, where: str, values: Any) -> list[ArticleSummary]:
        rows = self._database.rows(
            "SELECT a.id, a.title, a.published, a.source, a.url, a.path,"
            " (SELECT count(*) FROM passages p WHERE p.article_id = a.id), length(a.text),"
            " (SELECT count(*) FROM time_expressions t WHERE t.article_id = a.id AND t.first_day IS NOT NULL),"
            " a.origins"
            f" FROM articles a {where} ORDER BY a.published DESC, a.title, a.id",
            values,
        )
        tags, collections = self._labels.tags_by_article(), self._labels.collections_by_article()
        with self._database.understanding():
            return [
                replace(
                    ArticleSummary(row[0], row[1], read_day(row[2]), *row[3:9]),
                    given=_given(row[9]),
                    tags=tags.get(row[0], ()),
                    collections=collections.get(row[0], ()),
                )
                for row in rows
            ]


def _given(origins: str) -> tuple[str, ...]:
    """Return the names of the fields that the user set, from the stored origins."""
    if f'"{GIVEN}"' not in origins:  # as for nearly all articles
        return ()
    return given_in(json.loads(origins).items())


def _insert(
    connection: Any,
    article: Article,
    files: Sequence[tuple[Any, ...]],
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
    expressions: Sequence[TimeExpression],
) -> None:
    """Insert an article with the rows of its files, its passages and dates; it isn't removed any more."""
    connection.execute("DELETE FROM removed_files WHERE article_id = ?", (article.id,))
    connection.execute("DELETE FROM removed_articles WHERE id = ?", (article.id,))
    row = article_row(article)
    connection.execute(
        f"INSERT INTO articles ({ARTICLE_COLUMNS}) VALUES ({','.join('?' * len(row))})",
        row,
    )
    connection.executemany("INSERT INTO files VALUES (?, ?, ?)", files)
    connection.executemany(
        f"INSERT INTO time_expressions VALUES ({','.join('?' * 11)})",
        (time_row(article.id, each) for each in expressions),
    )
    ids = []
    for passage, vector in zip(passages, vectors, strict=True):
        connection.execute(
            "INSERT INTO passages (article_id, ordinal, article_start, article_end, vector)"
            " VALUES (?, ?, ?, ?, ?)",
            (article.id, passage.ordinal, *ends_of(passage.article_span), vector.astype("<f4").tobytes()),
        )
        ids.append(connection.last_insert_rowid())
        connection.execute(
            "INSERT INTO passage_words (rowid, title, text) VALUES (?, ?, ?)",
            (ids[-1], article.title, passage.text),
        )
    add_days(connection, article.id)
    log_change(connection, removed=False, ids=ids)
    add_versions(connection, article.id, article.text)


def _holder(connection: Any, path: str) -> str | None:
    """Return the article that a file has, None if it isn't stored."""
    rows = list(connection.execute("SELECT article_id FROM files WHERE path = ?", (path,)))
    return str(rows[0][0]) if rows else None


def _as_arrays(rows: Sequence[tuple[Any, ...]], dimensions: int) -> tuple[Ids, NDArray[np.float32]]:
    """Return rows of id and vector as arrays, shapes (n,) and (n, dimensions)."""
    stored = np.frombuffer(b"".join(row[1] for row in rows), dtype="<f4")
    vectors = stored.reshape(len(rows), dimensions).astype(np.float32, copy=False)
    return np.array([row[0] for row in rows], dtype=np.int64), vectors
