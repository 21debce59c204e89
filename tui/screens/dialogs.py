"""Small questions above a screen: is this meant, and what is it to be called."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from tui.formatting import answer_text


class ConfirmScreen(ModalScreen[bool]):
    """Asks before something is taken away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "answer(False)", "No"),
        Binding("y", "answer(True)", "Yes"),
    ]

    def __init__(self, title: str, words: str, yes: str) -> None:
        super().__init__()
        self._title = title
        self._words = words
        self._yes = yes

    def compose(self) -> ComposeResult:
        """Lay out the question with its two answers; the careful one has the keys."""
        sheet = VerticalScroll(classes="sheet", can_focus=False)
        sheet.border_title = Content(answer_text.line(self._title))
        sheet.border_subtitle = "y or n"
        with sheet:
            yield Static(Content(self._words), markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Leave it", id="no", compact=True)
                yield Button(Content(self._yes), id="yes", variant="error", compact=True)

    def action_answer(self, meant: bool) -> None:  # noqa: FBT001 - Textual passes it so
        """Close with the answer."""
        self.dismiss(meant)

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")


class PromptScreen(ModalScreen[str | None]):
    """Asks for a line of text; None when the user thought better of it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave it")]

    def __init__(self, title: str, words: str, value: str) -> None:
        super().__init__()
        self._title = title
        self._words = words
        self._value = value

    def compose(self) -> ComposeResult:
        """Lay out the line below what it is for."""
        sheet = VerticalScroll(classes="sheet", can_focus=False)
        sheet.border_title = Content(answer_text.line(self._title))
        sheet.border_subtitle = "Enter takes it, Esc leaves it"
        with sheet:
            yield Static(Content(self._words), markup=False)
            yield Input(self._value, id="prompt", compact=True)

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)
