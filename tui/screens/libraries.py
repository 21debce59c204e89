"""The user's libraries: open one of them, another folder, or a new one."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from qa import DatelineError, LibraryLocation, library_in, new_library_path
from tui.formatting import answer_text
from tui.formatting.table_rows import Column, Row
from tui.messages import LibrariesListed, LibraryChosen
from tui.screens.dialogs import PromptScreen
from tui.widgets.key_bar import KeyBar
from tui.widgets.table import Table
from tui.workers.libraries_worker import LibrariesWorker

if TYPE_CHECKING:
    from qa import KnownLibrary

_COLUMNS = (
    Column("Library", share=2),
    Column("Articles", 9, right=True),
    Column("Last used", 17),
    Column("Folder", share=3, least=70),
)
_NEW = "Type a name, a folder that doesn't exist yet, or an address (lance:///srv/archive)."


class LibrariesScreen(Screen[None]):
    """Lists the libraries, the last used first."""

    BINDING_GROUP_TITLE = "Libraries"
    AUTO_FOCUS = "Table"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="Go back"),
        Binding("o", "open_folder", "Other folder", tooltip="Open a library in another folder"),
        Binding("n", "make", "New", tooltip="Make a new library"),
        Binding("x,delete", "forget", "Forget", tooltip="Take the library off this list (it is kept)"),
    ]

    def __init__(self, worker: LibrariesWorker, current: LibraryLocation) -> None:
        super().__init__()
        self._worker, self._current = worker, current
        self._listed: dict[str, KnownLibrary] = {}

    def compose(self) -> ComposeResult:
        """Lay out the table above the folder of the selected library."""
        yield Static("Libraries", classes="heading")
        yield Table(_COLUMNS, empty="Loading…")
        yield Static(id="libraries-detail", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Request the list."""
        self._worker.list_libraries(self, self._current)

    def on_libraries_listed(self, message: LibrariesListed) -> None:
        """Show the list."""
        self._listed = {str(each.path): each for each in message.libraries}
        self.query_one(Table).show([_row(each, self._current) for each in message.libraries])

    @on(Table.Chosen)
    def _describe(self, event: Table.Chosen) -> None:
        words = answer_text.file_path(event.row.key) if event.row else ""
        self.query_one("#libraries-detail", Static).update(words)

    @on(Table.Opened)
    def _open(self, event: Table.Opened) -> None:
        self._choose(self._listed[event.row.key].path)

    def action_open_folder(self) -> None:
        """Let the user choose the folder of a library."""
        from tui.screens.picker import PickerScreen

        def take(path: Path | None) -> None:
            if path is None:
                return
            found = library_in(path)
            if found is None:
                words = f"There is no library in {answer_text.file_path(str(path))}. N makes a new one."
                self.notify(words, severity="warning", markup=False)
            else:
                self._choose(found)

        self.app.push_screen(PickerScreen("Open a library", accept="Open", folders_only=True), take)

    def action_make(self) -> None:
        """Ask for a name, then open a new library."""

        def make(name: str | None) -> None:
            if not name:
                return
            try:
                self._choose(new_library_path(name))
            except DatelineError as error:
                self.notify(f"{error.message} {error.hint}", severity="warning", markup=False)

        self.app.push_screen(PromptScreen("New library", _NEW, ""), make)

    def action_forget(self) -> None:
        """Take the selected library off the list, unless it is the open one."""
        row = self.query_one(Table).row
        if row is not None and row.key != str(self._current):
            self._worker.forget(self, self._listed[row.key].path, self._current)

    def action_back(self) -> None:
        """Leave the screen."""
        self.app.pop_screen()

    def _choose(self, path: LibraryLocation) -> None:
        self.app.post_message(LibraryChosen(path))


def _row(library: "KnownLibrary", current: LibraryLocation) -> Row:
    here = library.used.astimezone() if library.used else None
    used = "open" if library.path == current else f"{here.day} {here:%b %Y %H:%M}" if here else "never"
    cells = (library.name, library.size, used, answer_text.file_path(str(library.path)))
    return Row(str(library.path), cells, is_muted=library.size == "none")
