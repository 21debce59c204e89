"""Many questions side by side.

The models run one passage at a time, so that an answer never depends on what else is asked
(docs/decisions/0003-one-text-at-a-time.md). Speed across a file comes from asking as many questions at once as
there are processors, with one thread to a model run: no thread waits for another inside a run.
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
    """Watch nothing."""


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
    """Yield what each row came to with its number in `rows`, in the order in which they are done.

    A row that cannot be asked comes with its error and the rest goes on; what ails the library or the models
    is raised. When `stopped` says True, no further row is begun; those that are done by then still come. Those
    under way are finished unless `dropped` says True, which is the same as `stopped` where it is not given.
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
    """What says that no further row is to be begun, and that those under way are not wanted."""

    stopped: Callable[[], bool]
    dropped: Callable[[], bool]


def _result(engine: Engine, row: QuestionRow, top_k: int | None, ends: _Ends) -> Result | None:
    """Return an answer or the row's error; None when it was stopped before there was either."""
    if row.error is not None:
        return row.error
    if ends.stopped():
        return None
    try:
        return ask_row(engine, row, top_k=top_k, stopped=ends.dropped)
    except CancelledError:
        return None
    except (LibraryError, EncoderError, WeightsError):
        raise
    except (DatelineError, QuestionError) as error:
        return error
    except Exception as error:  # noqa: BLE001 - one question must never cost the answers to the others
        what = f"Something went wrong inside Dateline ({type(error).__name__}: {brief(error)})."
        return DatelineError(what, "This is a defect: please report it with the question.")
