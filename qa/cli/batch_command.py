"""`dateline batch`."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import FrameType

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from qa.batch import BatchResult, Destination, format_of, run_batch
from qa.batch.question_files import STANDARD_INPUT, read_questions
from qa.batch.rows import FAILED, Json, error_json, error_words
from qa.cli.opening import existing
from qa.cli.output import ProgressLines, building_notice, err, reading_notice
from qa.engine import Engine
from qa.errors import AnswerFileError, CancelledError, DatelineError, SettingsError
from qa.records import Filters
from qa.utils.escaping import json_text
from qa.utils.text import printable
from qa.workers import Workers

SOME_FAILED = 3
_N_ERRORS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Asking:
    """How questions are asked: the number of passages to read, and the workers that do it."""

    top_k: int | None = None
    workers: Workers | None = None


def run(
    engine: Engine,
    questions: str,
    to: Destination,
    filters: Filters,
    by: Asking,
    *,
    json_errors: bool,
) -> None:
    """Ask and write; exit with 0 all answered, 1 some not in these articles, 3 some rows failed."""
    try:
        existing(engine)
        with _stopping() as interrupts:
            result = _run(engine, questions, to, filters, by, interrupts, json_errors=json_errors)
    except DatelineError as error:
        if not json_errors:
            raise
        _print_json_error(None, error_json(error))
        raise typer.Exit(error.exit_code) from error
    _print_summary(result, to.out)
    if result.n_failed:
        raise typer.Exit(SOME_FAILED)
    raise typer.Exit(1 if result.n_refused else 0)


def destination(questions: str, out: Path | None, wished_format: str | None, *, resume: bool) -> Destination:
    """Return the destination; refuse one that would overwrite the questions."""
    if out is None and resume:
        raise SettingsError("--resume needs a file to continue.", "Add --out FILE.")
    if out is not None and questions != STANDARD_INPUT:
        given = Path(questions).expanduser()
        if out.exists() and given.exists() and out.samefile(given):
            raise AnswerFileError(
                out, "The answers would overwrite the questions.", "Use another file with --out."
            )
    return Destination(out, format_of(wished_format, out), resume)


def _run(
    engine: Engine,
    name: str,
    to: Destination,
    filters: Filters,
    by: Asking,
    interrupts: "_Interrupts",
    *,
    json_errors: bool,
) -> BatchResult:
    with reading_notice(name) as tell:
        questions = read_questions(name, tell)
    if filters.narrowing:
        questions = questions.narrowed(filters, (each.id for each in engine.articles(filters)))
    if by.workers is None and engine.has_articles:
        engine.warm_up(building_notice())
    with _progress(len(questions.rows)) as move:
        n_shown = 0

        def watch(row: Json, result: BatchResult) -> None:
            nonlocal n_shown
            if row["status"] == FAILED:
                n_shown += 1
                if json_errors:
                    _print_json_error(row["id"], row["error"])
                elif n_shown <= _N_ERRORS_SHOWN:
                    err().print(f"{printable(name)}: {error_words(row['error'])}")
            move(result)

        interrupts.can_wait = True
        result = run_batch(
            engine,
            questions,
            to,
            top_k=by.top_k,
            workers=by.workers,
            watch=watch,
            stopped=interrupts.asked.is_set,
        )
    if n_shown > _N_ERRORS_SHOWN and not json_errors:
        err().print(f"… and {n_shown - _N_ERRORS_SHOWN} more rows failed. The output has the reasons.")
    return result


@dataclass(slots=True)
class _Interrupts:
    """Whether Ctrl-C was pressed or SIGTERM came; before there are answers to write, nothing waits for them."""

    asked: Event = field(default_factory=Event)
    can_wait: bool = False


@contextmanager
def _stopping() -> Iterator[_Interrupts]:
    """Yield what records Ctrl-C and SIGTERM; raise CancelledError at once on a second one, or before any answer."""
    interrupts = _Interrupts()

    def stop(number: int, frame: FrameType | None) -> None:
        _ = frame
        if interrupts.asked.is_set() or not interrupts.can_wait:
            raise KeyboardInterrupt
        interrupts.asked.set()
        if number == signal.SIGINT:
            err().print("Stopping. Writing the answers found so far…")

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interrupts
    except KeyboardInterrupt:
        raise CancelledError from None
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def _progress(n_rows: int) -> Iterator[Callable[[BatchResult], None]]:
    """Yield a function that shows progress: a bar on a terminal, else a line now and then."""
    lines: ProgressLines | None = None
    bar = Progress(
        TextColumn("{task.fields[rate]}", markup=False),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err(),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    with bar:
        task = bar.add_task("batch", total=n_rows, rate="asking")

        def move(result: BatchResult) -> None:
            nonlocal lines
            lines = lines or ProgressLines("questions", result.n_before)
            rate = lines.moved(result.n_done, n_rows)
            bar.update(task, completed=result.n_done, rate=rate)

        yield move


def _print_summary(result: BatchResult, out: Path | None) -> None:
    parts = (
        (result.n_answered, "answered"),
        (result.n_refused, "not in these articles"),
        (result.n_failed, "failed"),
    )
    counts = ", ".join(f"{n} {name}" for n, name in parts if n)
    before = f" ({result.n_before} in an earlier run)" if result.n_before else ""
    where = f"; written to {printable(str(out))}" if out else ""
    err().print(f"{result.n_done} of {result.n_rows} questions done{before}: {counts}{where}")


def _print_json_error(row_id: str | int | None, error: Json) -> None:
    print(json_text({"id": row_id, "error": error}), file=sys.stderr)  # noqa: T201
