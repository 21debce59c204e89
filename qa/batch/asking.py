"""Asking many questions in parallel.

The models run one passage at a time, so that an answer never depends on other questions
(docs/decisions/0003-one-text-at-a-time.md). Files are fast because as many questions run in parallel as there are
processors, each with one thread per model run, so that no thread waits for another inside a run.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeAlias

from qa.batch.question_files import QuestionRow
from qa.engine import Engine
from qa.errors import (
    CancelledError,
    DatelineError,
    EncoderError,
    LibraryError,
    QuestionError,
    WeightsError,
    brief,
)
from qa.progress import Event
from qa.records import Answer
from qa.utils.parallel import n_processors

Result: TypeAlias = Answer | DatelineError
_POLL_SECONDS = 0.2


def _ignore(event: Event) -> None:
    """Do nothing."""


def ask_row(
    engine: Engine,
    row: QuestionRow,
    *,
    top_k: int | None = None,
    watch: Callable[[Event], None] = _ignore,
    stopped: Callable[[], bool] = lambda: False,
) -> Answer:
    """Ask one row with its filters and its earlier turns; see Engine.ask."""
    return engine.ask(
        row.text, history=row.history, filters=row.filters, top_k=top_k, watch=watch, stopped=stopped
    )


def ask_all(
    engine: Engine,
    rows: Sequence[QuestionRow],
    *,
    top_k: int | None = None,
    n_side_by_side: int | None = None,
    stopped: Callable[[], bool] = lambda: False,
    dropped: Callable[[], bool] | None = None,
) -> Iterator[tuple[int, Result]]:
    """Yield each row's result with its index in `rows`, in the order of completion.

    A row that can't be asked yields its error, and the rest continues; errors of the library or the models are
    raised. When `stopped` returns True, no further row is started. Rows in progress are finished, unless `dropped`
    returns True (by default the same as `stopped`).
    """
    ends = _Ends(stopped, dropped or stopped)
    n = n_side_by_side or n_processors()
    left = iter(enumerate(rows))
    waiting: dict[Future[Result | None], int] = {}
    with ThreadPoolExecutor(n) as pool:
        while True:
            while not stopped() and len(waiting) < 2 * n and (following := next(left, None)) is not None:
                number, row = following
                waiting[pool.submit(_result, engine, row, top_k, ends)] = number
            if not waiting:
                return
            done, _ = wait(waiting, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                number = waiting.pop(future)
                result = future.result()
                if result is not None:
                    yield number, result


@dataclass(frozen=True, slots=True)
class _Ends:
    """Whether to start no further rows, and whether to abandon those in progress."""

    stopped: Callable[[], bool]
    dropped: Callable[[], bool]


def _result(engine: Engine, row: QuestionRow, top_k: int | None, ends: _Ends) -> Result | None:
    """Return an answer or the row's error; None if it was stopped before."""
    if row.error is None and ends.stopped():
        return None
    try:
        return answer_or_error(engine, row, top_k, ends.dropped)
    except CancelledError:
        return None


def answer_or_error(
    engine: Engine, row: QuestionRow, top_k: int | None, stopped: Callable[[], bool] = lambda: False
) -> Result:
    """Return an answer or the row's error; errors of the library and the models are raised.

    Raises CancelledError for a question that was stopped, and for any error after that: the library may be closed.
    """
    if row.error is not None:
        return row.error
    try:
        return ask_row(engine, row, top_k=top_k, stopped=stopped)
    except (CancelledError, LibraryError, EncoderError, WeightsError):
        raise
    except Exception as error:  # one question must never cost the answers to the others
        if stopped():
            raise CancelledError from error
        if isinstance(error, (DatelineError, QuestionError)):
            return error
        what = f"Dateline ran into an unexpected error ({type(error).__name__}: {brief(error)})."
        return DatelineError(what, "This is a bug. Please report it with the question.")
