"""Where the engine works: each call in a thread of its own, speaking only in messages."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message_pump import MessagePump

from qa import (
    Answer,
    CancelledError,
    Citation,
    DatelineError,
    EncoderLoading,
    Event,
    FileEncoding,
    FileFailed,
    FileStored,
    FileUnchanged,
    Hit,
    LibraryMissingError,
    Retrieved,
)
from tui.messages import (
    DeskReady,
    FileAdvanced,
    FileIndexed,
    IndexingFinished,
    IndexingStarted,
    LibraryCounted,
    ModelLoading,
    PassagesRetrieved,
    QuestionAnswered,
    QuestionFailed,
    WorkFailed,
)
from tui.state import Place

if TYPE_CHECKING:
    from qa import Engine, Settings

_N_NEAREST = 5
_TELL_EVERY_SECONDS = 0.05


class Desk:
    """Opens the library, indexes and asks, all behind the screen."""

    def __init__(self, app: App[Any], settings: "Settings") -> None:
        self._app = app
        self._settings = settings
        self._opening = threading.Lock()
        self._engine: Engine | None = None
        self._closing = threading.Event()

    @property
    def engine(self) -> "Engine":
        """The engine, made when it is first needed; its import is too heavy for the first frame."""
        with self._opening:
            if self._engine is None:
                from qa import Engine

                self._engine = Engine(self._settings)
            return self._engine

    def stop(self) -> None:
        """Ask all work to end at its next step."""
        self._closing.set()

    def close(self) -> None:
        """Let go of the library; no work may be running any more."""
        if self._engine is not None:
            self._engine.close()

    def start(self, paths: Sequence[Path]) -> None:
        """Open the library, load the model and bring in the articles at `paths`."""
        self._app.run_worker(partial(self._start, paths), thread=True, group="library")

    def ask(self, asker: MessagePump, turn: int, question: str) -> threading.Event:
        """Answer a question, telling `asker`; set the event that is returned to stop it."""
        stop = threading.Event()
        work = partial(self._ask, asker, turn, question, stop)
        self._app.run_worker(work, thread=True, group="asking")
        return stop

    def _start(self, paths: Sequence[Path]) -> None:
        tell = self._app.post_message
        try:
            self._count()
            self.engine.warm_up(self._tell_of_model)
            if paths:
                tell(IndexingStarted())
                watch = _IndexWatch(self._app)
                report = self.engine.index(paths, watch=watch, stopped=self._closing.is_set)
                tell(IndexingFinished(report))
        except Exception as error:  # noqa: BLE001 - whatever it is, the conversation goes on
            tell(WorkFailed(as_told(error)))
        tell(DeskReady())

    def _count(self) -> None:
        try:
            articles = self.engine.articles()
        except LibraryMissingError:
            articles = []
        n_passages = sum(article.n_passages for article in articles)
        self._app.post_message(LibraryCounted(len(articles), n_passages))

    def _tell_of_model(self, event: Event) -> None:
        if isinstance(event, EncoderLoading):
            self._app.post_message(ModelLoading(event.building))

    def _ask(self, asker: MessagePump, turn: int, question: str, stop: threading.Event) -> None:
        def watch(event: Event) -> None:
            if isinstance(event, Retrieved):
                asker.post_message(PassagesRetrieved(turn, len(event.hits)))
            else:
                self._tell_of_model(event)

        def stopped() -> bool:
            return stop.is_set() or self._closing.is_set()

        try:
            answer = self.engine.ask(question, watch=watch, stopped=stopped)
            places = self._places(answer)
            if stopped():
                raise CancelledError
            asker.post_message(QuestionAnswered(turn, answer, places))
        except Exception as error:  # noqa: BLE001 - whatever it is, the conversation goes on
            asker.post_message(QuestionFailed(turn, as_told(error)))

    def _places(self, answer: Answer) -> tuple[Place, ...]:
        """Return what can be opened beside an answer."""
        if answer.citations:
            others = [cited for other in answer.alternatives for cited in other.citations]
            return tuple(
                [_place(citation) for citation in answer.citations]
                + [_place(citation, is_other=True) for citation in others]
            )
        nearest = enumerate(answer.nearest[:_N_NEAREST], start=1)
        return tuple(self._nearest(number, hit) for number, hit in nearest)

    def _nearest(self, number: int, hit: Hit) -> Place:
        article = self.engine.article(hit.passage.article_id)
        return Place(number, article, hit.passage, hit.why)


@dataclass
class _IndexWatch:
    """Turns the engine's events into few enough messages for a screen."""

    app: App[Any]
    n_new_articles: int = 0
    n_new_passages: int = 0
    told_at: float = 0.0

    def __call__(self, event: Event) -> None:
        if isinstance(event, FileEncoding):
            self.app.post_message(FileAdvanced(event.path, event.n_encoded / event.n_passages))
        if not isinstance(event, FileStored | FileUnchanged | FileFailed):
            return
        if isinstance(event, FileStored) and not event.updated:
            self.n_new_articles += 1
            self.n_new_passages += event.n_passages
        now = time.monotonic()
        if event.n_done < event.n_files and now - self.told_at < _TELL_EVERY_SECONDS:
            return
        self.told_at = now
        self.app.post_message(
            FileIndexed(event.path, event.n_done, event.n_files, self.n_new_articles, self.n_new_passages)
        )


def _place(citation: Citation, *, is_other: bool = False) -> Place:
    return Place(
        citation.number,
        citation.article,
        citation.passage,
        citation.scores,
        citation.article_span,
        is_other,
    )


def as_told(error: Exception) -> DatelineError:
    """Return what to tell the user; anything that is not a DatelineError is a defect of ours."""
    if isinstance(error, DatelineError):
        return error
    return DatelineError(
        f"Something went wrong inside Dateline: {type(error).__name__}: {error}",
        "This is a defect; please report it. Everything that was stored is kept.",
    )
