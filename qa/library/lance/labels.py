"""Tags and collections in a table with one row for each label of an article and each collection."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from qa.errors import LabelError
from qa.library.labels import Label, label_name, one_named
from qa.library.lance import sql
from qa.library.lance.pending import Pending
from qa.library.lance.schema import IS_FIRST, LABELS, PASSAGES
from qa.library.lance.tables import Tables, in_parts
from qa.utils.text import folded

_TAG, _COLLECTION, _MEMBER = "tag", "collection", "member"
_COLUMNS = ("key", "kind", "article_id", "path", "label_key", "name", "is_removed")
_STATED = f"{IS_FIRST} AND array_length(keyword_keys) > 0"


class LanceLabels:
    """Reads and changes the tags and collections of one library; see qa.library.labels.Labels."""

    def __init__(self, tables: Tables, pending: Pending) -> None:
        self._tables = tables
        self._pending = pending
        self._read: tuple[int, list[dict[str, Any]]] = (-1, [])

    # Reading

    def tags(self) -> list[Label]:
        """Return the tags of the articles in the library, by name."""
        found: dict[str, list[str]] = {}
        for tags in self._tags(self._stored_ids(self._of_kind(_TAG))).values():
            for key, name in tags.items():
                found.setdefault(key, []).append(name)
        return [Label(min(names), len(names)) for _, names in sorted(found.items())]

    def collections(self) -> list[Label]:
        """Return all collections, by name."""
        stored = self._stored_ids(self._of_kind(_MEMBER))
        counts: dict[str, int] = {}
        for row in self._of_kind(_MEMBER):
            counts[row["label_key"]] = counts.get(row["label_key"], 0) + (row["article_id"] in stored)
        rows = sorted(self._of_kind(_COLLECTION), key=lambda row: str(row["label_key"]))
        return [Label(row["name"], counts.get(row["label_key"], 0)) for row in rows]

    def tags_by_article(self) -> dict[str, tuple[str, ...]]:
        """Return the tags of each article that has any."""
        return {
            article_id: tuple(name for _, name in sorted(tags.items()))
            for article_id, tags in self._tags(None).items()
            if tags
        }

    def collections_by_article(self) -> dict[str, tuple[str, ...]]:
        """Return the collections of each article that is in any."""
        found: dict[str, tuple[str, ...]] = {}
        names = self._collection_names()
        for row in sorted(self._of_kind(_MEMBER), key=lambda row: str(row["label_key"])):
            found[row["article_id"]] = (*found.get(row["article_id"], ()), names[row["label_key"]])
        return found

    def changed_tags(self) -> dict[str, list[tuple[str, bool]]]:
        """Return by article the tags that users gave or took away (True), of the articles in the library."""
        rows = sorted(self._of_kind(_TAG), key=lambda row: (str(row["article_id"]), str(row["label_key"])))
        stored = self._stored_ids(rows)
        found: dict[str, list[tuple[str, bool]]] = {}
        for row in rows:
            if row["article_id"] in stored:
                found.setdefault(row["article_id"], []).append((row["name"], row["is_removed"]))
        return found

    def members(self) -> dict[str, list[str]]:
        """Return the ids of the articles in each collection, by its name."""
        names = self._collection_names()
        found: dict[str, list[str]] = {each.name: [] for each in self.collections()}
        stored = self._stored_ids(self._of_kind(_MEMBER))
        for row in sorted(self._of_kind(_MEMBER), key=lambda row: str(row["article_id"])):
            if row["article_id"] in stored:
                found[names[row["label_key"]]].append(row["article_id"])
        return found

    def tag_named(self, name: str) -> str:
        """Return a tag as it is written; UnknownLabelError with a suggestion if no article has it."""
        return one_named(name, (tag.name for tag in self.tags()), "tag")

    def collection_named(self, name: str) -> str:
        """Return the name of a collection as it is written; UnknownLabelError with a suggestion without one."""
        return one_named(name, self._collection_names().values(), "collection")

    def conditions(self, tags: Sequence[str], collection: str | None) -> Iterator[str]:
        """Yield a condition on passages for each tag and for the collection."""
        for key in map(folded, tags):
            changed = [row for row in self._of_kind(_TAG) if row["label_key"] == key]
            given = sql.one_of("article_id", (row["article_id"] for row in changed if not row["is_removed"]))
            taken = sql.one_of("article_id", (row["article_id"] for row in changed if row["is_removed"]))
            yield f"({given}) OR (array_has(keyword_keys, {sql.text(key)}) AND NOT ({taken}))"
        if collection is not None:
            rows = self._of_kind(_MEMBER)
            key = folded(collection)
            yield sql.one_of("article_id", (row["article_id"] for row in rows if row["label_key"] == key))

    # Changing

    def tag(self, article_ids: Collection[str], names: Sequence[str]) -> None:
        """Give each of these articles each of these tags."""
        self._set_tags(article_ids, [(label_name(name, "tag"), False) for name in names], is_final=True)

    def untag(self, article_ids: Collection[str], names: Sequence[str]) -> None:
        """Take tags away from articles; one that the article's file states stays away."""
        self._set_tags(article_ids, [(self.tag_named(name), True) for name in names], is_final=True)

    def create_collection(self, name: str) -> str:
        """Create an empty collection and return its name; LabelError if there is one of this name."""
        name = label_name(name, "collection")
        if folded(name) in self._collection_names():
            raise LabelError(f"There is already a collection “{name}”.", "Choose another name.")
        self._tables.put(LABELS, [_row(_COLLECTION, "", "", name)])
        return name

    def delete_collection(self, name: str) -> str:
        """Delete a collection and return its name; its articles stay in the library."""
        name = self.collection_named(name)
        is_it = f"label_key = {sql.text(folded(name))}"
        self._tables.delete(LABELS, f"{is_it} AND {sql.one_of('kind', (_COLLECTION, _MEMBER))}")
        return name

    def collect(self, article_ids: Collection[str], name: str) -> str:
        """Add articles to an existing collection and return its name."""
        name = self.collection_named(name)
        paths = self._paths_of(article_ids)
        self._tables.put(LABELS, [_row(_MEMBER, key, path, name) for key, path in paths.items()])
        return name

    def uncollect(self, article_ids: Collection[str], name: str) -> str:
        """Take articles out of a collection and return its name."""
        name = self.collection_named(name)
        self._delete(_key(_MEMBER, article_id, folded(name)) for article_id in article_ids)
        return name

    def take_over_tags(self, article_id: str, tags: Iterable[tuple[str, bool]]) -> None:
        """Give a stored article tags, or take them away (True), unless the user has changed them."""
        self._set_tags([article_id], list(tags), is_final=False)

    def take_over_collection(self, name: str, article_ids: Iterable[str]) -> None:
        """Add stored articles to a collection, and create it if there is none."""
        if folded(name) not in self._collection_names():
            self._tables.put(LABELS, [_row(_COLLECTION, "", "", name)])
        self.collect(list(article_ids), name)

    def carry_over(self, path: str, before: str | None, article_id: str) -> None:
        """Pass the labels of a file's earlier articles to the one that it has now.

        `before` is the article that the file had. If another file still has it, both articles have the labels.
        """
        labelled = [row for row in self._rows() if row["kind"] != _COLLECTION]
        there = self._stored_ids(labelled)
        earlier = [
            row
            for row in labelled
            if row["article_id"] != article_id
            and (row["article_id"] == before or (row["path"] == path and row["article_id"] not in there))
        ]
        own = {row["key"]: {**row, "path": path} for row in labelled if row["article_id"] == article_id}
        for row in earlier:
            key = _key(row["kind"], article_id, row["label_key"])
            own.setdefault(key, {**row, "key": key, "article_id": article_id, "path": path})
        if own and list(own.values()) != [row for row in labelled if row["article_id"] == article_id]:
            self._tables.put(LABELS, list(own.values()))
        self._delete(row["key"] for row in earlier if row["article_id"] not in there)

    def forget(self, article_ids: Iterable[str]) -> None:
        """Delete the labels of articles."""
        wanted = set(article_ids)
        self._delete(row["key"] for row in self._rows() if row["article_id"] in wanted)

    def _set_tags(
        self, article_ids: Collection[str], tags: Sequence[tuple[str, bool]], *, is_final: bool
    ) -> None:
        if not tags:
            return
        known = set() if is_final else {row["key"] for row in self._of_kind(_TAG)}
        rows = [
            _row(_TAG, article_id, path, name, is_removed=is_removed)
            for article_id, path in self._paths_of(article_ids).items()
            for name, is_removed in tags
        ]
        self._tables.put(
            LABELS, [row for row in {row["key"]: row for row in rows}.values() if row["key"] not in known]
        )

    def _delete(self, keys: Iterable[str]) -> None:
        for part in in_parts(keys):
            self._tables.delete(LABELS, sql.one_of("key", part))

    def _tags(self, among: Collection[str] | None) -> dict[str, dict[str, str]]:
        """Return by article the tags that count: the user's, and those stated by a file that aren't taken away.

        The user's are returned of the articles `among` only; None for all.
        """
        found: dict[str, dict[str, str]] = {}
        for row in self._tables.rows(PASSAGES, _STATED, ["article_id", "article"]):
            keywords = json.loads(json.loads(row["article"])["keywords"])
            found[row["article_id"]] = {folded(each): each for each in keywords}
        for row in self._of_kind(_TAG):
            tags = found.setdefault(row["article_id"], {})
            tags.pop(row["label_key"], None)
            if not row["is_removed"] and (among is None or row["article_id"] in among):
                tags[row["label_key"]] = row["name"]
        return found

    def _collection_names(self) -> dict[str, str]:
        return {row["label_key"]: row["name"] for row in self._of_kind(_COLLECTION)}

    def _of_kind(self, kind: str) -> list[dict[str, Any]]:
        return [row for row in self._rows() if row["kind"] == kind]

    def _rows(self) -> list[dict[str, Any]]:
        """Return all rows, which are read again only when the table changed."""
        version = self._tables.version(LABELS)
        if self._read[0] != version:
            self._read = (version, self._tables.rows(LABELS, None, _COLUMNS))
        return self._read[1]

    def _stored_ids(self, rows: Iterable[dict[str, Any]]) -> set[str]:
        """Return those of the articles of some rows that are in the library."""
        return set(self._paths_of({row["article_id"] for row in rows}))

    def _paths_of(self, article_ids: Collection[str]) -> dict[str, str]:
        """Return the paths of those of the articles that are in the library, or about to be."""
        found = {}
        for part in in_parts(sorted(set(article_ids))):
            condition = f"{IS_FIRST} AND {sql.one_of('article_id', part)}"
            for row in self._tables.rows(PASSAGES, condition, ["article_id", "path"]):
                found[row["article_id"]] = row["path"]
        pending = self._pending.articles
        return found | {key: str(pending[key].article.path) for key in article_ids if key in pending}


def _row(kind: str, article_id: str, path: str, name: str, *, is_removed: bool = False) -> dict[str, Any]:
    key = _key(kind, article_id, folded(name))
    return dict(zip(_COLUMNS, (key, kind, article_id, path, folded(name), name, is_removed), strict=True))


def _key(kind: str, article_id: str, label_key: str) -> str:
    return json.dumps([kind, article_id, label_key], ensure_ascii=False)
