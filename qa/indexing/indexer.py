"""Files → library: one transaction per article; a bad file never stops the rest."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from qa import articles
from qa.articles.documents import ArticleFields
from qa.articles.files import file_on_disk, is_gone
from qa.articles.formats import format_of
from qa.articles.loading import Loaded, given_fields, with_given
from qa.articles.reader import ArticleReader
from qa.dates import time_expressions
from qa.embedding import Encoder
from qa.errors import ArticleError, CancelledError
from qa.indexing.passages import PassageSplitter
from qa.library import Library
from qa.library.checks import are_sound
from qa.library.vectors import Vectors
from qa.progress import Event, FileEncoding, FileFailed, FileLeftOut, FileRemoved, FileStored, FileUnchanged
from qa.records import Article, Passage

_RECIPE = "7"  # increase it when the same bytes would give another article or other dates: files are then read again
_ENCODED_AT_ONCE = 32
_NO_FIELDS = ArticleFields()
_COMPARED_AT_ONCE = 100

Watcher = Callable[[Event], None]
StopSign = Callable[[], bool]


def _ignore(event: Event) -> None:
    """Do nothing."""


def _never() -> bool:
    return False


@dataclass(slots=True)
class IndexReport:
    """The result of indexing; the first five fields count articles, `articles` and `passages` the whole library.

    `left_out` are articles that the user had removed.
    `passed_over` are files in unsupported formats; `n_found` counts the files that were found in supported ones.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    left_out: int = 0
    failed: list[ArticleError] = field(default_factory=list)
    passed_over: list[Path] = field(default_factory=list)
    n_found: int = 0
    articles: int = 0
    passages: int = 0
    seconds: float = 0.0


class Indexer:
    """Brings a library up to date with files and folders; `given` are fields of every article that is read."""

    def __init__(
        self,
        library: Library,
        splitter: PassageSplitter,
        encoder: Encoder,
        reader: ArticleReader,
        given: ArticleFields = _NO_FIELDS,
    ) -> None:
        self._library = library
        self._store = library.store
        self._splitter = splitter
        self._encoder = encoder
        self._reader = reader
        self._given = given

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
        report.n_found = len(found)
        self._compare_missing(stopped)
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

    def _compare_missing(self, stopped: StopSign) -> None:
        """Look for near-duplicates among the articles that an older Dateline stored."""
        missing = self._store.versions.missing()
        for start in range(0, len(missing), _COMPARED_AT_ONCE):
            if stopped():
                raise CancelledError
            self._store.versions.compare(missing[start : start + _COMPARED_AT_ONCE])

    def _prune(self, paths: Sequence[Path], watch: Watcher, report: IndexReport) -> list[Path]:
        """Remove files that no longer exist, and return the paths that remain to be indexed."""
        left = []
        for given in paths:
            root = Path(os.path.abspath(given))  # noqa: PTH100 - keep links as the user wrote them
            is_missing = is_gone(root)
            # An unmounted folder must not be treated as an emptied one.
            stored = self._store.files_below(root)
            gone = [path for path in stored if (file_on_disk(path) == root if is_missing else is_gone(path))]
            for path in gone:
                self._store.release(path)
                report.removed += 1
                watch(FileRemoved(path))
            if not (is_missing and gone):
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
            for event in self._index(item, report.passed_over, watch, stopped, progress):
                _count(event, report)
                watch(event)
        except ArticleError as error:
            failed = FileFailed(error.path, error, *progress)
            _count(failed, report)
            watch(failed)

    def _index(
        self,
        path: Path,
        passed_over: list[Path],
        watch: Watcher,
        stopped: StopSign,
        progress: tuple[int, int],
    ) -> Iterator[Event]:
        """Store the articles of a file and yield an event for each.

        The digest of each of them ends with their number, so that a file counts as unchanged only if all of them
        were stored. Articles that the file no longer holds are removed, unless a part of it can't be read.
        """
        data = self._reader.bytes_of(path)
        digest = f"{_RECIPE}:{self._reader.digest(data)}"
        stored = {
            row: entry for row, entry in self._store.files_of(path).items() if file_on_disk(Path(row)) == path
        }
        left_out = self._left_out(path)
        entries = (*stored.values(), *left_out.values())
        whole = f"{digest}/{len(entries)}"
        if entries and not self._given and all(entry[1] == whole for entry in entries):
            yield from (FileUnchanged(Path(row), None, *progress) for row in stored)
            yield from (FileLeftOut(Path(row), entry[0], *progress) for row, entry in left_out.items())
            return
        kind = format_of(path)
        if kind is not None and not kind.holds_many:
            digest = f"{digest}/1"
        seen: set[str] = set()
        is_whole = True
        for each in self._reader.articles(path, data, passed_over.append, self._fields_of(stored)):
            if stopped():
                raise CancelledError
            if isinstance(each, ArticleError):
                is_whole = False
                yield FileFailed(each.path, each, *progress)
                continue
            seen.add(str(each.article.path))
            yield self._store_article(each, digest, stored, watch, stopped, progress)
        if is_whole:
            yield from self._remove_missing(stored.keys() - seen)
            self._library.removed.forget_files(sorted(left_out.keys() - seen))
            if kind is None or kind.holds_many:
                self._store.settle(seen, digest, f"{digest}/{len(seen)}")

    def _fields_of(self, stored: Mapping[str, tuple[str, str]]) -> Callable[[Path], ArticleFields]:
        """Return a function from an article's path to what the user states, or stated when it was added."""

        def given(path: Path) -> ArticleFields:
            entry = stored.get(str(path))
            before = self._store.article(entry[0]) if entry else None
            owned = before is not None and before.path == str(path)
            return self._given.over(given_fields(before)) if before and owned else self._given

        return given

    def _left_out(self, path: Path) -> dict[str, tuple[str, str]]:
        """Return id and digest of the removed articles that a file had when it was last read."""
        entries = self._library.removed.files_of(str(path))
        return {row: entry for row, entry in entries.items() if file_on_disk(Path(row)) == path}

    def _remove_missing(self, paths: Iterable[str]) -> Iterator[FileRemoved]:
        """Remove the articles that their file no longer holds."""
        for path in sorted(paths):
            self._store.release(Path(path))
            yield FileRemoved(Path(path))

    def store(
        self, article: Article, digest: str, watch: Watcher = _ignore, stopped: StopSign = _never
    ) -> int:
        """Store an article with its passages, vectors and dates, and return the number of passages."""
        passages = self._splitter.split(article)
        with ThreadPoolExecutor(1, "dateline-dates") as pool:  # encoding rarely keeps all processors busy
            dates = pool.submit(time_expressions, article.text, article.published)
            vectors = self._vectors(article, passages, watch, stopped)
        self._library.put(article, digest, passages, vectors, dates.result())
        return len(passages)

    def _store_article(
        self,
        loaded: Loaded,
        digest: str,
        stored: Mapping[str, tuple[str, str]],
        watch: Watcher,
        stopped: StopSign,
        progress: tuple[int, int],
    ) -> FileStored | FileUnchanged | FileLeftOut:
        article = loaded.article
        path = Path(str(article.path))
        if self._library.removed.has(article.id):
            self._library.removed.note_file(str(path), article.id, digest)
            return FileLeftOut(path, article.id, *progress)
        before = stored.get(str(path))
        twin = self._store.article(article.id)
        if before and twin == article and before[0] == article.id and before[1].startswith(f"{_RECIPE}:"):
            if before[1] != digest:
                self._store.settle([str(path)], before[1], digest)
            return FileUnchanged(path, None, *progress)
        if twin and twin.path != str(path) and is_gone(Path(str(twin.path))):
            # The file was renamed, so the article gets its new path and keeps what the user stated.
            article = with_given(article, given_fields(article).over(given_fields(twin)))
            self._store.release(Path(str(twin.path)))
        elif twin and twin.path != str(path):
            self._store.put_twin(path, twin.id, digest)
            return FileUnchanged(path, Path(str(twin.path)), *progress)
        n_passages = self.store(article, digest, watch, stopped)
        updated = before is not None or twin is not None
        return FileStored(path, n_passages, updated, loaded.notes, *progress)

    def _vectors(
        self, article: Article, passages: Sequence[Passage], watch: Watcher, stopped: StopSign
    ) -> Vectors:
        """Return a vector for each passage, shape (n, dimensions); those of unchanged passages are not made again."""
        path = Path(str(article.path))
        known = self._known_vectors(article, path)
        texts = list(dict.fromkeys(each.text for each in passages if each.text not in known))
        for start in range(0, len(texts), _ENCODED_AT_ONCE):
            if stopped():
                raise CancelledError
            if start:
                watch(FileEncoding(path, start, len(texts)))
            batch = texts[start : start + _ENCODED_AT_ONCE]
            known |= zip(batch, self._encoder.encode(batch, "passage"), strict=True)
        return np.stack([known[each.text] for each in passages])

    def _known_vectors(self, article: Article, path: Path) -> dict[str, Vectors]:
        """Return the vectors of the passages that an article, or what its file had before, is stored with."""
        dimensions = self._encoder.identity.dimensions
        before = self._store.file(path)
        found: dict[str, Vectors] = {}
        for key in {article.id, *(before[:1] if before else ())}:
            stored = self._store.passage_vectors(key)
            sound = are_sound([vector for _, vector in stored], dimensions)
            pairs = zip(stored, sound, strict=True)
            found |= {
                text: np.frombuffer(vector, dtype="<f4") for (text, vector), is_sound in pairs if is_sound
            }
        return found


def nothing_there(paths: Sequence[Path], watch: Watcher) -> IndexReport | None:
    """Return a report if all paths are missing, which needs no library; else None."""
    if not all(is_gone(path) for path in paths):
        return None
    report = IndexReport()
    for n_done, item in enumerate(articles.find(list(paths)), start=1):
        if isinstance(item, ArticleError):
            report.failed.append(item)
            watch(FileFailed(item.path, item, n_done, len(paths)))
    return report


def _count(event: Event, report: IndexReport) -> None:
    if isinstance(event, FileStored):
        report.updated += event.updated
        report.added += not event.updated
    elif isinstance(event, FileUnchanged):
        report.unchanged += 1
    elif isinstance(event, FileRemoved):
        report.removed += 1
    elif isinstance(event, FileLeftOut):
        report.left_out += 1
    elif isinstance(event, FileFailed):
        report.failed.append(event.error)
