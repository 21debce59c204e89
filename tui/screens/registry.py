"""The screens that can be opened from anywhere.

An entry here gives a screen its key, its place in the help and its command.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

if TYPE_CHECKING:
    from tui.app import DatelineApp


@dataclass(frozen=True, slots=True)
class ScreenEntry:
    """A screen with its key; `make` imports it on first use, so that the app starts quickly."""

    name: str
    key: str
    title: str
    description: str
    make: "Callable[[DatelineApp], Screen[Any]]"


def _library(app: "DatelineApp") -> Screen[Any]:
    from tui.screens.library import LibraryScreen

    return LibraryScreen(app.engine_worker)


def _conversations(app: "DatelineApp") -> Screen[Any]:
    from tui.screens.history import HistoryScreen

    return HistoryScreen(app.history_worker)


def _inspector(app: "DatelineApp") -> Screen[Any]:
    from tui.screens.inspector import InspectorScreen

    return InspectorScreen(app.engine_worker, *app.asking.chosen_turn())


def _timeline(app: "DatelineApp") -> Screen[Any]:
    from tui.screens.timeline import TimelineScreen, query_of

    turn, _ = app.asking.chosen_turn()
    return TimelineScreen(app.engine_worker, query_of(app.asking.turns, turn.question), app.asking.filters)


def _settings(app: "DatelineApp") -> Screen[Any]:
    from tui.screens.settings import SettingsScreen

    return SettingsScreen(app.engine_worker, app.settings)


def _batch(app: "DatelineApp") -> Screen[Any]:
    from tui.screens.batch import BatchScreen

    return BatchScreen(app.engine_worker)


SCREENS = (
    ScreenEntry("library", "f2", "Library", "Add, watch, sort and remove articles", _library),
    ScreenEntry(
        "conversations", "f4", "History", "Open, search, rename and export conversations", _conversations
    ),
    ScreenEntry("inspector", "f5", "Why?", "Explain how an answer was found", _inspector),
    ScreenEntry("timeline", "f7", "Timeline", "Show dated events in order", _timeline),
    ScreenEntry("settings", "f8", "Settings", "Change the settings", _settings),
    ScreenEntry("batch", "f9", "Batch", "Ask a file of questions and export the answers", _batch),
)
