"""What the commands share in printing."""

import json
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from rich.console import Console

from qa.progress import EncoderLoading, Event


def print_json(value: Any) -> None:
    """Print one JSON value to standard output, readable on a terminal, on one line elsewhere."""
    indent = 2 if sys.stdout.isatty() else None
    print(json.dumps(value, ensure_ascii=False, indent=indent))  # noqa: T201 - this is the output


def out() -> Console:
    """Return a console on standard output that shows text as it is: no markup, no colours of its own."""
    return Console(markup=False, highlight=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def err() -> Console:
    """Return the same on standard error."""
    return Console(stderr=True, markup=False, highlight=False, emoji=False, soft_wrap=not sys.stderr.isatty())


def day_words(day: date | None) -> str:
    """Return a day for people, or that there is none."""
    return f"{day:%A} {day.day} {day:%B %Y}" if day else "no date given"


def building_notice() -> Callable[[Event], None]:
    """Return a watcher that says so when the fast model has to be built first."""

    def watch(event: Event) -> None:
        if isinstance(event, EncoderLoading) and event.building:
            err().print(f"Preparing {event.model} for this machine, once; this takes some seconds.")

    return watch
