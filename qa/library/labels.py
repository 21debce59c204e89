"""The labels of articles: tags, and the collections that articles are in.

Article ids are hashes of the text, so an edited file brings an article with a new id. A label therefore also names
its article's file: it passes to the next article of that file, and waits while the article is out of the library.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qa.errors import LabelError, UnknownLabelError
from qa.library.database import Database
from qa.utils.nearest_names import did_you_mean
from qa.utils.text import folded, printable

# The tags that count: the user's, and those stated by a file that the user hasn't taken away.
TAGS = (
    "SELECT article_id, key, tag FROM tags WHERE NOT is_removed"
    " UNION ALL SELECT a.id, folded(k.value), k.value FROM articles a, json_each(a.keywords) k"
    " WHERE NOT EXISTS (SELECT 1 FROM tags t WHERE t.article_id = a.id AND t.key = folded(k.value))"
)
MEMBERS = "SELECT m.article_id, c.key, c.name FROM collection_articles m JOIN collections c ON c.id = m.collection_id"
MOST_LABEL_CHARACTERS = 60
_IS_GONE = "article_id NOT IN (SELECT id FROM articles)"
COLUMNS = {  # of the tables whose rows belong to articles
    "tags": "article_id, path, key, tag, is_removed",
    "collection_articles": "article_id, path, collection_id",
}
COLLECTION_COLUMNS = "id, key, name"


@dataclass(frozen=True, slots=True)
class Label:
    """A tag or a collection, and how many articles of the library have it."""

    name: str
    n_articles: int


class Labels:
    """Reads and changes the tags and collections of one library; each change is one transaction.

    Names are compared without capitals and accents, and shown as they were first written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # Reading

    def tags(self) -> list[Label]:
        """Return the tags of the articles in the library, by name."""
        rows = self._database.rows(
            "SELECT min(t.tag), count(DISTINCT t.article_id)"
            f" FROM ({TAGS}) t JOIN articles a ON a.id = t.article_id GROUP BY t.key ORDER BY t.key"
        )
        return [Label(str(name), int(n_articles)) for name, n_articles in rows]

    def collections(self) -> list[Label]:
        """Return all collections, by name."""
        rows = self._database.rows(
            "SELECT c.name, (SELECT count(*) FROM collection_articles m JOIN articles a ON a.id = m.article_id"
            " WHERE m.collection_id = c.id) FROM collections c ORDER BY c.key"
        )
        return [Label(str(name), int(n_articles)) for name, n_articles in rows]

    def tags_by_article(self) -> dict[str, tuple[str, ...]]:
        """Return the tags of each article that has any."""
        return self._by_article(TAGS)

    def collections_by_article(self) -> dict[str, tuple[str, ...]]:
        """Return the collections of each article that is in any."""
        return self._by_article(MEMBERS)

    def changed_tags(self) -> dict[str, list[tuple[str, bool]]]:
        """Return by article the tags that users gave or took away (True), of the articles in the library."""
        rows = self._database.rows(
            f"SELECT article_id, tag, is_removed FROM tags WHERE NOT {_IS_GONE} ORDER BY article_id, key"
        )
        found: dict[str, list[tuple[str, bool]]] = {}
        for article_id, tag, is_removed in rows:
            found.setdefault(article_id, []).append((tag, bool(is_removed)))
        return found

    def members(self) -> dict[str, list[str]]:
        """Return the ids of the articles in each collection, by its name."""
        found: dict[str, list[str]] = {each.name: [] for each in self.collections()}
        for article_id, _, name in self._database.rows(f"{MEMBERS} WHERE NOT {_IS_GONE} ORDER BY 1"):
            found[name].append(article_id)
        return found

    def tag_named(self, name: str) -> str:
        """Return a tag as it is written; UnknownLabelError with a suggestion if no article has it."""
        return one_named(name, (tag.name for tag in self.tags()), "tag")

    def collection_named(self, name: str) -> str:
        """Return the name of a collection as it is written; UnknownLabelError with a suggestion without one."""
        return one_named(name, (each.name for each in self.collections()), "collection")

    # Changing

    def tag(self, article_ids: Collection[str], names: Sequence[str]) -> None:
        """Give each of these articles each of these tags."""
        self._set_tags(article_ids, [label_name(name, "tag") for name in names], is_removed=False)

    def untag(self, article_ids: Collection[str], names: Sequence[str]) -> None:
        """Take tags away from articles; one that the article's file states stays away."""
        self._set_tags(article_ids, [self.tag_named(name) for name in names], is_removed=True)

    def create_collection(self, name: str) -> str:
        """Create an empty collection and return its name; LabelError if there is one of this name."""
        name = label_name(name, "collection")
        with self._database.transaction() as connection:
            if _collection_id(connection, name) is not None:
                raise LabelError(f"There is already a collection “{name}”.", "Choose another name.")
            connection.execute("INSERT INTO collections (key, name) VALUES (?, ?)", (folded(name), name))
        return name

    def delete_collection(self, name: str) -> str:
        """Delete a collection and return its name; its articles stay in the library."""
        name = self.collection_named(name)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM collections WHERE key = ?", (folded(name),))
        return name

    def collect(self, article_ids: Collection[str], name: str) -> str:
        """Add articles to an existing collection and return its name."""
        name = self.collection_named(name)
        with self._database.transaction() as connection:
            _collect(connection, article_ids, _collection_id(connection, name))
        return name

    def uncollect(self, article_ids: Collection[str], name: str) -> str:
        """Take articles out of a collection and return its name."""
        name = self.collection_named(name)
        with self._database.transaction() as connection:
            connection.executemany(
                "DELETE FROM collection_articles WHERE article_id = ? AND collection_id = ?",
                [(key, _collection_id(connection, name)) for key in article_ids],
            )
        return name

    def take_over_tags(self, article_id: str, tags: Iterable[tuple[str, bool]]) -> None:
        """Give a stored article tags, or take them away (True), unless the user has changed them."""
        with self._database.transaction() as connection:
            connection.executemany(
                f"INSERT OR IGNORE INTO tags ({COLUMNS['tags']})"
                " SELECT id, path, ?2, ?3, ?4 FROM articles WHERE id = ?1",
                [(article_id, folded(tag), tag, int(is_removed)) for tag, is_removed in tags],
            )

    def take_over_collection(self, name: str, article_ids: Iterable[str]) -> None:
        """Add stored articles to a collection, and create it if there is none."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO collections (key, name) VALUES (?, ?)", (folded(name), name)
            )
            _collect(connection, article_ids, _collection_id(connection, name))

    def restore(
        self,
        tags: Iterable[Sequence[Any]],
        collections: Iterable[Sequence[Any]],
        members: Iterable[Sequence[Any]],
    ) -> None:
        """Store the rows of a damaged library as they are; see DamagedDatabase."""
        with self._database.transaction() as connection:
            for table, columns, rows in (
                ("tags", COLUMNS["tags"], tags),
                ("collections", COLLECTION_COLUMNS, collections),
                ("collection_articles", COLUMNS["collection_articles"], members),
            ):
                marks = ", ".join("?" * (columns.count(",") + 1))
                insert = f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})"
                connection.executemany(insert, rows)

    def _set_tags(self, article_ids: Collection[str], names: Sequence[str], *, is_removed: bool) -> None:
        rows = [(key, folded(name), name, int(is_removed)) for key in article_ids for name in names]
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO tags (article_id, key, tag, path, is_removed)"
                " SELECT id, ?2, ?3, path, ?4 FROM articles WHERE id = ?1"
                " ON CONFLICT DO UPDATE SET is_removed = excluded.is_removed",
                rows,
            )

    def _by_article(self, labels: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for article_id, _, name in self._database.rows(f"SELECT * FROM ({labels}) ORDER BY key"):
            found[article_id] = (*found.get(article_id, ()), str(name))
        return found


def carry_over(connection: Any, path: str, before: str | None, article_id: str) -> None:
    """Pass the labels of a file's earlier articles to the one that it has now; part of a transaction.

    `before` is the article that the file had. If another file still has it, both articles have the labels.
    """
    values = {"id": article_id, "before": before, "path": path}
    earlier = f"article_id <> :id AND (article_id = :before OR path = :path AND {_IS_GONE})"
    for table, columns in COLUMNS.items():
        kept = columns.removeprefix("article_id, path, ")
        connection.execute(
            f"INSERT OR IGNORE INTO {table} ({columns})"
            f" SELECT :id, :path, {kept} FROM {table} WHERE {earlier}",
            values,
        )
        connection.execute(f"DELETE FROM {table} WHERE {earlier} AND {_IS_GONE}", values)
        connection.execute(f"UPDATE {table} SET path = :path WHERE article_id = :id", values)


def forget_labels(connection: Any, article_id: str) -> None:
    """Delete an article's labels; part of a transaction."""
    for table in COLUMNS:
        connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))


def label_conditions(tags: Sequence[str], collection: str | None) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield an SQL condition on the article `a` for each tag and for the collection, with its values."""
    for number, tag in enumerate(tags):
        name = f"tag{number}"
        yield f"a.id IN (SELECT article_id FROM ({TAGS}) WHERE key = :{name})", {name: folded(tag)}
    if collection is not None:
        members = f"SELECT article_id FROM ({MEMBERS}) WHERE key = :collection"
        yield f"a.id IN ({members})", {"collection": folded(collection)}


def label_name(name: str, kind: str) -> str:
    """Return the name of a tag or collection as it is stored; LabelError if it can't be one."""
    written = printable(name)
    if not any(char.isalnum() for char in written):
        raise LabelError(f"“{written}” can't be the name of a {kind}.", "Use letters or digits.")
    if len(written) > MOST_LABEL_CHARACTERS:
        what = f"The name of a {kind} has at most {MOST_LABEL_CHARACTERS} characters, this one has {len(written)}."
        raise LabelError(what, "Use a shorter name.")
    return written


def one_named(name: str, names: Iterable[str], kind: str) -> str:
    """Return the one of `names` that is meant."""
    known = {folded(each): each for each in names}
    if (found := known.get(folded(printable(name)))) is not None:
        return found
    what = f"No article has the tag “{name}”." if kind == "tag" else f"There is no collection “{name}”."
    hint = did_you_mean(name, known.values()) or f"See: dateline {kind} list"
    raise UnknownLabelError(what, hint)


def _collect(connection: Any, article_ids: Iterable[str], collection: int | None) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO collection_articles (article_id, path, collection_id)"
        " SELECT id, path, ?2 FROM articles WHERE id = ?1",
        [(article_id, collection) for article_id in article_ids],
    )


def _collection_id(connection: Any, name: str) -> int | None:
    rows = list(connection.execute("SELECT id FROM collections WHERE key = ?", (folded(name),)))
    return int(rows[0][0]) if rows else None
