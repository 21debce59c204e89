"""Keeping the search by vector good: `dateline maintain` measures it, and improves it if it finds too little."""

from collections.abc import Generator, Iterator
from typing import Any

from qa.library.lance.indexes import N_PROBES, PROBES, TRAINED_ON, build_vector_index, has_vector_index
from qa.library.lance.recall import RecallSample
from qa.library.lance.search import LanceSearch
from qa.library.lance.stored_settings import StoredSettings

_GOAL = 0.97  # recall below which the search by vector is improved
_GROWN = 4  # times as many passages as the index was trained with: it is trained again
_CHEAP_PROBES, _MOST_PROBES = 128, 1024  # partitions: before the index is trained again, and at all


class VectorMaintainer:
    """Measures and improves the search by vector of one library."""

    def __init__(self, table: Any, search: LanceSearch, settings: StoredSettings) -> None:
        self._table, self._search, self._settings = table, search, settings

    def run(self) -> Iterator[str]:
        """Train the index again if the table has grown much, or if it finds too little; yield what was done."""
        if not has_vector_index(self._table):
            yield "Search by vector: exact, because every vector is compared."
            return
        n_rows, n_trained = self._table.count_rows(), self._settings.number(TRAINED_ON, 0)
        if 0 < _GROWN * n_trained <= n_rows:
            self._train()
            yield (
                "Search by vector: its index was trained again,"
                f" because there are {n_rows:,} passages and it was trained with {n_trained:,}."
            )
        sample = RecallSample(self._table)
        recall = sample.recall(self._search)
        if recall < _GOAL:
            yield f"Search by vector: only {recall:.1%} of the nearest passages were found."
            recall = yield from self._improved(sample, recall)
        short = f", less than the aim of {_GOAL:.0%}" if recall < _GOAL else ""
        yield (
            f"Search by vector: {recall:.1%} of the {sample.top_k} nearest passages are found{short},"
            f" measured with {sample.n_queries} passages."
        )

    def _improved(self, sample: RecallSample, recall: float) -> Generator[str, None, float]:
        """Search more partitions, and train the index again if that isn't enough; return the recall."""
        recall = self._with_more_probes(sample, recall, _CHEAP_PROBES)
        if recall < _GOAL:
            self._train()
            yield "Search by vector: its index was trained again."
            recall = self._with_more_probes(sample, sample.recall(self._search), _MOST_PROBES)
        yield f"Search by vector: {self._search.n_probes} parts of its index are searched for each question."
        return recall

    def _with_more_probes(self, sample: RecallSample, recall: float, most: int) -> float:
        """Double the number of partitions that are searched while that helps; return the recall."""
        while recall < _GOAL and (n_before := self._search.n_probes) < most:
            self._settings.put({PROBES: str(2 * n_before)})
            before, recall = recall, sample.recall(self._search)
            if recall <= before:
                self._settings.put({PROBES: str(n_before)})
                return before
        return recall

    def _train(self) -> None:
        build_vector_index(self._table)
        self._settings.put({TRAINED_ON: str(self._table.count_rows()), PROBES: str(N_PROBES)})
