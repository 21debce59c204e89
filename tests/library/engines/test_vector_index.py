"""What `dateline maintain` does about an index of the vectors that finds too little, in LanceDB."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qa.library.lance.library import LanceLibrary
from qa.library.lance.recall import RecallSample
from qa.library.lance.schema import PASSAGES, passage_table
from qa.library.lance.vector_maintenance import VectorMaintainer
from qa.library.opening import open_library
from qa.library.stored_articles import StoredArticle
from qa.records import Passage, Span
from qa.settings.library_location import lance_address
from tests.library.toy import BUDGET, TOY, article

_N_NARROW, _N_WIDE = 20, 1_700


@pytest.fixture
def library(tmp_path: Path) -> Iterator[LanceLibrary]:
    opened = open_library(lance_address(f"lance://{tmp_path}/archive"))
    assert isinstance(opened, LanceLibrary)
    with opened.writing():
        opened.adopt(TOY, BUDGET)
    yield opened
    opened.close()


def store(library: LanceLibrary, numbers: range, spread: float) -> Any:
    """Store a passage for each number, with vectors around one direction, and return the table."""
    drawn = np.random.default_rng(numbers.start).normal(size=(len(numbers), TOY.dimensions)) * spread
    drawn[:, 0] += 1
    vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    stored = []
    for number, vector in zip(numbers, vectors, strict=True):
        one = article(f"Report {number}.", f"/{number}.txt")
        passage = Passage(one.id, 0, Span(0, len(one.text)), one.text)
        stored.append(StoredArticle(one, [passage], vector[None], {}))
    library.tables.upsert(PASSAGES, passage_table(stored, {}, {}, TOY.dimensions))
    return library.tables.table(PASSAGES)


def index_vectors(table: Any, n_partitions: int) -> None:
    from lancedb.index import IvfSq

    config = IvfSq(distance_type="cosine", num_partitions=n_partitions)
    table.create_index("vector", config=config, replace=True)


def maintained(library: LanceLibrary) -> list[str]:
    table = library.tables.table(PASSAGES)
    with library.writing():
        return list(VectorMaintainer(table, library._search, library._settings).run())


def recall(library: LanceLibrary) -> float:
    return RecallSample(library.tables.table(PASSAGES)).recall(library._search)


def test_more_partitions_are_searched_if_too_few_passages_are_found(library: LanceLibrary) -> None:
    index_vectors(store(library, range(_N_WIDE), 9), n_partitions=600)
    library.store.remember({"vector_probes": "8"})
    first, *_, searched, last = maintained(library)
    assert first.startswith("Search by vector: only ")
    assert recall(library) >= 0.97
    n_probes = int(library.store.setting("vector_probes") or "0")
    assert searched == f"Search by vector: {n_probes} parts of its index are searched for each question."
    assert n_probes > 8
    assert "aim" not in last


def test_an_index_that_was_trained_with_other_vectors_is_trained_again(library: LanceLibrary) -> None:
    index_vectors(store(library, range(_N_NARROW), 0.001), n_partitions=1)
    store(library, range(_N_NARROW, _N_NARROW + _N_WIDE), 9).optimize()
    assert recall(library) < 0.97
    assert "Search by vector: its index was trained again." in maintained(library)
    assert recall(library) >= 0.97
    assert library.store.setting("vector_trained_on") == "1720"


def test_an_index_is_trained_again_when_there_are_four_times_as_many_passages(library: LanceLibrary) -> None:
    index_vectors(store(library, range(300), 9), n_partitions=1)
    library.store.remember({"vector_trained_on": "76"})
    assert not any("trained" in step for step in maintained(library))
    library.store.remember({"vector_trained_on": "75"})
    assert any("300 passages and it was trained with 75." in step for step in maintained(library))
    assert library.store.setting("vector_trained_on") == "300"
