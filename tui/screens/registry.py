"""Every screen that can be opened from anywhere: add one here, and it has its key, its place in the help and in
the list of commands.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

if TYPE_CHECKING:
    from tui.app import DatelineApp


@dataclass(frozen=True, slots=True)
class ScreenEntry:
    """A screen with its key; `make` imports it when it is first opened, so that the first frame is early."""

    name: str
    key: str
    title: str
    says: str
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
    ScreenEntry(
        "library", "f2", "Library", "The articles: add, watch, sort, remove, and what failed", _library
    ),
    ScreenEntry(
        "conversations", "f4", "Talks", "Earlier conversations: open, search, rename, export", _conversations
    ),
    ScreenEntry("inspector", "f5", "Why?", "Why this answer, and why not that one", _inspector),
    ScreenEntry(
        "timeline", "f7", "Timeline", "Dated events in order, of all articles or of some words", _timeline
    ),
    ScreenEntry("settings", "f8", "Settings", "Change the settings file", _settings),
    ScreenEntry("batch", "f9", "Batch", "Ask a whole file of questions: stop, go on, export", _batch),
)
