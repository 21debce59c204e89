"""The removed articles: bring them back, or delete their text."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from tui.formatting import answer_text
from tui.formatting.table_rows import Column, Row
from tui.messages import RemovedListed
from tui.screens.dialogs import ConfirmScreen
from tui.widgets.key_bar import KeyBar
from tui.widgets.table import Table
from tui.workers.library_worker import LibraryWorker

if TYPE_CHECKING:
    from qa import RemovedArticle

_COLUMNS = (
    Column("Title", share=3),
    Column("Date", 10),
    Column("Source", least=70),
    Column("Removed", 17),
)
_EMPTY = "No articles were removed."
_DELETED = "(permanently deleted)"


class RemovedScreen(Screen[None]):
    """Lists the removed articles, the last removed first."""

    BINDING_GROUP_TITLE = "Removed articles"
    AUTO_FOCUS = "Table"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="Go back to the library"),
        Binding("r", "restore", "Restore", tooltip="Bring the article back, or all that are marked (Space)"),
        Binding(
            "x", "delete", "Delete", tooltip="Delete the text permanently (asks first; the file is kept)"
        ),
    ]

    def __init__(self, library_worker: LibraryWorker) -> None:
        super().__init__()
        self._library_worker = library_worker
        self._listed: dict[str, RemovedArticle] = {}

    def compose(self) -> ComposeResult:
        """Lay out the table."""
        yield Static("Removed articles", classes="heading")
        yield Table(_COLUMNS, empty="Loading…", can_mark=True)
        yield Static(id="removed-detail", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Request the list."""
        self._library_worker.list_removed(self)

    def on_removed_listed(self, message: RemovedListed) -> None:
        """Show the list."""
        self._listed = {each.id: each for each in message.removed}
        self.query_one(Table).show([_row(each) for each in message.removed], empty=_EMPTY)

    @on(Table.Chosen)
    def _describe(self, event: Table.Chosen) -> None:
        chosen = self._listed.get(event.row.key) if event.row else None
        words = ""
        if chosen is not None:
            words = answer_text.file_path(chosen.path) if chosen.path else f"Only its id is kept: {chosen.id}"
        self.query_one("#removed-detail", Static).update(words)

    @on(Table.Opened)
    def action_restore(self) -> None:
        """Bring the marked articles back, or the selected one."""
        if chosen := self._chosen:
            self._library_worker.restore([each.id for each in chosen], self)
            self.notify(f"Restoring {_named(chosen)}.", markup=False)

    def action_delete(self) -> None:
        """Confirm, then delete the text of the marked articles, or of the selected one."""
        if not (chosen := self._chosen):
            return

        def delete(meant: bool | None) -> None:  # noqa: FBT001 - Textual passes it so
            if meant:
                self._library_worker.delete_permanently([each.id for each in chosen], self)

        words = f"The text of {_named(chosen)} will be deleted from the library. The file is kept."
        words += " This can't be undone."
        self.app.push_screen(ConfirmScreen("Delete permanently?", words, "Delete"), delete)

    def action_back(self) -> None:
        """Leave the screen."""
        self.app.pop_screen()

    @property
    def _chosen(self) -> "list[RemovedArticle]":
        rows = self.query_one(Table).marked
        return [each for row in rows if (each := self._listed.get(row.key))]


def _named(chosen: "list[RemovedArticle]") -> str:
    """Return the title of an article, or how many there are."""
    title = answer_text.shortened(chosen[0].title or chosen[0].id)
    return f"“{title}”" if len(chosen) == 1 else answer_text.counted(len(chosen), "article")


def _row(removed: "RemovedArticle") -> Row:
    here = removed.removed.astimezone()
    published = removed.published.isoformat() if removed.published else "undated"
    return Row(
        removed.id,
        (
            removed.title or _DELETED,
            "" if removed.is_deleted else published,
            removed.source or "",
            f"{here.day} {here:%b %Y %H:%M}",
        ),
        is_muted=removed.is_deleted,
    )
