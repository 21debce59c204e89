"""The line that is searched with in a text."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input


class SearchInput(Input):
    """Goes through the matches by Up and Down while one types."""

    BINDING_GROUP_TITLE = "Search"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Next match", tooltip="Go to the next match and back to the text"),
        Binding("down", "step(1)", "Next match", show=False, tooltip="Go through the matches"),
        Binding("up", "step(-1)", "Match before", show=False, tooltip="Go through the matches"),
    ]

    @dataclass
    class Stepped(Message):
        """The next match is wanted, or the one before."""

        step: int

    def __init__(self) -> None:
        super().__init__(placeholder="Search in this text", id="article-words", compact=True)

    def action_step(self, step: int) -> None:
        """Go to another match."""
        self.post_message(self.Stepped(step))
