"""A line that takes a day."""

from textual.widgets import Input


class DateInput(Input):
    """Says that it means any day while it is empty, and how a day is written once it has the keys."""

    def __init__(self, name: str, *, id: str) -> None:  # noqa: A002 - Textual's name
        self._unset = f"{name}: any day"
        super().__init__(placeholder=self._unset, id=id, compact=True)

    def on_focus(self) -> None:
        """Show how a day is written."""
        self.placeholder = "YYYY-MM-DD"

    def on_blur(self) -> None:
        """Say that no day is set."""
        self.placeholder = self._unset
