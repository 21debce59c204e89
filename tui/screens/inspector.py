"""“Why?”: all steps of a question, and where a sentence was lost."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Paste
from textual.screen import Screen
from textual.widgets import Input, Static

from qa import Turn as PastTurn
from tui.formatting import answer_text, inspection_text
from tui.messages import InspectionFailed, QuestionInspected, SentenceTraced
from tui.state import LibraryState, Turn
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_input import LineInput
from tui.widgets.status_bar import StatusBar
from tui.workers.engine_worker import EngineWorker

if TYPE_CHECKING:
    from qa import Inspection

_HOW = (
    "Type a question above, or select an answer before you press F5. This screen shows how Dateline understood the"
    " question, which passages it found, and why it used or left out each possible answer.\n\nIs an answer missing?"
    " Paste the sentence that has it below, to see where it was lost."
)


class SentenceInput(LineInput):
    """Accepts a sentence; pasted line breaks become spaces."""

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(answer_text.line(event.text), *sorted(self.selection))


class Steps(VerticalScroll):
    """The steps of a question, scrollable."""

    BINDING_GROUP_TITLE = "Steps"


class InspectorScreen(Screen[None]):
    """Explains how a question is answered, and where a sentence that should have been found was lost."""

    BINDING_GROUP_TITLE = "Why?"
    AUTO_FOCUS = "#sentence"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back", tooltip="Go back"),
        Binding(
            "tab",
            "app.focus_next",
            "Next pane",
            tooltip="Move between the question, the steps and the sentence",
        ),
    ]

    def __init__(self, engine_worker: EngineWorker, turn: Turn, history: Sequence[PastTurn]) -> None:
        super().__init__()
        self._engine_worker = engine_worker
        self._turn = turn
        self._history = history
        self._inspection: Inspection | None = None
        self._waiting = ""  # a sentence submitted before the steps were ready

    def compose(self) -> ComposeResult:
        """Lay out the question, its steps, and the input for a sentence."""
        question = LineInput(
            self._turn.question, placeholder="A question", id="inspected", select_on_focus=False
        )
        question.border_title = "Question"
        yield StatusBar("Why?")
        yield question
        with Steps():
            yield Static(_HOW, id="steps", markup=False)
        yield Static(id="trace", markup=False)
        sentence = SentenceInput(placeholder="Paste the sentence that has the answer", id="sentence")
        sentence.border_title = "Find a missing sentence"
        yield sentence
        yield KeyBar()

    def on_mount(self) -> None:
        """Follow the state of the library, and inspect the question that the screen was opened with."""
        self.watch(self.app, "library", self._show_library)
        if self._turn.question.strip():
            self._inspect(self._turn)

    def _show_library(self, library: LibraryState) -> None:
        self.query_one(StatusBar).show(library)

    @on(Input.Submitted, "#inspected")
    def _take_question(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._inspect(replace(self._turn, question=event.value))

    @on(Input.Submitted, "#sentence")
    def _take_sentence(self, event: Input.Submitted) -> None:
        sentence = event.value.strip()
        if not sentence:
            return
        if self._inspection is None:
            self._waiting = sentence
        else:
            self._trace(sentence)

    def on_question_inspected(self, message: QuestionInspected) -> None:
        """Show the steps."""
        self._inspection = message.inspection
        steps = self.query_one("#steps", Static)
        steps.add_class("-found")
        steps.update(inspection_text.steps(message.inspection))
        self.query_one(Steps).scroll_home(animate=False)
        if self._waiting:
            self._trace(self._waiting)

    def on_sentence_traced(self, message: SentenceTraced) -> None:
        """Show where the sentence was lost."""
        if self._inspection is not None:
            self.query_one("#trace", Static).update(inspection_text.trace(message.trace))

    def on_inspection_failed(self, message: InspectionFailed) -> None:
        """Show the error in place of the steps."""
        steps = self.query_one("#steps", Static)
        steps.remove_class("-found")
        steps.update(answer_text.trouble(message.error))
        self.query_one("#trace", Static).update("")

    def _inspect(self, turn: Turn) -> None:
        self._inspection = None
        self.query_one("#steps", Static).update(Content.styled("explaining…", answer_text.ACCENT))
        self.query_one("#trace", Static).update("")
        self._engine_worker.inspect(self, turn, self._history)

    def _trace(self, sentence: str) -> None:
        self._waiting = ""
        self.query_one("#trace", Static).update(
            Content.styled("looking for the sentence…", answer_text.ACCENT)
        )
        if self._inspection is not None:
            self._engine_worker.trace(self, self._inspection, sentence)
