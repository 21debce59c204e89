"""Failed saves are retried in order, and what was not saved is reported at the end."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from qa import ConversationsError
from tui.workers.save_queue import SaveQueue


class Disk:
    """Accepts saves, except while it is full."""

    def __init__(self) -> None:
        self.is_full = False
        self.saved: list[str] = []
        self.reported: list[str] = []
        self.queue = SaveQueue(
            ThreadPoolExecutor(1),
            lambda error: self.reported.append(type(error).__name__),
            self._recovered,
            0.01,
        )

    def _recovered(self) -> None:
        self.reported.append("recovered")

    def save(self, what: str) -> Callable[[], None]:
        def save() -> None:
            if self.is_full:
                raise ConversationsError(Path("x"), "the disk is full")
            self.saved.append(what)

        return save

    def until(self, holds: Callable[[], object]) -> None:
        end = time.monotonic() + 20
        while not holds():
            assert time.monotonic() < end, f"waited in vain: {self.saved}, {self.reported}"
            time.sleep(0.002)


def test_failed_saves_are_repeated_in_order() -> None:
    disk = Disk()
    disk.queue.add(disk.save("a"))
    disk.until(lambda: disk.saved)
    disk.is_full = True
    disk.queue.add(disk.save("b"))
    disk.queue.add(disk.save("c"))
    disk.until(lambda: len(disk.reported) > 3)
    assert disk.saved == ["a"]
    disk.is_full = False
    disk.until(lambda: "recovered" in disk.reported)
    assert disk.saved == ["a", "b", "c"]
    assert disk.queue.close() is None


def test_a_defect_is_not_tried_again() -> None:
    disk = Disk()
    disk.queue.add(lambda: int("x"))
    disk.queue.add(disk.save("b"))
    assert disk.queue.close() is None
    assert (disk.saved, disk.reported) == (["b"], ["ValueError"])


def test_closing_tries_once_more_and_returns_what_went_wrong() -> None:
    disk = Disk()
    disk.is_full = True
    disk.queue.add(disk.save("a"))
    disk.until(lambda: disk.reported)
    error = disk.queue.close()
    assert error is not None
    assert "the disk is full" in error.message
    assert disk.saved == []
