"""What the commands share in printing."""

import sys
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from qa.progress import EncoderLoading, Event
from qa.utils.escaping import json_text, visible


def print_json(value: Any) -> None:
    """Print one JSON value to standard output, readable on a terminal, on one line elsewhere."""
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
    """Return a day for people, or that there is none."""
    return f"{day:%A} {day.day} {day:%B %Y}" if day else "no date given"


def building_notice() -> Callable[[Event], None]:
    """Return a watcher that says so when the fast model has to be built first."""

    def watch(event: Event) -> None:
        if isinstance(event, EncoderLoading) and event.building:
            err().print(f"Preparing {event.model} for this machine, once; this takes some seconds.")

    return watch
