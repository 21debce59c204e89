"""A sheet of text above a screen, on which nothing can be typed."""

from typing import ClassVar

from textual.events import Key, Paste
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, TextArea


class ReadingSheet(ModalScreen[None]):
    """Closes when something is typed or pasted, and passes it on to the input below.

    Where no input has the focus, letters are commands: they are not passed on, because the sheet may have been opened
    to look them up.
    """

    RETURNS_TO_LIST: ClassVar[bool] = True

    def on_key(self, event: Key) -> None:
        """Continue in the input below with a character that has no meaning here."""
        if not event.is_printable or event.key in self.active_bindings or (below := self._input) is None:
            return
        event.stop()
        event.prevent_default()
        self.app.pop_screen()
        below.post_message(Key(event.key, event.character))

    def on_paste(self, event: Paste) -> None:
        """Continue in the input below with a pasted text."""
        if (below := self._input) is not None:
            event.stop()
            self.app.pop_screen()
            below.post_message(Paste(event.text))

    @property
    def _input(self) -> Widget | None:
        """The input that has the focus on the screen below."""
        focused = self.app.screen_stack[-2].focused
        return focused if isinstance(focused, Input | TextArea) else None
