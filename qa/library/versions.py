"""Versions of a story: articles that are near-duplicates, found by their MinHash bands when they are stored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qa.library.database import Database
from qa.utils.minhash import SCHEME, bands_of
from qa.utils.story_versions import Sketch, are_versions, sketch_of

MOST_COMPARED = 40  # articles that have bands in common with a new one, those with the most first
MOST_VERSIONS = 200  # of one story, so that a library full of one text stays usable
_SCHEME_SETTING = "sketch_scheme"
_STORY = (
    "WITH RECURSIVE story (id) AS"
    " (SELECT :id UNION SELECT v.other_id FROM versions v JOIN story s ON v.article_id = s.id LIMIT :limit)"
    " SELECT id FROM story WHERE id <> :id ORDER BY id"
)


class VersionIndex:
    """Stores which articles are versions of each other, in step with the articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_id: str) -> list[str]:
        """Return the ids of the other versions of an article's story."""
        rows = self._database.rows(_STORY, {"id": article_id, "limit": MOST_VERSIONS})
        return [str(row[0]) for row in rows]

    def stories_of(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Return what identifies the story of each of these articles that has other versions."""
        wanted = sorted(set(article_ids))
        marks = ",".join("?" * len(wanted))
        rows = self._database.rows(
            f"SELECT DISTINCT article_id FROM versions WHERE article_id IN ({marks})",
            wanted,
        )
        return {str(key): min(str(key), *self.of(str(key))) for (key,) in rows}

    def stories(self) -> list[tuple[str, ...]]:
        """Return the ids of the articles of each story that has several versions."""
        linked: dict[str, set[str]] = {}
        for one, other in self._database.rows("SELECT article_id, other_id FROM versions"):
            linked.setdefault(str(one), set()).add(str(other))
        return components(linked)

    def missing(self) -> list[str]:
        """Return the ids of the articles that were never compared, as those of a library of an older format."""
        known = self._database.rows("SELECT value FROM settings WHERE name = ?", (_SCHEME_SETTING,))
        if known and known[0][0] != SCHEME:
            self._forget_all()
        rows = self._database.rows(
            "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM sketches) ORDER BY id"
        )
        return [str(row[0]) for row in rows]

    def compare(self, article_ids: Sequence[str]) -> None:
        """Compare stored articles with the others, in one transaction."""
        with self._database.transaction() as connection:
            for key in article_ids:
                for (text,) in list(connection.execute("SELECT text FROM articles WHERE id = ?", (key,))):
                    add_versions(connection, key, text)

    def _forget_all(self) -> None:
        with self._database.transaction() as connection:
            for table in ("versions", "sketch_bands", "sketches"):
                connection.execute(f"DELETE FROM {table}")


def add_versions(connection: Any, article_id: str, text: str) -> None:
    """Store an article's bands and which articles are versions of it."""
    remove_versions(connection, article_id)
    connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (_SCHEME_SETTING, SCHEME))
    connection.execute("INSERT INTO sketches (article_id) VALUES (?)", (article_id,))
    sketch = sketch_of(text)
    if not sketch.is_comparable:
        return
    number, bands = connection.last_insert_rowid(), bands_of(sketch.marks)
    found = _versions_among(connection, sketch, bands)
    connection.executemany(
        "INSERT OR IGNORE INTO sketch_bands VALUES (?, ?)", ((band, number) for band in bands)
    )
    pairs = [pair for other in found for pair in ((article_id, other), (other, article_id))]
    connection.executemany("INSERT INTO versions VALUES (?, ?)", pairs)


def remove_versions(connection: Any, article_id: str) -> None:
    """Remove an article's bands, and it from its story."""
    connection.execute(
        "DELETE FROM sketch_bands WHERE sketch = (SELECT number FROM sketches WHERE article_id = ?)",
        (article_id,),
    )
    connection.execute("DELETE FROM sketches WHERE article_id = ?", (article_id,))
    connection.execute("DELETE FROM versions WHERE article_id = ?1 OR other_id = ?1", (article_id,))


def _versions_among(connection: Any, sketch: Sketch, bands: Sequence[int]) -> list[str]:
    """Return the ids of the stored articles that are versions of a text, of those with the most bands in common."""
    marks = ",".join("?" * len(bands))
    candidates = connection.execute(
        "SELECT a.id, a.text FROM"
        f" (SELECT sketch, count(*) AS n FROM sketch_bands WHERE band IN ({marks})"
        f" GROUP BY sketch ORDER BY n DESC, sketch LIMIT {MOST_COMPARED}) AS near"
        " JOIN sketches s ON s.number = near.sketch JOIN articles a ON a.id = s.article_id",
        tuple(bands),
    )
    return [key for key, text in list(candidates) if are_versions(sketch, sketch_of(text))]


def components(linked: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Return the connected components of a graph, each in order."""
    seen: set[str] = set()
    found = []
    for start in sorted(linked):
        if start in seen:
            continue
        story, waiting = {start}, [start]
        while waiting:
            new = set(linked.get(waiting.pop(), ())) - story
            story |= new
            waiting += new
        seen |= story
        found.append(tuple(sorted(story)))
    return found
