"""Where the articles of files come from: prepared on threads of this process, or by workers."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias, TypeVar

from qa.articles.formats import format_of
from qa.articles.loading import Loaded
from qa.articles.reader import ArticleReader
from qa.errors import ArticleError
from qa.indexing.preparation import (
    ArticlePreparer,
    FileContent,
    FileRequest,
    PreparedArticle,
    Setup,
    WorkerSetup,
    prepare_articles,
    prepare_content,
    read_file,
)
from qa.records import Article
from qa.workers import Ordered, Workers
from qa.workers.ordered import LostCall

Found: TypeAlias = PreparedArticle | ArticleError
PassedOver: TypeAlias = Callable[[Path], None]
_Item = TypeVar("_Item")
_TOGETHER = 64  # files that are stored in one transaction
_CHARACTERS_AT_ONCE = 20_000  # of the articles that a worker gets from an archive
_CHARACTERS_AHEAD = 4_000_000  # of the articles that were read and wait to be stored
_LONGEST_AHEAD = 50_000  # characters of an article that a thread prepares, because that can't be cancelled


class OpenedFile(Protocol):
    """A file that was found; ArticleError is raised for one that can't be read."""

    @property
    def path(self) -> Path:
        """The file's path."""

    def digest(self) -> str:
        """Return a digest that changes with the file's bytes and with the settings for tables."""

    def parts(self, request: FileRequest, passed_over: PassedOver) -> Iterator[list[Found]]:
        """Yield the file's articles, and an error for each that can't be read.

        What is in a list is ready, and has no two articles with the same text, so that it can be stored together.
        """


Opened: TypeAlias = OpenedFile | ArticleError


class Source(Protocol):
    """Opens files."""

    def batches(self, found: Sequence[Path | ArticleError]) -> Iterator[list[Opened]]:
        """Yield the files in order, in groups that can be stored together without waiting."""


class Stored(Protocol):
    """What is known of the library when a file is opened."""

    def request_for(self, file: "LocalFile") -> FileRequest | None:
        """Return the request for a file that must be read, None for one that seems to be unchanged."""

    def has(self, article_id: str) -> bool:
        """Return whether the library has an article or a removed copy of it. Then nothing has to be encoded."""


class LocalFile:
    """A file that is read in this process; its passages are split and encoded when they are stored."""

    def __init__(self, path: Path, reader: ArticleReader) -> None:
        self.path = path
        self._reader = reader
        self._data: bytes | None = None
        self._digest = ""

    def digest(self) -> str:
        """Return the digest; see OpenedFile."""
        if not self._digest:
            self._digest = self._reader.digest(self._bytes())
        return self._digest

    def close(self) -> None:
        """Free the memory of the file's bytes; they are read again if they are needed."""
        self._data = None

    def parts(self, request: FileRequest, passed_over: PassedOver) -> Iterator[list[Found]]:
        """Yield each article alone; see OpenedFile."""
        for each in self._reader.articles(self.path, self._bytes(), passed_over, request.fields_of):
            yield [each if isinstance(each, ArticleError) else PreparedArticle(each)]

    def _bytes(self) -> bytes:
        if self._data is None:
            self._data = self._reader.bytes_of(self.path)
        return self._data


@dataclass(frozen=True, slots=True)
class _ReadFile:
    """A file that was read ahead. If the library has changed since, it is read again."""

    path: Path
    request: FileRequest
    content: FileContent
    again: LocalFile

    def digest(self) -> str:
        return self.content.digest

    def parts(self, request: FileRequest, passed_over: PassedOver) -> Iterator[list[Found]]:
        if request != self.request:
            return self.again.parts(request, passed_over)
        for path in self.content.passed_over:
            passed_over(path)
        return _without_repeats(self.content.found, _ids_of)


class _Archive(LocalFile):
    """A file with many articles: it is read here, and its articles are split and encoded by workers."""

    def __init__(
        self,
        path: Path,
        reader: ArticleReader,
        setup: Setup,
        begin: Callable[[], Ordered[None]],
        is_left: Callable[[Article], bool],
    ) -> None:
        super().__init__(path, reader)
        self._setup, self._begin, self._is_left = setup, begin, is_left

    def parts(self, request: FileRequest, passed_over: PassedOver) -> Iterator[list[Found]]:
        """Yield the articles in order, while the workers prepare the following ones."""
        ordered = self._begin()
        found = (each for part in super().parts(request, passed_over) for each in part)
        for group in _grouped(found, self._is_left):
            while ordered.is_full:
                yield from _without_repeats(self._taken(ordered), _ids_of)
            if isinstance(group, list):
                size = sum(len(each.article.text) for each in group)
                ordered.add(None, self._setup, group, size=size)
            else:
                ordered.add_done(None, [group], size=_size_of(group))
        while len(ordered):
            yield from _without_repeats(self._taken(ordered), _ids_of)

    def _taken(self, ordered: Ordered[None]) -> list[Found]:
        _, found = ordered.take()
        return [_lost(self.path)] if isinstance(found, LostCall) else list(found)


def _grouped(found: Iterator[Found], is_left: Callable[[Article], bool]) -> Iterator[list[Loaded] | Found]:
    """Yield articles in groups of about the same size; errors, and articles that are left, as they are."""
    group: list[Loaded] = []
    for each in found:
        is_new = isinstance(each, PreparedArticle) and not is_left(each.loaded.article)
        if group and (not is_new or sum(len(one.article.text) for one in group) >= _CHARACTERS_AT_ONCE):
            yield group
            group = []
        if isinstance(each, PreparedArticle) and is_new:
            group.append(each.loaded)
        else:
            yield each
    if group:
        yield group


class _AheadSource(ABC):
    """Lets workers prepare files, ahead of the process that stores them.

    Files that the library already has are read when they are stored, and only what has changed is encoded. Groups
    have `least_together` files if there are so many.
    """

    def __init__(
        self,
        workers: Workers,
        function: Callable[..., FileContent | ArticleError],
        setup: Setup,
        reader: ArticleReader,
        stored: Stored,
        stopped: Callable[[], bool],
        least_together: int = 1,
    ) -> None:
        self._least_together = least_together
        self._setup, self._reader, self._stored = setup, reader, stored
        self._files: Ordered[Opened | FileRequest] = Ordered(workers, function, stopped, _CHARACTERS_AHEAD)
        self._parts = lambda: Ordered[None](workers, prepare_articles, stopped, _CHARACTERS_AHEAD)

    def batches(self, found: Sequence[Path | ArticleError]) -> Iterator[list[Opened]]:
        """Yield the files in order, those that are ready together; one that isn't, such as an archive, alone."""
        left = iter(found)
        group: list[Opened] = []
        while self._fill(left):
            opened = self._taken()
            is_alone = not _is_prepared(opened)
            group += [] if is_alone else [opened]
            may_wait = self._files.is_ready or len(group) < self._least_together
            if is_alone or len(group) >= _TOGETHER or not may_wait:
                yield from _without_repeats(group, _ids_in)
                group = []
            if is_alone:
                yield [opened]
        yield from _without_repeats(group, _ids_in)

    def _fill(self, left: Iterator[Path | ArticleError]) -> bool:
        """Let workers begin with the next files, and return whether there are any."""
        while not self._files.is_full and (item := next(left, None)) is not None:
            self._add(item)
        return len(self._files) > 0

    def _add(self, item: Path | ArticleError) -> None:
        if isinstance(item, ArticleError):
            self._files.add_done(item, None)
            return
        kind = format_of(item)
        if kind is None or kind.holds_many:
            archive = _Archive(item, self._reader, self._setup, self._parts, self._is_left)
            self._files.add_done(archive, None)
            return
        file = LocalFile(item, self._reader)
        try:
            request = self._stored.request_for(file)
            if request is None or request.known:
                self._files.add_done(file, None)
            else:
                self._begin(file, request)
        except ArticleError as error:
            self._files.add_done(error, None)
        file.close()

    @abstractmethod
    def _begin(self, file: LocalFile, request: FileRequest) -> None:
        """Let a worker prepare a file that is new."""

    def _is_left(self, article: Article) -> bool:
        """Return whether an article is split and encoded by the process that stores it, if at all."""
        return self._stored.has(article.id)

    def _taken(self) -> Opened:
        item, result = self._files.take()
        if not isinstance(item, FileRequest):
            return item
        if isinstance(result, LostCall):
            return _lost(item.path)
        if isinstance(result, ArticleError):
            return result
        return _ReadFile(item.path, item, result, LocalFile(item.path, self._reader))


class WorkerSource(_AheadSource):
    """Lets other processes read and prepare files."""

    def __init__(
        self,
        workers: Workers,
        setup: WorkerSetup,
        reader: ArticleReader,
        stored: Stored,
        stopped: Callable[[], bool],
        least_together: int = 1,
    ) -> None:
        super().__init__(workers, read_file, setup, reader, stored, stopped, least_together)

    def _begin(self, file: LocalFile, request: FileRequest) -> None:  # noqa: ARG002 - the worker reads it
        self._files.add(request, self._setup, request)


class ThreadSource(_AheadSource):
    """Reads files in this thread, and lets other threads prepare their articles."""

    def __init__(
        self,
        workers: Workers,
        preparer: ArticlePreparer,
        reader: ArticleReader,
        stored: Stored,
        stopped: Callable[[], bool],
        least_together: int = 1,
    ) -> None:
        super().__init__(workers, prepare_content, preparer, reader, stored, stopped, least_together)
        self._is_only = False

    def batches(self, found: Sequence[Path | ArticleError]) -> Iterator[list[Opened]]:
        """Yield the files in order; see Source. A single file isn't prepared: its passages use all processors."""
        self._is_only = len(found) == 1
        return super().batches(found)

    def _begin(self, file: LocalFile, request: FileRequest) -> None:
        if self._is_only:
            self._files.add_done(file, None)
            return
        content = FileContent(file.digest())
        content.found.extend(
            each for part in file.parts(request, content.passed_over.append) for each in part
        )
        size = sum(map(_size_of, content.found))
        if any(
            isinstance(each, PreparedArticle) and self._is_left(each.loaded.article) for each in content.found
        ):
            self._files.add_done(_ReadFile(file.path, request, content, file), None, size=size)
        else:
            self._files.add(request, self._setup, content, size=size)

    def _is_left(self, article: Article) -> bool:
        """Return whether a thread must not prepare an article: it was copied or renamed, or is long.

        What a thread has begun can't be cancelled, and tells nothing of its progress.
        """
        return len(article.text) > _LONGEST_AHEAD or super()._is_left(article)


def _is_prepared(opened: Opened) -> bool:
    """Return whether a file can be stored without reading or encoding anything."""
    if isinstance(opened, ArticleError):
        return True
    return isinstance(opened, _ReadFile) and all(
        isinstance(each, ArticleError) or each.vectors is not None for each in opened.content.found
    )


def _size_of(found: Found) -> int:
    return 0 if isinstance(found, ArticleError) else len(found.loaded.article.text)


def _ids_of(found: Found) -> set[str]:
    return set() if isinstance(found, ArticleError) else {found.loaded.article.id}


def _ids_in(opened: Opened) -> set[str]:
    """Return the ids of the articles that a worker has read in a file."""
    return (
        {key for each in opened.content.found for key in _ids_of(each)}
        if isinstance(opened, _ReadFile)
        else set()
    )


def _without_repeats(items: Iterable[_Item], ids_of: Callable[[_Item], set[str]]) -> Iterator[list[_Item]]:
    """Yield items in order, in groups in which no article is repeated: a copy must find the first one stored."""
    group: list[_Item] = []
    seen: set[str] = set()
    for item in items:
        ids = ids_of(item)
        if group and ids & seen:
            yield group
            group, seen = [], set()
        group.append(item)
        seen |= ids
    if group:
        yield group


def _lost(path: Path) -> ArticleError:
    return ArticleError(
        path,
        "The worker that reads this file ends each time.",
        "There may be too little memory. Index the file alone, without --workers or --ray.",
    )
