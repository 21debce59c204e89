"""Question files: asked in the background, recorded row by row, reloaded and exported."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.message_pump import MessagePump

from qa import Answer, CancelledError, CitationError, DatelineError, Status, UnknownArticleError
from tui.batch_state import BatchEntry, BatchStage, BatchState, RowState
from tui.citation_places import places_of
from tui.formatting.answer_text import HOW_TO_ADD, shortened
from tui.formatting.error_text import error_text
from tui.messages import BatchAdvanced, BatchExported, BatchRefused, BatchRowOpened
from tui.state import Stage, Turn

if TYPE_CHECKING:
    from qa import Engine, RecordedBatch

_FOLDER = "batches"
_POST_EVERY_SECONDS = 0.25
_ROWS_A_SECOND = 20_000  # rows that a table can show without a noticeable delay
_LOOK_EVERY_SECONDS = 0.1
_N_SIDE_BY_SIDE = min(4, max(1, (os.cpu_count() or 2) // 2))  # leaves processors for the conversation
_KEPT_OF_AN_ANSWER = 300


class BatchWorker:
    """Asks one question file at a time; `entries` are its questions with their results."""

    def __init__(self, app: App[Any], engine: "Callable[[], Engine]", closing: threading.Event) -> None:
        self._app = app
        self._engine = engine
        self._closing = closing
        self._working = threading.Lock()
        self._state_lock = threading.RLock()
        self._may_ask = threading.Event()
        self._stop = threading.Event()
        self._state = BatchState()
        self._batch: RecordedBatch | None = None
        self.entries: list[BatchEntry] = []
        self.newest = 0  # number of the entry that was done last

    def choose(self, path: Path) -> None:
        """Read a question file and ask it, or show its recorded answers."""
        self._stop.set()
        self._stop = stop = threading.Event()
        self._run(partial(self._choose, path, stop), "batch")

    def go_on(self, *, restart: bool = False) -> None:
        """Ask the remaining questions, or all of them again."""
        with self._state_lock:
            if self._batch is None or self._state.is_running:
                return
            self._change(stage=BatchStage.WAITING, error=None)
        self._stop = stop = threading.Event()
        self._run(partial(self._ask, self._batch, stop, restart=restart), "batch")

    def stop(self) -> None:
        """Finish the current questions and stop."""
        with self._state_lock:
            if self._state.can_stop:
                self._stop.set()
                self._change(stage=BatchStage.STOPPING)

    def reset(self) -> None:
        """Forget the question file of a library that was left; its answers are recorded there."""
        with self._state_lock:
            self._batch, self.entries, self.newest = None, [], 0
            self._state = BatchState()
            self._app.post_message(BatchAdvanced(self._state))

    def let_ask(self, *, may_ask: bool) -> None:
        """Set whether the library can answer questions now."""
        if may_ask:
            self._may_ask.set()
        else:
            self._may_ask.clear()

    def open(self, receiver: MessagePump, number: int) -> None:
        """Post the result of the entry with this number, as a turn."""
        if self._batch is not None:
            self._run(partial(self._open, self._batch, receiver, number), "batch row")

    def export(self, receiver: MessagePump, path: Path, *, over: bool = False) -> None:
        """Export the finished rows; the extension sets the format."""
        if self._batch is not None:
            self._run(partial(self._export, self._batch, receiver, path, over=over), "batch export")

    def _run(self, work: Callable[[], None], group: str) -> None:
        self._app.run_worker(work, thread=True, group=group, exit_on_error=False)

    def _change(self, **changes: Any) -> None:
        with self._state_lock:
            self._state = replace(self._state, **changes)
            self._app.post_message(BatchAdvanced(self._state))

    def _choose(self, path: Path, stop: threading.Event) -> None:
        from qa import RecordedBatch, read_questions

        def watch(n_rows: int) -> None:
            if stop.is_set() or self._closing.is_set():
                raise CancelledError
            self._change(n_read=n_rows)

        with self._working:
            before = self._state
            self._change(stage=BatchStage.READING, n_read=0, error=None)
            try:
                questions = read_questions(str(path), watch)
                engine = self._engine()
                batch = RecordedBatch(engine, questions, engine.settings.folder / _FOLDER)
                is_current = batch.recall()
            except CancelledError:
                self._change(stage=before.stage)
                return
            except Exception as error:  # noqa: BLE001 - the app must survive any error
                self._change(stage=before.stage, error=error_text(error))
                return
            self._take(batch, path, is_current=is_current)
        if not batch.rows:
            self._ask(batch, stop, restart=not is_current)

    def _take(self, batch: "RecordedBatch", path: Path, *, is_current: bool) -> None:
        """Show another file from now on."""
        self._batch = batch
        self.newest = 0
        self._list(batch)
        result = batch.result
        stage = BatchStage.STOPPED if batch.rows else BatchStage.WAITING
        with self._state_lock:
            is_done = result.n_done == result.n_rows
            self._state = BatchState(
                BatchStage.DONE if is_done else stage, path, result.n_rows, is_current=is_current
            )
            self._count(batch)

    def _list(self, batch: "RecordedBatch") -> None:
        done = batch.rows
        self.entries = [
            _entry(batch, number, done.get(number)) for number in range(len(batch.questions.rows))
        ]

    def _count(self, batch: "RecordedBatch", **changes: Any) -> None:
        result = batch.result
        counts = {"n_answered": result.n_answered, "n_refused": result.n_refused, "n_failed": result.n_failed}
        self._change(**counts, **changes)

    def _ask(self, batch: "RecordedBatch", stop: threading.Event, *, restart: bool) -> None:
        def stopped() -> bool:
            return stop.is_set() or self._closing.is_set()

        error: DatelineError | None = None
        with self._working:
            if batch is not self._batch:
                return
            try:
                self._change(stage=BatchStage.WAITING, error=None)
                self._wait(stopped)
                if not stopped():
                    self._ask_rows(batch, stopped, restart=restart)
            except Exception as failure:  # noqa: BLE001 - the app must survive any error
                error = error_text(failure)
            self._list(batch)
            result = batch.result
            is_done = result.n_done == result.n_rows
            self._count(batch, stage=BatchStage.DONE if is_done else BatchStage.STOPPED, error=error)

    def _wait(self, stopped: Callable[[], bool]) -> None:
        """Wait for the models and for the very first articles to be complete."""
        while not stopped() and not self._may_ask.wait(_LOOK_EVERY_SECONDS):
            pass
        if not stopped() and not self._engine().has_articles:
            raise DatelineError("There are no articles in the library yet.", HOW_TO_ADD)

    def _ask_rows(self, batch: "RecordedBatch", stopped: Callable[[], bool], *, restart: bool) -> None:
        if not restart and not batch.recall():
            self._change(is_current=False)
            return
        began = last_report = time.monotonic()
        every = max(_POST_EVERY_SECONDS, len(batch.questions.rows) / _ROWS_A_SECOND)
        counts = {"n_answered": 0, "n_refused": 0, "n_failed": 0}
        if restart:
            self.entries = [_entry(batch, number, None) for number in range(len(batch.questions.rows))]
        else:
            result = batch.result
            counts = {name: getattr(result, name) for name in counts}
        n_before = sum(counts.values())
        self._change(stage=BatchStage.ASKING, n_before=n_before, seconds=0.0, **counts, is_current=True)

        def watch(number: int, row: dict[str, Any]) -> None:
            nonlocal last_report
            entry = _entry(batch, number, row)
            self.entries[number] = entry
            self.newest = entry.number
            counts[_COUNTED[entry.state]] += 1
            now = time.monotonic()
            if now - last_report >= every:
                last_report = now
                self._change(**counts, seconds=now - began)

        batch.run(
            restart=restart,
            watch=watch,
            stopped=stopped,
            dropped=self._closing.is_set,
            n_side_by_side=_N_SIDE_BY_SIDE,
        )
        self._change(seconds=time.monotonic() - began)

    def _open(self, batch: "RecordedBatch", receiver: MessagePump, number: int) -> None:
        row = batch.questions.rows[number - 1]
        turn = Turn(number, row.text, Stage.FAILED, filters=row.filters, is_apart=True)
        try:
            found = batch.recalled(number - 1)
            if found is None:
                return
            if isinstance(found, DatelineError):
                receiver.post_message(BatchRowOpened(replace(turn, error=found)))
                return
            receiver.post_message(BatchRowOpened(self._answered(turn, found)))
            if found.status is Status.NOT_FOUND and not self._closing.is_set():
                found = batch.with_nearest(number - 1, found)
                receiver.post_message(BatchRowOpened(self._answered(turn, found)))
        except (CitationError, UnknownArticleError):
            answer = self.entries[number - 1].answer
            receiver.post_message(BatchRowOpened(replace(turn, error=_without_its_article(answer))))
        except Exception as error:  # noqa: BLE001 - the app must survive any error
            receiver.post_message(BatchRowOpened(replace(turn, error=error_text(error))))

    def _answered(self, turn: Turn, answer: Answer) -> Turn:
        places = places_of(answer, self._engine().article_by_id)
        return replace(turn, stage=Stage.ANSWERED, answer=answer, places=places)

    def _export(self, batch: "RecordedBatch", receiver: MessagePump, path: Path, *, over: bool) -> None:
        try:
            asked = self._state.path
            if asked is not None and path.exists() and asked.exists() and path.samefile(asked):
                raise DatelineError("The answers would overwrite the questions.", "Choose another file name.")
            receiver.post_message(BatchExported(path, batch.write(path, over=over)))
        except Exception as error:  # noqa: BLE001 - the app must survive any error
            receiver.post_message(BatchRefused(error_text(error)))


def _without_its_article(answer: str) -> DatelineError:
    return DatelineError(
        f"The answer was “{shortened(answer)}”, but its article is no longer in the library.",
        "The export contains the quote. Press R to ask all questions again.",
    )


_STATES = {
    "answered": RowState.ANSWERED,
    "listed": RowState.LISTED,
    "not_found": RowState.NOT_FOUND,
    "no_question": RowState.NO_QUESTION,
    "error": RowState.FAILED,
}
_COUNTED = {
    RowState.ANSWERED: "n_answered",
    RowState.LISTED: "n_answered",
    RowState.NOT_FOUND: "n_refused",
    RowState.NO_QUESTION: "n_refused",
    RowState.FAILED: "n_failed",
}


def _entry(batch: "RecordedBatch", number: int, done: dict[str, Any] | None) -> BatchEntry:
    """Return the entry of a row; `done` is its recorded result, None if it is not done."""
    row = batch.questions.rows[number]
    entry = BatchEntry(number + 1, row.line, row.text)
    if done is None:
        return entry
    state = _STATES[done["status"]]
    if state is RowState.FAILED:
        found = batch.recalled(number)
        return replace(entry, state=state, error=found if isinstance(found, DatelineError) else None)
    resolved = done["resolved_date"] or {}
    reply = (done.get("reaction") or {}).get("reply")
    listed = done["matches"][0]["quote"] if state is RowState.LISTED else None
    return replace(
        entry,
        state=state,
        answer=(done["answer"] or reply or listed or "")[:_KEPT_OF_AN_ANSWER],
        value=resolved.get("value") or "",
        when=resolved.get("text") or "",
        confidence=done["confidence"] if state is RowState.ANSWERED else None,
    )
