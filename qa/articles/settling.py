"""Files that are still being written, and when they are complete."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from qa.articles.files import find

_QUIET_SECONDS = 1.0
_LONGEST_WAIT_SECONDS = 5.0
State: TypeAlias = tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class FolderChanges:
    """Articles and folders that are `there`, new or changed, and paths that are `gone`."""

    there: tuple[Path, ...] = ()
    gone: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.there or self.gone)


@dataclass(slots=True)
class _Waiting:
    """A changed path: its last state and since when it has had it, in seconds on the caller's clock."""

    state: State
    since: float


class Settling:
    """Collects changed paths, and gives them out when their size and time of modification stay the same."""

    def __init__(self) -> None:
        self._waiting: dict[Path, _Waiting] = {}

    def report(self, paths: Iterable[Path], now: float) -> None:
        """Note that something changed at these paths."""
        for path in paths:
            self._waiting.setdefault(path, _Waiting(state_of(path), now))

    def forget_below(self, folder: Path) -> None:
        """Drop what was reported at and below a folder."""
        for path in [path for path in self._waiting if path.is_relative_to(folder)]:
            del self._waiting[path]

    def take(self, now: float) -> FolderChanges:
        """Return the paths that have settled, all at once if the others settle soon too."""
        settled = []
        for path, waiting in self._waiting.items():
            state = state_of(path)
            if state != waiting.state:
                waiting.state, waiting.since = state, now
            elif now - waiting.since >= _QUIET_SECONDS:
                settled.append(path)
        if not settled:
            return FolderChanges()
        longest = max(now - self._waiting[path].since for path in settled)
        if len(settled) < len(self._waiting) and longest < _LONGEST_WAIT_SECONDS:
            return FolderChanges()
        states = {path: self._waiting.pop(path).state for path in settled}
        there = _outermost(path for path, state in states.items() if state is not None)
        return FolderChanges(there, tuple(sorted(path for path, state in states.items() if state is None)))


def state_of(path: Path) -> State:
    """Return a value that changes when a file, or an article below a folder, does; None if nothing is there."""
    try:
        if not path.is_dir():
            return _file_state(path)
    except OSError:
        return None
    below = [(str(file), state) for file in article_files([path]) if (state := _file_state(file)) is not None]
    return (len(below), hash(tuple(below)))


def article_files(paths: Iterable[Path]) -> list[Path]:
    """Return the article files at and below paths."""
    return [found for found in find(list(paths)) if isinstance(found, Path)]


def _file_state(path: Path) -> State:
    try:
        found = path.stat()
    except OSError:
        return () if os.path.lexists(path) else None
    return (found.st_size, found.st_mtime_ns, found.st_ino)


def _outermost(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the paths in order, without those below another one."""
    kept: list[Path] = []
    for path in sorted(paths):
        if not kept or not path.is_relative_to(kept[-1]):
            kept.append(path)
    return tuple(kept)
