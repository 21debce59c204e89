"""Dialogs that confirm an action or prompt for a text."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from tui.formatting import answer_text
from tui.widgets.line_input import LineInput


class ConfirmScreen(ModalScreen[bool]):
    """Asks the user to confirm an action; Enter confirms it only if it is not destructive."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "answer(False)", "No"),
        Binding("y", "answer(True)", "Yes"),
    ]

    def __init__(self, title: str, words: str, yes: str, *, is_destructive: bool = True) -> None:
        super().__init__()
        self._is_destructive = is_destructive
        self._title = title
        self._words = words
        self._yes = yes

    def compose(self) -> ComposeResult:
        """Lay out the question and two buttons."""
        sheet = VerticalScroll(classes="sheet", can_focus=False)
        sheet.border_title = Content(answer_text.line(self._title))
        sheet.border_subtitle = "Y: yes · N: no"
        with sheet:
            yield Static(Content(self._words), markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Cancel", id="no", compact=True)
                yield Button(
                    Content(self._yes),
                    id="yes",
                    variant="error" if self._is_destructive else "primary",
                    compact=True,
                )

    def on_mount(self) -> None:
        """Focus the button that does no harm."""
        self.query_one("#no" if self._is_destructive else "#yes").focus()

    def action_answer(self, meant: bool) -> None:  # noqa: FBT001 - Textual passes it so
        """Close with the answer."""
        self.dismiss(meant)

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")


class PromptScreen(ModalScreen[str | None]):
    """Prompts for a line of text; None if the user cancels, or enters nothing unless it `may_be_empty`.

    `objection` returns what is wrong with a text, or "". The dialog then stays open and shows it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Cancel")]

    def __init__(
        self,
        title: str,
        words: str,
        value: str,
        *,
        may_be_empty: bool = False,
        objection: Callable[[str], str] = lambda _: "",
    ) -> None:
        super().__init__()
        self._may_be_empty = may_be_empty
        self._objection = objection
        self._title = title
        self._words = words
        self._value = value

    def compose(self) -> ComposeResult:
        """Lay out the input below its description."""
        sheet = VerticalScroll(classes="sheet", can_focus=False)
        sheet.border_title = Content(answer_text.line(self._title))
        sheet.border_subtitle = "Enter: OK · Esc: cancel"
        with sheet:
            yield Static(Content(self._words), markup=False)
            yield LineInput(self._value, id="prompt", compact=True)
            error = Static(id="prompt-error", markup=False)
            error.display = False
            yield error

    def action_leave(self) -> None:
        """Close without a value."""
        self.dismiss(None)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        value = event.value.strip()
        if value and (objection := self._objection(value)):
            error = self.query_one("#prompt-error", Static)
            error.update(objection)
            error.display = True
            return
        self.dismiss(value if value or self._may_be_empty else None)


def existing_file(name: str) -> str:
    """Return that a file exists already, for a prompt for the name of a new file; "" if it doesn't."""
    try:
        exists = Path(name).expanduser().absolute().exists()
    except (OSError, RuntimeError) as error:  # a name that is too long, or an unknown user
        return answer_text.line(f"Can't use this file name ({error}). Choose another.")
    return answer_text.line(f"{name} already exists. Choose another file name.") if exists else ""
