"""Measures whether doubling an input at most doubles the work, in CPU time so that a busy machine changes nothing."""

import gc
import time
from collections.abc import Callable

MOST = 2.5  # times the work for twice the input
FLOOR_SECONDS = 0.02  # what a clock and a cold cache may add
_ATTEMPTS = 4


def cpu_seconds(call: Callable[[], object], repeats: int = 2) -> float:
    """Return the least CPU time, in seconds, that this thread needs for a call."""
    best = float("inf")
    for _ in range(repeats):
        began = time.thread_time()
        call()
        best = min(best, time.thread_time() - began)
    return best


def assert_linear(call: Callable[[str], object], text: Callable[[int], str], size: int) -> None:
    """Fail if `call` needs more than 2.5 times the work for `text(2 * size)` than for `text(size)`."""
    once, twice = text(size), text(2 * size)
    call(text(8))  # what is built once is built now
    if cpu_seconds(lambda: call(twice), 1) <= FLOOR_SECONDS:
        return
    once_seconds = twice_seconds = 0.0
    for _ in range(_ATTEMPTS):
        gc.collect()
        once_seconds = cpu_seconds(lambda: call(once))
        twice_seconds = cpu_seconds(lambda: call(twice))
        if twice_seconds <= MOST * once_seconds + FLOOR_SECONDS:
            return
    raise AssertionError(
        f"{twice_seconds:.3f} s for {len(twice)} characters, {once_seconds:.3f} s for {len(once)}: {twice[:60]!r}"
    )
