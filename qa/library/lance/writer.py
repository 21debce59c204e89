"""Writes articles and files, several articles in one commit."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np

from qa.library.database import understanding
from qa.library.lance import sql
from qa.library.lance.labels import LanceLabels
from qa.library.lance.pending import Pending
from qa.library.lance.schema import (
    FILES,
    PASSAGES,
    REMOVED,
    article_of,
    expressions_in,
    passage_of,
    passage_table,
    unit_vectors,
)
from qa.library.lance.tables import Tables, in_parts
from qa.library.lance.versions import LanceVersions
from qa.library.stored_articles import StoredArticle

_STORED = ("article_id", "ordinal", "start", "end", "text", "vector", "article", "content", "expressions")
_N_ID_DIGITS = 8


class LanceWriter:
    """Stores what is pending; the rows of `passages` first, then those of `files`, then the labels.

    A process that is killed in between leaves an article without its file, which is then read again. An article is
    only deleted when no file says that it is stored.
    """

    def __init__(self, tables: Tables, labels: LanceLabels, pending: Pending) -> None:
        self._tables = tables
        self._labels = labels
        self._pending = pending
        self._versions = LanceVersions(tables)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Store what the block stores by one commit at its end, or nothing if it fails."""
        self._pending.depth += 1
        try:
            yield
        except BaseException:
            self._pending.clear()
            raise
        finally:
            self._pending.depth -= 1
        if self._pending.depth == 0:
            self._commit()

    def put(self, stored: StoredArticle, digest: str) -> None:
        """Store an article as that of its file."""
        with self.together():
            self._pending.put(stored, str(stored.article.path), digest)

    def add(self, stored: StoredArticle) -> None:
        """Store an article that the library doesn't have; see qa.library.store.Store.add."""
        article = stored.article
        paths = [*stored.digests, str(article.path)]
        taken = self._holders(paths).keys() | (self._pending.files.keys() & set(paths))
        digests = {path: digest for path, digest in stored.digests.items() if path not in taken}
        if article.path in taken:
            article = replace(article, path=f"{article.path}~{article.id[:_N_ID_DIGITS]}")
        digests.setdefault(str(article.path), "")  # without a digest, the file is read at the next chance
        with self.together():
            for path, digest in digests.items():
                self._pending.put(replace(stored, article=article), path, digest)

    def put_twin(self, path: str, article_id: str, digest: str) -> None:
        """Store that a file has the same text as an article of another file."""
        before = self._holders([path]).get(path)
        self.forget_removed([path])
        self._tables.put(FILES, [_file(path, article_id, digest)])
        if before is not None and before != article_id:
            self._drop_unused([before])
        self._labels.carry_over(path, before, article_id)

    def release(self, path: str) -> None:
        """Remove a file, and its article unless another file has the same text."""
        self.forget_removed([path])
        before = self._holders([path]).get(path)
        self._tables.delete(FILES, f"path = {sql.text(path)}")
        if before is not None:
            self._drop_unused([before])

    def settle(self, paths: Collection[str], old: str, new: str) -> None:
        """Replace the digest of files that have the digest `old`, and of removed articles' files."""
        for part in in_parts(sorted(paths)):
            condition = f"digest = {sql.text(old)} AND {sql.one_of('path', part)}"
            self._tables.update(FILES, condition, {"digest": new})
        changed = []
        for row in self._tables.rows(REMOVED, sql.has_any("digests", [old]), ["id", "paths", "digests"]):
            pairs = zip(row["paths"], row["digests"], strict=True)
            row["digests"] = [new if path in paths and digest == old else digest for path, digest in pairs]
            changed.append(row)
        self.update_removed(changed)

    def drop(self, article_ids: Iterable[str]) -> None:
        """Delete articles with everything that is stored of them but their labels."""
        for part in in_parts(sorted(set(article_ids))):
            self._tables.delete(FILES, sql.one_of("article_id", part))
            self._tables.delete(PASSAGES, sql.one_of("article_id", part))

    def stored(self, article_ids: Iterable[str]) -> dict[str, StoredArticle]:
        """Return articles with all that is stored of them, by id."""
        found: dict[str, StoredArticle] = {}
        for part in in_parts(sorted(set(article_ids))):
            digests: dict[str, dict[str, str]] = {}
            for row in self._tables.rows(
                FILES, sql.one_of("article_id", part), ["path", "article_id", "digest"]
            ):
                digests.setdefault(row["article_id"], {})[row["path"]] = row["digest"]
            table = self._tables.arrow(PASSAGES, sql.one_of("article_id", part), _STORED)
            if table is not None:
                with understanding(self._tables.address):
                    found |= {each.article.id: each for each in _articles_in(table, digests)}
        return found

    def update_removed(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Replace the files of removed articles: rows with id, paths and digests."""
        columns = ["id", "removed", "article", "passages", "vectors"]
        for row in rows:
            for whole in self._tables.rows(REMOVED, f"id = {sql.text(row['id'])}", columns):
                self._tables.put(REMOVED, [{**whole, "paths": row["paths"], "digests": row["digests"]}])

    def forget_removed(self, paths: Sequence[str]) -> None:
        """Forget that files hold removed articles."""
        changed = []
        for row in self._tables.rows(REMOVED, sql.has_any("paths", paths), ["id", "paths", "digests"]):
            pairs = [pair for pair in zip(row["paths"], row["digests"], strict=True) if pair[0] not in paths]
            changed.append(
                {"id": row["id"], "paths": [path for path, _ in pairs], "digests": [d for _, d in pairs]}
            )
        self.update_removed(changed)

    def _commit(self) -> None:
        files, articles = dict(self._pending.files), dict(self._pending.articles)
        if not articles:
            return
        try:
            before = self._holders(files)
            self._store(articles)
            self.forget_removed(sorted(files))
            self._tables.put(FILES, [_file(path, *entry) for path, entry in files.items()])
            if self._tables.count(REMOVED):
                self._tables.delete(REMOVED, sql.one_of("id", articles))
            self._drop_unused(
                {old for path, old in before.items() if old != files[path][0]} - articles.keys()
            )
            for path, (article_id, _) in files.items():
                self._labels.carry_over(path, before.get(path), article_id)
        finally:
            self._pending.clear()

    def _store(self, articles: Mapping[str, StoredArticle]) -> None:
        """Store articles, or replace what is stored of them, in one commit."""
        wanted = list(articles.values())
        bands, versions = self._versions.among([each.article for each in wanted])
        rows = passage_table(wanted, bands, versions, int(wanted[0].vectors.shape[1]))
        self._tables.upsert(PASSAGES, rows, sql.one_of("article_id", articles))

    def _drop_unused(self, article_ids: Iterable[str]) -> None:
        """Delete articles that no file has; one whose own file has another by now gets that of its other files."""
        wanted = sorted(set(article_ids))
        if not wanted:
            return
        owners: dict[str, list[str]] = {}
        for part in in_parts(wanted):
            for row in self._tables.rows(FILES, sql.one_of("article_id", part), ["path", "article_id"]):
                owners.setdefault(row["article_id"], []).append(row["path"])
        for part in in_parts(key for key in wanted if key not in owners):
            self._tables.delete(PASSAGES, sql.one_of("article_id", part))
        moved = {}
        for key, stored in self.stored(owners).items():
            if stored.article.path not in owners[key]:
                moved[key] = replace(stored, article=replace(stored.article, path=min(owners[key])))
        if moved:
            self._store(moved)
            # Without the digest, the new owner's own title and date are read next time.
            self._tables.put(FILES, [_file(str(each.article.path), key, "") for key, each in moved.items()])

    def _holders(self, paths: Iterable[str]) -> dict[str, str]:
        """Return the articles that files have, by path."""
        found = {}
        for part in in_parts(paths):
            for row in self._tables.rows(FILES, sql.one_of("path", part), ["path", "article_id"]):
                found[row["path"]] = row["article_id"]
        return found


def _articles_in(table: Any, digests: Mapping[str, Mapping[str, str]]) -> Iterator[StoredArticle]:
    """Yield the articles of rows of `passages`."""
    vectors = unit_vectors(table["vector"])
    by_article: dict[str, list[tuple[dict[str, Any], int]]] = {}
    for number, row in enumerate(table.drop_columns(["vector"]).to_pylist()):
        by_article.setdefault(row["article_id"], []).append((row, number))
    for article_id, rows in by_article.items():
        rows.sort(key=lambda each: int(each[0]["ordinal"]))
        first = rows[0][0]
        yield StoredArticle(
            article_of(first["article"], first["content"]),
            [passage_of(row) for row, _ in rows],
            np.stack([vectors[number] for _, number in rows]),
            dict(digests.get(article_id, {})),
            expressions_in(article_id, first["expressions"]),
        )


def _file(path: str, article_id: str, digest: str) -> dict[str, Any]:
    return {"path": path, "article_id": article_id, "digest": digest}
