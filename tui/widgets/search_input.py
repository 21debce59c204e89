"""The input for searching in a text."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tui.widgets.line_input import LineInput


class SearchInput(LineInput):
    """Steps through the matches with Up and Down while the user types."""

    BINDING_GROUP_TITLE = "Search"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Next match", tooltip="Go to the next match"),
        Binding("down", "step(1)", "Next match", show=False, tooltip="Go to the next or previous match"),
        Binding("up", "step(-1)", "Previous match", show=False, tooltip="Go to the next or previous match"),
    ]

    @dataclass
    class Stepped(Message):
        """The next or previous match was requested."""

        step: int

    def __init__(self) -> None:
        super().__init__(placeholder="Search this article", id="article-words", compact=True)

    def action_step(self, step: int) -> None:
        """Go to the next or previous match."""
        self.post_message(self.Stepped(step))
