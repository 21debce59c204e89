"""Search by vector and by words, with the filters pushed down to LanceDB."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from qa.english.stemming import stems_of
from qa.library.lance import sql
from qa.library.lance.connection import naming_errors
from qa.library.lance.indexes import INDEXED_FROM, N_PROBES, PROBES
from qa.library.lance.labels import LanceLabels
from qa.library.lance.schema import PASSAGES
from qa.library.lance.stored_settings import StoredSettings
from qa.library.lance.tables import Tables
from qa.library.lance.word_ranking import best_by_both
from qa.records import Filters
from qa.utils.text import folded

Ranking = list[tuple[int, float]]
_QUOTED = re.compile(r'"([^"]*)"')
_WORD = re.compile(r"[^\W\d_]+")
_TITLE_WEIGHT = 0.5  # as in the embedded engine
_REFINED = 10  # times as many candidates as results are compared exactly
_WIDER = 4
_MOST_ERRORS, _N_EXPANSIONS, _N_LOOKED_AT = 2, 50, 50
_MOST_COUNTED = 1_000
_N_WRITTEN = 5
_LONGEST_ENDING, _LEAST_LETTERS = 3, 4
_MOST_READ = 20_000  # passages whose words are read for a misspelt word
STRETCHES = ("firsts", "lasts")


class LanceSearch:
    """Searches the passages of one library."""

    def __init__(self, tables: Tables, labels: LanceLabels, settings: StoredSettings) -> None:
        self._tables = tables
        self._labels = labels
        self._settings = settings
        self._stems: tuple[int, Counter[str]] = (-1, Counter())

    @property
    def n_probes(self) -> int:
        """The number of partitions of an inverted file that are searched."""
        return self._settings.number(PROBES, N_PROBES)

    def where(self, filters: Filters) -> str | None:
        """Return the condition on passages, None without filters."""
        if not filters.narrowing:
            return None
        return sql.where(filters, self._labels.conditions(filters.tags, filters.collection))

    def by_vector(self, vector: NDArray[np.float32], filters: Filters, limit: int) -> Ranking:
        """Return passage ids with their cosine to a unit vector, best first."""

        def query(table: Any) -> Any:
            found = table.search(vector, vector_column_name="vector").distance_type("cosine")
            return found.nprobes(self.n_probes).refine_factor(_REFINED)

        return [
            (row["id"], 1.0 - row["_distance"]) for row in self._found(query, "_distance", filters, limit)
        ]

    def by_words(self, words: str, filters: Filters, limit: int) -> Ranking:
        """Return passage ids with their BM25 score, best first, for a query like `"one" OR "other"`."""
        terms = " ".join(_QUOTED.findall(words))
        if not terms.strip() or limit < 1:
            return []
        if self._tables.count(PASSAGES) < INDEXED_FROM:
            found = self._found(
                lambda table: table.search(either(terms), query_type="fts"), "_score", filters, limit
            )
        else:
            found = self._best_by_both(terms, filters, limit)
        ranked = [(row["id"], row["_score"]) for row in found]
        return sorted(ranked, key=lambda each: (-each[1], each[0]))

    def _best_by_both(self, terms: str, filters: Filters, limit: int) -> list[dict[str, Any]]:
        """Return the same as a search of both columns, which takes long in a large table."""
        condition = self.where(filters)

        def search(query: Any, n_rows: int, ids: Sequence[int] | None) -> list[dict[str, Any]]:
            narrowed = condition if ids is None else sql.one_of_numbers("id", ids)
            return self._rows(table.search(query, query_type="fts"), "_score", filters, narrowed, n_rows)

        def fetched(n_rows: int) -> list[dict[str, Any]]:
            return best_by_both(search, in_columns(terms), n_rows)

        table = self._tables.table(PASSAGES)
        return _matching(fetched, filters, limit)

    def _found(self, query: Any, score: str, filters: Filters, limit: int) -> list[dict[str, Any]]:
        """Return the best rows that match the filters."""
        table = self._tables.table(PASSAGES)
        if table is None or limit < 1:
            return []
        condition = self.where(filters)
        return _matching(
            lambda n_rows: self._rows(query(table), score, filters, condition, n_rows), filters, limit
        )

    def _rows(
        self, query: Any, score: str, filters: Filters, condition: str | None, n_rows: int
    ) -> list[dict[str, Any]]:
        """Return the best rows that meet a condition, with what `matches` needs."""
        columns = ["id", score, *(STRETCHES if filters.speaks_of else ())]
        with naming_errors(self._tables.address):
            found = query.select(columns).limit(n_rows)
            found = found if condition is None else found.where(condition, prefilter=True)
            return list(found.to_arrow().to_pylist())

    # Words

    def ids_with(self, words: Sequence[str], limit: int) -> list[int]:
        """Return the ids of at most `limit` passages that have all these words, in any form."""
        table = self._tables.table(PASSAGES)
        if table is None or not words:
            return []
        with naming_errors(self._tables.address):
            found = table.search(all_of(words), query_type="fts").select(["id", "_score"]).limit(limit)
            return [int(row["id"]) for row in found.to_arrow().to_pylist()]

    def n_passages_with(self, word: str, others: Sequence[str], limit: int) -> int:
        """Return how many passages contain a word and two of the others (or the only one), counted up to `limit`."""
        if not others:
            return 0
        groups: list[tuple[str, ...]] = [*combinations(others, 2)] or [tuple(others)]
        found: set[int] = set()
        for group in groups:
            found.update(self.ids_with((word, *group), limit))
            if len(found) >= limit:
                break
        return min(len(found), limit)

    def stems_near(self, word: str) -> dict[str, int]:
        """Return stems that begin like a word, each with the number of passages that have it.

        In a large library, they are only those with at most two errors, and are counted up to 1,000.
        """
        if self._tables.count(PASSAGES) > _MOST_READ:
            return self._stems_with_few_errors(word)
        version = self._tables.version(PASSAGES)
        if self._stems[0] != version:
            rows = self._tables.rows(PASSAGES, None, ["title", "text"])
            counted = Counter(stem for row in rows for stem in _stems(row["title"], row["text"]))
            self._stems = (version, counted)
        return {stem: n for stem, n in self._stems[1].items() if stem[0] in word[:2]}

    def _stems_with_few_errors(self, word: str) -> dict[str, int]:
        rows = [row for beginning in _beginnings(word) for row in self._alike(beginning)]
        written = {each for row in rows for each in _WORD.findall(f"{row['title']} {row['text']}".casefold())}
        alike = {each for each in written if each[0] in word[:2] and OSA.distance(word, each) <= _MOST_ERRORS}
        near = stems_of(set(map(folded, alike)))
        return {stem: len(self.ids_with([stem], _MOST_COUNTED)) for stem in sorted(near)}

    def _alike(self, word: str) -> list[dict[str, Any]]:
        """Return passages with stems that have at most two errors."""
        from lancedb.query import MatchQuery

        query = MatchQuery(word, "text", fuzziness=_MOST_ERRORS, max_expansions=_N_EXPANSIONS)
        table = self._tables.table(PASSAGES)
        with naming_errors(self._tables.address):
            found = table.search(query, query_type="fts").select(["text", "title", "_score"])
            return list(found.limit(_N_LOOKED_AT).to_arrow().to_pylist())

    def written_forms(self, stem: str) -> set[str]:
        """Return the words, as some passages write them, that begin like a stem."""
        ids = self.ids_with([stem], _N_WRITTEN)
        rows = self._tables.rows(PASSAGES, sql.one_of_numbers("id", ids), ["title", "text"])
        words = (word for row in rows for text in (row["title"], row["text"]) for word in _WORD.findall(text))
        return {word for word in words if word.casefold().startswith(stem[:-1])}


def _matching(
    fetched: Callable[[int], list[dict[str, Any]]], filters: Filters, limit: int
) -> list[dict[str, Any]]:
    """Return the best rows that match the filters; more are fetched if too many speak of other days."""
    n_fetched = limit
    while True:
        rows = fetched(n_fetched)
        kept = [row for row in rows if matches(row, filters)]
        if len(kept) >= limit or len(rows) < n_fetched:
            return kept[:limit]
        n_fetched *= _WIDER


def matches(row: dict[str, Any], filters: Filters) -> bool:
    """Return whether a row that meets the condition of the filters really matches them."""
    return filters.speaks_of is None or sql.speaks_of(filters, row["firsts"] or (), row["lasts"] or ())


def _stems(title: str, text: str) -> set[str]:
    """Return the stems of a passage and its title."""
    return stems_of(set(_WORD.findall(folded(f"{title} {text}"))))


def _beginnings(word: str) -> list[str]:
    """Return a word without its last letters, because stems lack the endings."""
    return [word[: len(word) - n] for n in range(_LONGEST_ENDING + 1) if len(word) - n >= _LEAST_LETTERS]


def in_columns(terms: str) -> tuple[Any, Any]:
    """Return the queries for any of some words in passages and, with less weight, in titles."""
    from lancedb.query import MatchQuery

    return MatchQuery(terms, "text"), MatchQuery(terms, "title", boost=_TITLE_WEIGHT)


def either(terms: str) -> Any:
    """Return a query for any of some words, in passages or titles."""
    from lancedb.query import BooleanQuery, Occur

    return BooleanQuery([(Occur.SHOULD, query) for query in in_columns(terms)])


def all_of(words: Sequence[str]) -> Any:
    """Return a query for all of some words, each in a passage or its title."""
    from lancedb.query import BooleanQuery, Occur

    return BooleanQuery([(Occur.MUST, either(word)) for word in words])
