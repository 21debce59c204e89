"""The cards of a conversation, the newest at the bottom."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui.state import LibraryState, Turn
from tui.widgets.answer_card import AnswerCard
from tui.widgets.choice_list import ChoiceList
from tui.widgets.quote_bindings import quote_bindings
from tui.widgets.start_view import StartView

_MOUNTED_AT_ONCE = 4
_MOST_CHOICES = 4
_TAKE = Binding.Group("Pick", compact=True)


class Conversation(ChoiceList):
    """Holds a card for each turn, and notices between them."""

    BINDING_GROUP_TITLE = "Conversation"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "screen.pin", "Pin", tooltip="Pin the selected answer to the notebook"),
        Binding(
            "y", "screen.copy_quote", "Copy", tooltip="Copy the selected citation's quote with its source"
        ),
        *quote_bindings("quote", "vY", hidden="vY"),
        Binding(
            "a", "fold", "Unfold", tooltip="Show or hide full quotes, other answers or the rest of a list"
        ),
        Binding(
            "n",
            "reorder",
            "Newest first",
            tooltip="List the passages of the selected card by date, or best first",
        ),
        *(
            Binding(
                str(number + 1),
                f"take({number})",
                "Pick",
                group=_TAKE,
                tooltip="Pick this answer to follow up on it",
            )
            for number in range(_MOST_CHOICES)
        ),
    ]

    def compose(self) -> ComposeResult:
        """Begin with the start screen."""
        yield StartView()

    def on_mount(self) -> None:
        """Let the start screen have the keys."""
        self.show_start(is_shown=True)

    async def show(self, turn: Turn, library: LibraryState) -> None:
        """Update the card of a turn; a new turn's card is added and selected."""
        for card in self.query_children(AnswerCard):
            if card.turn is not None and card.turn.number == turn.number:
                card.turn = turn
                if self.chosen is card:
                    self.call_after_refresh(self.reveal, card)
                return
        self.show_start(is_shown=False)
        card = AnswerCard(turn, library)
        await self.mount(card)
        self.chosen = card

    async def show_all(self, turns: Sequence[Turn], library: LibraryState) -> None:
        """Replace all cards, a few at a time, so that typing is never blocked."""
        await self.query_children(".notice, AnswerCard").remove()
        self.show_start(is_shown=not turns)
        for start in range(0, len(turns), _MOUNTED_AT_ONCE):
            await self.mount_all(
                AnswerCard(turn, library) for turn in turns[start : start + _MOUNTED_AT_ONCE]
            )
        cards = self.query_children(AnswerCard).nodes
        self.chosen = cards[-1] if cards else None

    def show_start(self, *, is_shown: bool) -> None:
        """Show or hide the start screen, which takes the room and the keys of the cards and citations."""
        self.query_one(StartView).display = is_shown
        self.can_focus = not is_shown
        self.screen.set_class(is_shown, "-start")

    def action_fold(self) -> None:
        """Show or hide the other answers of the selected card."""
        if isinstance(self.chosen, AnswerCard):
            self.chosen.fold()
            self.call_after_refresh(self.reveal, self.chosen)

    def action_reorder(self) -> None:
        """List the passages of the selected card by date, or the best first."""
        if isinstance(self.chosen, AnswerCard):
            self.chosen.reorder()

    def action_take(self, number: int) -> None:
        """Pick one of the selected card's conflicting answers."""
        if isinstance(self.chosen, AnswerCard):
            self.chosen.take(number)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable as many numbers as there are answers to pick from."""
        if action == "take":
            n_choices = self.chosen.n_choices if isinstance(self.chosen, AnswerCard) else 0
            return isinstance(parameters[0], int) and parameters[0] < n_choices
        if action == "fold":
            return self.chosen is not None
        if action == "reorder":
            return isinstance(self.chosen, AnswerCard) and self.chosen.lists_passages
        return super().check_action(action, parameters)

    def show_library(self, library: LibraryState) -> None:
        """Update the start screen and the cards that wait for the library."""
        self.query_one(StartView).show_library(library)
        for card in self.query_children(AnswerCard):
            card.show_waiting(library)

    def add_notice(self, content: Content, kind: str) -> None:
        """Add a message that is not an answer; `kind` is its CSS class."""
        notice = Static(content, markup=False, classes=f"notice {kind}")
        self.mount(notice)
        self.call_after_refresh(notice.scroll_visible, animate=False)
