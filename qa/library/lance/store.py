"""The stored articles with their files, passages, vectors and dates; see qa.library.interface.ArticleStore."""

import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.library.database import understanding
from qa.library.lance import sql
from qa.library.lance.article_cache import ArticleCache
from qa.library.lance.labels import LanceLabels
from qa.library.lance.schema import (
    FILES,
    IS_FIRST,
    PASSAGES,
    article_of,
    expressions_in,
    passage_of,
    unit_vectors,
)
from qa.library.lance.search import STRETCHES, LanceSearch, matches
from qa.library.lance.stored_settings import StoredSettings
from qa.library.lance.tables import Tables, in_parts
from qa.library.lance.versions import LanceVersions
from qa.library.lance.writer import LanceWriter
from qa.library.stored_articles import ArticleSummary, StoredArticle, given_in, with_versions
from qa.records import Article, Filters, Passage, Span, TimeExpression

_PASSAGE = ("id", "article_id", "ordinal", "start", "end", "text")
_SUMMARY = ("article_id", "article", "published", "n_passages", "n_dates", "n_characters")
_N_ID_CHARACTERS = 4
_PART_NUMBER = re.compile(r"[0-9#]*")


class LanceStore:
    """Reads the tables of one library, and writes them through its writer."""

    def __init__(
        self,
        tables: Tables,
        labels: LanceLabels,
        settings: StoredSettings,
        search: LanceSearch,
        writer: LanceWriter,
    ) -> None:
        self._tables = tables
        self._labels = labels
        self._search = search
        self._writer = writer
        self.versions = LanceVersions(tables)
        self._articles = ArticleCache(tables)
        self._settings = settings

    def setting(self, name: str) -> str | None:
        """Return a setting of the library, or None."""
        return self._settings.get(name)

    def remember(self, settings: dict[str, str]) -> None:
        """Store settings of the library."""
        self._settings.put(settings)

    # Articles

    def counts(self) -> tuple[int, int]:
        """Return how many articles and passages there are."""
        return self._tables.count(PASSAGES, IS_FIRST), self._tables.count(PASSAGES)

    def article(self, article_id: str) -> Article | None:
        """Return one article with its text, or None."""
        return self._articles.article(article_id)

    def read_ahead(self, article_ids: Collection[str]) -> None:
        """Prepare for these articles to be read soon."""
        self._articles.read_ahead(article_ids)

    def article_ids(self) -> list[str]:
        """Return the ids of all articles, in order."""
        return sorted(row["article_id"] for row in self._tables.rows(PASSAGES, IS_FIRST, ["article_id"]))

    def articles(self, filters: Filters) -> list[ArticleSummary]:
        """Return the articles that match the filters, newest first, undated ones last."""
        condition = self._search.where(replace(filters, speaks_of=None))
        return with_versions(self._summaries(condition), self.versions.stories())

    def find(self, name: str) -> list[ArticleSummary]:
        """Return the articles that match an id or its start, a path, a file name or a title."""
        paths = (name, str(Path(name).absolute()))
        conditions = [
            sql.one_of("path", paths),
            sql.ends_with("path", f"/{name}"),
            f"title = {sql.text(name)}",
        ]
        if len(name) >= _N_ID_CHARACTERS:
            conditions.append(sql.starts_with("article_id", name.lower()))
        return self._summaries(sql.any_of(conditions))

    def stored(self, article_id: str) -> StoredArticle | None:
        """Return one article with all that is stored of it, or None."""
        return self._writer.stored([article_id]).get(article_id)

    def several_stored(self, article_ids: Sequence[str]) -> dict[str, StoredArticle]:
        """Return articles with all that is stored of them, by id; those that are missing are left out."""
        return self._writer.stored(article_ids)

    def newest(self) -> str | None:
        """Return the id of the newest dated article; None if there is none."""
        condition = f"{IS_FIRST} AND published IS NOT NULL"
        rows = self._tables.rows(PASSAGES, condition, ["article_id", "published"])
        newest = sorted(rows, key=lambda row: str(row["article_id"]))
        return max(newest, key=lambda row: str(row["published"]))["article_id"] if rows else None

    def titles(self) -> list[str]:
        """Return the titles of all articles."""
        return [row["title"] for row in self._tables.rows(PASSAGES, IS_FIRST, ["title"])]

    def texts(self, limit: int) -> list[str]:
        """Return the texts of the newest articles, at most `limit`."""
        rows = self._tables.rows(PASSAGES, IS_FIRST, ["article_id", "published"])
        newest = sorted(rows, key=lambda row: row["article_id"])
        newest.sort(key=lambda row: row["published"] or "", reverse=True)
        ids = [row["article_id"] for row in newest[:limit]]
        texts: dict[str, str] = {}
        for part in in_parts(ids):
            for row in self._tables.rows(PASSAGES, _first_of(part), ["article_id", "content"]):
                texts[row["article_id"]] = row["content"]
        return [texts[key] for key in ids if key in texts]

    def time_expressions(self, article_id: str | None = None) -> dict[str, list[TimeExpression]]:
        """Return the temporal expressions of one article or of all, by article id and position."""
        condition = IS_FIRST if article_id is None else _first_of([article_id])
        rows = self._tables.rows(
            PASSAGES, f"{condition} AND expressions <> '[]'", ["article_id", "expressions"]
        )
        with self._understanding():
            return {
                row["article_id"]: expressions_in(row["article_id"], row["expressions"])
                for row in sorted(rows, key=lambda row: str(row["article_id"]))
            }

    # Passages

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Return the passages with these ids; passages removed meanwhile are left out."""
        with self._understanding():
            found = {row["id"]: passage_of(row) for row in self._with_ids(ids, _PASSAGE)}
        return {key: found[key] for key in ids if key in found}

    def passage_ids_of(self, article_id: str) -> list[int]:
        """Return the ids of an article's passages in order."""
        return [row["id"] for row in self._rows_of(article_id, ("id", "ordinal"))]

    def article_ids_of(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the article of each passage with these ids."""
        return {row["id"]: row["article_id"] for row in self._with_ids(ids, ("id", "article_id"))}

    def vectors_of(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of passages in the order of their ids, shape (n, dimensions); each id must exist."""
        found: dict[int, NDArray[np.float32]] = {}
        for part in in_parts(ids):
            table = self._tables.arrow(PASSAGES, sql.one_of_numbers("id", part), ["id", "vector"])
            if table is not None:
                found |= zip(table["id"].to_pylist(), unit_vectors(table["vector"]), strict=True)
        with self._understanding():
            return np.stack([found[key] for key in ids])

    def passage_vectors(self, article_id: str) -> list[tuple[str, bytes]]:
        """Return the texts and the stored vectors of an article's passages."""
        rows = self._rows_of(article_id, ("ordinal", "text", "vector"))
        return [(row["text"], np.asarray(row["vector"], dtype="<f4").tobytes()) for row in rows]

    def has_passages(self, filters: Filters) -> bool:
        """Return whether any passage matches the filters."""
        return bool(self.some_allowed(filters, 1))

    def some_allowed(self, filters: Filters, limit: int | None) -> list[int]:
        """Return the ids of at most `limit` passages that match the filters."""
        fetched = None if filters.speaks_of else limit
        rows = self._tables.rows(PASSAGES, self._search.where(filters), _needed(filters, "id"), fetched)
        return [row["id"] for row in rows if matches(row, filters)][:limit]

    def n_allowed(self, filters: Filters) -> int:
        """Return how many passages match the filters."""
        if filters.speaks_of is None:
            return self._tables.count(PASSAGES, self._search.where(filters))
        return len(self.some_allowed(filters, None))

    def matching(self, ids: Collection[int], filters: Filters) -> set[int]:
        """Return those of the ids whose passages match the filters."""
        condition = self._search.where(filters) or "TRUE"
        found: set[int] = set()
        for part in in_parts(ids):
            both = sql.all_of([condition, sql.one_of_numbers("id", part)])
            rows = self._tables.rows(PASSAGES, both, _needed(filters, "id"))
            found.update(row["id"] for row in rows if matches(row, filters))
        return found

    def passage_spans(self, filters: Filters) -> list[tuple[str, Span]]:
        """Return the spans of the passages that match the filters, with their article ids."""
        columns = _needed(filters, "article_id", "start", "end")
        rows = self._tables.rows(PASSAGES, self._search.where(filters), columns)
        found = ((row["article_id"], Span(row["start"], row["end"])) for row in rows if matches(row, filters))
        return sorted(found)

    # The words of the full-text index, as stems without diacritics

    def has_word(self, word: str) -> bool:
        """Return whether any passage or headline contains a word, in any form."""
        return bool(self._search.ids_with([word], 1))

    def stems_near(self, word: str) -> dict[str, int]:
        """Return stems that a misspelt word may stand for, each with the number of passages that have it."""
        return self._search.stems_near(word)

    def written_forms(self, stem: str) -> set[str]:
        """Return the words, as some passages write them, that begin like a stem."""
        return self._search.written_forms(stem)

    def n_passages_with(self, word: str, others: Sequence[str], limit: int) -> int:
        """Return how many passages contain a word and two of the others (or the only one), counted up to `limit`."""
        return self._search.n_passages_with(word, others, limit)

    # Files

    def file(self, path: Path) -> tuple[str, str] | None:
        """Return the article id and digest of a stored file, or None."""
        rows = self._tables.rows(FILES, f"path = {sql.text(str(path))}", ["article_id", "digest"])
        return (rows[0]["article_id"], rows[0]["digest"]) if rows else None

    def files_below(self, folder: Path) -> list[Path]:
        """Return the stored files at or below this path; articles inside a file lie below it."""
        path = str(folder)
        rows = self._tables.rows(FILES, _below(path), ["path"])
        found = sorted(row["path"] for row in rows if _is_below(row["path"], path))
        return list(map(Path, found))

    def files_of(self, path: Path | str) -> dict[str, tuple[str, str]]:
        """Return article id and digest by the path of each stored article whose path starts with a file's."""
        rows = self._tables.rows(FILES, _below(str(path)), ["path", "article_id", "digest"])
        return {row["path"]: (row["article_id"], row["digest"]) for row in rows}

    def put_twin(self, path: Path, article_id: str, digest: str) -> None:
        """Store that a file has the same text as an article of another file."""
        self._writer.put_twin(str(path), article_id, digest)

    def settle(self, paths: Collection[str], old: str, new: str) -> None:
        """Replace the digest of files that have the digest `old`."""
        self._writer.settle(paths, old, new)

    def release(self, path: Path) -> None:
        """Remove a file, and its article unless another file has the same text."""
        self._writer.release(str(path))

    def _summaries(self, condition: str | None) -> list[ArticleSummary]:
        rows = self._tables.rows(PASSAGES, sql.all_of([IS_FIRST, condition or "TRUE"]), _SUMMARY)
        tags, collections = self._labels.tags_by_article(), self._labels.collections_by_article()
        with self._understanding():
            found = []
            for row in rows:
                article = article_of(row["article"], "")
                summary = ArticleSummary(
                    article.id,
                    article.title,
                    article.published,
                    article.source,
                    article.url,
                    str(article.path),
                    row["n_passages"],
                    row["n_characters"],
                    row["n_dates"],
                    tags=tags.get(article.id, ()),
                    collections=collections.get(article.id, ()),
                    given=given_in(article.origins),
                )
                found.append(summary)
        found.sort(key=lambda each: (each.title, each.id))
        return sorted(found, key=lambda each: each.published or date.min, reverse=True)

    def _rows_of(self, article_id: str, columns: Sequence[str]) -> list[dict[str, Any]]:
        rows = self._tables.rows(PASSAGES, sql.one_of("article_id", [article_id]), columns)
        return sorted(rows, key=lambda row: int(row["ordinal"]))

    def _with_ids(self, ids: Iterable[int], columns: Sequence[str]) -> list[dict[str, Any]]:
        parts = in_parts(dict.fromkeys(ids))
        return [
            row
            for part in parts
            for row in self._tables.rows(PASSAGES, sql.one_of_numbers("id", part), columns)
        ]

    def _understanding(self) -> AbstractContextManager[None]:
        return understanding(self._tables.address)


def _first_of(article_ids: Iterable[str]) -> str:
    """Return the condition on the rows that have these articles."""
    return f"{IS_FIRST} AND {sql.one_of('article_id', article_ids)}"


def _needed(filters: Filters, *columns: str) -> list[str]:
    return [*columns, *(STRETCHES if filters.speaks_of else ())]


def _below(path: str) -> str:
    starts = (f"{path.rstrip('/')}/", f"{path}#")
    return sql.any_of([f"path = {sql.text(path)}", *(sql.starts_with("path", start) for start in starts)])


def _is_below(path: str, folder: str) -> bool:
    """Return whether a path is at or below `folder`.

    The parts of a file are named "file#1", "file#2"; another file whose name merely contains "#" doesn't count.
    """
    rest = path.removeprefix(folder)
    return not rest.startswith("#") or bool(_PART_NUMBER.fullmatch(rest[1:]))
