"""Runs of a model side by side: a thread to a run is quicker than threads that wait for each other inside one."""

import os
from collections.abc import Callable, Sequence
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


def each(work: Callable[[Item], Result], items: Sequence[Item], n_threads: int | None = None) -> list[Result]:
    """Do one thing to many items on `n_threads` threads, None for as many as there are processors.

    Results stand in the items' order. The work must be safe to run in several threads; only what lets go of the
    interpreter gains by it. The threads end with the call: made anew they cost a fraction of one run, and kept they
    would hold on to all that was there when they began.
    """
    n_threads = min(n_threads or n_processors(), len(items))
    if n_threads <= 1:
        return [work(item) for item in items]
    with ThreadPoolExecutor(n_threads, "dateline-run") as pool:
        return list(pool.map(work, items))
