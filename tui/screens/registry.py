"""The screens that can be opened from anywhere.

An entry here gives a screen its key and its place in the help. The wordings of commands are in qa.english.commands.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from textual.screen import Screen

from qa import ReactionKind
from tui.screens.command_actions import description_of, title_of

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
    """A screen with its key and command; `make` imports it on first use, so that the app starts quickly.

    `in_bar` shows its key in the bar; Help and the command palette list all. `make_about` makes it with a search. One
    that `is_on_top` opens above the current screen, and Esc goes back there; others replace the current screen.
    """

    kind: ReactionKind
    key: str
    make: "Callable[[Host], Screen[Any]]"
    in_bar: bool = True
    is_on_top: bool = False
    make_about: "Callable[[Host, str], Screen[Any]] | None" = None

    @property
    def name(self) -> str:
        """The name of the screen in actions."""
        return self.kind.value

    @property
    def title(self) -> str:
        """The title of its command."""
        return title_of(self.kind)

    @property
    def description(self) -> str:
        """What the screen is for."""
        return description_of(self.kind)


def _search(app: Host, words: str = "") -> Screen[Any]:
    from tui.screens.search import SearchScreen

    return SearchScreen(app.engine_worker, app.asking.filters, words)


def _library(app: Host) -> Screen[Any]:
    from tui.screens.library import LibraryScreen

    return LibraryScreen(app.engine_worker)


def _conversations(app: Host) -> Screen[Any]:
    from tui.screens.history import HistoryScreen

    return HistoryScreen(app.history_worker)


def _notebook(app: Host) -> Screen[Any]:
    from tui.screens.notebook import NotebookScreen

    return NotebookScreen(app.engine_worker, app.history_worker.notebook)


def _inspector(app: Host) -> Screen[Any]:
    from tui.screens.inspector import InspectorScreen

    return InspectorScreen(app.engine_worker, *app.asking.chosen_turn())


def _timeline(app: Host) -> Screen[Any]:
    from tui.screens.timeline import TimelineScreen
    from tui.screens.timeline_opening import opening_of

    turn, _ = app.asking.chosen_turn()
    return TimelineScreen(app.engine_worker, opening_of(app.asking.turns, turn.question), app.asking.filters)


def _timeline_about(app: Host, query: str) -> Screen[Any]:
    from tui.screens.timeline import TimelineScreen
    from tui.screens.timeline_opening import Opening

    return TimelineScreen(app.engine_worker, Opening(query), app.asking.filters)


def _settings(app: Host) -> Screen[Any]:
    from tui.screens.settings import SettingsScreen

    return SettingsScreen(app.engine_worker, app.settings)


def _batch(app: Host) -> Screen[Any]:
    from tui.screens.batch import BatchScreen

    return BatchScreen(app.engine_worker)


SCREENS = (
    ScreenEntry(ReactionKind.SEARCH, "ctrl+f", _search, make_about=_search),
    ScreenEntry(ReactionKind.LIBRARY, "f2", _library),
    ScreenEntry(ReactionKind.CONVERSATIONS, "f4", _conversations),
    ScreenEntry(ReactionKind.NOTEBOOK, "ctrl+o", _notebook, in_bar=False, is_on_top=True),
    ScreenEntry(ReactionKind.INSPECTOR, "f5", _inspector),
    ScreenEntry(ReactionKind.TIMELINE, "f7", _timeline, make_about=_timeline_about),
    ScreenEntry(ReactionKind.SETTINGS, "f8", _settings),
    ScreenEntry(ReactionKind.BATCH, "f9", _batch),
)
