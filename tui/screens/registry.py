"""The screens that can be opened from anywhere.

An entry here gives a screen its key, its place in the help and its command.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from textual.screen import Screen

if TYPE_CHECKING:
    from qa import Settings
    from tui.screens.ask import AskScreen
    from tui.workers.engine_worker import EngineWorker
    from tui.workers.history_worker import HistoryWorker


class Host(Protocol):
    """What the screens need of the app that opens them."""

    settings: "Settings"
    engine_worker: "EngineWorker"
    history_worker: "HistoryWorker"

    @property
    def asking(self) -> "AskScreen":
        """The conversation screen."""


@dataclass(frozen=True, slots=True)
class ScreenEntry:
    """A screen with its key; `make` imports it on first use, so that the app starts quickly."""

    name: str
    key: str
    title: str
    description: str
    make: Callable[[Host], Screen[Any]]


def _search(app: Host) -> Screen[Any]:
    from tui.screens.search import SearchScreen

    return SearchScreen(app.engine_worker, app.asking.filters)


def _library(app: Host) -> Screen[Any]:
    from tui.screens.library import LibraryScreen

    return LibraryScreen(app.engine_worker)


def _conversations(app: Host) -> Screen[Any]:
    from tui.screens.history import HistoryScreen

    return HistoryScreen(app.history_worker)


def _inspector(app: Host) -> Screen[Any]:
    from tui.screens.inspector import InspectorScreen

    return InspectorScreen(app.engine_worker, *app.asking.chosen_turn())


def _timeline(app: Host) -> Screen[Any]:
    from tui.screens.timeline import TimelineScreen, search_of

    turn, _ = app.asking.chosen_turn()
    query, days = search_of(app.asking.turns, turn.question)
    return TimelineScreen(app.engine_worker, query, app.asking.filters, days)


def _settings(app: Host) -> Screen[Any]:
    from tui.screens.settings import SettingsScreen

    return SettingsScreen(app.engine_worker, app.settings)


def _batch(app: Host) -> Screen[Any]:
    from tui.screens.batch import BatchScreen

    return BatchScreen(app.engine_worker)


SCREENS = (
    ScreenEntry("search", "ctrl+f", "Search", "Find passages as you type", _search),
    ScreenEntry("library", "f2", "Library", "Add, watch, sort and remove articles", _library),
    ScreenEntry(
        "conversations", "f4", "History", "Open, search, rename and export conversations", _conversations
    ),
    ScreenEntry("inspector", "f5", "Why?", "Explain how an answer was found", _inspector),
    ScreenEntry("timeline", "f7", "Timeline", "Show dated events in order", _timeline),
    ScreenEntry("settings", "f8", "Settings", "Change the settings", _settings),
    ScreenEntry("batch", "f9", "Batch", "Ask a file of questions and export the answers", _batch),
)
