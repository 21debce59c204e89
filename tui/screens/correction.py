"""A dialog that corrects the title, date and source of articles."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message_pump import MessagePump
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from tui.formatting import answer_text, correction_text
from tui.messages import ArticleRefused, ArticlesCorrected, DayRead
from tui.widgets.line_input import LineInput
from tui.workers.adding_worker import AddingWorker

if TYPE_CHECKING:
    from qa import Article, ArticleSummary

_LABELS = {"title": "Title", "published": "Date", "source": "Source"}
_SEVERAL = "Several; leave empty to keep them"
_OWN = "Empty: what the file states"


class CorrectionScreen(ModalScreen[None]):
    """Changes the fields of articles; `receiver` gets ArticlesCorrected. The title only if there is one article.

    An emptied field goes back to what the article's file states.
    """

    AUTO_FOCUS = "#correct-published"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", priority=True),
        Binding("escape", "leave", "Cancel"),
    ]

    def __init__(
        self,
        articles: "Sequence[Article | ArticleSummary]",
        worker: AddingWorker,
        receiver: MessagePump,
        note: str = "",
    ) -> None:
        super().__init__()
        self._articles, self._worker, self._receiver, self._remark = articles, worker, receiver, note
        self._before = correction_text.shared_fields(articles)

    def compose(self) -> ComposeResult:
        """Lay out an input for each field."""
        sheet = Vertical(classes="sheet")
        sheet.border_title = Content(f"Correct {correction_text.named(self._articles)}")
        sheet.border_subtitle = "Enter: save · Tab: next field · Esc: cancel"
        with sheet:
            yield Static(correction_text.INTRODUCTION, markup=False)
            if self._remark:
                yield Static(self._remark, markup=False)
            for name, value in self._before.items():
                with Horizontal(classes="paste-field"):
                    yield Label(_LABELS[name])
                    placeholder = _SEVERAL if value is None else _OWN
                    yield LineInput(value or "", placeholder=placeholder, id=f"correct-{name}", compact=True)
            yield Static(id="correct-note", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Save", id="correct-save", variant="primary", compact=True)
                yield Button("Cancel", id="correct-leave", compact=True)

    @on(Input.Changed, "#correct-published")
    def _read_day(self, event: Input.Changed) -> None:
        if event.value != self._before["published"]:
            self._worker.read_day(self, event.value)

    def on_day_read(self, message: DayRead) -> None:
        """Show which day the date means, or why it can't be read."""
        if message.written == self.query_one("#correct-published", Input).value:
            self._note(message.words, is_error=message.is_wrong)

    @on(Input.Submitted)
    @on(Button.Pressed, "#correct-save")
    def action_save(self) -> None:
        """Store what was changed, or say that nothing was."""
        changed = self._changed
        if not changed:
            self.notify(correction_text.corrected(()), markup=False)
            self.dismiss(None)
            return
        self._note("Saving…")
        self._worker.correct(self, [each.id for each in self._articles], changed)

    @property
    def _changed(self) -> Mapping[str, str]:
        """The fields that were edited, as they were typed; an emptied one is ""."""
        typed = {name: self.query_one(f"#correct-{name}", Input).value.strip() for name in self._before}
        return {name: value for name, value in typed.items() if value != (self._before[name] or "")}

    def on_articles_corrected(self, message: ArticlesCorrected) -> None:
        """Close, and tell the screen below."""
        self.dismiss(None)
        self._receiver.post_message(message)

    def on_article_refused(self, message: ArticleRefused) -> None:
        """Say why, and keep what was typed."""
        self._note(f"{message.error.message} {message.error.hint}", is_error=True)

    @on(Button.Pressed, "#correct-leave")
    def action_leave(self) -> None:
        """Close without a change."""
        self.dismiss(None)

    def _note(self, words: str, *, is_error: bool = False) -> None:
        style = "$text-error" if is_error else "$foreground-muted"
        self.query_one("#correct-note", Static).update(Content.styled(answer_text.line(words), style))
