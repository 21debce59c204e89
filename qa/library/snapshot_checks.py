"""Comparison of a snapshot with the stored vectors."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from qa.library.database import Database
from qa.library.inverted_file import Codes, InvertedFile
from qa.library.quantised import encoded, quantiser_index
from qa.library.snapshot import Snapshot
from qa.library.vectors import Ids

_AT_ONCE = 2_000


def holds_vectors(database: Database, snapshot: Snapshot) -> bool:
    """Return whether a library has exactly the vectors of a snapshot."""
    order = np.argsort(snapshot.ids)
    rows = database.rows("SELECT id, vector FROM passages ORDER BY id")
    is_same = np.array_equal(snapshot.ids[order], [row[0] for row in rows])
    return is_same and snapshot.vectors[order].tobytes() == b"".join(row[1] for row in rows)


def holds_lists(database: Database, lists: InvertedFile) -> bool:
    """Return whether a library has exactly the vectors whose codes are in inverted lists."""
    ((n_passages,),) = database.rows("SELECT count(*) FROM passages")
    ids = lists.all_ids()
    if not len(np.unique(ids)) == len(ids) == n_passages:
        return False
    index = quantiser_index(lists.quantiser)
    return all(_holds(database, index, *part) for part in _parts(lists))


def _parts(lists: InvertedFile) -> Iterator[tuple[Ids, Codes]]:
    for number in range(len(lists.sizes)):
        ids, codes = lists.ids(number), lists.codes(number)
        for start in range(0, len(ids), _AT_ONCE):
            yield ids[start : start + _AT_ONCE], codes[start : start + _AT_ONCE]


def _holds(database: Database, index: Any, ids: Ids, codes: Codes) -> bool:
    marks = ",".join("?" * len(ids))
    found = database.rows(f"SELECT id, vector FROM passages WHERE id IN ({marks})", tuple(ids.tolist()))
    stored = dict(found)
    vectors = [stored.get(each, b"") for each in ids.tolist()]
    if any(len(vector) != 4 * index.d for vector in vectors):
        return False
    expected, _ = encoded(index, np.frombuffer(b"".join(vectors), dtype="<f4").reshape(-1, index.d))
    # Processors round differently, so codes may differ by one.
    return int(np.abs(expected.astype(np.int16) - codes).max(initial=0)) <= 1
