"""The notebook: entries with pinned answers and notes; searched, reordered, deleted, exported."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from tui.citation_places import places_of
from tui.formatting import answer_text
from tui.formatting.date_ranges import in_short
from tui.formatting.table_rows import Column, Row
from tui.messages import NotebookExported, NotesListed
from tui.screens.dialogs import PromptScreen, existing_file
from tui.screens.quote_actions import QuoteActions
from tui.state import Place
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_input import LineInput
from tui.widgets.table import Table
from tui.workers.engine_worker import EngineWorker
from tui.workers.notebook_worker import NotebookWorker

if TYPE_CHECKING:
    from qa import Note, Span

_COLUMNS = (
    Column("Day", width=17),
    Column("Question", share=3),
    Column("Answer", share=5),
    Column("Note", share=2, least=70, may_hide=True),
)
_EMPTY = "Nothing pinned yet. Press P on an answer to pin it."
_NOT_FOUND = "No entries match."
_MOVE = Binding.Group("Move", compact=True)
_MOVING = "Move the entry up or down"


class NotebookScreen(QuoteActions):
    """Lists the entries by day or in the user's order, with the quote of the selected one."""

    BINDING_GROUP_TITLE = "Notebook"
    AUTO_FOCUS = "Table"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="Clear the search, or go back"),
        Binding("z,Z,ctrl+z", "restore", "Undo", tooltip="Restore the entry that was deleted last"),
        Binding("slash", "search", "Search", key_display="/", tooltip="Search questions, answers and notes"),
        Binding("n", "write", "Note", tooltip="Add a note to the entry, or change it"),
        Binding("K", "move(-1)", "Move", group=_MOVE, tooltip=_MOVING),
        Binding("J", "move(1)", "Move", group=_MOVE, tooltip=_MOVING),
        Binding("s", "sort", "Sort", tooltip="Sort by day, or in your own order"),
        Binding("e", "export", "Export", tooltip="Export all entries: .md, .docx, .html, .csv, .bib, .json"),
        Binding("d,delete", "delete", "Delete", tooltip="Delete the entry"),
        Binding("y", "copy_quote", "Copy", tooltip="Copy the quote with its source and date"),
        Binding("v", "show_page", "Page", tooltip="Show the page of the PDF, with the quote highlighted"),
        Binding(
            "Y", "copy_footnote", "Footnote", show=False, tooltip="Copy the quote with a Markdown footnote"
        ),
        Binding(
            "f",
            "ask_only",
            "Ask only this",
            show=False,
            tooltip="Ask only this article, until you remove the filter",
        ),
    ]

    def __init__(self, engine_worker: EngineWorker, notebook: NotebookWorker) -> None:
        super().__init__()
        self._engine_worker = engine_worker
        self._notebook = notebook
        self._current = engine_worker.library_worker.with_current_articles
        self._notes: dict[str, Note] = {}
        self._deleted: list[Note] = []
        self._is_by_day: bool | None = None  # the order kept, until it is known
        self._restored = ""  # the id of the note to select when it is listed

    def compose(self) -> ComposeResult:
        """Lay out the search, the table, and the selected entry."""
        yield Static("Notebook", classes="heading", id="notebook-heading", markup=False)
        yield LineInput(placeholder="Search questions, answers and notes", id="search", compact=True)
        yield Table(_COLUMNS, empty="Loading…")
        with VerticalScroll(id="note-detail", can_focus=False):
            yield Static(markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Request the notes."""
        self._refresh()

    def on_notes_listed(self, message: NotesListed) -> None:
        """Show the notes, unless the search has changed meanwhile."""
        if self._is_by_day is None:
            self._is_by_day = message.by_day
            self._show_order()
        if (message.words, message.by_day) == (self._search.value, self._is_by_day):
            self._notes = {note.id: note for note in message.notes}
            empty = _NOT_FOUND if message.words.strip() else _EMPTY
            self.query_one(Table).show([_row(note) for note in message.notes], empty=empty)
            if self._restored in self._notes:
                self.query_one(Table).choose(list(self._notes).index(self._restored))
                self._restored = ""

    @on(Input.Changed, "#search")
    def _refresh(self) -> None:
        self._notebook.list_notes(self, self._current, self._search.value, by_day=self._is_by_day)

    @on(Input.Submitted, "#search")
    def _to_table(self) -> None:
        self.query_one(Table).focus()

    @on(Table.Chosen)
    def _show_detail(self) -> None:
        note = self._chosen
        detail = self.query_one("#note-detail")
        detail.display = note is not None
        detail.query_one(Static).update(_detail(note) if note else Content(""))
        detail.scroll_home(animate=False)
        self.refresh_bindings()

    # Acting on notes

    @property
    def acted_on(self) -> Place | None:
        """The place of the selected note's first quote."""
        note = self._chosen
        return _places(note)[0] if note is not None else None

    @on(Table.Opened)
    def _open(self) -> None:
        from tui.screens.article import ArticleScreen

        if (note := self._chosen) is not None:
            places = _places(note)
            self.app.push_screen(ArticleScreen(places[0], places, self._engine_worker.library_worker))

    def action_write(self) -> None:
        """Prompt for the note of the selected entry."""
        if (note := self._chosen) is None:
            return

        def write(text: str | None) -> None:
            if text is not None:
                self._notebook.write(note.id, text)
                self._refresh()

        words = f"Note on “{answer_text.shortened(note.question)}”:"
        self.app.push_screen(PromptScreen("Note", words, note.text, may_be_empty=True), write)

    def action_sort(self) -> None:
        """Sort the entries by day, or in the user's own order; an export has the same order."""
        self._is_by_day = not self._is_by_day
        self._notebook.keep_order(by_day=self._is_by_day)
        self._show_order()
        self._refresh()

    def _show_order(self) -> None:
        heading = "Notebook · by day" if self._is_by_day else "Notebook"
        self.query_one("#notebook-heading", Static).update(heading)
        self.refresh_bindings()

    def action_move(self, step: int) -> None:
        """Move the selected entry up or down."""
        if (note := self._chosen) is not None:
            self._notebook.move(note.id, step)
            self._refresh()

    def action_delete(self) -> None:
        """Delete the selected entry; it can be restored until the screen is left."""
        if (note := self._chosen) is not None:
            self._deleted.append(note)
            self._notebook.delete(note.id)
            self._refresh()
            self.notify("Deleted. Press Z to undo.", markup=False)

    def action_restore(self) -> None:
        """Restore the entry that was deleted last."""
        if self._deleted:
            note = self._deleted.pop()
            self._restored = note.id
            self._notebook.restore(note)
            self.app.clear_notifications()  # they say how to undo it
            self._refresh()

    def action_export(self) -> None:
        """Prompt for a file, then export all entries."""

        def export(name: str | None) -> None:
            if name:
                path = Path(name).expanduser().absolute()
                self._notebook.export(self, self._current, path, by_day=bool(self._is_by_day))

        order = ", by day," if self._is_by_day else ""
        words = (
            f"Export all entries{order} to this file: .md with footnotes, .docx for Word, .html, .csv for"
            " spreadsheets, or .bib (BibTeX) and .json (CSL) for reference managers:"
        )
        self.app.push_screen(PromptScreen("Export", words, "~/notebook.md", objection=existing_file), export)

    def on_notebook_exported(self, message: NotebookExported) -> None:
        """Notify where the file is."""
        self.notify(f"Exported to {answer_text.line(str(message.path))}", markup=False)

    def action_search(self) -> None:
        """Go to the search."""
        self.set_focus(self._search)

    def action_back(self) -> None:
        """Clear the search, or leave the screen."""
        if self._search.value or self._search.has_focus:
            self._search.value = ""
            self.query_one(Table).focus()
        else:
            self.app.pop_screen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable Undo only after an entry was deleted, and moving only while all are in the user's order."""
        if action == "restore":
            return bool(self._deleted)
        if action == "move":
            return self.is_mounted and not self._is_by_day and not self._search.value.strip()
        return super().check_action(action, parameters)

    @property
    def _chosen(self) -> "Note | None":
        row = self.query_one(Table).row
        return self._notes.get(row.key) if row else None

    @property
    def _search(self) -> Input:
        return self.query_one("#search", Input)


def _row(note: "Note") -> Row:
    return Row(note.id, (_day(note), note.question, note.answer.text or "", note.text))


def _day(note: "Note") -> str:
    """Return the day that an answer is about; the day of its article in brackets."""
    if note.days is None:
        return ""
    days = in_short(*note.days)
    return days if note.dated is not None else f"({days})"


def _places(note: "Note") -> tuple[Place, ...]:
    articles = {citation.article.id: citation.article for citation in note.answer.citations}
    return places_of(note.answer, articles.__getitem__)


def _detail(note: "Note") -> Content:
    """Return the note, the source, how the day was worked out, and the first quote, which may be long."""
    first = note.answer.citations[0]
    start = first.article_span.start
    mark: Span | None = first.answer_span
    if note.is_quote:
        mark = note.dated.article_span if note.dated else None
        mark = mark if mark and first.article_span.contains(mark) else None
    parts: list[answer_text.Piece] = (
        [(f"{answer_text.line(note.text)}\n", answer_text.ACCENT)] if note.text else []
    )
    parts += [
        (answer_text.shortened(first.article.title, 64), "bold"),
        (f" · {answer_text.source_line(first.article.published, first.article.source)}", answer_text.MUTED),
    ]
    parts += ["\n", *_worked_out(note)] if note.dated else []
    return Content.assemble(*parts, "\n", answer_text.marked(first.quote, start, mark))


def _worked_out(note: "Note") -> list[answer_text.Piece]:
    from qa import day_line

    return [(answer_text.line(day_line(note)), answer_text.MUTED)]
