"""Files → library: one transaction per article; a bad file never stops the rest."""

import hashlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from qa import articles
from qa.dates import time_expressions
from qa.embedding import Encoder
from qa.errors import ArticleError, CancelledError
from qa.indexing.passages import PassageSplitter
from qa.library import Library
from qa.progress import Event, FileEncoding, FileFailed, FileRemoved, FileStored, FileUnchanged
from qa.records import Passage

_RECIPE = "6"  # increase it when the same bytes would give another article or other dates: files are then read again
_ENCODED_AT_ONCE = 32

Watcher = Callable[[Event], None]
StopSign = Callable[[], bool]


@dataclass(slots=True)
class IndexReport:
    """The result of indexing; the first four fields count files, `articles` and `passages` the whole library.

    `passed_over` are files in unsupported formats.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: list[ArticleError] = field(default_factory=list)
    passed_over: list[Path] = field(default_factory=list)
    articles: int = 0
    passages: int = 0
    seconds: float = 0.0


class Indexer:
    """Brings a library up to date with files and folders."""

    def __init__(self, library: Library, splitter: PassageSplitter, encoder: Encoder, max_bytes: int) -> None:
        self._library = library
        self._store = library.store
        self._splitter = splitter
        self._encoder = encoder
        self._max_bytes = max_bytes

    def run(
        self, paths: Sequence[Path], watch: Watcher, stopped: StopSign, *, prune: bool = False
    ) -> IndexReport:
        """Store every article at and below `paths`; the caller holds the writer's lock.

        With `prune`, stored files below `paths` that no longer exist are removed first, so that a moved file doesn't
        become a second copy. CancelledError passes through; what was stored before it is kept.
        """
        began = time.monotonic()
        report = IndexReport()
        if prune:
            paths = self._prune(paths, watch, report)
        found = []
        for item in articles.find(list(paths), report.passed_over.append):
            if stopped():
                raise CancelledError
            found.append(item)
        try:
            for n_done, item in enumerate(found, start=1):
                if stopped():
                    raise CancelledError
                self._take(item, report, watch, stopped, (n_done, len(found)))
        finally:
            self._library.save_vectors()
        report.articles, report.passages = self._store.counts()
        report.seconds = round(time.monotonic() - began, 3)
        return report

    def _prune(self, paths: Sequence[Path], watch: Watcher, report: IndexReport) -> list[Path]:
        """Remove files that no longer exist, and return the paths that remain to be indexed."""
        left = []
        for given in paths:
            root = Path(os.path.abspath(given))  # noqa: PTH100 - keep links as the user wrote them
            # An unmounted folder must not be treated as an emptied one.
            stored = [root] if _is_gone(root) else self._store.files_below(root)
            gone = [path for path in stored if _is_gone(path) and self._store.file(path)]
            for path in gone:
                self._store.release(path)
                report.removed += 1
                watch(FileRemoved(path))
            if root not in gone:
                left.append(given)
        return left

    def _take(
        self,
        item: Path | ArticleError,
        report: IndexReport,
        watch: Watcher,
        stopped: StopSign,
        progress: tuple[int, int],
    ) -> None:
        try:
            if isinstance(item, ArticleError):
                raise item
            event: Event = self._index(item, watch, stopped, progress)
        except ArticleError as error:
            report.failed.append(error)
            event = FileFailed(error.path, error, *progress)
        if isinstance(event, FileStored):
            report.updated += event.updated
            report.added += not event.updated
        elif isinstance(event, FileUnchanged):
            report.unchanged += 1
        watch(event)

    def _index(
        self, path: Path, watch: Watcher, stopped: StopSign, progress: tuple[int, int]
    ) -> FileStored | FileUnchanged:
        data = articles.read_bytes(path, self._max_bytes)
        digest = f"{_RECIPE}:{hashlib.sha256(data).hexdigest()}"
        before = self._store.file(path)
        if before and before[1] == digest:
            return FileUnchanged(path, None, *progress)
        loaded = articles.load(path, data)
        twin = self._store.article(loaded.article.id)
        if twin and twin.path != str(path) and _is_gone(Path(str(twin.path))):
            self._store.release(
                Path(str(twin.path))
            )  # the file was renamed, so the article gets its new path
        elif twin and twin.path != str(path):
            self._store.put_twin(path, twin.id, digest)
            return FileUnchanged(path, Path(str(twin.path)), *progress)
        passages = self._splitter.split(loaded.article)
        vectors = self._encode(path, passages, watch, stopped)
        dates = time_expressions(loaded.article.text, loaded.article.published)
        self._library.put(loaded.article, digest, passages, vectors, dates)
        updated = before is not None or twin is not None
        return FileStored(path, len(passages), updated, loaded.notes, *progress)

    def _encode(
        self, path: Path, passages: Sequence[Passage], watch: Watcher, stopped: StopSign
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        parts = []
        for start in range(0, len(passages), _ENCODED_AT_ONCE):
            if stopped():
                raise CancelledError
            if start:
                watch(FileEncoding(path, start, len(passages)))
            batch = passages[start : start + _ENCODED_AT_ONCE]
            parts.append(self._encoder.encode([passage.text for passage in batch], "passage"))
        return np.concatenate(parts)


def nothing_there(paths: Sequence[Path], watch: Watcher) -> IndexReport | None:
    """Return a report if all paths are missing, which needs no library; else None."""
    if not all(_is_gone(path) for path in paths):
        return None
    report = IndexReport()
    for n_done, item in enumerate(articles.find(list(paths)), start=1):
        if isinstance(item, ArticleError):
            report.failed.append(item)
            watch(FileFailed(item.path, item, n_done, len(paths)))
    return report


def _is_gone(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        pass  # it exists, but we may not see it
    return False
