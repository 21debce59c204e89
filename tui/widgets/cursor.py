"""Selecting one row of many with keys and mouse: the same everywhere."""

from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click, Key
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from tui.widgets.key_order import keep_order

_CHOOSE = Binding.Group("Select", compact=True)


def step_bindings(noun: str, opening: str, *, is_shown: bool) -> list[BindingType]:
    """Return the keys that open the selected `noun` and select the next or previous one."""
    choosing = f"Select the previous or next {noun}"
    return [
        Binding("enter", "open", "Open", tooltip=opening),
        Binding("up", "choose(-1)", "Select", group=_CHOOSE, show=is_shown, tooltip=choosing),
        Binding("down", "choose(1)", "Select", group=_CHOOSE, show=is_shown, tooltip=choosing),
    ]


def cursor_bindings(noun: str, opening: str) -> list[BindingType]:
    """Return the keys of a RowCursor."""
    paging, edges = "Move a page up or down", f"Select the first or last {noun}"
    return [
        *step_bindings(noun, opening, is_shown=False),
        Binding("pageup", "page(-1)", "Page up", show=False, tooltip=paging),
        Binding("pagedown", "page(1)", "Page down", show=False, tooltip=paging),
        Binding("home", "edge(0)", "First", show=False, tooltip=edges),
        Binding("end", "edge(1)", "Last", show=False, tooltip=edges),
    ]


def index_within(at: int, n: int) -> int:
    """Return the index from 0 to n − 1 that is nearest to `at`; 0 if there are none."""
    return max(0, min(at, n - 1))


class RowCursor(ScrollView, can_focus=True):
    """A view of rows that are `n_row_lines` high, below `N_HEAD_LINES` lines, with one row selected.

    A subclass draws the lines, sets `virtual_size`, and posts the selected row and the one to open.
    """

    N_HEAD_LINES: ClassVar[int] = 0
    STYLES: ClassVar[str] = ""  # what the names of its component classes begin with

    at: reactive[int] = reactive(0, init=False)

    @property
    def n_rows(self) -> int:
        """The number of rows."""
        raise NotImplementedError

    @property
    def n_row_lines(self) -> int:
        """The number of lines of each row."""
        return 1

    def post_chosen(self) -> None:
        """Post the selected row."""
        raise NotImplementedError

    def action_open(self) -> None:
        """Post that the selected row should be opened."""
        raise NotImplementedError

    def choose(self, at: int) -> None:
        """Select a row by its index."""
        self.at = index_within(at, self.n_rows)

    def watch_at(self) -> None:
        """Show the selected row and post it."""
        self.reveal()
        self.refresh()
        self.post_chosen()

    def action_choose(self, step: int) -> None:
        """Select the next or previous row."""
        self.choose(self.at + step)

    def action_page(self, step: int) -> None:
        """Select a row a page away."""
        self.choose(self.at + step * max(1, self._n_view_lines // self.n_row_lines - 1))

    def action_edge(self, end: int) -> None:
        """Select the first or last row."""
        self.choose(end * self.n_rows)

    async def on_key(self, event: Key) -> None:
        """Handle keys in the order in which they were typed."""
        await keep_order(self, event)

    def on_click(self, event: Click) -> None:
        """Select the row that was clicked, or open it on a double click."""
        event.stop()
        if event.y < self.N_HEAD_LINES:
            self.click_head(event.x)
            return
        at = (self.scroll_offset.y + event.y - self.N_HEAD_LINES) // self.n_row_lines
        if at >= self.n_rows:
            return
        if at == self.at and event.chain > 1:
            self.action_open()
        self.choose(at)

    def click_head(self, x: int) -> None:
        """Do nothing, unless a subclass does."""

    def text_at(self, y: int) -> str:
        """Return a line of the view as text."""
        return self.render_line(y).text

    def reveal(self) -> None:
        """Scroll the selected row into view."""
        top, first = self.scroll_offset.y, self.at * self.n_row_lines
        last = first + self.n_row_lines
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif last > top + self._n_view_lines:
            self.scroll_to(y=last - self._n_view_lines, animate=False, force=True)

    def row_style(self, at: int) -> Style | None:
        """Return what the selected row adds to the styles of its parts; None for other rows."""
        return (
            self.get_component_rich_style(f"{self.STYLES}--chosen", partial=True) if at == self.at else None
        )

    def part_style(self, name: str, base: Style, row: Style | None) -> Style:
        """Return the style of a part of a row, or of plain text if it has no name."""
        style = base + self.get_component_rich_style(f"{self.STYLES}--{name}") if name else base
        return style + row if row else style

    @property
    def _n_view_lines(self) -> int:
        return max(1, self.size.height - self.N_HEAD_LINES)
