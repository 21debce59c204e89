"""A dialog that gives articles a tag, or puts them into a collection, and takes them out again."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from qa import Label, folded
from tui.formatting import answer_text
from tui.formatting.table_rows import Column, Row
from tui.messages import LabelsListed
from tui.state import LabelChange, LabelKind
from tui.widgets.line_input import LineInput
from tui.widgets.table import Table
from tui.workers.label_worker import LabelWorker

_MOST_CHARACTERS = 60
_NEW = "\n"  # no label has this name
_TITLES = {LabelKind.TAG: "Tag {}", LabelKind.COLLECTION: "Add {} to a collection"}
_COLUMNS = (Column("Name"), Column("Articles", 8, right=True), Column("Have it", 10))
_PLACEHOLDERS = {LabelKind.TAG: "Find or name a tag", LabelKind.COLLECTION: "Find or name a collection"}


class LabelScreen(ModalScreen[LabelChange | None]):
    """Lists the labels and returns the change to make; None if the user cancels.

    `held` has, for each article, the labels that it has; `note` is shown above the input.
    """

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel"),
        Binding("up", "choose(-1)", "Up", show=False),
        Binding("down", "choose(1)", "Down", show=False),
        Binding("d,delete", "take_away", "Take away", show=False),  # while typing, the input has these keys
    ]

    def __init__(
        self,
        kind: LabelKind,
        held: Mapping[str, Sequence[str]],
        known: Collection[Label],
        worker: LabelWorker,
        note: str = "",
    ) -> None:
        super().__init__()
        self._note = note
        self._kind, self._held, self._worker = kind, held, worker
        self._known = {label.name: label.n_articles for label in known}
        self._counts = Counter(name for names in held.values() for name in names)

    def compose(self) -> ComposeResult:
        """Lay out the input above the list."""
        sheet = Vertical(classes="sheet labels")
        sheet.border_title = _TITLES[self._kind].format(answer_text.counted(len(self._held), "article"))
        sheet.border_subtitle = "Enter: add · Tab, then D: take away · Esc: cancel"
        with sheet:
            if self._note:
                yield Static(self._note, markup=False)
            yield LineInput(placeholder=_PLACEHOLDERS[self._kind], max_length=_MOST_CHARACTERS, compact=True)
            yield Table(_COLUMNS, empty=f"No {self._kind.value}s yet. Type a name and press Enter.")

    def on_mount(self) -> None:
        """Show the labels that are known, and ask for those that are stored."""
        self._show()
        self._worker.list_labels(self)

    def on_labels_listed(self, message: LabelsListed) -> None:
        """Show the stored labels."""
        self._known = {label.name: label.n_articles for label in message.of(self._kind)}
        self._show()

    @on(Input.Changed)
    def _show(self) -> None:
        words = self.query_one(Input).value.strip()
        names = [name for name in self._known if folded(words) in folded(name)]
        names.sort(key=lambda name: (-self._counts[name], folded(name)))
        rows = [Row(name, (name, f"{self._known[name]:,}", self._share(name))) for name in names]
        if words and folded(words) not in map(folded, self._known):
            rows.append(Row(_NEW, (f"New: {words}", "", "")))
        table = self.query_one(Table)
        table.show(rows)
        table.choose(0)

    def _share(self, name: str) -> str:
        n_held = self._counts[name]
        return "all" if n_held == len(self._held) else f"{n_held:,} of {len(self._held):,}" if n_held else ""

    def action_choose(self, step: int) -> None:
        """Select the next or previous label."""
        self.query_one(Table).action_choose(step)

    @on(Input.Submitted)
    @on(Table.Opened)
    def _take(self) -> None:
        row = self.query_one(Table).row
        if row is None:
            return
        is_new = row.key == _NEW
        name = self.query_one(Input).value.strip() if is_new else row.key
        if self._counts[name] == len(self._held):
            said = f"Already given: “{answer_text.line(name)}”. To take it away, press Tab, then D."
            self.notify(said, markup=False)
        else:
            self.dismiss(LabelChange(self._kind, name, tuple(self._held), is_added=True, is_new=is_new))

    def action_take_away(self) -> None:
        """Take the selected label away from the articles that have it."""
        row = self.query_one(Table).row
        if row is not None and self._counts[row.key]:
            self.dismiss(LabelChange(self._kind, row.key, tuple(self._held), is_added=False))

    def action_leave(self) -> None:
        """Close without a change."""
        self.dismiss(None)
