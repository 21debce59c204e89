"""An input for a date."""

from datetime import date

from tui.widgets.line_input import LineInput


class DateInput(LineInput):
    """Shows “any” while empty, and the date format while focused."""

    def __init__(self, name: str, day: date | None = None, *, id: str) -> None:  # noqa: A002 - Textual's name
        self._unset = f"{name}: any"
        super().__init__(day.isoformat() if day else "", placeholder=self._unset, id=id, compact=True)

    def on_focus(self) -> None:
        """Show the date format."""
        self.placeholder = "YYYY-MM-DD"

    def on_blur(self) -> None:
        """Show that no date is set."""
        self.placeholder = self._unset
