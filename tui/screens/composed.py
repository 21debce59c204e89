"""An answer that the configured language model words from the quotes, below the quotes."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qa import Answer
from tui.formatting import answer_text, composed_text
from tui.messages import CompositionAdvanced, CompositionFailed, CompositionReady
from tui.workers.engine_worker import EngineWorker


class ComposedScreen(ModalScreen[None]):
    """Sends an answer's quotes when it opens; closing it stops the reply."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Close")]

    def __init__(self, engine_worker: EngineWorker, answer: Answer, endpoint: str) -> None:
        super().__init__()
        self._engine_worker = engine_worker
        self._answer = answer
        self._endpoint = endpoint

    def compose(self) -> ComposeResult:
        """Lay out the quotes above what is composed from them."""
        sheet = VerticalScroll(classes="sheet wide")
        sheet.border_title = Content(answer_text.line(self._answer.question))
        sheet.border_subtitle = "Esc: close"
        with sheet:
            yield Static(composed_text.quotes(self._answer), id="quotes", markup=False)
            yield Static(composed_text.waiting(self._endpoint, 0), id="composed", markup=False)

    def on_mount(self) -> None:
        """Send the quotes."""
        self._stop_sign = self._engine_worker.compose(self, self._answer)

    def action_leave(self) -> None:
        """Stop the reply, and close."""
        self._stop_sign.set()
        self.dismiss(None)

    def on_composition_advanced(self, message: CompositionAdvanced) -> None:
        """Count what has come, without showing it before it is checked."""
        self._show(composed_text.waiting(self._endpoint, message.n_words))

    def on_composition_ready(self, message: CompositionReady) -> None:
        """Show the sentences that the quotes support."""
        self.query_one("#quotes", Static).update(composed_text.quotes(self._answer, message.composition))
        self._show(composed_text.composed(message.composition))

    def on_composition_failed(self, message: CompositionFailed) -> None:
        """Show what went wrong."""
        self._show(answer_text.trouble(message.error))

    def _show(self, content: Content) -> None:
        self.query_one("#composed", Static).update(content)
