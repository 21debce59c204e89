"""The log of added and removed passages, by which copies of the library catch up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """Passages `first` to `last` were added or removed by one transaction."""

    sequence: int
    removed: bool
    first: int
    last: int


def chunks(changes: Sequence[Change]) -> Iterator[tuple[bool, int, int]]:
    """Merge adjacent additions into longer ranges, so that catching up needs fewer queries."""
    run: tuple[bool, int, int] | None = None
    for change in changes:
        if run and not run[0] and not change.removed and change.first == run[2] + 1:
            run = (False, run[1], change.last)
            continue
        if run:
            yield run
        run = (change.removed, change.first, change.last)
    if run:
        yield run


def log_change(connection: Any, *, removed: bool, ids: Sequence[int]) -> None:
    """Add a line to the log; an article's passages are written together, so their ids are consecutive."""
    if ids:
        connection.execute(
            "INSERT INTO changes (removed, first_passage, last_passage) VALUES (?, ?, ?)",
            (int(removed), ids[0], ids[-1]),
        )
