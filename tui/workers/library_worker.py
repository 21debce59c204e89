"""The articles of the library: added, listed, removed and watched in the background."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message_pump import MessagePump

from qa import (
    CancelledError,
    DatelineError,
    Event,
    FileEncoding,
    FileFailed,
    FileLeftOut,
    FileStored,
    FileUnchanged,
    FolderChanges,
    FolderWatcher,
    LibraryMissingError,
)
from tui.formatting.error_text import error_text
from tui.messages import (
    ArticleOpened,
    ArticlePreviewed,
    ArticleRefused,
    ArticlesCorrected,
    ArticlesListed,
    ArticlesRemoved,
    ArticleStored,
    EngineReady,
    FileAdvanced,
    FileIndexed,
    FoldersWatched,
    IndexingFinished,
    IndexingStarted,
    IndexingStopped,
    LibraryChanged,
    RemovedListed,
    TimesFound,
    WorkFailed,
)

if TYPE_CHECKING:
    from qa import (
        Article,
        ArticleFields,
        ArticleSummary,
        Correction,
        Engine,
        Note,
        RemovedArticle,
        TimeExpression,
    )

_POST_EVERY_SECONDS = 0.05


class LibraryWorker:
    """Works on the articles, one task after the other."""

    def __init__(self, app: App[Any], engine: "Callable[[], Engine]", closing: threading.Event) -> None:
        self._app = app
        self._engine = engine
        self._closing = closing
        self._working = threading.Lock()
        self._stop = threading.Event()
        self._unwatch = threading.Event()
        self._watched: tuple[Path, ...] = ()
        self._seen = ""

    @property
    def watched(self) -> tuple[Path, ...]:
        """The watched folders."""
        return self._watched

    def stop(self) -> None:
        """Ask all work to end at its next step."""
        self._stop.set()
        self._unwatch.set()

    def reset(self) -> None:
        """Forget what belongs to a library that was left."""
        self._stop.clear()
        self._watched = ()

    def cancel(self) -> None:
        """Stop the indexing at its next step."""
        self._stop.set()

    def add(self, paths: Sequence[Path], *, prune: bool = False) -> None:
        """Add the articles at and below `paths`."""
        self._run(partial(self._add, tuple(paths), prune=prune), "library")

    def add_text(self, receiver: MessagePump, text: str, fields: "ArticleFields") -> None:
        """Store a text as an article, and post what became of it."""
        self._run(partial(self._add_text, receiver, text, fields), "library")

    def add_url(self, url: str) -> None:
        """Fetch a web page and store its article; post what became of it to the app."""
        self._run(partial(self._add_url, url), "library")

    def remove(self, article_ids: Sequence[str], receiver: MessagePump | None = None) -> None:
        """Remove articles, and post that they are; their files are kept."""
        self._run(partial(self._remove, tuple(article_ids), receiver), "library")

    def restore(self, article_ids: Sequence[str], receiver: MessagePump | None = None) -> None:
        """Bring removed articles back, and post those that remain removed."""
        self._run(partial(self._change_removed, "restore", tuple(article_ids), receiver), "library")

    def delete_permanently(self, article_ids: Sequence[str], receiver: MessagePump | None = None) -> None:
        """Delete the text of removed articles, and post those that remain removed."""
        self._run(
            partial(self._change_removed, "delete_permanently", tuple(article_ids), receiver), "library"
        )

    def correct(
        self, receiver: MessagePump, article_ids: Sequence[str], fields: "ArticleFields", reset: Sequence[str]
    ) -> None:
        """Set fields of articles, and post what was changed."""

        def work() -> None:
            corrections = self._engine().correct(article_ids, fields, reset=reset)
            receiver.post_message(ArticlesCorrected(tuple(corrections)))

        self._run(partial(self._change_articles, receiver, work), "library")

    def undo_corrections(self, receiver: MessagePump, corrections: "Sequence[Correction]") -> None:
        """Give articles the fields that they had before, and post that."""

        def work() -> None:
            self._engine().undo_corrections(corrections)
            receiver.post_message(ArticlesCorrected(tuple(corrections), is_undone=True))

        self._run(partial(self._change_articles, receiver, work), "library")

    def list_removed(self, receiver: MessagePump) -> None:
        """Post the removed articles."""
        self._run(partial(self._list_removed, receiver), "listing")

    def look(self) -> None:
        """Post the size of the library if it has changed since the last look, as by another process."""
        if not self._working.locked():
            self._run(self._look, "looking")

    def list_articles(self, receiver: MessagePump) -> None:
        """Post all articles, and whose files are gone."""
        self._run(partial(self._list, receiver), "listing")

    def open(self, receiver: MessagePump, article_id: str) -> None:
        """Post an article."""
        self._run(partial(self._open, receiver, article_id), "listing")

    def preview(self, receiver: MessagePump, article_id: str) -> None:
        """Post an article for the second pane; nothing if it was removed meanwhile."""

        def work() -> None:
            with suppress(DatelineError):
                receiver.post_message(ArticlePreviewed(self._engine().article_by_id(article_id)))

        self._run(work, "describing")

    def find_times(self, receiver: MessagePump, article_id: str) -> None:
        """Post the temporal expressions of an article."""
        self._run(partial(self._find_times, receiver, article_id), "describing")

    def watch(self, folders: Sequence[Path]) -> None:
        """Watch these folders and no others; changes since the last session are added first."""
        self._unwatch.set()
        self._unwatch = threading.Event()
        self._watched = tuple(folders)
        self._app.post_message(FoldersWatched(self._watched))
        if folders:
            self._run(partial(self._watch, self._watched, self._unwatch), "watching")

    def take(self, paths: Sequence[Path], *, prune: bool = False) -> None:
        """Add articles in the calling thread, posting progress to the app; errors pass through."""

        def index() -> None:
            watch, wait = _IndexWatch(self._app), self._is_waiting
            report = self._engine().index(paths, prune=prune, wait=wait, watch=watch, stopped=self._stopped)
            self._app.post_message(IndexingFinished(report, tuple(paths)))

        self._index(index)

    def _add_url(self, url: str) -> None:
        def add() -> None:
            report = self._engine().add_url(url, stopped=self._stopped)
            self._count()
            for addition in report.additions:
                self._app.post_message(ArticleStored(addition))
            if report.failed:
                raise report.failed[0]

        try:
            self._index(add)
        except Exception as error:  # noqa: BLE001 - the app must survive any error
            self._app.post_message(WorkFailed(error_text(error)))
        self._app.post_message(EngineReady())

    def _add_text(self, receiver: MessagePump, text: str, fields: "ArticleFields") -> None:
        def add() -> None:
            addition = self._engine().add_text(text, fields=fields, stopped=self._stopped)
            self._count()
            receiver.post_message(ArticleStored(addition))

        try:
            self._index(add)
        except Exception as error:  # noqa: BLE001 - the app must survive any error
            receiver.post_message(ArticleRefused(error_text(error)))
        self._app.post_message(EngineReady())

    def _index(self, index: Callable[[], None]) -> None:
        """Add articles; another process that is writing is waited for."""
        with self._working:
            self._stop.clear()
            self._app.post_message(IndexingStarted())
            try:
                index()
            except CancelledError:
                self._app.post_message(IndexingStopped())
                self._count()

    def _is_waiting(self) -> bool:
        if self._stopped():
            raise CancelledError
        return True

    def _run(self, work: Callable[[], None], group: str) -> None:
        self._app.run_worker(work, thread=True, group=group, exit_on_error=False)

    def _stopped(self) -> bool:
        return self._stop.is_set() or self._closing.is_set()

    def _add(self, paths: tuple[Path, ...], *, prune: bool) -> None:
        self._ready_after(partial(self.take, paths, prune=prune))

    def _ready_after(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the app must survive any error
            self._app.post_message(WorkFailed(error_text(error)))
        self._app.post_message(EngineReady())

    def _remove(self, article_ids: tuple[str, ...], receiver: MessagePump | None) -> None:
        try:
            with self._working:
                self._engine().remove(article_ids)
            if receiver is not None:
                # Before the list is read again: its entries have the titles for the message.
                receiver.post_message(ArticlesRemoved(article_ids))
            self._count()
        except Exception as error:  # noqa: BLE001 - the app must survive any error
            self._app.post_message(WorkFailed(error_text(error)))

    def _change_removed(
        self, change: str, article_ids: tuple[str, ...], receiver: MessagePump | None
    ) -> None:
        try:
            with self._working:
                getattr(self._engine(), change)(article_ids)
            self._count()
        except Exception as error:  # noqa: BLE001 - the app must survive any error
            self._app.post_message(WorkFailed(error_text(error)))
        if receiver is not None:
            self._list_removed(receiver)

    def _change_articles(self, receiver: MessagePump, work: Callable[[], None]) -> None:
        try:
            with self._working:
                work()
        except Exception as error:  # noqa: BLE001 - the app must survive any error
            receiver.post_message(ArticleRefused(error_text(error)))

    def _list_removed(self, receiver: MessagePump) -> None:
        removed: list[RemovedArticle] = []
        try:
            removed = self._engine().removed()
        except LibraryMissingError:
            pass
        except Exception as error:  # noqa: BLE001 - the app must survive any error
            self._app.post_message(WorkFailed(error_text(error)))
        receiver.post_message(RemovedListed(tuple(removed)))

    def _count(self) -> None:
        articles = self._articles()
        n_passages = sum(article.n_passages for article in articles)
        self._app.post_message(LibraryChanged(len(articles), n_passages))

    def _look(self) -> None:
        engine = self._engine()
        try:
            state = engine.library_state()
            if self._seen != state:
                self._app.post_message(LibraryChanged(*engine.size()))
            self._seen = state
        except Exception as error:  # noqa: BLE001 - the next question says what is wrong with the library
            self._app.log.error(error)

    def _articles(self) -> "list[ArticleSummary]":
        try:
            return self._engine().articles()
        except LibraryMissingError:
            return []

    def _list(self, receiver: MessagePump) -> None:
        from qa import file_on_disk
        from tui.formatting.article_rows import listed

        try:
            articles = self._articles()
            gone = frozenset(each.id for each in articles if not _is_there(file_on_disk(Path(each.path))))
            receiver.post_message(ArticlesListed(tuple(listed(articles, gone))))
        except Exception as error:  # noqa: BLE001 - the app must survive any error
            self._app.post_message(WorkFailed(error_text(error)))

    def _open(self, receiver: MessagePump, article_id: str) -> None:
        try:
            receiver.post_message(ArticleOpened(self._engine().article_by_id(article_id)))
        except Exception as error:  # noqa: BLE001 - the app must survive any error
            self._app.post_message(WorkFailed(error_text(error)))

    def _find_times(self, receiver: MessagePump, article_id: str) -> None:
        receiver.post_message(TimesFound(self._times(article_id) or ()))

    def with_current_articles(self, note: "Note") -> "Note":
        """Return a note with its articles' titles, sources and dates of now; callable from any thread."""
        from qa import with_current_articles

        return with_current_articles(note, self._stored, lambda each: self._times(each) or ())

    def _stored(self, article_id: str) -> "Article | None":
        try:
            return self._engine().article_by_id(article_id)
        except Exception as error:  # noqa: BLE001 - the notebook is shown without the library, too
            self._app.log.debug(error)
            return None

    def _times(self, article_id: str) -> "tuple[TimeExpression, ...] | None":
        look = getattr(self._engine(), "time_expressions", None)
        try:
            return tuple(look(article_id)) if look is not None else None
        except Exception as error:  # noqa: BLE001 - an article without its times can still be read
            self._app.log.error(error)
            return None

    def _watch(self, folders: tuple[Path, ...], until: threading.Event) -> None:
        try:
            for changes in FolderWatcher(folders, self._tell).changes(until):
                self._ready_after(partial(self._index, partial(self._follow, changes)))
        except Exception as error:  # noqa: BLE001 - the app must survive any error
            self._app.post_message(WorkFailed(error_text(error)))

    def _follow(self, changes: FolderChanges) -> None:
        """Add new and changed articles, and remove deleted ones."""
        reports = self._engine().index_changes(
            changes, wait=self._is_waiting, watch=_IndexWatch(self._app), stopped=self._stopped
        )
        for report in reports:
            self._app.post_message(IndexingFinished(report, (*changes.there, *changes.gone)))

    def _tell(self, sentence: str) -> None:
        self._app.post_message(WorkFailed(DatelineError(sentence)))


@dataclass
class _IndexWatch:
    """Turns the engine's progress events into few enough messages for a screen."""

    app: App[Any]
    n_new_articles: int = 0
    n_new_passages: int = 0
    posted_at: float = 0.0

    def __call__(self, event: Event) -> None:
        if isinstance(event, FileEncoding):
            self.app.post_message(FileAdvanced(event.path, event.n_encoded / event.n_passages))
        if not isinstance(event, FileStored | FileUnchanged | FileFailed | FileLeftOut):
            return
        if isinstance(event, FileStored) and not event.updated:
            self.n_new_articles += 1
            self.n_new_passages += event.n_passages
        now = time.monotonic()
        if event.n_done < event.n_files and now - self.posted_at < _POST_EVERY_SECONDS:
            return
        self.posted_at = now
        self.app.post_message(
            FileIndexed(event.path, event.n_done, event.n_files, self.n_new_articles, self.n_new_passages)
        )


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return True  # it exists, but we may not see it
