"""Runs of a model side by side: a thread to a run is quicker than threads that wait for each other inside one."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def n_processors() -> int:
    """Return how many processors this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:
        return os.cpu_count() or 1


class SideBySide:
    """Does one thing to many items on `n_threads` threads, None for as many as there are processors.

    The work must be safe to run in several threads; only what lets go of the interpreter gains by it.
    """

    def __init__(self, n_threads: int | None = None) -> None:
        n_threads = n_threads or n_processors()
        self._pool = ThreadPoolExecutor(n_threads, "dateline-run") if n_threads > 1 else None

    def each(self, work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        """Return what came of each item, in the items' order."""
        if self._pool is None:
            return [work(item) for item in items]
        return list(self._pool.map(work, items))
