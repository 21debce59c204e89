"""A question and what became of it."""

from dataclasses import dataclass

from textual.events import Click
from textual.message import Message
from textual.reactive import reactive

from tui.formatting import answer_text
from tui.state import LibraryState, Turn
from tui.widgets.choice_list import Choice


class AnswerCard(Choice):
    """Shows a turn of the conversation; give it another `turn` and it shows that."""

    @dataclass
    class Picked(Message):
        """One of the answers that contradict each other was chosen; `number` counts from 0."""

        card: "AnswerCard"
        number: int

    turn: reactive[Turn | None] = reactive(None, layout=True)

    def __init__(self, turn: Turn, library: LibraryState) -> None:
        super().__init__(answer_text.card(turn, library, unfolded=False))
        self._library = library
        self._unfolded = False
        self.set_reactive(AnswerCard.turn, turn)

    def watch_turn(self) -> None:
        """Redraw."""
        if self.turn is not None:
            self.update(answer_text.card(self.turn, self._library, unfolded=self._unfolded))

    def fold(self) -> None:
        """Show the other answers, or hide them again."""
        if self.turn is not None and self.turn.answer and answer_text.others_of(self.turn.answer):
            self._unfolded = not self._unfolded
            self.watch_turn()

    @property
    def n_choices(self) -> int:
        """How many answers there are to choose from."""
        return len(self.turn.answer.choices) if self.turn is not None and self.turn.answer else 0

    def take(self, number: int) -> None:
        """Choose one of the answers, counted from 0."""
        if number < self.n_choices:
            self.post_message(self.Picked(self, number))

    def on_click(self, event: Click) -> None:
        """Take the answer that was clicked; elsewhere a click is one on the card."""
        number = event.style.meta.get(answer_text.CHOICE)
        if number is not None and not self.text_selection:
            event.prevent_default()
            event.stop()
            self.take(number)

    def show_waiting(self, library: LibraryState) -> None:
        """Say what a question still waits for."""
        self._library = library
        if self.turn is not None and self.turn.is_pending:
            self.watch_turn()
