"""The line with the screen's title, the library and the current activity."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from tui.batch_state import BatchState
from tui.formatting import answer_text, batch_text
from tui.state import LibraryState


class StatusBar(Horizontal):
    """Shows the title of the screen and the state of the library."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """Lay out the library, the activity and the failures."""
        yield Static(id="status-library", markup=False)
        yield BatchProgress(id="status-batch", markup=False)
        yield Static(id="status-activity", markup=False)
        yield Failures(id="status-failures", markup=False)

    def on_mount(self) -> None:
        """Follow the question file."""
        self.watch(self.app, "batch", self._show_batch)

    def _show_batch(self, batch: BatchState) -> None:
        progress = self.query_one(BatchProgress)
        progress.update(batch_text.short_progress(batch))
        progress.set_class(batch.is_running, "-running")

    def show(self, library: LibraryState) -> None:
        """Redraw."""
        self.query_one("#status-library", Static).update(answer_text.library_line(self._title, library))
        self.query_one("#status-activity", Static).update(answer_text.activity(library))
        failures = self.query_one(Failures)
        failures.update(answer_text.failures_hint(library))
        failures.display = bool(library.failed)


class BatchProgress(Static):
    """The progress of a question file; a click opens it."""

    async def on_click(self) -> None:
        """Show the questions."""
        await self.run_action("app.open('batch')")


class Failures(Static):
    """The number of failed files; a click lists them."""

    async def on_click(self) -> None:
        """Show the list."""
        await self.run_action("app.failures")
