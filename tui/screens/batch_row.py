"""One question of a file, as a card with citations."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from tui.messages import BatchRowOpened
from tui.screens.article import ArticleScreen
from tui.screens.quote_actions import QuoteActions
from tui.state import LibraryState, Place, Turn
from tui.widgets.choice_list import Choice, ChoiceList
from tui.widgets.citation_list import CitationEntry, CitationList
from tui.widgets.conversation import Conversation
from tui.widgets.key_bar import KeyBar
from tui.widgets.split import Split
from tui.workers.engine_worker import EngineWorker


class BatchRowScreen(QuoteActions):
    """Shows the result of a question; `numbers` are the questions to step through."""

    BINDING_GROUP_TITLE = "Answer"
    AUTO_FOCUS = "#citations"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back", tooltip="Go back to the questions"),
        Binding("tab", "app.focus_next", "Next pane", tooltip="Move between the answer and the citations"),
        Binding("n", "step(1)", "Next", tooltip="Show the next question in the table"),
        Binding("p", "step(-1)", "Previous", tooltip="Show the previous question in the table"),
        Binding("w", "inspect", "Why?", tooltip="Explain this answer step by step"),
    ]

    def __init__(self, engine_worker: EngineWorker, numbers: Sequence[int], number: int) -> None:
        super().__init__()
        self._engine_worker = engine_worker
        self._numbers = tuple(numbers)
        self._number = number
        self._turn: Turn | None = None

    def compose(self) -> ComposeResult:
        """Lay out the card beside its citations."""
        with Horizontal(id="batch-row-head"):
            yield Static(id="batch-row-number", markup=False)
            for words, name in (("‹ Previous", "batch-previous"), ("Next ›", "batch-next")):
                button = Button(words, id=name, compact=True)
                button.can_focus = False  # there are keys for it
                yield button
        yield Split(Conversation(id="conversation"), CitationList(id="citations"), id="panes")
        yield KeyBar()

    def on_mount(self) -> None:
        """Request the answer."""
        self.query_one(Conversation).show_start(is_shown=False)
        self._look()

    def _look(self) -> None:
        at = self._numbers.index(self._number) + 1
        head = f"Question {self._number:,} · {at:,} of {len(self._numbers):,} in the table"
        self.query_one("#batch-row-number", Static).update(head)
        self._engine_worker.batch_worker.open(self, self._number)

    async def on_batch_row_opened(self, message: BatchRowOpened) -> None:
        """Show the card, unless another question was selected meanwhile."""
        turn = message.turn
        if turn.number != self._number:
            return
        library: LibraryState = self.app.library  # type: ignore[attr-defined]
        conversation = self.query_one(Conversation)
        if self._turn is not None and self._turn.number == turn.number:
            await conversation.show(turn, library)
        else:
            await conversation.show_all([turn], library)
        self._turn = turn
        await self.query_one(CitationList).show(turn)

    @on(Button.Pressed)
    def _step(self, event: Button.Pressed) -> None:
        self.action_step(1 if event.button.id == "batch-next" else -1)

    def action_step(self, step: int) -> None:
        """Show the next or previous question."""
        at = self._numbers.index(self._number) + step
        self._number = self._numbers[max(0, min(at, len(self._numbers) - 1))]
        self._look()

    def action_inspect(self) -> None:
        """Open the inspector."""
        from tui.screens.inspector import InspectorScreen

        if self._turn is not None:
            self.app.push_screen(InspectorScreen(self._engine_worker, self._turn, ()))

    @property
    def acted_on(self) -> Place | None:
        """The selected citation."""
        return self.query_one(CitationList).place

    @on(Choice.Clicked)
    def _take_click(self, event: Choice.Clicked) -> None:
        if isinstance(event.choice, CitationEntry):
            self.query_one(CitationList).chosen = event.choice
            self._open()
        else:
            self.query_one(Conversation).action_fold()

    @on(ChoiceList.Opened)
    def _open(self) -> None:
        place, turn = self.acted_on, self._turn
        if place is not None and turn is not None:
            self.app.push_screen(ArticleScreen(place, turn.places, self._engine_worker.library_worker))
