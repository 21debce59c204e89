"""Watching files and folders for new, changed and removed articles."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

from qa.articles.formats import is_article
from qa.articles.settling import FolderChanges, Settling, State, article_files, state_of

_TICK_SECONDS = 0.5
_POLL_SECONDS = 2.0
_COMPARE_SECONDS = 300.0
_MOST_SHARE = 10.0  # times as long as the last comparison took
_MANY = 2_000  # reports at once; the system drops some if there are too many
_Reported: TypeAlias = Sequence[tuple[bool, Path]]  # whether a path is new, and the path


class Until(Protocol):
    """What ends the watching: a threading.Event or the like."""

    def is_set(self) -> bool:
        """Whether to end."""
        ...

    def wait(self, timeout: float) -> bool:
        """Wait for some seconds or the end, and return whether it has come."""
        ...


class FolderWatcher:
    """Watches files and folders, also those that are missing for a while.

    `tell` receives sentences for the user about what can't be watched.
    """

    def __init__(self, paths: Sequence[Path], tell: Callable[[str], None]) -> None:
        self._paths = tuple(Path(os.path.abspath(path)) for path in paths)  # noqa: PTH100 - keep links as written
        self._tell = tell
        self._settling = Settling()
        self._known: dict[Path, State] = {}
        self._missing: set[Path] = set()
        self._compare_seconds = _COMPARE_SECONDS
        self._compare_at = 0.0

    def changes(self, until: Until) -> Iterator[FolderChanges]:
        """Yield changes until the event is set; the first ones are the files and folders themselves.

        A file that is still being written is waited for. What was in a watched folder is not gone if the folder
        itself is: it may be on a disk that was unplugged.
        """
        before: frozenset[Path] = frozenset()
        while not until.is_set():
            there = self._those_there()
            self._tell_missing(there)
            yield from self._while_there(there, there - before, until)
            before = there

    def _tell_missing(self, there: frozenset[Path]) -> None:
        for path in self._paths:
            if path in there and path in self._missing:
                self._missing.remove(path)
                self._tell(f"{path} is back.")
            elif path not in there and path not in self._missing:
                self._missing.add(path)
                self._tell(f"{path} is not there. Its articles are kept, and it is watched when it is back.")

    def _while_there(
        self, there: frozenset[Path], new: frozenset[Path], until: Until
    ) -> Iterator[FolderChanges]:
        """Yield changes as long as the same watched paths exist."""
        folders = sorted(path for path in there if path.is_dir())
        files = sorted(there.difference(folders))
        is_first = True
        for reported in self._reports(folders, until):
            if self._those_there() != there:
                self._forget_missing()
                return
            now = time.monotonic()
            if is_first:
                is_first = False
                lost = [path for path in self._compare(there) if not any(map(path.is_relative_to, new))]
                self._settling.report(lost, now)
                if new:
                    yield FolderChanges(tuple(sorted(new)))
                continue
            self._settling.report(_relevant(reported, folders), now)
            self._settling.report(self._changed(files), now)
            if len(reported) > _MANY or now > self._compare_at:
                self._settling.report(self._compare(there), now)
            if changes := self._settling.take(now):
                self._remember(changes)
                yield changes

    def _reports(self, folders: Sequence[Path], until: Until) -> Iterator[_Reported]:
        """Yield what the system reports about folders, and nothing a few times a second."""
        self._compare_seconds = _COMPARE_SECONDS
        try:
            if folders:
                yield from _system_reports(folders, until)
                return
        except FileNotFoundError:
            until.wait(_TICK_SECONDS)  # a folder has just gone
            return
        except (OSError, RuntimeError) as error:
            self._compare_seconds = _POLL_SECONDS
            self._tell(
                f"The system can't report changes ({_reason(error)}). Dateline looks for changes every"
                f" {_POLL_SECONDS:.0f} seconds instead."
            )
        yield ()
        while not until.wait(_TICK_SECONDS):
            yield ()

    def _those_there(self) -> frozenset[Path]:
        return frozenset(path for path in self._paths if _is_there(path))

    def _forget_missing(self) -> None:
        for path in self._paths:
            if not _is_there(path):
                self._settling.forget_below(path)

    def _remember(self, changes: FolderChanges) -> None:
        """Keep changes that are given out from being found again by `_compare`."""
        self._known |= {path: state_of(path) for path in article_files(changes.there)}
        for path in changes.gone:
            self._known.pop(path, None)

    def _changed(self, files: Sequence[Path]) -> list[Path]:
        """Return the watched files that have changed since the last call; editors replace files."""
        changed = [path for path in files if state_of(path) != self._known.get(path)]
        self._known |= {path: state_of(path) for path in changed}
        return changed

    def _compare(self, there: Iterable[Path]) -> list[Path]:
        """Return the files that differ from those known at the last call, in case reports were lost.

        An empty folder is passed over: a disk may not be mounted there.
        """
        began = time.monotonic()
        full = [path for path in there if path.is_file() or not is_empty(path)]
        now = {path: state_of(path) for path in article_files(full)}
        gone = [path for path in self._known.keys() - now if any(path.is_relative_to(each) for each in full)]
        changed = [path for path, state in now.items() if self._known.get(path) != state]
        for path in gone:
            del self._known[path]
        self._known |= now
        ended = time.monotonic()
        self._compare_at = ended + max(self._compare_seconds, _MOST_SHARE * (ended - began))
        return [*gone, *changed]


def is_empty(folder: Path) -> bool:
    """Return whether a folder has nothing in it, or can't be read."""
    try:
        return not any(folder.iterdir())
    except OSError:
        return True


def _is_there(path: Path) -> bool:
    """Return whether a watched path can be followed: a file that is missing from its folder was removed."""
    return _exists(path) or (is_article(path) and path.parent.is_dir())


def _exists(path: Path) -> bool:
    """Return whether something is there, also if we may not see what."""
    try:
        return path.exists()
    except OSError:
        return True


def _system_reports(folders: Sequence[Path], until: Until) -> Iterator[_Reported]:
    """Yield what the system reports; a closed folder inside the others is passed over."""
    try:
        yield from _native_reports(folders, until, passing_over_closed=False)
    except PermissionError:
        # Always passing over would hide that there are too many folders.
        yield from _native_reports(folders, until, passing_over_closed=True)


def _native_reports(
    folders: Sequence[Path], until: Until, *, passing_over_closed: bool
) -> Iterator[_Reported]:
    from watchfiles import Change, watch

    milliseconds = int(_TICK_SECONDS * 1000)
    for reported in watch(
        *folders,
        watch_filter=None,
        debounce=milliseconds,
        rust_timeout=milliseconds,
        yield_on_timeout=True,
        stop_event=until,
        raise_interrupt=False,
        poll_delay_ms=int(_POLL_SECONDS * 1000),
        ignore_permission_denied=passing_over_closed,
    ):
        yield [(change is Change.added, Path(name)) for change, name in reported]


def _relevant(reported: _Reported, folders: Sequence[Path]) -> set[Path]:
    """Return the reported articles, new folders and missing paths that lie in the folders and are not hidden.

    A folder counts only if it is new: what changes in it is reported by itself.
    """
    roots = {folder: Path(os.path.realpath(folder)) for folder in folders}
    return {
        path
        for is_new, path in reported
        if _is_visible(path, folders)
        and (not _exists(path) or is_article(path) or (is_new and path.is_dir()))
        and any(Path(os.path.realpath(path)).is_relative_to(root) for root in roots.values())
    }


def _is_visible(path: Path, folders: Sequence[Path]) -> bool:
    inside = [path.relative_to(folder) for folder in folders if path.is_relative_to(folder)]
    return any(not any(part.startswith(".") for part in each.parts) for each in inside)


def _reason(error: Exception) -> str:
    return str(error).partition(" (")[0].partition(" about ")[0].rstrip(". ")
