"""Tiny articles with eight-dimensional vectors made from their words, for a real library."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from qa.articles.loading import article_id
from qa.dates import time_expressions
from qa.embedding import Identity
from qa.embedding.encoder import Vectors
from qa.indexing.passages import sentence_spans
from qa.library import EmbeddedLibrary, Library
from qa.library.history_marks import HistoryMarks
from qa.records import Article, Filters, Passage, TimeExpression

TOY = Identity("toy", "0123456789abcdef" * 4, "int8", 8)
BUDGET = 128
_WITHOUT_VERSIONS = (
    "DROP TABLE sketch_bands; DROP TABLE sketches; DROP TABLE versions;"
    "ALTER TABLE articles DROP COLUMN raw_title;"
)
_WITHOUT_DETAILS = "".join(
    f"ALTER TABLE articles DROP COLUMN {name};" for name in ("author", "sections", "origins")
)
_WITHOUT_REMOVED = "DROP TABLE removed_files; DROP TABLE removed_articles;"
_WITHOUT_LABELS = "".join(f"DROP TABLE {name};" for name in ("tags", "collection_articles", "collections"))
_WITHOUT_LABELS += "ALTER TABLE articles DROP COLUMN keywords;"
_TO_5 = "DROP TABLE passage_days; PRAGMA user_version = 5;"
_TO_4 = (
    f"{_TO_5} DROP INDEX articles_by_published; ALTER TABLE articles DROP COLUMN own_fields;"
    " PRAGMA user_version = 4;"
)
_TO_3 = f"{_TO_4} {_WITHOUT_VERSIONS} {_WITHOUT_REMOVED} {_WITHOUT_LABELS} PRAGMA user_version = 3;"
_TO_2 = f"{_TO_3} {_WITHOUT_DETAILS} PRAGMA user_version = 2;"
TO_FORMAT = {  # SQL that takes out what an older format of the library did not have
    1: f"{_TO_2} DROP TABLE time_expressions; PRAGMA user_version = 1",
    2: _TO_2,
    3: _TO_3,
    4: _TO_4,
    5: _TO_5,
}
NO_FILTERS = Filters()


def vector(text: str) -> Vectors:
    """Return the unit vector of a text, shape (8,); always the same."""
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    drawn = np.random.default_rng(seed).normal(size=TOY.dimensions)
    return (drawn / np.linalg.norm(drawn)).astype(np.float32)


def article(text: str, path: str = "/news/a.txt", day: str | None = None, **fields: str | None) -> Article:
    """Make an article of a text."""
    published = date.fromisoformat(day) if day else None
    title = fields.get("title") or text[:20]
    return Article(article_id(text), title, text, published, fields.get("source"), fields.get("url"), path)


def passages(of: Article) -> list[Passage]:
    """Make a passage of each sentence."""
    spans = sentence_spans(of.text)
    return [Passage(of.id, ordinal, span, span.of(of.text)) for ordinal, span in enumerate(spans)]


def dated(each: Article) -> tuple[TimeExpression, ...]:
    """Return the time expressions of an article."""
    return tuple(time_expressions(each.text, each.published))


def put(
    library: Library, each: Article, digest: str = "1:x", expressions: Sequence[TimeExpression] = ()
) -> None:
    """Store an article as the indexer does."""
    found = passages(each)
    vectors = np.array([vector(passage.text) for passage in found])
    library.put(each, digest, found, vectors, expressions)


def fill(library: Library, articles: Iterable[Article]) -> None:
    """Store articles under the writer's lock."""
    with library.writing():
        library.adopt(TOY, BUDGET)
        for each in articles:
            put(library, each)
        library.save_vectors()


def texts(library: Library, found: Iterable[tuple[int, float]]) -> list[str]:
    """Return the passages' texts in the order in which they were found."""
    order = [each for each, _ in found]
    by_id = library.store.passages(order)
    return [by_id[each].text for each in order]


def marks(library: EmbeddedLibrary, name: str) -> frozenset[str]:
    """Return the marks that the database has of a file in its folder."""
    return HistoryMarks(library.store, library.folder / name).known()


def agrees(library: EmbeddedLibrary) -> bool:
    """Return whether FAISS and FTS5 contain exactly the vectors and words of the stored passages."""
    rows = library._database.rows("SELECT id FROM passages ORDER BY id")
    words = library._database.rows("SELECT rowid FROM passage_words ORDER BY rowid")
    return sorted(library.vector_ids().tolist()) == [row[0] for row in rows] == [row[0] for row in words]
