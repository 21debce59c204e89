"""Files → library; files that are ready together share a transaction, and a bad one never stops the rest."""

import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from qa import articles
from qa.articles.documents import ArticleFields
from qa.articles.files import file_on_disk, is_gone
from qa.articles.formats import format_of
from qa.articles.loading import given_fields, with_given
from qa.articles.reader import ArticleReader
from qa.dates import time_expressions
from qa.embedding import Encoder
from qa.errors import ArticleError, CancelledError
from qa.indexing.passages import PassageSplitter
from qa.indexing.preparation import ArticlePreparer, FileRequest, PreparedArticle, WorkerSetup
from qa.indexing.sources import LocalFile, Opened, OpenedFile, Source, ThreadSource, WorkerSource
from qa.library import Library
from qa.library.checks import are_sound
from qa.library.vectors import Vectors
from qa.progress import Event, FileEncoding, FileFailed, FileLeftOut, FileRemoved, FileStored, FileUnchanged
from qa.records import Article, Passage
from qa.utils.parallel import n_processors
from qa.workers import ThreadWorkers, Workers

_RECIPE = "11"  # increase it when the same bytes would give another article or other dates: files are then read again
_ENCODED_AT_ONCE = 32
_MOST_KEPT = 20_000  # vectors of articles whose files are gone, 30 MB; the files may only have moved
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


@dataclass(frozen=True, slots=True)
class _Entries:
    """What is stored of a file: article id and digest by path, of stored and of removed articles."""

    stored: Mapping[str, tuple[str, str]]
    left_out: Mapping[str, tuple[str, str]]

    def __bool__(self) -> bool:
        return bool(self.stored or self.left_out)

    @property
    def all(self) -> list[tuple[str, str]]:
        return [*self.stored.values(), *self.left_out.values()]

    def are_whole(self, digest: str) -> bool:
        """Return whether all articles of the file's bytes with this digest are stored."""
        return all(entry[1] == f"{digest}/{len(self.all)}" for entry in self.all)


class Indexer:
    """Brings a library up to date with files and folders; `given` are fields of every article that is read.

    `n_threads` is the number of articles that are encoded at a time, None for as many as there are processors.
    """

    def __init__(
        self,
        library: Library,
        splitter: PassageSplitter,
        encoder: Encoder,
        reader: ArticleReader,
        given: ArticleFields = _NO_FIELDS,
        *,
        n_threads: int | None = None,
    ) -> None:
        self._source: Source | None = None
        self._n_threads = n_threads or n_processors()
        self._library = library
        self._store = library.store
        self._splitter = splitter
        self._encoder = encoder
        self._reader = reader
        self._given = given
        self._released: dict[str, list[tuple[str, bytes]]] = {}
        self._n_kept = 0  # vectors of the released articles

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
            self._take_all(found, report, watch, stopped)
        finally:
            self._library.save_vectors()
        report.articles, report.passages = self._store.counts()
        report.seconds = round(time.monotonic() - began, 3)
        return report

    def use_workers(self, workers: Workers, setup: WorkerSetup, stopped: StopSign) -> None:
        """Let workers read, split and encode from now on; what is stored stays the same."""
        least = self._library.least_together
        self._source = WorkerSource(workers, setup, self._reader, self, stopped, least)

    def _take_all(
        self, found: Sequence[Path | ArticleError], report: IndexReport, watch: Watcher, stopped: StopSign
    ) -> None:
        """Store the articles of files in order; those that are ready together in one transaction.

        `watch` is called when they are on disk.
        """
        n_done = 0
        with self._opened_source(stopped) as source:
            for batch in source.batches(found):
                if stopped():
                    raise CancelledError
                is_alone = len(batch) == 1
                events: list[Event] = []
                with nullcontext() if is_alone else self._library.together():
                    for opened in batch:
                        n_done += 1
                        listener, stop = (watch, stopped) if is_alone else (events.append, _never)
                        self._take(opened, report, listener, stop, (n_done, len(found)))
                for event in events:
                    watch(event)

    @contextmanager
    def _opened_source(self, stopped: StopSign) -> Iterator[Source]:
        """Yield where articles come from; the threads that prepare them end with the block."""
        if self._source is not None:
            yield self._source
            return
        # One thread more than encode at a time: one may be splitting, or waiting for the interpreter.
        with closing(ThreadWorkers(self._n_threads + 1)) as threads:
            preparer = ArticlePreparer(self._splitter, self._encoder, _ENCODED_AT_ONCE)
            least = self._library.least_together
            yield ThreadSource(threads, preparer, self._reader, self, stopped, least)

    def has(self, article_id: str) -> bool:
        """Return whether the library has an article, stored or removed, or had it before this run."""
        return (
            article_id in self._released
            or self._store.article(article_id) is not None
            or self._library.removed.has(article_id)
        )

    def request_for(self, file: LocalFile) -> FileRequest | None:
        """Return the request for a file that must be read, None if it is unchanged."""
        entries = self._entries_of(file.path)
        is_unchanged = (
            entries.are_whole(f"{_RECIPE}:{file.digest()}") if entries and not self._given else False
        )
        return None if is_unchanged else self._request(file.path, entries)

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
                self._keep_vectors(path)
                self._store.release(path)
                report.removed += 1
                watch(FileRemoved(path))
            if not (is_missing and gone):
                left.append(given)
        return left

    def _keep_vectors(self, path: Path) -> None:
        """Keep the vectors of a file's article: the same text may come back under another path."""
        entry = self._store.file(path)
        if entry is None or entry[0] in self._released or self._n_kept >= _MOST_KEPT:
            return
        self._released[entry[0]] = self._store.passage_vectors(entry[0])
        self._n_kept += len(self._released[entry[0]])

    def _kept_vectors(self, article_id: str) -> list[tuple[str, bytes]]:
        """Return the texts and vectors that were kept of an article, and keep them no longer."""
        kept = self._released.pop(article_id, [])
        self._n_kept -= len(kept)
        return kept

    def _take(
        self,
        opened: Opened,
        report: IndexReport,
        watch: Watcher,
        stopped: StopSign,
        progress: tuple[int, int],
    ) -> None:
        try:
            if isinstance(opened, ArticleError):
                raise opened
            # Closed at once if this is interrupted, because it may be in a transaction.
            with closing(self._index(opened, report.passed_over, watch, stopped, progress)) as events:
                for event in events:
                    _count(event, report)
                    watch(event)
        except ArticleError as error:
            failed = FileFailed(error.path, error, *progress)
            _count(failed, report)
            watch(failed)

    def _index(
        self,
        opened: OpenedFile,
        passed_over: list[Path],
        watch: Watcher,
        stopped: StopSign,
        progress: tuple[int, int],
    ) -> Generator[Event, None, None]:
        """Store the articles of a file and yield an event for each.

        The digest of each of them ends with their number, so that a file counts as unchanged only if all of them
        were stored. Articles that the file no longer holds are removed, unless a part of it can't be read.
        """
        path = opened.path
        digest = f"{_RECIPE}:{opened.digest()}"
        entries = self._entries_of(path)
        stored, left_out = entries.stored, entries.left_out
        if entries and not self._given and entries.are_whole(digest):
            yield from (FileUnchanged(Path(row), None, *progress) for row in stored)
            yield from (FileLeftOut(Path(row), entry[0], *progress) for row, entry in left_out.items())
            return
        kind = format_of(path)
        if kind is not None and not kind.holds_many:
            digest = f"{digest}/1"
        seen: set[str] = set()
        is_whole = True
        for part in opened.parts(self._request(path, entries), passed_over.append):
            if stopped():
                raise CancelledError
            events: list[Event] = []
            with nullcontext() if len(part) == 1 else self._library.together():
                for each in part:
                    if isinstance(each, ArticleError):
                        is_whole = False
                        events.append(FileFailed(each.path, each, *progress))
                        continue
                    seen.add(str(each.loaded.article.path))
                    events.append(self._store_article(each, digest, stored, watch, stopped, progress))
            yield from events
        if is_whole:
            yield from self._remove_missing(stored.keys() - seen)
            self._library.removed.forget_files(sorted(left_out.keys() - seen))
            if kind is None or kind.holds_many:
                self._store.settle(seen, digest, f"{digest}/{len(seen)}")

    def _entries_of(self, path: Path) -> "_Entries":
        """Return what is stored of a file."""
        stored = self._store.files_of(path)
        return _Entries(
            {row: entry for row, entry in stored.items() if file_on_disk(Path(row)) == path},
            self._left_out(path),
        )

    def _request(self, path: Path, entries: "_Entries") -> FileRequest:
        """Return the request for a file, with what the user stated when its articles were added."""
        stated = {}
        for row, (article_id, _) in entries.stored.items():
            before = self._store.article(article_id)
            if before is not None and before.path == row and (fields := given_fields(before)):
                stated[row] = self._given.over(fields)
        known = frozenset(entry[0] for entry in entries.all)
        return FileRequest(path, self._given, stated, known)

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
        dates = time_expressions(article.text, article.published)
        vectors = self._vectors(article, passages, watch, stopped)
        self._library.put(article, digest, passages, vectors, dates)
        return len(passages)

    def _store_prepared(
        self, article: Article, prepared: PreparedArticle, digest: str, watch: Watcher, stopped: StopSign
    ) -> int:
        """Store an article with what was prepared of it, and return the number of passages."""
        if prepared.passages is None:
            return self.store(article, digest, watch, stopped)
        vectors, dates = prepared.vectors, prepared.expressions
        if vectors is None:
            vectors = self._vectors(article, prepared.passages, watch, stopped)
        if article.published != prepared.loaded.article.published:
            dates = time_expressions(article.text, article.published)
        self._library.put(article, digest, prepared.passages, vectors, dates)
        return len(prepared.passages)

    def _store_article(
        self,
        prepared: PreparedArticle,
        digest: str,
        stored: Mapping[str, tuple[str, str]],
        watch: Watcher,
        stopped: StopSign,
        progress: tuple[int, int],
    ) -> FileStored | FileUnchanged | FileLeftOut:
        article = prepared.loaded.article
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
            self._keep_vectors(Path(str(twin.path)))
            self._store.release(Path(str(twin.path)))
        elif twin and twin.path != str(path):
            self._store.put_twin(path, twin.id, digest)
            return FileUnchanged(path, Path(str(twin.path)), *progress)
        n_passages = self._store_prepared(article, prepared, digest, watch, stopped)
        updated = before is not None or twin is not None
        return FileStored(path, n_passages, updated, prepared.loaded.notes, *progress)

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
            stored = self._store.passage_vectors(key) or self._kept_vectors(key)
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
