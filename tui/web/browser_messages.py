"""Messages of the page, read from JSON: `["stdin", "text"]`, `["resize", {"width": 80, "height": 24}]`, …"""

import json
from dataclasses import dataclass
from typing import Any

MAX_COLUMNS, MAX_ROWS = 500, 200
_MIN_COLUMNS, _MIN_ROWS = 10, 4


@dataclass(frozen=True)
class Typed:
    """Keys, mouse events or pasted text, as a terminal sends them."""

    data: bytes


@dataclass(frozen=True)
class Resized:
    """The size of the page in cells, within what the app can draw."""

    columns: int
    rows: int


@dataclass(frozen=True)
class Focused:
    """Whether the page has the keyboard."""

    has_focus: bool


@dataclass(frozen=True)
class Pinged:
    """A question whether the server is there; `data` is sent back."""

    data: str


BrowserMessage = Typed | Resized | Focused | Pinged


def read_message(text: str) -> BrowserMessage | None:
    """Return the message, or None when it is not one that the page sends."""
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError):
        return None
    message: BrowserMessage | None = None
    match loaded:
        case ["stdin", str(data)]:
            message = Typed(data.encode("utf-8", "replace"))
        case ["resize", {"width": width, "height": height}]:
            message = read_size(width, height)
        case ["ping", str(data)]:
            message = Pinged(data)
        case ["focus"]:
            message = Focused(has_focus=True)
        case ["blur"]:
            message = Focused(has_focus=False)
    return message


def read_size(width: Any, height: Any) -> Resized | None:
    """Return a size brought into the limits, or None when the numbers are not whole."""
    if not (type(width) is type(height) is int):
        return None
    return Resized(_clamp(width, _MIN_COLUMNS, MAX_COLUMNS), _clamp(height, _MIN_ROWS, MAX_ROWS))


def _clamp(number: int, least: int, most: int) -> int:
    return max(least, min(number, most))
