"""A question and what became of it."""

from textual.reactive import reactive

from tui import rendering
from tui.state import LibraryState, Turn
from tui.widgets.choice_list import Choice


class AnswerCard(Choice):
    """Shows a turn of the conversation; give it another `turn` and it shows that."""

    turn: reactive[Turn | None] = reactive(None, layout=True)

    def __init__(self, turn: Turn, library: LibraryState) -> None:
        super().__init__()
        self._library = library
        self._unfolded = False
        self.set_reactive(AnswerCard.turn, turn)

    def on_mount(self) -> None:
        """Show the turn."""
        self.watch_turn()

    def watch_turn(self) -> None:
        """Redraw."""
        if self.turn is not None:
            self.update(rendering.card(self.turn, self._library, unfolded=self._unfolded))

    def fold(self) -> None:
        """Show the other answers, or hide them again."""
        if self.turn is not None and self.turn.answer is not None and self.turn.answer.alternatives:
            self._unfolded = not self._unfolded
            self.watch_turn()

    def show_waiting(self, library: LibraryState) -> None:
        """Say what a question still waits for."""
        self._library = library
        if self.turn is not None and self.turn.is_pending:
            self.watch_turn()
