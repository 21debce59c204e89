"""A question with its answer."""

from dataclasses import dataclass, replace

from textual.events import Click
from textual.message import Message
from textual.reactive import reactive

from qa import Status
from tui.formatting import card_text
from tui.formatting.fitted import Fitted
from tui.state import LibraryState, Turn
from tui.widgets.choice_list import Choice


class AnswerCard(Choice):
    """Shows a turn of the conversation; assigning another `turn` redraws it."""

    @dataclass
    class Picked(Message):
        """One of several conflicting answers was picked; `number` counts from 0."""

        card: "AnswerCard"
        number: int

    turn: reactive[Turn | None] = reactive(None, layout=True)

    def __init__(self, turn: Turn, library: LibraryState) -> None:
        super().__init__(_card(turn, library, unfolded=False))
        self._library = library
        self._unfolded = False
        self.set_reactive(AnswerCard.turn, turn)

    def watch_turn(self) -> None:
        """Redraw."""
        if self.turn is not None:
            self.update(_card(self.turn, self._library, unfolded=self._unfolded))

    def fold(self) -> None:
        """Show or hide whole quotes, the other answers and the rest of a list."""
        if self.has_more:
            self._unfolded = not self._unfolded
            self.watch_turn()

    @property
    def has_more(self) -> bool:
        """Whether folding the card shows or hides something."""
        if self.turn is None or self.turn.answer is None:
            return False
        return card_text.has_more(self.turn.answer, self.content_size.width or card_text.WIDTH)

    @property
    def lists_passages(self) -> bool:
        """Whether the card lists the passages of a keyword query."""
        answer = self.turn.answer if self.turn is not None else None
        return answer is not None and answer.status is not Status.NOT_FOUND and len(answer.matches) > 1

    def reorder(self) -> None:
        """List the passages by date, or the best first."""
        if self.turn is not None and self.lists_passages:
            self.turn = replace(self.turn, newest_first=not self.turn.newest_first)

    @property
    def n_choices(self) -> int:
        """The number of answers to pick from."""
        return len(self.turn.answer.choices) if self.turn is not None and self.turn.answer else 0

    def take(self, number: int) -> None:
        """Pick answer `number`, counted from 0."""
        if number < self.n_choices:
            self.post_message(self.Picked(self, number))

    def on_click(self, event: Click) -> None:
        """Pick the answer that was clicked; other clicks select the card."""
        number = event.style.meta.get(card_text.CHOICE)
        if number is not None and not self.text_selection:
            event.prevent_default()
            event.stop()
            self.take(number)

    def show_waiting(self, library: LibraryState) -> None:
        """Update what the question is waiting for."""
        self._library = library
        if self.turn is not None and self.turn.is_pending:
            self.watch_turn()


def _card(turn: Turn, library: LibraryState, *, unfolded: bool) -> Fitted:
    return Fitted(lambda width: card_text.card(turn, library, unfolded=unfolded, width=width))
