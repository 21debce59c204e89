"""The base of screens with a table: sorting and filtering."""

from abc import abstractmethod
from typing import ClassVar

from textual import on
from textual.screen import Screen
from textual.widgets import Input

from tui.widgets.table import Table


class TableScreen(Screen[None]):
    """A screen with one table of `N_COLUMNS` columns and the filter input `FILTER`."""

    N_COLUMNS: ClassVar[int]
    FILTER: ClassVar[str]

    def __init__(self, *, sorted_by: int, down: bool) -> None:
        super().__init__()
        self._sorted_by, self._down = sorted_by, down

    @abstractmethod
    def show_sorted(self) -> None:
        """Show the rows in the current order."""

    @property
    def _table(self) -> Table:
        return self.query_one(Table)

    @on(Input.Submitted)
    def _to_table(self) -> None:
        self._table.focus()

    @on(Table.HeadClicked)
    def _sort_by(self, event: Table.HeadClicked) -> None:
        self._down = not self._down if event.column == self._sorted_by else False
        self._sorted_by = event.column
        self.show_sorted()

    def action_sort(self) -> None:
        """Sort by the next column that is shown."""
        following = ((self._sorted_by + step) % self.N_COLUMNS for step in range(1, self.N_COLUMNS + 1))
        self._sorted_by, self._down = next(filter(self._table.is_shown, following)), False
        self.show_sorted()

    def action_turn(self) -> None:
        """Reverse the sort order."""
        self._down = not self._down
        self.show_sorted()

    def action_filter(self) -> None:
        """Go to the filter."""
        self.set_focus(self.query_one(self.FILTER))

    def action_back(self) -> None:
        """Clear the filter, or leave the screen."""
        words = self.query_one(self.FILTER, Input)
        if words.value or words.has_focus:
            words.value = ""
            self._table.focus()
        else:
            self.app.pop_screen()
