"""Rows of a question file that workers answer."""

import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.batch.asking import answer_or_error
from qa.batch.question_files import QuestionRow
from qa.batch.rows import Json, row_json
from qa.engine import Engine
from qa.errors import DatelineError, WorkersError
from qa.settings.settings import Settings, load_settings
from qa.workers import Ordered, Workers
from qa.workers.ordered import LostCall


@dataclass(frozen=True, slots=True)
class AnswerSetup:
    """What a worker needs to give the same answers; `state` is what they depend on, see Engine.state.

    Without `shares_settings`, the converted models are where the worker's own settings say.
    """

    settings: Settings
    state: tuple[str, ...]
    top_k: int | None
    shares_settings: bool


def answered_by(
    workers: Workers,
    engine: Engine,
    rows: Sequence[QuestionRow],
    *,
    top_k: int | None,
    stopped: Callable[[], bool],
) -> Iterator[tuple[int, Json]]:
    """Yield each row as it is written, with its index in `rows`, in their order.

    When `stopped` returns True, no further row is started, and those in progress are finished.
    """
    setup = AnswerSetup(engine.settings, engine.state(), top_k, workers.shares_settings)
    ordered = Ordered[int](workers, answered_row)
    left = iter(enumerate(rows))
    while True:
        while not stopped() and not ordered.is_full and (following := next(left, None)) is not None:
            ordered.add(following[0], setup, following[1])
        if not len(ordered):
            return
        number, row = ordered.take()
        yield number, row_json(rows[number], _lost()) if isinstance(row, LostCall) else row


def answered_row(setup: AnswerSetup, row: QuestionRow) -> Json:
    """Answer one row; raises errors of the library and the models."""
    return row_json(row, answer_or_error(_engine(setup), row, setup.top_k))


_opened: list[tuple[AnswerSetup, Engine]] = []  # this process's engine


def _engine(setup: AnswerSetup) -> Engine:
    """Open an engine, once; raises WorkersError if its answers could differ."""
    if _opened and _opened[0][0] == setup:
        return _opened[0][1]
    for _, engine in _opened:
        engine.close()
    _opened.clear()
    settings = setup.settings
    if not setup.shares_settings:
        settings = replace(settings, cache=load_settings().cache)
    engine = Engine(settings, n_threads=1)
    if engine.state() != setup.state:
        raise WorkersError(
            f"The worker on {platform.node()} sees another library or uses another reader.",
            "All workers need the same library, at the same place, and the same version of Dateline.",
        )
    _opened.append((setup, engine))
    return engine


def _lost() -> DatelineError:
    return DatelineError(
        "The worker that answers this question ends each time.",
        "There may be too little memory. Ask it alone, without --workers or --ray.",
    )
