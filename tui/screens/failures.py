"""The files that could not be added."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from qa import ArticleError
from tui.formatting import answer_text
from tui.screens.reading_sheet import ReadingSheet


class FailuresScreen(ReadingSheet):
    """Lists the failed files with their reasons."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,f3", "app.pop_screen", "Close")]

    def __init__(self, failed: Sequence[ArticleError]) -> None:
        super().__init__()
        self._failed = failed

    def compose(self) -> ComposeResult:
        """List them in a dialog."""
        sheet = VerticalScroll(classes="sheet")
        sheet.border_title = f"{answer_text.counted(len(self._failed), 'file')} failed"
        sheet.border_subtitle = "Esc: close"
        with sheet:
            yield Static(answer_text.failures(self._failed), markup=False)
