"""An input for the first or last date of a period."""

from datetime import date, datetime

from tui.widgets.line_input import LineInput


class DateInput(LineInput):
    """Shows “any” while empty, and the date format while focused. A month or year can be typed, too.

    `side` is “since” or “until”: of a month, the first means its first day, and the second its last.
    """

    def __init__(self, side: str, day: date | None = None, *, id: str) -> None:  # noqa: A002 - Textual's name
        self.side = side
        self._unset = f"{side}: any"
        super().__init__(day.isoformat() if day else "", placeholder=self._unset, id=id, compact=True)

    @property
    def day(self) -> date | None:
        """The date, None if empty. Raises ValueError, saying why, for a text that is no date."""
        return _limit(self.value.strip(), is_last=self.side == "until")

    @property
    def is_in_figures(self) -> bool:
        """Whether a whole date is written like 2024-09-18, so that no more characters belong to it."""
        try:
            return bool(date.fromisoformat(self.value.strip()))
        except ValueError:
            return False

    @property
    def meaning(self) -> str:
        """What the text means (“since Friday 1 November 2024”); empty if it is no date."""
        from qa import in_words

        try:
            day = self.day
        except ValueError:
            return ""
        return f"{self.side} {in_words(day.isoformat())}" if day else ""

    def set_day(self, day: date | None) -> None:
        """Write a date, without a Changed message."""
        with self.prevent(self.Changed):
            self.value = day.isoformat() if day else ""

    def on_focus(self) -> None:
        """Show the date format."""
        self.placeholder = "YYYY-MM-DD"

    def on_blur(self) -> None:
        """Show that no date is set."""
        self.placeholder = self._unset


def _limit(written: str, *, is_last: bool) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        from qa import typed_limit  # loads the whole date grammar

        return typed_limit(written, datetime.now().astimezone().date(), is_last=is_last)
