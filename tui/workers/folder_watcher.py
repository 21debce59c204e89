"""Watching folders for changes."""

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa import is_article

_QUIET_MILLISECONDS = 300
_LOOK_AGAIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes below the folders: articles and new folders that are `there`, and paths that are `gone`."""

    there: tuple[Path, ...]
    gone: tuple[Path, ...]

    def __bool__(self) -> bool:
        return bool(self.there or self.gone)


def watch_folders(folders: Sequence[Path], until: threading.Event) -> Iterator[Changes]:
    """Yield changes until the event is set.

    The system doesn't report files created right after their folder, so new folders are yielded again a moment later.
    """
    from watchfiles import watch

    there = [folder for folder in folders if folder.is_dir()]
    if not there:
        return
    for reported in watch(
        *there,
        stop_event=until,
        debounce=_QUIET_MILLISECONDS,
        raise_interrupt=False,
        step=_QUIET_MILLISECONDS,
    ):
        changes = sorted_out(inside({Path(name) for _, name in reported}, there))
        if changes:
            yield changes
        new_folders = tuple(path for path in changes.there if path.is_dir())
        if new_folders and not until.wait(_LOOK_AGAIN_SECONDS):
            yield Changes(new_folders, ())


def inside(paths: set[Path], folders: Sequence[Path]) -> set[Path]:
    """Return the paths that do not lead out of all the folders through a link."""
    roots = [os.path.realpath(folder) for folder in folders]
    return {
        path for path in paths if any(Path(os.path.realpath(path)).is_relative_to(root) for root in roots)
    }


def sorted_out(paths: set[Path]) -> Changes:
    """Return the relevant changes among the reported paths; hidden files are ignored."""
    seen = sorted(path for path in paths if not path.name.startswith("."))
    there = [path for path in seen if path.is_dir() or (path.exists() and is_article(path))]
    gone = [path for path in seen if not path.exists() and (is_article(path) or not path.suffix)]
    return Changes(tuple(there), tuple(gone))
