"""Printing shared by the commands."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from qa.progress import CopyAdvanced, EncoderLoading, Event
from qa.records import GIVEN
from qa.utils.escaping import json_text, visible
from qa.utils.text import printable

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

_LINE_EVERY_SECONDS = 10.0


def print_json(value: Any) -> None:
    """Print one JSON value to standard output: indented on a terminal, else on one line."""
    indent = 2 if sys.stdout.isatty() else None
    print(json_text(value, indent=indent))  # noqa: T201 - this is the output


def print_text(text: str) -> None:
    """Print text to standard output without wrapping, with no character that acts on a terminal."""
    print(visible(text))  # noqa: T201 - this is the output


class _SafeConsole(Console):
    """A console on which no character of the printed text acts on the terminal; see `visible`."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render as usual; only Rich's own control codes stay control codes."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)


def out() -> Console:
    """Return a console on standard output that shows text as it is: no markup, no colours of its own."""
    return _SafeConsole(markup=False, highlight=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def err() -> Console:
    """Return the same on standard error."""
    return _SafeConsole(
        stderr=True, markup=False, highlight=False, emoji=False, soft_wrap=not sys.stderr.isatty()
    )


def day_words(day: date | None) -> str:
    """Return a date in words, or “undated”."""
    return f"{day:%A} {day.day} {day:%B %Y}" if day else "undated"


def origin_words(origin: str) -> str:
    """Return where the value of a field was found, or that the user set it."""
    return "set by you" if origin == GIVEN else origin


def field_words(name: str) -> str:
    """Return what users call a field of an article."""
    return {"published": "date", "url": "address"}.get(name, name)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the right form."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def building_notice() -> Callable[[Event], None]:
    """Return a watcher that prints a notice if the fast model has to be built first."""

    def watch(event: Event) -> None:
        if isinstance(event, EncoderLoading) and event.building:
            err().print(
                f"Preparing {event.model} for this machine. This takes a few seconds, the first time only."
            )

    return watch


def copying() -> AbstractContextManager[Callable[[Event], None]]:
    """Return a context with a watcher that shows how much of a file is copied, on a terminal."""
    from rich.progress import DownloadColumn

    return _copy_progress("Copying", DownloadColumn())


def advancing() -> AbstractContextManager[Callable[[Event], None]]:
    """Return the same for the share of a library that is exported or imported."""
    from rich.progress import TaskProgressColumn

    return _copy_progress("Preparing", TaskProgressColumn())


@contextmanager
def _copy_progress(description: str, amount: "ProgressColumn") -> Iterator[Callable[[Event], None]]:
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    progress = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        amount,
        TimeRemainingColumn(),
        console=err(),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
    notice = building_notice()
    with progress:
        task = progress.add_task(description, total=None)

        def watch(event: Event) -> None:
            notice(event)
            if isinstance(event, CopyAdvanced):
                progress.update(
                    task, description=event.file, completed=event.n_done, total=event.n_total or None
                )

        yield watch


class ProgressLines:
    """The rate of a long run, and a line about it now and then if standard error is no terminal."""

    def __init__(self, noun: str, n_before: int = 0) -> None:
        self._noun, self._n_before = noun, n_before
        self._began = self._last_line = time.monotonic()

    def moved(self, n_done: int, n_total: int) -> str:
        """Return the rate in words after `n_done` of `n_total` are done."""
        now = time.monotonic()
        rate = (n_done - self._n_before) / max(now - self._began, 1e-6)
        words = f"{rate:.1f} per second"
        if not sys.stderr.isatty() and now - self._last_line >= _LINE_EVERY_SECONDS:
            self._last_line = now
            left = duration((n_total - n_done) / max(rate, 1e-6))
            err().print(f"{n_done:,} of {n_total:,} {self._noun}, {words}, about {left} left")
        return words


def duration(seconds: float) -> str:
    """Return a duration in words, such as “3 h 20 min”."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


@contextmanager
def reading_notice(name: str) -> Iterator[Callable[[int], None]]:
    """Yield a watcher that shows how many rows of a file are read, on a terminal in place, else now and then."""
    console = err()
    last_report = time.monotonic()
    words = f"Reading {printable(name)}"
    status = console.status(Text(words)) if sys.stderr.isatty() else None
    with status or nullcontext():

        def watch(n_rows: int) -> None:
            nonlocal last_report
            line = f"{words}: {n_rows:,} rows"
            now = time.monotonic()
            if status is not None:
                status.update(Text(line))
            elif now - last_report >= _LINE_EVERY_SECONDS:
                last_report = now
                console.print(line)

        yield watch
