"""A file of questions: asked, stopped, resumed, browsed and exported."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Input, ProgressBar, Static

from qa import confidence_words
from tui.batch_state import BatchEntry, BatchState, RowState
from tui.formatting import answer_text, batch_text
from tui.formatting.table_rows import Column, Row
from tui.messages import BatchExported, BatchRefused
from tui.screens.batch_row import BatchRowScreen
from tui.screens.dialogs import ConfirmScreen, PromptScreen
from tui.screens.table_screen import TableScreen
from tui.state import LibraryState
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_input import LineInput
from tui.widgets.status_bar import StatusBar
from tui.widgets.table import Table
from tui.workers.engine_worker import EngineWorker

_COLUMNS = (
    Column("No.", 6, right=True),
    Column("Question", share=3),
    Column("Answer", share=2),
    Column("Date", 10),
    Column("Status", 11),
    Column("Confidence", 12, least=100),
)
_SORTS = ("number", "question", "answer", "value", "state", "confidence")
_KINDS = (
    ("All", frozenset(RowState)),
    ("Answered", frozenset({RowState.ANSWERED, RowState.LISTED})),
    ("Not found", frozenset({RowState.NOT_FOUND, RowState.NO_QUESTION})),
    ("Errors", frozenset({RowState.FAILED})),
)
_NONE_SUCH = "No questions match."


class KindChip(Static):
    """The number of questions with some statuses; a click shows only those."""

    def __init__(self, kind: int) -> None:
        super().__init__(markup=False)
        self.kind = kind

    def on_click(self) -> None:
        """Show only those."""
        screen = self.screen
        if isinstance(screen, BatchScreen):
            screen.show_kind(self.kind)


class BatchScreen(TableScreen):
    """Shows the questions of a file with their results; leaving the screen doesn't stop the run."""

    BINDING_GROUP_TITLE = "Batch"
    AUTO_FOCUS = ""
    N_COLUMNS = len(_COLUMNS)
    FILTER = "#batch-filter"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", tooltip="Clear the filter, or go back (the run continues)"),
        Binding("A", "choose", "Ask file", tooltip="Choose a file of questions to ask"),
        Binding("c", "stop", "Stop", tooltip="Stop after the current question (finished answers are kept)"),
        Binding("g,G", "go_on", "Resume", tooltip="Ask the remaining questions"),
        Binding(
            "f", "kind", "Status", tooltip="Show all questions, or only answered, not found or failed ones"
        ),
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Show only matching questions"),
        Binding("s", "sort", "Sort", tooltip="Sort by the next column"),
        Binding("S", "turn", "Reverse", show=False, tooltip="Reverse the sort order"),
        Binding("n", "newest", "Follow", show=False, tooltip="Keep the latest answer selected"),
        Binding("e,E", "export", "Export", tooltip="Export the answers to a .jsonl, .csv, .md or .html file"),
        Binding("r,R", "ask_again", "Ask again", tooltip="Ask all questions again (asks first)"),
    ]

    def __init__(self, engine_worker: EngineWorker) -> None:
        super().__init__(sorted_by=0, down=False)
        self._engine_worker = engine_worker
        self._batch_worker = engine_worker.batch_worker
        self._state = BatchState()
        self._kind = 0
        self._rows: dict[int, tuple[BatchEntry, Row]] = {}
        self._followed: str | None = (
            ""  # the key of the row selected for the user; None once they select another
        )

    def compose(self) -> ComposeResult:
        """Lay out the tools, the progress and the table."""
        yield StatusBar("Batch")
        with Horizontal(id="batch-tools"):
            yield LineInput(placeholder="Filter questions", id="batch-filter", compact=True)
            yield Button("Ask file…", id="batch-choose", compact=True)
            yield Button("Stop", id="batch-stop", compact=True)
            yield Button("Resume", id="batch-go-on", compact=True)
            yield Button("Ask again", id="batch-ask-again", compact=True)
            yield Button("Export…", id="batch-export", compact=True)
        with Horizontal(id="batch-progress"):
            yield ProgressBar(show_eta=False, show_percentage=False, id="batch-bar")
            yield Static(id="batch-status", markup=False)
        with Horizontal(id="batch-kinds"):
            for number in range(len(_KINDS)):
                yield KindChip(number)
            yield Static(id="batch-file", markup=False)
        yield Static(id="batch-trouble", markup=False)
        yield Static(batch_text.welcome(), id="batch-welcome", markup=False)
        yield Table(_COLUMNS)
        yield Static(id="batch-detail", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Follow the run, and focus the first available action."""
        self.watch(self.app, "library", self._show_library)
        self.watch(self.app, "batch", self._take)
        (self._table if self._table.display else self.query_one("#batch-choose")).focus()

    def _show_library(self, library: LibraryState) -> None:
        self.query_one(StatusBar).show(library)

    def _take(self, state: BatchState) -> None:
        """Show the progress."""
        old, self._state = self._state, state
        has_file = state.n_rows > 0
        for name in ("#batch-filter", "#batch-export", "#batch-kinds", "Table", "#batch-detail"):
            self.query_one(name).display = has_file
        self.query_one("#batch-progress").display = has_file or state.is_running
        self.query_one("#batch-welcome").display = not has_file
        self.query_one("#batch-ask-again").display = state.can_ask_again
        self.query_one("#batch-stop").display = state.can_stop
        self.query_one("#batch-go-on").display = state.can_go_on
        self.query_one("#batch-export", Button).disabled = state.n_done == 0
        self.query_one(ProgressBar).update(total=state.n_rows or None, progress=state.n_done)
        self.query_one("#batch-status", Static).update(batch_text.progress(state))
        trouble = self.query_one("#batch-trouble", Static)
        trouble.display = state.error is not None
        trouble.update(answer_text.trouble(state.error) if state.error else "")
        path = answer_text.file_path(str(state.path)) if state.path else ""
        self.query_one("#batch-file", Static).update(path)
        if state.path != old.path:
            self._kind, self._followed = 0, ""
        self._show_kinds()
        self.show_sorted()
        if has_file and not old.n_rows:
            self._table.focus()
        if (state.stage, state.n_done > 0) != (old.stage, old.n_done > 0):
            self.refresh_bindings()

    def _show_kinds(self) -> None:
        state = self._state
        counts = (state.n_rows, state.n_answered, state.n_refused, state.n_failed)
        for chip, (title, _), count in zip(self.query(KindChip), _KINDS, counts, strict=True):
            chip.update(f"{title} {count:,}")
            chip.set_class(chip.kind == self._kind, "-chosen")

    @on(Input.Changed, "#batch-filter")
    def show_sorted(self) -> None:
        """Show the rows that match the filters; keep the newest selected until the user selects another."""
        table = self._table
        if self._followed and table.row is not None and table.row.key != self._followed:
            self._followed = None
        shown = self._shown()
        rows = [self._row(entry) for entry in shown]
        table.show(rows, empty=_NONE_SUCH, sorted_by=(self._sorted_by, self._down))
        newest = self._batch_worker.newest
        if self._followed is not None and self._state.is_running and newest:
            at = next((place for place, entry in enumerate(shown) if entry.number == newest), None)
            if at is not None:
                table.at = at
                self._followed = rows[at].key

    def _shown(self) -> list[BatchEntry]:
        states = _KINDS[self._kind][1]
        words = self.query_one("#batch-filter", Input).value.casefold().split()
        shown = list(self._batch_worker.entries)
        if self._kind:
            shown = [entry for entry in shown if entry.state in states]
        if words:
            shown = [entry for entry in shown if _has(entry, words)]
        if self._sorted_by:
            shown.sort(key=lambda entry: _sort_key(entry, _SORTS[self._sorted_by]), reverse=self._down)
        elif self._down:
            shown.reverse()
        return shown

    def _row(self, entry: BatchEntry) -> Row:
        """Return the row of an entry; rows are cached because there can be tens of thousands."""
        kept = self._rows.get(entry.number)
        if kept is None or kept[0] is not entry:
            kept = self._rows[entry.number] = (entry, _row(entry))
        return kept[1]

    @on(Table.Chosen)
    def _describe(self) -> None:
        entry = self._chosen
        self.query_one("#batch-detail", Static).update(batch_text.described(entry) if entry else "")

    @on(Table.Opened)
    def _open(self, event: Table.Opened) -> None:
        numbers = [entry.number for entry in self._shown() if entry.state is not RowState.WAITING]
        number = int(event.row.key)
        if number in numbers:
            self.app.push_screen(BatchRowScreen(self._engine_worker, numbers, number))
        else:
            self.notify("This question hasn't been answered yet.", markup=False)

    def show_kind(self, kind: int) -> None:
        """Show only questions with some statuses; `kind` counts from 0 (all)."""
        self._kind = kind
        self._show_kinds()
        self.show_sorted()

    @on(Button.Pressed, "#batch-choose")
    def action_choose(self) -> None:
        """Let the user choose a file and ask its questions; confirm first if another is running."""
        if not self._state.is_running:
            self._pick()
            return

        def pick(meant: bool | None) -> None:  # noqa: FBT001 - Textual passes it so
            if meant:
                self._batch_worker.stop()
                self._pick()

        words = "The current file is still running.\nFinished answers are kept, and you can resume later."
        self.app.push_screen(ConfirmScreen("Stop the current file?", words, "Stop"), pick)

    def _pick(self) -> None:
        from qa import is_question_file
        from tui.screens.picker import PickerScreen

        def ask(path: Path | None) -> None:
            if path is not None:
                self._batch_worker.choose(path)

        self.app.push_screen(
            PickerScreen("Ask a file of questions", accept="Ask", offered=is_question_file), ask
        )

    @on(Button.Pressed, "#batch-stop")
    def action_stop(self) -> None:
        """Finish the current question and stop."""
        self._batch_worker.stop()

    @on(Button.Pressed, "#batch-go-on")
    def action_go_on(self) -> None:
        """Ask the remaining questions."""
        self._followed = ""
        self._batch_worker.go_on()
        self._table.focus()

    @on(Button.Pressed, "#batch-ask-again")
    def action_ask_again(self) -> None:
        """Confirm, then ask all questions again."""

        def begin(meant: bool | None) -> None:  # noqa: FBT001 - Textual passes it so
            if meant:
                self._followed = ""
                self._batch_worker.go_on(restart=True)

        answers = answer_text.counted(self._state.n_done, "answer")
        words = f"This replaces {answers}."
        self.app.push_screen(ConfirmScreen("Ask all questions again?", words, "Ask again"), begin)

    @on(Button.Pressed, "#batch-export")
    def action_export(self) -> None:
        """Prompt for a file and export the answers; confirm before an existing file is replaced."""
        if self._state.n_done == 0 or self._state.path is None:
            return

        def export(name: str | None) -> None:
            if name:
                self._write(Path(name).expanduser().absolute())

        words = (
            f"Export {answer_text.counted(self._state.n_done, 'row')} to this file. The extension sets the format:"
            " .jsonl for programs, .csv for spreadsheets, .md or .html for reading."
        )
        name = self._state.path.with_name(f"{self._state.path.stem}-answers.csv")
        self.app.push_screen(PromptScreen("Export", words, answer_text.file_path(str(name))), export)

    def _write(self, path: Path) -> None:
        def write(meant: bool | None) -> None:  # noqa: FBT001 - Textual passes it so
            if meant:
                self._batch_worker.export(self, path, over=True)

        if path.exists():
            words = f"This file already exists:\n{answer_text.file_path(str(path))}"
            self.app.push_screen(ConfirmScreen("Replace this file?", words, "Replace"), write)
        else:
            self._batch_worker.export(self, path)

    def on_batch_exported(self, message: BatchExported) -> None:
        """Notify where the file is."""
        rows = answer_text.counted(message.n_rows, "row")
        self.notify(f"Exported {rows} to {answer_text.file_path(str(message.path))}", markup=False)

    def on_batch_refused(self, message: BatchRefused) -> None:
        """Notify why nothing was exported."""
        words = f"{message.error.message} {message.error.hint}"
        self.notify(answer_text.line(words), severity="error", markup=False)

    def action_kind(self) -> None:
        """Show only the questions with the next status."""
        self.show_kind((self._kind + 1) % len(_KINDS))

    def action_newest(self) -> None:
        """Keep the newest answer selected."""
        self._followed = ""
        self.show_sorted()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable what is possible now."""
        state = self._state
        if action == "stop":
            return state.can_stop
        if action == "go_on":
            return state.can_go_on
        if action == "ask_again":
            return state.can_ask_again
        if action == "export":
            return state.n_done > 0
        if action in ("kind", "filter", "sort", "turn", "newest"):
            return state.n_rows > 0
        return super().check_action(action, parameters)

    @property
    def _chosen(self) -> BatchEntry | None:
        row, entries = self._table.row, self._batch_worker.entries
        at = int(row.key) - 1 if row else len(entries)
        return entries[at] if at < len(entries) else None


def _row(entry: BatchEntry) -> Row:
    sure = confidence_words(entry.confidence).split(" (")[0] if entry.confidence is not None else ""
    question = entry.question or f"(line {entry.line})"
    answer = batch_text.short_error(entry.error) if entry.error else entry.answer
    cells = (f"{entry.number:,}", question, answer, batch_text.short_date(entry), entry.state.value, sure)
    return Row(str(entry.number), cells, is_muted=entry.state is RowState.WAITING)


def _has(entry: BatchEntry, words: Sequence[str]) -> bool:
    text = f"{entry.question} {entry.answer} {entry.when} {entry.state}".casefold()
    return all(word in text for word in words)


def _sort_key(entry: BatchEntry, column: str) -> Any:
    """Return the sort key; missing values come last, or first in reverse order."""
    value = getattr(entry, column)
    if isinstance(value, str):
        return (not value, value.casefold())
    return (value is None, value or 0)
