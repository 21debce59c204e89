"""Functions that workers run in tests."""

import os
import signal
import time
from pathlib import Path

from qa.errors import LibraryBusyError


def squared(number: int) -> int:
    return number * number


def refused(folder: Path) -> None:
    raise LibraryBusyError(folder)


def killed_once(note: Path, number: int) -> int:
    """End the worker the first time."""
    if not note.exists():
        note.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def killed(number: int) -> int:
    """End the worker if the number is 3."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def slow(seconds: float) -> None:
    time.sleep(seconds)
