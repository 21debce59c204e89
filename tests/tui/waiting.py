"""Measures what keeps the event loop waiting: long steps of its own, and threads that hold Python's lock.

Seconds on the clock would count the other work of the machine, too. Linux records how long each thread waited
for a processor; this time is subtracted, for the thread itself and for those that it may have waited for.
"""

import asyncio
import statistics
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual._context import active_message_pump

_LOOK_EVERY_SECONDS = 0.005
_N_LOOKS = 20_000
_WORK = 600_000  # sums that take 10 ms of a processor of 2024
_WORK_SECONDS = 0.01


@dataclass
class Waits:
    """The longest waits that were found, in seconds, each with what it was."""

    steps: list[tuple[float, str]] = field(default_factory=list)
    locks: list[tuple[float, str]] = field(default_factory=list)

    def longest(self) -> tuple[float, str]:
        """Return the longest of all."""
        return max([*self.steps, *self.locks], default=(0.0, ""))


def slowness() -> float:
    """Return how much slower this machine is than a processor of 2024; at least 1."""
    taken = []
    for _ in range(9):
        began = time.thread_time()
        sum(range(_WORK))
        taken.append(time.thread_time() - began)
    return max(1.0, statistics.median(taken) / _WORK_SECONDS)


@contextmanager
def waits(worth_seconds: float = 0.02, *, into: Waits | None = None) -> Iterator[Waits]:
    """Measure until the end, adding to `into` if given; waits below `worth_seconds` are ignored."""
    found = Waits() if into is None else into
    looker = _Looker(found, worth_seconds)
    run = asyncio.Handle._run  # type: ignore[attr-defined]

    def measured(handle: asyncio.Handle) -> None:
        began, worked = time.monotonic(), time.thread_time()
        run(handle)
        if time.monotonic() - began < worth_seconds:
            return
        lost = looker.lost(began, time.monotonic(), time.thread_time() - worked)
        if lost >= worth_seconds:
            pump = handle._context.get(active_message_pump, None)  # type: ignore[attr-defined]
            found.steps.append((lost, f"{pump!r} in {handle!r}"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio.Handle, "_run", measured)
        looker.start()
        try:
            yield found
        finally:
            looker.end()


class _Looker(threading.Thread):
    """Wakes up repeatedly: any delay is a wait for the GIL. Records how long each thread has queued."""

    def __init__(self, found: Waits, worth_seconds: float) -> None:
        super().__init__(name="looker", daemon=True)
        self._found = found
        self._worth = worth_seconds
        self._over = threading.Event()
        self._looks: deque[tuple[float, dict[int, float]]] = deque([(time.monotonic(), _queued())], _N_LOOKS)

    def run(self) -> None:
        while not self._over.is_set():
            before = time.monotonic()
            time.sleep(_LOOK_EVERY_SECONDS)
            now = time.monotonic()
            self._looks.append((now, _queued()))
            late = now - before - _LOOK_EVERY_SECONDS
            if (
                late > self._worth
                and (lost := self.lost(before, now, 0.0) - _LOOK_EVERY_SECONDS) > self._worth
            ):
                self._found.locks.append((lost, _threads()))

    def end(self) -> None:
        self._over.set()
        self.join()

    def lost(self, began: float, ended: float, worked: float) -> float:
        """Return the seconds between two moments without those in which our threads queued for a processor."""
        looks = list(self._looks)
        before = next((queued for at, queued in reversed(looks) if at <= began), looks[0][1])
        seen = dict(before)
        for at, stood in looks:
            if at > began:
                seen.update(stood)  # a thread may have ended since
        seen.update(_queued())
        queued = sum(seconds - before.get(thread, 0.0) for thread, seconds in seen.items())
        return max(worked, ended - began - queued)


def _queued() -> dict[int, float]:
    """Return how many seconds each of Python's threads has stood ready without a processor; nothing but on Linux."""
    queued = {}
    for thread in threading.enumerate():
        try:
            reported = Path(f"/proc/self/task/{thread.native_id}/schedstat").read_text()
        except OSError:
            continue
        queued[thread.native_id or 0] = int(reported.split()[1]) / 1e9
    return queued


def _threads() -> str:
    """Return the position of each thread; the one that held the GIL has just returned."""
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    places = []
    for ident, frame in sys._current_frames().items():
        code = frame.f_code
        places.append(f"{names.get(ident, ident)} at {Path(code.co_filename).name}:{frame.f_lineno}")
    return ", ".join(places)
