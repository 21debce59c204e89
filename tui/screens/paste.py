"""A dialog to add a pasted or typed article."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Button, Input, Label, Static, TextArea

from tui.formatting import answer_text
from tui.messages import ArticleRefused, ArticleStored, DayRead, FieldsStated
from tui.screens.dialogs import ConfirmScreen
from tui.widgets.line_input import LineInput, TextInput
from tui.workers.adding_worker import AddingWorker

if TYPE_CHECKING:
    from qa import ArticleFields

_PLACEHOLDER = "Paste the article here (in most terminals with Ctrl+Shift+V or Cmd+V), or type it."
_FIELDS = (
    ("title", "Title", "What the text states, or its first words"),
    ("published", "Date", "12 June 2031, yesterday … (empty: none)"),
    ("source", "Source", "Newspaper, agency or website"),
)
_WAIT_SECONDS = 0.3  # after the last key, before the text is looked at
_NO_TEXT = "Paste or type the article's text first."


class PasteScreen(ModalScreen[None]):
    """Adds a text with a title, a date and a source, which are proposed from the text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "add", "Add", priority=True),
        Binding("escape", "leave", "Cancel"),
    ]

    def __init__(self, worker: AddingWorker, text: str = "") -> None:
        super().__init__()
        self._worker = worker
        self._text = text
        self._proposed = dict.fromkeys((name for name, *_ in _FIELDS), "")
        self._looking: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the text above its fields."""
        sheet = Vertical(classes="sheet paste")
        sheet.border_title = "Paste an article"
        sheet.border_subtitle = "Ctrl+S: add · Tab: next field · Esc: cancel"
        with sheet:
            yield TextInput(self._text, placeholder=_PLACEHOLDER, tab_behavior="focus", compact=True)
            for name, label, placeholder in _FIELDS:
                with Horizontal(classes="paste-field"):
                    yield Label(label)
                    yield LineInput(placeholder=placeholder, id=f"paste-{name}", compact=True)
            yield Static(id="paste-note", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Add", id="paste-add", variant="primary", compact=True)
                yield Button("Cancel", id="paste-leave", compact=True)

    def on_mount(self) -> None:
        """Look at a text that was pasted elsewhere."""
        if self._text:
            self._worker.find_fields(self, self._text)

    @on(TextArea.Changed)
    def _look(self) -> None:
        """Look at the text when the typing pauses."""
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(_WAIT_SECONDS, lambda: self._worker.find_fields(self, self._area.text))

    def on_fields_stated(self, message: FieldsStated) -> None:
        """Propose what the text states, except in fields that the user has filled in."""
        for name, value in _shown(message.fields).items():
            field = self._field(name)
            if field.value == self._proposed[name]:
                self._proposed[name] = field.value = value

    @on(Input.Changed, "#paste-published")
    def _read_day(self, event: Input.Changed) -> None:
        self._worker.read_day(self, event.value)

    def on_day_read(self, message: DayRead) -> None:
        """Show which day the date means, or why it can't be read."""
        if message.written == self._field("published").value:
            self._note(message.words, is_error=message.is_wrong)

    @on(Input.Submitted)
    @on(Button.Pressed, "#paste-add")
    def action_add(self) -> None:
        """Store the article."""
        if not self._area.text.strip():
            self._note(_NO_TEXT, is_error=True)
            self._area.focus()
            return
        self._note("Adding…")
        title, published, source = (self._field(name).value.strip() for name, *_ in _FIELDS)
        self._worker.add_text(self, self._area.text, title, published, source)

    def on_article_stored(self, _message: ArticleStored) -> None:
        """Close. The message bubbles to the app, which reports the result."""
        self.dismiss(None)

    def on_article_refused(self, message: ArticleRefused) -> None:
        """Say why, and keep the text."""
        self._note(f"{message.error.message} {message.error.hint}", is_error=True)

    @on(Button.Pressed, "#paste-leave")
    def action_leave(self) -> None:
        """Close; a text that would be lost is asked about first."""
        if not self._area.text.strip():
            self.dismiss(None)
            return

        def leave(meant: bool | None) -> None:  # noqa: FBT001 - Textual passes it so
            if meant:
                self.dismiss(None)

        words = "It has not been added to the library."
        self.app.push_screen(ConfirmScreen("Discard this text?", words, "Discard"), leave)

    def _note(self, words: str, *, is_error: bool = False) -> None:
        style = "$text-error" if is_error else "$foreground-muted"
        self.query_one("#paste-note", Static).update(Content.styled(answer_text.line(words), style))

    def _field(self, name: str) -> Input:
        return self.query_one(f"#paste-{name}", Input)

    @property
    def _area(self) -> TextArea:
        return self.query_one(TextArea)


def _shown(fields: "ArticleFields") -> dict[str, str]:
    """Return the fields as they are written in the dialog."""
    published = fields.published.isoformat() if fields.published else ""
    return {
        "title": answer_text.line(fields.title or ""),
        "published": published,
        "source": answer_text.line(fields.source or ""),
    }
