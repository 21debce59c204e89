"""The line that says which library this is and what is being done."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from tui import rendering
from tui.state import LibraryState


class StatusBar(Horizontal):
    """Shows the state of the library."""

    def compose(self) -> ComposeResult:
        """Lay out library, work and failures."""
        yield Static(id="status-library", markup=False)
        yield Static(id="status-activity", markup=False)
        yield Failures(id="status-failures", markup=False)

    def show(self, library: LibraryState) -> None:
        """Redraw."""
        self.query_one("#status-library", Static).update(rendering.library_line(library))
        self.query_one("#status-activity", Static).update(rendering.activity(library))
        failures = self.query_one(Failures)
        failures.update(rendering.failures_hint(library))
        failures.display = bool(library.failed)


class Failures(Static):
    """How many files could not be read; a click shows which."""

    async def on_click(self) -> None:
        """Show the list."""
        await self.run_action("app.failures")
