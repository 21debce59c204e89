"""Background calls to the engine, each in its own thread; results are posted as messages."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message_pump import MessagePump

from qa import (
    CancelledError,
    DatelineError,
    EncoderLoading,
    Event,
    Filters,
    LibraryMissingError,
    Retrieved,
    note_library,
)
from qa import Turn as PastTurn
from tui.citation_places import places_of
from tui.formatting.error_text import error_text
from tui.messages import (
    CompositionAdvanced,
    CompositionFailed,
    CompositionReady,
    EngineReady,
    ExamplesFound,
    InspectionFailed,
    LibraryCounted,
    LibraryUpgraded,
    ModelLoading,
    NamesFound,
    PassagesMatched,
    PassagesRetrieved,
    PinWanted,
    QuestionAnswered,
    QuestionFailed,
    QuestionInspected,
    SearchFailed,
    SentenceTraced,
    SettingsRefused,
    SettingsWritten,
    WorkFailed,
)
from tui.state import Turn
from tui.workers.batch_worker import BatchWorker
from tui.workers.label_worker import LabelWorker
from tui.workers.library_worker import LibraryWorker
from tui.workers.page_worker import PageWorker
from tui.workers.timeline_worker import export, gather

if TYPE_CHECKING:
    from qa import Answer, DatedEvent, Engine, Inspection, Settings, Upgrade

_N_MATCHES = 50  # passages listed by a search


class EngineWorker:
    """Opens the library, answers and inspects questions.

    `library_worker` manages articles, `labels` their tags and collections; `batch_worker` asks question files;
    `page_worker` draws pages.
    """

    def __init__(self, app: App[Any], settings: "Settings") -> None:
        self._app = app
        self._settings = settings
        self._opening = threading.Lock()
        self._engine: Engine | None = None
        self._closing = threading.Event()
        self.library_worker = LibraryWorker(app, lambda: self.engine, self._closing)
        self.labels = LabelWorker(app, lambda: self.engine)
        self.page_worker = PageWorker(app, lambda: self.engine)
        self.batch_worker = BatchWorker(app, lambda: self.engine, self._closing)

    @property
    def engine(self) -> "Engine":
        """The engine, created on first use because its import is too slow for the first frame."""
        with self._opening:
            if self._engine is None:
                from qa import Engine

                self._engine = Engine(self._settings, on_upgrade=self._post_upgrade)
            return self._engine

    def _post_upgrade(self, upgrade: "Upgrade") -> None:
        self._app.post_message(LibraryUpgraded(upgrade.notice))

    def stop(self) -> None:
        """Ask all work to end at its next step."""
        self._closing.set()
        self.library_worker.stop()

    def close(self) -> None:
        """Close the library; no work may be running."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def switch(self, settings: "Settings") -> None:
        """Take another library, after `stop` and `close`; `start` opens it."""
        self._settings = settings
        self._closing.clear()
        self.library_worker.reset()
        self.batch_worker.reset()

    def start(self, paths: Sequence[Path]) -> None:
        """Open the library, load the model and add the articles at `paths`."""
        self._run(partial(self._start, paths), "library")

    def ask(self, receiver: MessagePump, turn: Turn, history: Sequence[PastTurn]) -> threading.Event:
        """Answer a question with the turns before it, posting to `receiver`; set the returned event to stop it."""
        stop = threading.Event()
        self._run(partial(self._ask, receiver, turn, history, stop), "asking")
        return stop

    def compose(self, receiver: MessagePump, answer: "Answer") -> threading.Event:
        """Let the language model word an answer from the quotes; set the returned event to stop it."""
        stop = threading.Event()

        def watch(text: str) -> None:
            receiver.post_message(CompositionAdvanced(len(text.split())))

        def work() -> None:
            try:
                composition = self.engine.compose(
                    answer,
                    watch=watch,
                    stopped=lambda: stop.is_set() or self._closing.is_set(),
                )
                receiver.post_message(CompositionReady(composition))
            except Exception as error:  # noqa: BLE001 - the app must survive any error
                receiver.post_message(CompositionFailed(error_text(error)))

        self._run(work, "composing")
        return stop

    @property
    def language_model(self) -> str | None:
        """The address of the configured language model, None if there is none."""
        return self._settings.llm_endpoint if self._settings.llm_model else None

    def inspect(self, receiver: MessagePump, turn: Turn, history: Sequence[PastTurn]) -> None:
        """Post all steps of a question, given the turns before it."""

        def work() -> None:
            inspection = self.engine.inspect(
                turn.question,
                history=history,
                filters=turn.filters,
                as_of=turn.asked,
                any_date=turn.any_date,
                as_typed=turn.as_typed,
                stopped=self._closing.is_set,
            )
            receiver.post_message(QuestionInspected(inspection))

        self._run(partial(_posting_errors, receiver, work), "inspecting")

    def trace(self, receiver: MessagePump, inspection: "Inspection", sentence: str) -> None:
        """Post where a sentence was lost."""

        def work() -> None:
            receiver.post_message(SentenceTraced(self.engine.trace(inspection, sentence)))

        self._run(partial(_posting_errors, receiver, work), "inspecting")

    def search(self, receiver: MessagePump, request: int, query: str, filters: Filters) -> None:
        """Post the passages that match a query best."""

        def work() -> None:
            try:
                found = self.engine.matches(query, filters=filters, top_k=_N_MATCHES, watch=self._post_model)
                receiver.post_message(PassagesMatched(request, found))
            except LibraryMissingError:
                receiver.post_message(PassagesMatched(request, ()))
            except Exception as error:  # noqa: BLE001 - the app must survive any error
                receiver.post_message(SearchFailed(request, error_text(error)))

        self._run(work, "search")

    def date_quote(self, receiver: MessagePump, key: str, answer: "Answer") -> None:
        """Look for the date that a quote is about, and post it to be pinned."""

        def work() -> None:
            from qa import dated_by

            found = answer
            with suppress(DatelineError):  # the article may have been removed: it is pinned without a date
                found = dated_by(answer, self.engine.time_expressions(answer.citations[0].article.id))
            receiver.post_message(PinWanted(key, found, is_dated=True))

        self._run(work, "pinning")

    def gather_events(
        self, receiver: MessagePump, request: int, query: str | None, filters: Filters
    ) -> threading.Event:
        """Post the dated events nearest to a query, or all; set the returned event to stop.

        Only articles that match the filters are used.
        """
        stop = threading.Event()

        def stopped() -> bool:
            return stop.is_set() or self._closing.is_set()

        self._run(
            partial(gather, lambda: self.engine, receiver, request, query, filters, stopped), "timeline"
        )
        return stop

    def export_events(
        self, receiver: MessagePump, events: "Sequence[DatedEvent]", title: str, path: Path
    ) -> None:
        """Write events to a new file, and post that it is done, or the error."""
        self._run(partial(export, receiver, events, title, path), "timeline export")

    def find_examples(
        self, receiver: MessagePump, request: int, limit: int, filters: Filters
    ) -> threading.Event:
        """Post example questions, each as soon as it was answered; set the returned event to stop."""
        stop = threading.Event()

        def stopped() -> bool:
            return stop.is_set() or self._closing.is_set()

        def work() -> None:
            from qa import example_questions

            found: tuple[str, ...] = ()
            try:
                for question in example_questions(self.engine, limit, filters=filters, stopped=stopped):
                    found = (*found, question)
                    receiver.post_message(ExamplesFound(request, found, is_complete=False))
            except Exception as error:  # noqa: BLE001 - examples only help to begin
                self._app.log.error(error)
            receiver.post_message(ExamplesFound(request, found, is_complete=True))

        self._run(work, "examples")
        return stop

    def find_names(self) -> None:
        """Post the names in the articles to the app."""
        self._run(self._find_names, "names")

    def write_settings(self, changes: dict[str, Any], receiver: MessagePump) -> None:
        """Save settings to the file and post the result."""
        self._run(partial(_write_settings, receiver, changes), "settings")

    def _run(self, work: Callable[[], None], group: str) -> None:
        self._app.run_worker(work, thread=True, group=group, exit_on_error=False)

    def _start(self, paths: Sequence[Path]) -> None:
        tell = self._app.post_message
        try:
            note_library(self._settings.library)
            self._count()
            self.engine.warm_up(self._post_model)
            if paths:
                self.library_worker.take(paths)
        except Exception as error:  # noqa: BLE001 - the conversation must survive any error
            tell(WorkFailed(error_text(error)))
        tell(EngineReady())

    def _count(self) -> None:
        try:
            articles = self.engine.articles()
        except LibraryMissingError:
            articles = []
        n_passages = sum(article.n_passages for article in articles)
        self._app.post_message(LibraryCounted(len(articles), n_passages))

    def _post_model(self, event: Event) -> None:
        if isinstance(event, EncoderLoading):
            self._app.post_message(ModelLoading(event.building))

    def _find_names(self) -> None:
        try:
            self._app.post_message(NamesFound(tuple(self.engine.names())))
        except Exception as error:  # noqa: BLE001 - names only help with typing
            self._app.log.error(error)

    def _ask(
        self, receiver: MessagePump, turn: Turn, history: Sequence[PastTurn], stop: threading.Event
    ) -> None:
        def watch(event: Event) -> None:
            if isinstance(event, Retrieved):
                receiver.post_message(PassagesRetrieved(turn.number, len(event.hits)))
            else:
                self._post_model(event)

        def stopped() -> bool:
            return stop.is_set() or self._closing.is_set()

        try:
            answer = self.engine.ask(
                turn.question,
                history=history,
                filters=turn.filters,
                as_of=turn.asked,
                any_date=turn.any_date,
                as_typed=turn.as_typed,
                watch=watch,
                stopped=stopped,
            )
            places = places_of(answer, self.engine.article_by_id)
            if stopped():
                raise CancelledError
            receiver.post_message(QuestionAnswered(turn.number, answer, places))
        except Exception as error:  # noqa: BLE001 - the conversation must survive any error
            receiver.post_message(QuestionFailed(turn.number, error_text(error)))


def _posting_errors(receiver: MessagePump, work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - the app must survive any error
        receiver.post_message(InspectionFailed(error_text(error)))


def _write_settings(receiver: MessagePump, changes: dict[str, Any]) -> None:
    from qa import write_settings

    try:
        receiver.post_message(SettingsWritten(write_settings(changes), tuple(changes)))
    except Exception as error:  # noqa: BLE001 - the app must survive any error and keep its settings
        receiver.post_message(SettingsRefused(error_text(error)))
