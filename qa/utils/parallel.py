"""Parallel model runs: one thread per run is faster than several threads inside a run."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
_thread = threading.local()


def n_processors() -> int:
    """Return how many processors this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:
        return os.cpu_count() or 1


def each(work: Callable[[Item], Result], items: Sequence[Item], n_threads: int | None = None) -> list[Result]:
    """Apply a function to many items on `n_threads` threads, None for as many as there are processors.

    On a thread that runs alone, the function is called there. Results are in the order of the items. The function
    must be thread-safe, and only code that releases the GIL becomes faster. The threads end with the call: creating
    them costs a fraction of one run, and keeping them would keep references alive.
    """
    n_threads = 1 if getattr(_thread, "is_alone", False) else min(n_threads or n_processors(), len(items))
    if n_threads <= 1:
        return [work(item) for item in items]
    with ThreadPoolExecutor(n_threads, "dateline-run") as pool:
        return list(pool.map(work, items))


def run_alone() -> None:
    """Let this thread run everything itself, because others like it keep the processors busy."""
    _thread.is_alone = True
