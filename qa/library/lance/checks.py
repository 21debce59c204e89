"""Checks of a library in LanceDB tables: texts, passages, vectors and files against each other."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from qa.articles.loading import article_id
from qa.library.checks import PartReport, Watcher, cover
from qa.library.lance.connection import naming_errors
from qa.library.lance.schema import FILES, IS_FIRST, PASSAGES, unit_vectors
from qa.library.lance.tables import Tables
from qa.progress import CheckAdvanced

_NORM_TOLERANCE = 1e-3
_ROWS_AT_ONCE = 2_000


def _check_articles(tables: Tables, watch: Watcher) -> PartReport:
    n_articles = n_altered = 0
    there: set[str] = set()
    for batch in _batches(tables, IS_FIRST, ["article_id", "content"], "articles", watch):
        for row in batch.to_pylist():
            n_articles += 1
            there.add(row["article_id"])
            n_altered += article_id(row["content"]) != row["article_id"]
    files = {row["article_id"] for row in tables.rows(FILES, None, ["article_id"])}
    counted = {
        "texts altered after they were stored": n_altered,
        "articles stored twice": n_articles - len(there),
        "articles without a file entry": len(there - files),
        "files of missing articles": len(files - there),
    }
    return PartReport("articles", f"{n_articles} texts match their ids", _problems(counted))


def _check_passages(tables: Tables, watch: Watcher) -> PartReport:
    """Compare the passages with the texts; those of an article are read together."""
    columns = ["article_id", "ordinal", "start", "end", "text", "content"]
    texts: dict[str, str] = {}
    spans: dict[str, list[tuple[int, int, int]]] = {}
    n_passages = n_different = 0
    for batch in _batches(tables, IS_FIRST, ["article_id", "content"], "passages", watch):
        texts |= {row["article_id"]: row["content"] for row in batch.to_pylist()}
    for batch in _batches(tables, None, columns[:-1], "passages", watch):
        for row in batch.to_pylist():
            n_passages += 1
            text = texts.get(row["article_id"], "")
            spans.setdefault(row["article_id"], []).append((row["ordinal"], row["start"], row["end"]))
            n_different += text[row["start"] : row["end"]] != row["text"]
    n_uncovered = sum(not cover(text, sorted(spans.get(key, []))) for key, text in texts.items())
    counted = {
        "passages that differ from their article": n_different,
        "articles whose passages don't match their text": n_uncovered,
        "articles with passages but no text": len(spans.keys() - texts.keys()),
    }
    return PartReport("passages", f"{n_passages} passages cover their articles", _problems(counted))


def _check_vectors(tables: Tables, watch: Watcher) -> PartReport:
    n_vectors = n_wrong = 0
    for batch in _batches(tables, None, ["vector"], "vectors", watch):
        lengths = np.linalg.norm(unit_vectors(batch["vector"]), axis=1)
        n_vectors += len(lengths)
        n_wrong += int(np.sum(~(np.abs(lengths - 1) <= _NORM_TOLERANCE)))
    return PartReport(
        "vectors", f"{n_vectors} vectors have length 1", _problems({"vectors of another length": n_wrong})
    )


def _batches(
    tables: Tables, where: str | None, columns: list[str], part: str, watch: Watcher
) -> Iterator[Any]:
    """Yield the rows of `passages` in Arrow tables, without holding all of them, and report progress."""
    import pyarrow as pa

    table = tables.table(PASSAGES)
    if table is None:
        return
    n_total, n_done = tables.count(PASSAGES, where), 0
    with naming_errors(tables.address):
        query = table.search().select(columns)
        query = query if where is None else query.where(where)
        for batch in query.to_batches(_ROWS_AT_ONCE):
            watch(CheckAdvanced(part, n_done, n_total))
            n_done += batch.num_rows
            yield pa.Table.from_batches([batch])


def _problems(counted: dict[str, int]) -> tuple[str, ...]:
    return tuple(f"{problem}: {n}" for problem, n in counted.items() if n)


PARTS: dict[str, Callable[[Tables, Watcher], PartReport]] = {
    "articles": _check_articles,
    "passages": _check_passages,
    "vectors": _check_vectors,
}
