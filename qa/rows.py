"""Rows of question files → questions to the engine; the one place where the two meet."""

from collections.abc import Callable

from qa.engine import Engine
from qa.events import Event
from qa.questions import QuestionRow
from qa.records import Answer


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
