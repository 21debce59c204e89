"""The conversation: questions go down to the desk, answers come back onto their cards."""

import threading
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Footer, Input

from qa import CancelledError
from tui import rendering
from tui.desk import Desk
from tui.messages import PassagesRetrieved, QuestionAnswered, QuestionFailed
from tui.screens.article import ArticleScreen
from tui.state import LibraryState, Place, Stage, Turn, Work
from tui.widgets.answer_card import AnswerCard
from tui.widgets.choice_list import Choice, ChoiceList
from tui.widgets.citation_list import CitationEntry, CitationList
from tui.widgets.conversation import Conversation
from tui.widgets.question_input import QuestionInput
from tui.widgets.status_bar import StatusBar


class AskScreen(Screen[None]):
    """Asks one question at a time, in the order in which they were typed."""

    BINDING_GROUP_TITLE = "Screen"
    AUTO_FOCUS = "#question"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next part", tooltip="Go to the cards, the citations, the line"),
        Binding("escape", "stop", "Stop", tooltip="Stop the question that is being answered"),
        Binding("escape", "to_question", "Question", tooltip="Go back to the line"),
    ]

    library: reactive[LibraryState] = reactive(LibraryState(""), init=False)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.turns: list[Turn] = []
        self._desk = desk
        self._asked: int | None = None  # the turn that the desk is busy with, stopped or not
        self._stop_sign = threading.Event()

    def compose(self) -> ComposeResult:
        """Lay out the conversation with its citations above the line."""
        yield StatusBar()
        with Container(id="desk"):
            yield CitationList(id="citations")
            yield Conversation(id="conversation")
        yield QuestionInput()
        yield Footer()

    def on_mount(self) -> None:
        """Follow the state of the library."""
        self.watch(self.app, "library", self._take_library)

    def _take_library(self, library: LibraryState) -> None:
        self.library = library

    async def watch_library(self, old: LibraryState, new: LibraryState) -> None:
        """Redraw what depends on the library, and begin with the questions that waited for it."""
        self.query_one(StatusBar).show(new)
        self._conversation.show_library(new)
        if new.trouble is not None and old.trouble is None:
            self._conversation.add_notice(rendering.trouble(new.trouble), "-error")
        if new.failed and not old.failed:
            self._conversation.add_notice(rendering.failures_notice(new.failed), "-warning")
        await self._ask_next()

    # Asking

    @on(Input.Submitted, "#question")
    async def _take_question(self, event: Input.Submitted) -> None:
        question = event.value.strip()
        if not question:
            self._open(self._citations.place)
            return
        self._line.remember(question)
        turn = Turn(len(self.turns) + 1, question)
        self.turns.append(turn)
        self.refresh_bindings()
        await self._conversation.show(turn, self.library)
        await self._ask_next()

    async def _ask_next(self) -> None:
        """Give the desk the question that waits longest, when it has none."""
        waiting = [turn for turn in self.turns if turn.stage is Stage.WAITING]
        if self._asked is not None or not waiting or not self.library.takes_questions:
            return
        turn = waiting[0]
        self._asked = turn.number
        self._stop_sign = self._desk.ask(self, turn.number, turn.question)
        await self._put(replace(turn, stage=Stage.SEARCHING, note=self._note()))

    def _note(self) -> str:
        """Say on the card that the library was not complete when it was asked."""
        library = self.library
        if library.work is not Work.INDEXING:
            return ""
        progress = f" ({library.n_done} of {library.n_files} files)" if library.n_files else ""
        return f"asked while articles came in{progress}"

    async def on_passages_retrieved(self, message: PassagesRetrieved) -> None:
        """Show that the reading begins."""
        turn = self._turn(message.turn)
        if turn.is_pending:
            await self._put(replace(turn, stage=Stage.READING, n_retrieved=message.n_passages))

    async def on_question_answered(self, message: QuestionAnswered) -> None:
        """Show the answer, unless the question was stopped at the last moment."""
        turn = self._turn(message.turn)
        if turn.is_pending:
            await self._put(replace(turn, stage=Stage.ANSWERED, answer=message.answer, places=message.places))
        await self._desk_is_free()

    async def on_question_failed(self, message: QuestionFailed) -> None:
        """Show the error in the answer's place."""
        turn = self._turn(message.turn)
        if turn.is_pending:
            stage = Stage.STOPPED if isinstance(message.error, CancelledError) else Stage.FAILED
            await self._put(replace(turn, stage=stage, error=message.error))
        await self._desk_is_free()

    async def _desk_is_free(self) -> None:
        self._asked = None
        await self._ask_next()

    async def action_stop(self) -> None:
        """Stop the question that is being answered, or else the one that has waited longest."""
        pending = [turn for turn in self.turns if turn.is_pending]
        if not pending:
            return
        turn = pending[0]
        if turn.number == self._asked:
            self._stop_sign.set()
        self._line.give_back(turn.question)
        await self._put(replace(turn, stage=Stage.STOPPED))

    async def _put(self, turn: Turn) -> None:
        """Keep a turn and show it."""
        self.turns[turn.number - 1] = turn
        await self._conversation.show(turn, self.library)
        chosen = self._conversation.chosen
        if isinstance(chosen, AnswerCard) and chosen.turn is turn and not turn.is_pending:
            await self._citations.show(turn)
        self.refresh_bindings()

    def _turn(self, number: int) -> Turn:
        return self.turns[number - 1]

    # Looking

    @on(ChoiceList.Chosen, "#conversation")
    async def _show_citations(self, event: ChoiceList.Chosen) -> None:
        card = event.choice
        await self._citations.show(card.turn if isinstance(card, AnswerCard) else None)

    @on(Choice.Clicked)
    def _take_click(self, event: Choice.Clicked) -> None:
        if isinstance(event.choice, CitationEntry):
            self._citations.chosen = event.choice
            self._open(event.choice.place)
        else:
            self._conversation.chosen = event.choice

    @on(ChoiceList.Opened)
    def _open_chosen(self) -> None:
        self._open(self._citations.place)

    def _open(self, place: Place | None) -> None:
        if place is not None:
            self.app.push_screen(ArticleScreen(place))

    def action_to_question(self) -> None:
        """Go back to the line."""
        self._line.focus()

    def action_scroll_conversation(self, step: int) -> None:
        """Scroll the conversation by a page."""
        height = self._conversation.scrollable_content_region.height
        self._conversation.scroll_relative(y=step * max(1, height - 2), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let Esc stop a question while there is one, and else lead back to the line."""
        is_pending = any(turn.is_pending for turn in self.turns)
        if action == "stop":
            return is_pending
        if action == "to_question":
            return not is_pending and self.focused is not self._line
        return super().check_action(action, parameters)

    @property
    def _conversation(self) -> Conversation:
        return self.query_one(Conversation)

    @property
    def _citations(self) -> CitationList:
        return self.query_one(CitationList)

    @property
    def _line(self) -> QuestionInput:
        return self.query_one(QuestionInput)
