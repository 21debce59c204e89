"""A table of any length: only visible rows are drawn, and cells are plain text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tui.formatting.answer_text import line
from tui.formatting.table_rows import Column, Row
from tui.widgets.cursor import RowCursor, cursor_bindings, index_within

_GAP = 2
_EMPTY_LINE = 2
_MARK = "●"


class Table(RowCursor):
    """Shows rows and selects one; clicks on headings are posted."""

    BINDING_GROUP_TITLE = "Table"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--head",
        "table--chosen",
        "table--muted",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        *cursor_bindings("row", opening="Open the selected row"),
        Binding("space", "mark", "Mark", tooltip="Mark or unmark the row, to act on several"),
        Binding(
            "asterisk",
            "mark_all",
            "Mark all",
            key_display="*",
            show=False,
            tooltip="Mark all rows that are listed, or unmark them",
        ),
    ]
    N_HEAD_LINES = 1

    @dataclass
    class Chosen(Message):
        """Another row was selected; None if there is none."""

        table: "Table"
        row: Row | None

        @property
        def control(self) -> "Table":
            """The table, for `@on` selectors."""
            return self.table

    @dataclass
    class Opened(Message):
        """The selected row should be opened."""

        table: "Table"
        row: Row

        @property
        def control(self) -> "Table":
            """The table, for `@on` selectors."""
            return self.table

    @dataclass
    class HeadClicked(Message):
        """A heading was clicked."""

        table: "Table"
        column: int

        @property
        def control(self) -> "Table":
            """The table, for `@on` selectors."""
            return self.table

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: str = "",
        can_mark: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._can_mark = can_mark
        self._marked: set[str] = set()
        self._columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._hidden: frozenset[int] = frozenset()
        self._empty = empty
        self._sorted_by: tuple[int, bool] | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows, from the top."""
        return self._rows

    @property
    def n_rows(self) -> int:
        """The number of rows."""
        return len(self._rows)

    @property
    def row(self) -> Row | None:
        """The selected row."""
        return self._rows[self.at] if self.at < len(self._rows) else None

    @property
    def marked(self) -> tuple[Row, ...]:
        """The marked rows among those shown, from the top; the selected row if none is marked."""
        marked = tuple(row for row in self._rows if row.key in self._marked)
        return marked or self._rows[self.at : self.at + 1]

    @property
    def marked_keys(self) -> frozenset[str]:
        """The keys of all marked rows, also of those that aren't shown now."""
        return frozenset(self._marked)

    def action_mark_all(self) -> None:
        """Mark all rows that are shown, or unmark them if all are marked."""
        keys = {row.key for row in self._rows}
        self._marked = self._marked - keys if keys <= self._marked else self._marked | keys
        self.refresh()
        self.post_chosen()

    def action_mark(self) -> None:
        """Mark or unmark the selected row, and select the next."""
        if self.row is not None:
            self._marked ^= {self.row.key}
            self.action_choose(1)
            self.refresh()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable marking only where several rows can be acted on."""
        if action in ("mark", "mark_all"):
            return self._can_mark
        return super().check_action(action, parameters)

    def show(
        self,
        rows: Sequence[Row],
        *,
        empty: str | None = None,
        sorted_by: tuple[int, bool] | None = None,
    ) -> None:
        """Replace the rows; the selected one stays selected if it is still there.

        `empty` is shown if there are none; `sorted_by` is a column and whether it is descending.
        """
        chosen = self.row
        self._rows = tuple(rows)
        self._hidden = self._empty_columns()
        self._empty = self._empty if empty is None else empty
        self._sorted_by = sorted_by
        keys = [row.key for row in self._rows]
        at = keys.index(chosen.key) if chosen and chosen.key in keys else index_within(self.at, len(keys))
        self.virtual_size = Size(self.size.width, len(self._rows) + 1)
        self.set_reactive(Table.at, at)
        self.reveal()
        self.refresh()
        self.post_chosen()

    def on_resize(self) -> None:
        """Redraw the columns for the new width."""
        self.virtual_size = Size(self.size.width, len(self._rows) + 1)
        self.reveal()

    def post_chosen(self) -> None:
        """Post the selected row."""
        self.post_message(self.Chosen(self, self.row))

    def action_open(self) -> None:
        """Open the selected row."""
        if self.row is not None:
            self.post_message(self.Opened(self, self.row))

    def click_head(self, x: int) -> None:
        """Post the heading that was clicked."""
        if (column := self._column_at(x)) is not None:
            self.post_message(self.HeadClicked(self, column))

    def render_line(self, y: int) -> Strip:
        """Draw the headings, a row, or the text for an empty table."""
        width, base = self.size.width, self.rich_style
        if y == 0:
            return self._strip(self._titles(), base + self.get_component_rich_style("table--head"))
        at = self.scroll_offset.y + y - 1
        if not self._rows and y == _EMPTY_LINE:
            muted = base + self.get_component_rich_style("table--muted")
            return Strip([Segment(f" {self._empty}", muted)]).adjust_cell_length(width, base)
        if at >= len(self._rows):
            return Strip.blank(width, base)
        row, style = self._rows[at], base
        if row.is_muted:
            style += Style(color=self.get_component_rich_style("table--muted").color)
        if at == self.at:
            style += self.get_component_rich_style("table--chosen", partial=True)
        return self._strip(row.cells, style, _MARK if row.key in self._marked else " ")

    def _titles(self) -> list[str]:
        titles = [column.title for column in self._columns]
        if self._sorted_by is not None:
            column, down = self._sorted_by
            titles[column] += " ↓" if down else " ↑"
        return titles

    def _strip(self, cells: Sequence[str], style: Style, before: str = " ") -> Strip:
        parts = [
            _fitted(line(cells[column]), width, right=self._columns[column].right)
            for column, width in self._widths()
        ]
        text = before + (" " * _GAP).join(parts)
        return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, style)

    def is_shown(self, column: int) -> bool:
        """Return whether there is room for a column, and something in it."""
        return self.size.width >= self._columns[column].least and column not in self._hidden

    def _empty_columns(self) -> frozenset[int]:
        may_hide = [number for number, column in enumerate(self._columns) if column.may_hide]
        return frozenset(n for n in may_hide if not any(row.cells[n] for row in self._rows))

    def _widths(self) -> list[tuple[int, int]]:
        """Return the columns that fit, with their widths."""
        shown = [n for n in range(len(self._columns)) if self.is_shown(n)]
        fixed = sum(self._columns[n].width for n in shown) + _GAP * (len(shown) - 1) + 2
        shares = sum(self._columns[n].share for n in shown if not self._columns[n].width)
        each = (self.size.width - fixed) / max(1, shares)
        return [(n, self._columns[n].width or max(4, int(each * self._columns[n].share))) for n in shown]

    def _column_at(self, x: int) -> int | None:
        start = 1
        for column, width in self._widths():
            if start <= x < start + width + _GAP:
                return column
            start += width + _GAP
        return None


def _fitted(text: str, width: int, *, right: bool) -> str:
    n_cells = cell_len(text)
    if n_cells > width:
        return set_cell_size(text, width - 1) + "…"
    return " " * (width - n_cells) + text if right else text + " " * (width - n_cells)
