"""Articles with all that is stored of them ↔ JSON values, checked when they are read."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qa.articles.loading import article_id
from qa.library.checks import are_sections_sound, cover, is_date_sound
from qa.library.rows import ARTICLE_COLUMNS, article_row, read_article, time_expression, time_row
from qa.library.stored_articles import StoredArticle
from qa.library.vectors import Vectors
from qa.records import Article, Passage, Span, TimeExpression
from qa.transfer.paths import PathExporter, PathImporter
from qa.utils.text import clean, printable

_COLUMNS = ARTICLE_COLUMNS.split(", ")
_ONE_LINE = ("title", "source", "url", "author", "raw_title")
_ID = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[\w:/.-]{0,120}")
_LONGEST_FIELD = 10_000


@dataclass(frozen=True, slots=True)
class ExportedArticle:
    """An article as an export has it; its vectors are elsewhere."""

    article: Article
    passages: tuple[Passage, ...]
    expressions: tuple[TimeExpression, ...]
    digests: Mapping[str, str]

    def with_vectors(self, passages: Sequence[Passage], vectors: Vectors) -> StoredArticle:
        """Return the article to be stored with passages and their vectors, shape (n, dimensions)."""
        return StoredArticle(self.article, passages, vectors, self.digests, self.expressions)


def encoded(stored: StoredArticle, paths: PathExporter) -> dict[str, Any]:
    """Return an article as a JSON value."""
    article = replace(stored.article, path=paths.exported(str(stored.article.path)))
    return {
        "article": dict(zip(_COLUMNS, article_row(article), strict=True)),
        "passages": [(each.article_span.start, each.article_span.end) for each in stored.passages],
        "dates": [time_row(article.id, each)[1:] for each in stored.expressions or ()],
        "files": {paths.exported(path): digest for path, digest in stored.digests.items()},
    }


def decoded(value: Any, paths: PathImporter) -> ExportedArticle:
    """Return an article from a JSON value; ValueError, TypeError or KeyError if anything is not as it must be."""
    article = _article(value["article"])
    spans = [(int(start), int(end)) for start, end in value["passages"]]
    if not cover(article.text, [(ordinal, *span) for ordinal, span in enumerate(spans)]):
        raise ValueError("passages don't match their article")
    passages = tuple(
        Passage(article.id, ordinal, Span(start, end), article.text[start:end])
        for ordinal, (start, end) in enumerate(spans)
    )
    rows = [(article.id, *row) for row in value["dates"]]
    if not all(is_date_sound(row, len(article.text)) for row in rows):
        raise ValueError("dates don't match their article")
    digests = {paths.placed(path): _digest(digest) for path, digest in value["files"].items()}
    article = replace(article, path=paths.placed(article.path))
    return ExportedArticle(article, passages, tuple(time_expression(row) for row in rows), digests)


def _article(value: Any) -> Article:
    """Return an article whose text is the one that its id was made of, and clean."""
    if not isinstance(value, dict) or not all(
        isinstance(value.get(name), str) for name in ("id", "title", "text")
    ):
        raise ValueError("an article has no text")
    if not _ID.fullmatch(value["id"]) or article_id(value["text"]) != value["id"]:
        raise ValueError("a text was altered")
    if clean(value["text"]) != value["text"] or not any(char.isalnum() for char in value["text"]):
        raise ValueError("a text has characters that act on a terminal, or no words")
    keywords = json.loads(value.get("keywords") or "[]")
    if not isinstance(keywords, list) or not all(isinstance(each, str) for each in keywords):
        raise ValueError("the tags of an article are no texts")
    fields = {name: _field(value.get(name)) for name in _ONE_LINE}
    article = read_article(tuple({**value, **fields}.get(name) for name in _COLUMNS))
    if not are_sections_sound(value.get("sections") or "[]", len(article.text)):
        raise ValueError("pages or chapters don't match their article")
    labels = (*(each.label for each in article.sections), *article.keywords)
    told = (*article.origins, *((each.name, each.value, each.origin) for each in article.own_fields))
    if any(printable(each) != each for each in (*labels, *(text for texts in told for text in texts))):
        raise ValueError("a label has characters that act on a terminal")
    return article


def _field(value: Any) -> str | None:
    """Return a title, source or the like, which is one printable line."""
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > _LONGEST_FIELD:
        raise ValueError("a title or source is too long")
    return printable(value)


def _digest(value: Any) -> str:
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise ValueError("a file's digest is not one")
    return value


def is_article_id(value: Any) -> bool:
    """Return whether a value can be an article's id."""
    return isinstance(value, str) and bool(_ID.fullmatch(value))
