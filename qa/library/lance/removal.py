"""Removed articles, kept in their own table until they are restored; see qa.library.interface.RemovedStore."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from qa.library.database import understanding
from qa.library.lance import sql
from qa.library.lance.labels import LanceLabels
from qa.library.lance.schema import IS_FIRST, PASSAGES, REMOVED, article_json, article_of
from qa.library.lance.tables import Tables, in_parts
from qa.library.lance.writer import LanceWriter
from qa.library.pending_deletion import PendingDeletion
from qa.library.removal import RemovedArticle
from qa.library.stored_articles import StoredArticle
from qa.records import Passage, Span

_N_ID_CHARACTERS = 4


class LanceRemoved:
    """Reads and writes the removed articles of one library."""

    def __init__(
        self, tables: Tables, labels: LanceLabels, writer: LanceWriter, pending: PendingDeletion
    ) -> None:
        self._tables = tables
        self._labels = labels
        self._writer = writer
        self._pending = pending

    def listed(self) -> list[RemovedArticle]:
        """Return all removed articles, the last removed first."""
        rows = self._tables.rows(REMOVED, None, ["id", "removed", "article", "passages"])
        with understanding(self._tables.address):
            found = sorted(map(_summary, rows), key=lambda each: each.id)
        return sorted(found, key=lambda each: each.removed, reverse=True)

    def find(self, name: str) -> list[RemovedArticle]:
        """Return the removed articles that match an id or its start, a path, a file name or a title."""
        is_id = len(name) >= _N_ID_CHARACTERS
        return [
            each
            for each in self.listed()
            if (is_id and each.id.startswith(name.lower()))
            or (not each.is_deleted and (name in (each.title, each.path) or each.path.endswith(f"/{name}")))
        ]

    def has(self, article_id: str) -> bool:
        """Return whether an article was removed and stays so."""
        return self._tables.count(REMOVED, f"id = {sql.text(article_id)}") > 0

    def files_of(self, path: str) -> dict[str, tuple[str, str]]:
        """Return id and digest of the removed articles of a file, as `ArticleStore.files_of` does."""
        starts = (f"{path}/", f"{path}#")
        return {
            file: (row["id"], digest)
            for row in self._tables.rows(REMOVED, "array_length(paths) > 0", ["id", "paths", "digests"])
            for file, digest in zip(row["paths"], row["digests"], strict=True)
            if file == path or file.startswith(starts)
        }

    def note_file(self, path: str, article_id: str, digest: str) -> None:
        """Record that a file contains a removed article; it is not parsed again until it changes."""
        self._writer.release(path)
        condition = f"id = {sql.text(article_id)} AND article IS NOT NULL"
        for row in self._tables.rows(REMOVED, condition, ["id", "paths", "digests"]):
            changed = {"paths": [*row["paths"], path], "digests": [*row["digests"], digest]}
            self._writer.update_removed([{**row, **changed}])

    def forget_files(self, paths: Sequence[str]) -> None:
        """Forget that files hold removed articles."""
        if paths:
            self._writer.forget_removed(paths)

    def remove(self, article_ids: Sequence[str]) -> None:
        """Move articles to the removed ones."""
        now = _now()
        stored = self._writer.stored(article_ids)
        self._tables.put(REMOVED, [_packed(each, now) for each in stored.values()])
        self._writer.drop(stored)

    def restore(self, article_ids: Sequence[str]) -> None:
        """Move removed articles back.

        An article whose file has another article by now gets a path that no file has. Of one that was deleted for
        ever, only the note is removed, so that its file can be indexed again.
        """
        self._pending.forget(article_ids)
        columns = ["id", "article", "passages", "vectors", "paths", "digests"]
        for part in in_parts(article_ids):
            rows = self._tables.rows(REMOVED, sql.one_of("id", part), columns)
            with understanding(self._tables.address):
                packed = [_unpacked(row) for row in rows if row["article"] is not None]
            with self._writer.together():
                for each in packed:
                    self._writer.add(each)
            self._tables.delete(REMOVED, sql.one_of("id", part))

    def delete(self, article_ids: Sequence[str]) -> None:
        """Delete articles, stored or removed, except for their ids."""
        now = _now()
        self._tables.put(REMOVED, [_note(key, now) for key in article_ids])
        self._writer.drop(article_ids)
        self._labels.forget(article_ids)

    def leave_out(self, removed: Mapping[str, str]) -> int:
        """Note ids that were removed elsewhere, with the moments, unless stored here; return how many are new."""
        known: set[str] = set()
        for part in in_parts(sorted(removed)):
            condition = f"{IS_FIRST} AND {sql.one_of('article_id', part)}"
            known.update(row["article_id"] for row in self._tables.rows(PASSAGES, condition, ["article_id"]))
            known.update(row["id"] for row in self._tables.rows(REMOVED, sql.one_of("id", part), ["id"]))
        new = {key: moment for key, moment in removed.items() if key not in known}
        self._tables.put(REMOVED, [_note(key, moment) for key, moment in new.items()])
        return len(new)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _note(article_id: str, removed: str) -> dict[str, Any]:
    empty: dict[str, Any] = {"article": None, "passages": "[]", "vectors": b"", "paths": [], "digests": []}
    return {"id": article_id, "removed": removed, **empty}


def _packed(stored: StoredArticle, removed: str) -> dict[str, Any]:
    """Return the row of a removed article; its text is a part of `article` here."""
    spans = [(each.article_span.start, each.article_span.end) for each in stored.passages]
    whole = json.dumps({"row": article_json(stored.article), "text": stored.article.text}, ensure_ascii=False)
    return {
        "id": stored.article.id,
        "removed": removed,
        "article": whole,
        "passages": json.dumps(spans),
        "vectors": stored.vectors.astype("<f4").tobytes(),
        "paths": list(stored.digests),
        "digests": list(stored.digests.values()),
    }


def _unpacked(row: Mapping[str, Any]) -> StoredArticle:
    """Return an article as it was before it was removed."""
    whole = json.loads(row["article"])
    article = article_of(whole["row"], whole["text"])
    passages = [
        Passage(article.id, ordinal, Span(start, end), article.text[start:end])
        for ordinal, (start, end) in enumerate(json.loads(row["passages"]))
    ]
    vectors = np.frombuffer(row["vectors"], dtype="<f4").reshape(len(passages), -1)
    return StoredArticle(article, passages, vectors, dict(zip(row["paths"], row["digests"], strict=True)))


def _summary(row: Mapping[str, Any]) -> RemovedArticle:
    removed = datetime.fromisoformat(row["removed"])
    if row["article"] is None:
        return RemovedArticle(row["id"], removed)
    whole = json.loads(row["article"])
    values = json.loads(whole["row"])
    published = date.fromisoformat(values["published"]) if values["published"] else None
    n_passages = len(json.loads(row["passages"]))
    named = (values["title"], published, values["source"], str(values["path"]))
    return RemovedArticle(row["id"], removed, *named, len(whole["text"]), n_passages)
