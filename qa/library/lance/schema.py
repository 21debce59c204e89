"""The tables, and articles as rows of `passages`."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from qa.dates import days_of, time_expressions
from qa.library.rows import ARTICLE_COLUMNS, article_row, read_article, time_expression, time_row
from qa.library.stored_articles import StoredArticle
from qa.records import Article, Certainty, Passage, Span, TimeExpression
from qa.utils.text import folded

FORMAT = 1
PASSAGES, FILES, SETTINGS, REMOVED, LABELS = "passages", "files", "settings", "removed", "labels"
KEYS = {PASSAGES: "id", FILES: "path", SETTINGS: "name", REMOVED: "id", LABELS: "key"}
_COLUMNS = ARTICLE_COLUMNS.split(", ")
_TEXTS = pa.list_(pa.string())
_SMALL = {
    FILES: {"path": pa.string(), "article_id": pa.string(), "digest": pa.string()},
    SETTINGS: {"name": pa.string(), "value": pa.string()},
    REMOVED: {
        "id": pa.string(),
        "removed": pa.string(),
        "article": pa.string(),
        "passages": pa.string(),
        "vectors": pa.binary(),
        "paths": _TEXTS,
        "digests": _TEXTS,
    },
    LABELS: {
        "key": pa.string(),
        "kind": pa.string(),
        "article_id": pa.string(),
        "path": pa.string(),
        "label_key": pa.string(),
        "name": pa.string(),
        "is_removed": pa.bool_(),
    },
}
# Of an article's first passage only: `article` is the row of ARTICLE_COLUMNS without the text, as JSON.
ARTICLE_PART = {
    "article": pa.string(),
    "content": pa.string(),
    "expressions": pa.string(),
    "path": pa.string(),
    "n_passages": pa.int32(),
    "n_characters": pa.int32(),
    "n_dates": pa.int32(),
    "bands": pa.list_(pa.int64()),
    "versions": _TEXTS,
}
IS_FIRST = "ordinal = 0"


def schema_of(table: str, dimensions: int = 0) -> Any:
    """Return a table's schema; `dimensions` are those of the vectors of `passages`."""
    if table != PASSAGES:
        return pa.schema(
            [pa.field(name, kind, nullable=name != KEYS[table]) for name, kind in _SMALL[table].items()]
        )
    columns = {
        "id": pa.int64(),
        "article_id": pa.string(),
        "ordinal": pa.int32(),
        "start": pa.int32(),
        "end": pa.int32(),
        "title": pa.string(),
        "text": pa.string(),
        "vector": pa.list_(pa.float32(), dimensions),
        "published": pa.string(),
        "source_key": pa.string(),
        "path_key": pa.string(),
        "keyword_keys": _TEXTS,
        "firsts": _TEXTS,
        "lasts": _TEXTS,
        "latest_first": pa.string(),
        "earliest_last": pa.string(),
        **ARTICLE_PART,
    }
    return pa.schema([pa.field(name, kind, nullable=name != "id") for name, kind in columns.items()])


def passage_id(article_id: str, ordinal: int) -> int:
    """Return a passage's id, 63 bits of a hash, so that storing an article again gives the same ids."""
    digest = hashlib.blake2b(f"{article_id}/{ordinal}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def passage_table(
    stored: Sequence[StoredArticle],
    bands: Mapping[str, Sequence[int]],
    versions: Mapping[str, Sequence[str]],
    dimensions: int,
) -> Any:
    """Return the rows of articles with their near-duplicates, as an Arrow table."""
    rows: list[dict[str, Any]] = []
    for each in stored:
        rows += _rows_of(each, bands.get(each.article.id, ()), versions.get(each.article.id, ()))
    schema = schema_of(PASSAGES, dimensions)
    vectors = np.concatenate([each.vectors for each in stored]).astype(np.float32, copy=False)
    arrays = [
        pa.FixedSizeListArray.from_arrays(pa.array(vectors.reshape(-1)), dimensions)
        if field.name == "vector"
        else pa.array([row.get(field.name) for row in rows], type=field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _rows_of(
    stored: StoredArticle, bands: Sequence[int], versions: Sequence[str]
) -> Iterator[dict[str, Any]]:
    article, expressions = stored.article, expressions_of(stored)
    times = [time_row(article.id, each) for each in expressions]
    for passage in stored.passages:
        firsts, lasts = _stretches(expressions, passage.article_span)
        row: dict[str, Any] = {
            "id": passage_id(article.id, passage.ordinal),
            "article_id": article.id,
            "ordinal": passage.ordinal,
            "start": passage.article_span.start,
            "end": passage.article_span.end,
            "title": article.title,
            "text": passage.text,
            "published": article.published.isoformat() if article.published else None,
            "source_key": None if article.source is None else folded(article.source),
            "path_key": folded(str(article.path)),
            "keyword_keys": [folded(each) for each in article.keywords],
            "firsts": firsts,
            "lasts": lasts,
            "latest_first": max(firsts, default=None),
            "earliest_last": min(lasts, default=None),
        }
        if passage.ordinal == 0:
            row |= {
                "article": article_json(article),
                "content": article.text,
                "expressions": json.dumps([time[1:9] for time in times], ensure_ascii=False),
                "path": str(article.path),
                "n_passages": len(stored.passages),
                "n_characters": len(article.text),
                "n_dates": sum(time[9] is not None for time in times),
                "bands": list(bands),
                "versions": list(versions),
            }
        yield row


def expressions_of(stored: StoredArticle) -> Sequence[TimeExpression]:
    """Return an article's dates, which are worked out if they aren't given."""
    if stored.expressions is not None:
        return stored.expressions
    return time_expressions(stored.article.text, stored.article.published)


def _stretches(expressions: Sequence[TimeExpression], span: Span) -> tuple[list[str], list[str]]:
    """Return the first and last days of a passage's dates, without periods that contain another one."""
    found: set[tuple[str, str]] = set()
    for each in expressions:
        if each.article_span.overlaps(span):
            values = [each.value]
            if each.certainty is Certainty.AMBIGUOUS:
                values.append(each.alternative)
            found |= {
                (days[0].isoformat(), days[1].isoformat()) for value in values if (days := days_of(value))
            }
    shortest = [one for one in found if not any(other != one and _contains(one, other) for other in found)]
    return [first for first, _ in sorted(shortest)], [last for _, last in sorted(shortest)]


def _contains(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] <= other[0] and other[1] <= one[1]


def article_json(article: Article) -> str:
    """Return an article without its text as JSON."""
    values = dict(zip(_COLUMNS, article_row(article), strict=True))
    del values["text"]
    return json.dumps(values, ensure_ascii=False)


def article_of(stored: str, content: str) -> Article:
    """Return an article from its JSON and its text; ValueError, TypeError or KeyError if it makes no sense."""
    values = {**json.loads(stored), "text": content}
    return read_article(tuple(values.get(name) for name in _COLUMNS))


def expressions_in(article_id: str, stored: str) -> list[TimeExpression]:
    """Return temporal expressions from their JSON."""
    return [time_expression((article_id, *row)) for row in json.loads(stored)]


def passage_of(row: Mapping[str, Any]) -> Passage:
    """Return a row's passage."""
    return Passage(row["article_id"], row["ordinal"], Span(row["start"], row["end"]), row["text"])


def unit_vectors(column: Any) -> NDArray[np.float32]:
    """Return the vectors of an Arrow column, shape (n, dimensions)."""
    flat = column.combine_chunks().flatten()
    return np.asarray(flat, dtype=np.float32).reshape(len(column), -1)
