"""`dateline watch`."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

import typer

from qa.articles.formats import ARTICLE_SUFFIXES, is_article
from qa.articles.settling import FolderChanges
from qa.articles.watching import FolderWatcher, is_empty
from qa.cli.index_command import event_line
from qa.cli.output import building_notice, counted, err
from qa.engine import Engine
from qa.errors import ArticleError, CancelledError, LibraryDiskError, LibraryFullError
from qa.json_output import event_change_json
from qa.progress import Event, FileFailed, FileLeftOut, FileRemoved, FileStored, FileUnchanged
from qa.utils.escaping import json_text
from qa.utils.text import printable

_TICK_SECONDS = 0.1
_RETRY_SECONDS = 60.0
_SILENT = ("unchanged", "left_out")


class StopRequest:
    """Set by a signal handler, which must not wait for a lock."""

    def __init__(self) -> None:
        self._is_set = False

    def set(self) -> None:
        """Ask for the end."""
        self._is_set = True

    def is_set(self) -> bool:
        """Whether the end was asked for."""
        return self._is_set

    def wait(self, timeout: float) -> bool:
        """Wait until the end is asked for, at most `timeout` seconds, and return whether it was."""
        until = time.monotonic() + timeout
        while not self._is_set and time.monotonic() < until:
            time.sleep(_TICK_SECONDS)
        return self._is_set


def run(engine: Engine, paths: Sequence[Path], *, once: bool, quiet: bool, as_json: bool) -> None:
    """Follow files and folders until Ctrl+C or SIGTERM; with `once`, bring the library up to date and end.

    The exit code of `once` is 1 if some files failed and 2 if none could be read.
    """
    roots = [_checked(path) for path in paths]
    printer = _Printer(quiet=quiet, as_json=as_json)
    with _stopping() as until:
        follower = _Follower(engine, printer, until)
        for path in roots:
            if path.is_dir() and is_empty(path) and engine.library.exists and engine.files_below(path):
                printer.tell(
                    f"{path} is empty. Its articles are kept; remove them with: dateline index --prune"
                )
        if once:
            follower.follow(FolderChanges(tuple(roots)))
            raise typer.Exit(printer.exit_code)
        printer.tell(f"Watching {', '.join(map(str, roots))}. Stop with Ctrl+C.")
        for changes in FolderWatcher(roots, printer.tell).changes(until):
            follower.follow(changes)
    printer.end(engine)


class _Follower:
    """Brings the library in step with changes."""

    def __init__(self, engine: Engine, printer: "_Printer", until: StopRequest) -> None:
        self._engine = engine
        self._printer = printer
        self._until = until
        self._notice = building_notice()

    def follow(self, changes: FolderChanges) -> None:
        """Index changes; while the disk is full or fails, try again every minute."""
        while not self._until.is_set():
            try:
                self._engine.index_changes(
                    changes, wait=self._waiting(), watch=self._watch, stopped=self._until.is_set
                )
            except CancelledError:
                return
            except (LibraryFullError, LibraryDiskError) as error:
                self._printer.tell(f"{error.message} Trying again in a minute.")
                self._until.wait(_RETRY_SECONDS)
            else:
                return

    def _waiting(self) -> Callable[[], bool]:
        """Return a function that says whether to wait on for another process, and tells the user that it does."""
        has_told = False

        def wait() -> bool:
            nonlocal has_told
            if self._until.is_set():
                raise CancelledError
            if not has_told:
                has_told = True
                self._printer.tell("Waiting for another process that is writing to the library.")
            return True

        return wait

    def _watch(self, event: Event) -> None:
        self._notice(event)
        self._printer.show(event)


class _Printer:
    """Prints a line for each change: on standard error, or as JSON on standard output."""

    def __init__(self, *, quiet: bool, as_json: bool) -> None:
        self._quiet, self._as_json = quiet, as_json
        self._counts: Counter[str] = Counter()

    @property
    def exit_code(self) -> int:
        """0 if all files were read, 1 if some were not, 2 if none was."""
        n_failed = self._counts["failed"]
        return 0 if not n_failed else 1 if self._counts.total() > n_failed else 2

    def show(self, event: Event) -> None:
        """Print what happened to a file."""
        if not isinstance(event, FileStored | FileUnchanged | FileRemoved | FileLeftOut | FileFailed):
            return
        value = event_change_json(event)
        self._counts[value["event"]] += 1
        if value["event"] in _SILENT or (self._quiet and value["event"] != "failed"):
            return
        self._print(value, event_line(event))

    def tell(self, sentence: str) -> None:
        """Print a sentence about the watching itself."""
        if not self._quiet:
            self._print({"event": "note", "note": printable(sentence)}, printable(sentence))

    def end(self, engine: Engine) -> None:
        """Print what was done in all."""
        counts = {name: n for name, n in sorted(self._counts.items()) if name not in _SILENT}
        n_articles = engine.library.store.counts()[0] if engine.library.exists else 0
        words = ", ".join(f"{n} {name}" for name, n in counts.items()) or "nothing changed"
        if not self._quiet:
            self._print(
                {"event": "stopped", **counts, "articles": n_articles},
                f"Stopped ({words}). The library has {counted(n_articles, 'article')}.",
            )

    def _print(self, value: dict[str, Any], line: str) -> None:
        now = datetime.now().astimezone()
        if self._as_json:
            print(json_text({"time": now.isoformat(timespec="seconds"), **value}), flush=True)  # noqa: T201
        else:
            err().print(f"{now:%H:%M:%S} {line}")


def _checked(path: Path) -> Path:
    """Return an absolute path, or raise ArticleError if nothing there can be watched."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - keep links as the user wrote them
    if not os.path.exists(whole):  # noqa: PTH110 - never raises
        raise ArticleError(whole, "This file or folder doesn't exist.", "Check the name.")
    if not whole.is_dir() and not is_article(whole):
        kinds = ", ".join(ARTICLE_SUFFIXES)
        raise ArticleError(whole, f"Unsupported format. Supported: {kinds}.", "Convert it to text first.")
    return whole


@contextmanager
def _stopping() -> Iterator[StopRequest]:
    """Yield a request that Ctrl+C and SIGTERM set; the second one ends the process at once."""
    until = StopRequest()

    def stop(number: int, _frame: FrameType | None) -> None:
        until.set()
        signal.signal(number, before[number])

    before: dict[int, Any] = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, stop)
    try:
        yield until
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
