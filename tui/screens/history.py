"""The saved conversations: opened, searched, renamed, deleted, exported."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input, Static

from tui.formatting import answer_text
from tui.formatting.date_ranges import in_local_time
from tui.formatting.table_rows import Column, Row
from tui.messages import ConversationDeleted, ConversationExported, ConversationsListed
from tui.screens.dialogs import PromptScreen, existing_file
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_input import LineInput
from tui.widgets.table import Table
from tui.workers.history_worker import HistoryWorker

if TYPE_CHECKING:
    from qa import ConversationSummary

_COLUMNS = (
    Column("Conversation"),
    Column("Questions", 9, right=True),
    Column("Last question", 17, least=70),
)
_EMPTY = "No conversations yet."
EXPORT_PROMPT = "Export the conversation with all citations to this file (.md or .json):"
_NOT_FOUND = "No conversations match."


class HistoryScreen(Screen[str | None]):
    """Lists the saved conversations, the latest first; returns the id of the one to open."""

    BINDING_GROUP_TITLE = "History"
    AUTO_FOCUS = "Table"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="Go back"),
        Binding("slash", "search", "Search", key_display="/", tooltip="Search titles, questions and answers"),
        Binding("r", "rename", "Rename", tooltip="Rename the selected conversation"),
        Binding("e", "export", "Export", tooltip="Export the conversation to a .md or .json file"),
        Binding("d,delete", "delete", "Delete", tooltip="Delete the selected conversation"),
        Binding("z,Z,ctrl+z", "undo", "Undo", tooltip="Restore the conversation that was deleted last"),
    ]

    def __init__(self, history_worker: HistoryWorker) -> None:
        super().__init__()
        self._history_worker = history_worker
        self._listed: dict[str, ConversationSummary] = {}

    def compose(self) -> ComposeResult:
        """Lay out the search above the table."""
        yield Static("History", classes="heading")
        yield LineInput(placeholder="Search titles, questions and answers", id="search", compact=True)
        yield Table(_COLUMNS, empty=_EMPTY)
        yield KeyBar()

    def on_mount(self) -> None:
        """Request the list."""
        self._history_worker.list_conversations(self)

    def on_conversations_listed(self, message: ConversationsListed) -> None:
        """Show the list, unless the search has changed meanwhile."""
        if message.words != self._search.value:
            return
        self._listed = {each.id: each for each in message.conversations}
        empty = _NOT_FOUND if message.words.strip() else _EMPTY
        self.query_one(Table).show([_row(each) for each in message.conversations], empty=empty)

    @on(Input.Changed, "#search")
    def _find(self, event: Input.Changed) -> None:
        self._history_worker.list_conversations(self, event.value)

    @on(Input.Submitted, "#search")
    def _to_table(self) -> None:
        self.query_one(Table).focus()

    @on(Table.Opened)
    def _open(self, event: Table.Opened) -> None:
        self.dismiss(event.row.key)

    def action_back(self) -> None:
        """Clear the search, or leave the screen."""
        if self._search.value or self._search.has_focus:
            self._search.value = ""
            self.query_one(Table).focus()
        else:
            self.dismiss(None)

    def action_search(self) -> None:
        """Go to the search."""
        self.set_focus(self._search)

    def action_rename(self) -> None:
        """Prompt for another title."""
        if (chosen := self._chosen) is None:
            return

        def rename(title: str | None) -> None:
            if title:
                self._history_worker.rename(chosen.id, answer_text.line(title))
                self._refresh()

        self.app.push_screen(PromptScreen("Rename", "New name:", answer_text.line(chosen.title)), rename)

    def action_delete(self) -> None:
        """Delete the conversation; it can be restored until the app is closed."""
        if (chosen := self._chosen) is None:
            return
        self._history_worker.delete(chosen.id)
        self.app.post_message(ConversationDeleted(chosen.id))
        self._refresh()
        self.notify(f"Deleted “{answer_text.shortened(chosen.title)}”. Press Z to undo.", markup=False)

    def action_undo(self) -> None:
        """Restore the conversation that was deleted last."""
        self._history_worker.restore_deleted()
        self.app.clear_notifications()  # they say how to undo it
        self._refresh()

    def action_export(self) -> None:
        """Prompt for a file, then export the conversation."""
        if (chosen := self._chosen) is None:
            return

        def export(name: str | None) -> None:
            if name:
                self._history_worker.export(self, chosen.id, Path(name).expanduser().absolute())

        self.app.push_screen(
            PromptScreen("Export", EXPORT_PROMPT, file_name(chosen.title), objection=existing_file), export
        )

    def on_conversation_exported(self, message: ConversationExported) -> None:
        """Notify where the file is."""
        self.notify(f"Exported to {answer_text.line(str(message.path))}", markup=False)

    def _refresh(self) -> None:
        self._history_worker.list_conversations(self, self._search.value)

    @property
    def _chosen(self) -> "ConversationSummary | None":
        row = self.query_one(Table).row
        return self._listed.get(row.key) if row else None

    @property
    def _search(self) -> Input:
        return self.query_one("#search", Input)


def _row(summary: "ConversationSummary") -> Row:
    return Row(summary.id, (summary.title, str(summary.n_turns), in_local_time(summary.changed)))


def file_name(title: str) -> str:
    """Return a name for the export of a conversation."""
    words = re.findall(r"\w+", title.lower())
    return f"~/{'-'.join(words[:6]) or 'conversation'}.md"
