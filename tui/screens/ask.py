"""The conversation: questions, answers and citations."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.reactive import reactive
from textual.widgets import Input

from qa import (
    Answer,
    CancelledError,
    DatelineError,
    Filters,
    NoSuchDayError,
    Reaction,
    ReactionKind,
    command_typed,
)
from qa import Turn as PastTurn
from tui.citation_places import places_of, turn_of
from tui.formatting import answer_text, start_text
from tui.messages import (
    ArticleOpened,
    ConversationCopied,
    ConversationExported,
    ConversationOpened,
    ConversationRestored,
    ConversationsListed,
    ExamplesFound,
    PassagesRetrieved,
    PinWanted,
    QuestionAnswered,
    QuestionFailed,
)
from tui.screens.command_actions import ACTIONS, title_of
from tui.screens.quote_actions import QuoteActions
from tui.state import EntryKind, LibraryState, OpenConversation, Place, Stage, Turn, Work
from tui.widgets.answer_card import AnswerCard
from tui.widgets.choice_list import Choice, ChoiceList
from tui.widgets.citation_list import CitationEntry, CitationList
from tui.widgets.conversation import Conversation
from tui.widgets.filter_bar import FilterBar, FilterChip, without
from tui.widgets.key_bar import KeyBar
from tui.widgets.question_input import QuestionInput
from tui.widgets.split import Split
from tui.widgets.start_view import MOST_CONVERSATIONS, MOST_EXAMPLES, StartView
from tui.widgets.status_bar import StatusBar
from tui.workers.engine_worker import EngineWorker
from tui.workers.history_worker import HistoryWorker

if TYPE_CHECKING:
    from qa import SavedConversation

_N_REMEMBERED = 6  # turns that a follow-up can refer to
_COPIED = (
    "This conversation was continued in another window. What you ask here is saved as a copy; F4 lists both."
)
_COPIED_SECONDS = 20
_NOT_PINNED = "Only an answer with a quote can be pinned."
_NO_LANGUAGE_MODEL = "No language model is configured. Set llm_endpoint and llm_model in the settings (F8)."
_NOT_QUOTED = "Only an answer with a quote can be composed."
_NO_CITATION = "No citation is selected."
_OPENING = (ReactionKind.SHOW_ARTICLE, ReactionKind.NEWEST_ARTICLE)
_NOBODY = -1  # the engine is busy with a question of a conversation that was left


class AskScreen(QuoteActions):
    """Asks one question at a time, in the order they were typed."""

    BINDING_GROUP_TITLE = "Screen"
    AUTO_FOCUS = "#question"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab",
            "app.focus_next",
            "Next pane",
            tooltip="Move between the question, the answers and the citations",
        ),
        Binding("escape", "stop", "Stop", tooltip="Cancel the current question"),
        Binding("escape", "to_question", "Question", tooltip="Go back to the question"),
        Binding("ctrl+l", "filters", "Filters", tooltip="Filter articles by date, source, tag or collection"),
        Binding(
            "f6", "all_days", "All dates", show=False, tooltip="Ask again without the question's date filter"
        ),
        Binding(
            "ctrl+y",
            "as_dated",
            "As dated",
            show=False,
            tooltip="Ask the suggested question, with other dates",
        ),
        Binding(
            "ctrl+r",
            "as_typed",
            "As typed",
            show=False,
            tooltip="Ask again word for word, without the conversation",
        ),
        Binding(
            "ctrl+g",
            "compose_answer",
            "Compose",
            show=False,
            tooltip="Let your language model word an answer from the quotes",
        ),
        Binding("slash", "app.open('search')", "Search", show=False, tooltip="Find passages as you type"),
        Binding("ctrl+n", "new_conversation", "New", show=False, tooltip="Start a new conversation"),
    ]

    library: reactive[LibraryState] = reactive(LibraryState(""), init=False)
    filters: reactive[Filters] = reactive(Filters(), init=False)

    def __init__(self, engine_worker: EngineWorker, history_worker: HistoryWorker) -> None:
        super().__init__()
        self.turns: list[Turn] = []
        self.conversation = OpenConversation()
        self._engine_worker = engine_worker
        self._history_worker = history_worker
        self._is_restored = False
        self._titles: Mapping[str, str] = {}  # of the only articles that are asked, by id
        self._asked: int | None = None  # the number of the turn that the engine is working on, stopped or not
        self._stop_sign = threading.Event()
        self._stop_examples = threading.Event()
        self._n_example_requests = 0
        self._examples_from: tuple[int, Filters] | None = None  # what the shown ones were drawn from

    def compose(self) -> ComposeResult:
        """Lay out the conversation with its citations above the line."""
        yield StatusBar("Dateline")
        yield Split(Conversation(id="conversation"), CitationList(id="citations"), id="panes")
        yield FilterBar(id="filters")
        yield QuestionInput()
        yield KeyBar()

    def on_mount(self) -> None:
        """Follow the state of the library."""
        self.query_one(FilterBar).display = False
        self.watch(self.app, "library", self._take_library)

    def _take_library(self, library: LibraryState) -> None:
        self.library = library

    async def watch_library(self, old: LibraryState, new: LibraryState) -> None:
        """Redraw what depends on the library, and ask the questions that waited for it."""
        self.query_one(StatusBar).show(new)
        self._conversation.show_library(new)
        if new.trouble is not None and new.trouble is not old.trouble:
            self._conversation.add_notice(answer_text.trouble(new.trouble), "-error")
        if new.new_failed and new.new_failed is not old.new_failed:
            self._conversation.add_notice(answer_text.failures_notice(new.new_failed), "-warning")
        await self._ask_next()
        self._line.picks_numbers = not self.turns and start_text.is_empty(new)
        if new.work is Work.RESTING and (old.work is not Work.RESTING or new.n_articles != old.n_articles):
            self._find_examples()

    def show_trouble(self, error: DatelineError) -> None:
        """Show an error in the conversation."""
        self._conversation.add_notice(answer_text.trouble(error), "-error")

    def know_names(self, names: tuple[str, ...]) -> None:
        """Suggest these names in the question input."""
        self._line.know_names(names)

    # Conversations

    async def on_conversation_restored(self, message: ConversationRestored) -> None:
        """Resume the last conversation; questions asked meanwhile follow it."""
        self._line.recall_from(message.questions)
        self._is_restored = True
        early = self.turns
        if message.kept is not None:
            self.conversation = OpenConversation(message.kept.summary.id)
            earlier = [turn_of(kept) for kept in message.kept.turns]
            numbered = enumerate(early, start=len(earlier) + 1)
            self.turns = [*earlier, *(replace(turn, number=number) for number, turn in numbered)]
            await self._conversation.show_all(self.turns, self.library)
            self._restore_filters(earlier)
        for turn in self.turns[len(self.turns) - len(early) :]:
            self._keep_question(turn)
        await self._ask_next()
        self._fill_start()

    def _restore_filters(self, earlier: Sequence[Turn]) -> None:
        """Apply the filters of the last turn again, unless others were chosen or a question was asked meanwhile."""
        if earlier and len(self.turns) == len(earlier) and not self.filters.narrowing:
            self._take_filters_of(earlier)

    def _take_filters_of(self, turns: Sequence[Turn]) -> None:
        """Apply the filters of the last of these turns."""
        cited = (place.article for turn in turns for place in turn.places)
        self._titles = {article.id: article.title for article in cited}
        self.filters = turns[-1].filters

    async def leave_library(self) -> None:
        """Put the conversation away, because another library is opened; what is being typed stays."""
        self._is_restored = False
        await self.show_conversation(None)
        self._line.forget()
        self._titles, self._examples_from = {}, None
        self.filters = replace(self.filters, article_ids=(), tags=(), collection=None)

    async def on_conversation_opened(self, message: ConversationOpened) -> None:
        """Show another conversation and continue it, with the filters of its last question."""
        before = self.filters
        await self.show_conversation(message.kept)
        if self.filters != before:
            chosen = ", ".join(value for _, value in answer_text.filter_words(self.filters, self._titles))
            self.notify(f"Filters of this conversation: {chosen or 'none'}.", markup=False)

    async def show_conversation(self, kept: "SavedConversation | None") -> None:
        """Replace this conversation, stopping its open questions; None starts a new one."""
        if self._asked is not None:
            self._stop_sign.set()
            self._asked = _NOBODY
        for turn in self.turns:
            if turn.is_pending:
                self._line.give_back(turn.question)
        self.conversation = OpenConversation(kept.summary.id) if kept else OpenConversation()
        self.turns = [turn_of(turn) for turn in kept.turns] if kept else []
        await self._conversation.show_all(self.turns, self.library)
        if self.turns:
            self._take_filters_of(self.turns)
        if not self.turns:
            await self._citations.show(None)
        self._fill_start()
        self.refresh_bindings()
        self._line.focus()

    def on_conversation_copied(self, message: ConversationCopied) -> None:
        """Notify that this conversation is now a copy."""
        if message.conversation is self.conversation:
            self.notify(_COPIED, severity="warning", timeout=_COPIED_SECONDS, markup=False)

    async def action_new_conversation(self) -> None:
        """Start a new conversation; this one is saved."""
        await self.show_conversation(None)

    # The start screen

    def _fill_start(self) -> None:
        """Request what the start screen lists, if it is shown."""
        if not self.turns:
            self._history_worker.list_conversations(self)
            self._find_examples()

    def _find_examples(self) -> None:
        """Request example questions, unless those shown are still right; earlier requests are ignored."""
        drawn_from = (self.library.n_articles, self.filters)
        if self.turns or not self._is_restored or self.library.work is not Work.RESTING:
            return
        if drawn_from == self._examples_from:
            return
        self._stop_examples.set()
        self._examples_from = drawn_from
        self._start.show_examples((), is_complete=False)
        self._n_example_requests += 1
        self._stop_examples = self._engine_worker.find_examples(
            self, self._n_example_requests, MOST_EXAMPLES, self.filters
        )

    def on_examples_found(self, message: ExamplesFound) -> None:
        """Show the example questions."""
        if message.request == self._n_example_requests:
            self._start.show_examples(message.questions, is_complete=message.is_complete)
            if message.is_complete and self._examples_from:
                self._stop_examples.set()

    def on_conversations_listed(self, message: ConversationsListed) -> None:
        """Show the latest conversations."""
        others = [each for each in message.conversations if each.id != self.conversation.id]
        self._start.show_conversations(others[:MOST_CONVERSATIONS])

    @on(StartView.Picked)
    async def _take_entry(self, event: StartView.Picked) -> None:
        entry = event.entry
        if entry.kind is EntryKind.QUESTION:
            self._line.remember(entry.value)
            self._line.focus()
            await self._add(entry.value)
        elif entry.kind is EntryKind.CONVERSATION:
            self._history_worker.open(self, entry.value)
        else:
            await self.run_action(entry.value)

    def on_paste(self, event: Paste) -> None:
        """Take a text that is pasted outside the question like one that is pasted into it."""
        event.stop()
        self._line.focus()
        self._line.post_message(Paste(event.text))

    def on_key(self, event: Key) -> None:
        """Continue in the question with a character that means nothing where it was typed."""
        nodes = (self.focused or self).ancestors_with_self
        is_free = not any(
            event.key in node._bindings.key_to_bindings for node in nodes
        )  # also if it can't be used now
        if is_free and event.is_printable and event.character and not event.character.isspace():
            event.stop()
            event.prevent_default()
            self.action_type_question(event.character)

    def insert(self, text: str) -> None:
        """Insert a pasted text into the question."""
        self._line.insert_pasted(text)

    def _leave_start(self) -> None:
        """Stop looking for examples; they are looked for again in the next new conversation."""
        self._line.picks_numbers = False
        if not self._stop_examples.is_set():
            self._stop_examples.set()
            self._examples_from = None

    def on_screen_resume(self) -> None:
        """Go back to the question, and list the conversations again: they may have changed on another screen."""
        if not self.app.returns_to_list:  # type: ignore[attr-defined]
            self._line.focus()
        if self._is_restored and not self.turns:
            self._history_worker.list_conversations(self)

    async def action_pick(self, number: int) -> None:
        """Pick an entry of the start screen by its number, counted from 0."""
        self._start.action_pick(number)

    def action_to_start(self) -> None:
        """Go to the list of the start screen, if it is shown."""
        if not self.turns:
            self._start.focus()

    def action_type_question(self, text: str) -> None:
        """Continue in the question with a letter that was typed elsewhere."""
        self._line.focus()
        self._line.insert_text_at_cursor(text)

    # Asking

    @on(Input.Submitted, "#question")
    async def _take_question(self, event: Input.Submitted) -> None:
        question = event.value.strip()
        if not question:
            self._open(self._citations.place)
            return
        self._line.remember(question)
        reaction = command_typed(question)
        if reaction is not None and (reaction.kind in ACTIONS or reaction.reply):
            await self._command(reaction)
        else:
            await self._add(question)

    # Commands

    async def _command(self, reaction: Reaction) -> None:
        """Do a command that needs no search, or say why it can't be done."""
        if reaction.reply:  # there is no command of this name
            await self._by_title(reaction)
        elif (why_not := self.why_not(reaction.kind)) is not None:
            self.notify(why_not, severity="warning", markup=False)
        elif reaction.kind is ReactionKind.EXPORT:
            self.action_export(reaction.about)
        elif reaction.about and reaction.kind in (ReactionKind.TIMELINE, ReactionKind.SEARCH):
            self.app.action_open(reaction.kind.value, reaction.about)  # type: ignore[attr-defined]
        else:
            await self.do(reaction.kind)

    async def _by_title(self, reaction: Reaction) -> None:
        """Run the command of the palette with this title; without one, show the reply."""
        name = (reaction.about or "").replace("-", " ")
        for each in self.app.get_system_commands(self):
            if each.title.rpartition(": ")[2].casefold() == name:
                each.callback()
                return
        self.notify(answer_text.line(reaction.reply), severity="warning", markup=False)

    async def do(self, kind: ReactionKind) -> None:
        """Do a command, whose action may be on another screen's key."""
        await self.run_action(ACTIONS[kind])

    def why_not(self, kind: ReactionKind) -> str | None:
        """Return why a command can't be done now, None if it can."""
        card = self._conversation.chosen
        card = card if isinstance(card, AnswerCard) else None
        is_possible, why_not = {
            ReactionKind.COPY: (self.acted_on, _NO_CITATION),
            ReactionKind.EDIT: (self.acted_on, _NO_CITATION),
            ReactionKind.ADDRESS: (self.acted_on, _NO_CITATION),
            ReactionKind.MORE: (card and card.has_more, "There is nothing more to show."),
            ReactionKind.NEWEST_FIRST: (card and card.lists_passages, "No list of passages is selected."),
            ReactionKind.STOP: (any(turn.is_pending for turn in self.turns), "No question is in progress."),
            ReactionKind.ALL_DATES: (any(map(_names_days, self.turns)), "No question was limited to dates."),
            ReactionKind.AS_TYPED: (self._changed(), "No question was rewritten or corrected."),
            ReactionKind.EXPORT: (self.turns, "This conversation is empty."),
            ReactionKind.FAILURES: (self.library.failed, "There are no failed files."),
        }.get(kind, (True, ""))
        return None if is_possible else why_not

    def action_more(self) -> None:
        """Show the other answers, or the rest of the list."""
        self._conversation.action_fold()

    def action_reorder(self) -> None:
        """List the passages of the selected card by date, or the best first."""
        self._conversation.action_reorder()

    async def action_as_typed(self, number: int | None = None) -> None:
        """Ask question `number`, by default the selected one or else the last that was changed, word for word."""
        turn = self._changed() if number is None else self.turns[number - 1]
        if turn is not None:
            await self._add(turn.question, as_typed=True)

    async def action_as_dated(self, number: int | None = None) -> None:
        """Ask question `number`, by default the last one possible, with dates counted from the newest article."""
        turns = reversed(self.turns) if number is None else [self.turns[number - 1]]
        suggested = (turn.answer.dated_question for turn in turns if turn.answer is not None)
        if (question := next(filter(None, suggested), None)) is not None:
            await self._add(question)

    def _changed(self) -> Turn | None:
        """Return the turn of the selected card or, if it was asked as typed, the last one that was changed."""
        card = self._conversation.chosen
        chosen = [card.turn] if isinstance(card, AnswerCard) and card.turn is not None else []
        return next((turn for turn in (*chosen, *reversed(self.turns)) if _is_changed(turn)), None)

    def action_compose_answer(self) -> None:
        """Let the configured language model word an answer from the quotes of the selected card."""
        from tui.screens.composed import ComposedScreen

        turn, _ = self.chosen_turn()
        if (why_not := self._not_composed(turn)) is not None:
            self.notify(why_not, severity="warning", markup=False)
        elif turn.answer is not None and self._engine_worker.language_model is not None:
            endpoint = self._engine_worker.language_model
            self.app.push_screen(ComposedScreen(self._engine_worker, turn.answer, endpoint))

    def _not_composed(self, turn: Turn) -> str | None:
        if self._engine_worker.language_model is None:
            return _NO_LANGUAGE_MODEL
        return None if turn.answer is not None and turn.answer.citations else _NOT_QUOTED

    def action_export(self, name: str | None = None) -> None:
        """Prompt for a file, then export this conversation."""
        from tui.screens.dialogs import PromptScreen, existing_file
        from tui.screens.history import EXPORT_PROMPT, file_name

        def export(chosen: str | None) -> None:
            if chosen:
                self._history_worker.export(self, self.conversation.id, Path(chosen).expanduser().absolute())

        if self.turns:
            proposed = name or file_name(self.turns[0].question)
            self.app.push_screen(
                PromptScreen("Export", EXPORT_PROMPT, proposed, objection=existing_file), export
            )

    def on_conversation_exported(self, message: ConversationExported) -> None:
        """Notify where the file is."""
        self.notify(f"Exported to {answer_text.line(str(message.path))}", markup=False)

    async def action_all_days(self) -> None:
        """Ask the last question with a date filter or an impossible date again, in all passages."""
        narrowed = (turn for turn in reversed(self.turns) if _names_days(turn))
        if (turn := next(narrowed, None)) is not None:
            await self._add(turn.question, any_date=True)

    async def _add(self, question: str, *, any_date: bool = False, as_typed: bool = False) -> None:
        today = datetime.now().astimezone().date()
        turn = Turn(
            len(self.turns) + 1,
            question,
            filters=self.filters,
            any_date=any_date,
            as_typed=as_typed,
            asked=today,
        )
        self.turns.append(turn)
        self._leave_start()
        self.refresh_bindings()
        await self._conversation.show(turn, self.library)
        if self._is_restored:
            self._keep_question(turn)
        await self._ask_next()

    def _keep_question(self, turn: Turn) -> None:
        self._history_worker.keep_question(self, self.conversation, turn, self.turns[: turn.number - 1])

    async def _ask_next(self) -> None:
        """Ask the longest waiting question if the engine is free."""
        waiting = [turn for turn in self.turns if turn.stage is Stage.WAITING]
        is_free = self._asked is None and self._is_restored and self.library.takes_questions
        if not is_free or not waiting:
            return
        turn = waiting[0]
        self._asked = turn.number
        self._stop_sign = self._engine_worker.ask(self, turn, self._before(turn))
        await self._put(replace(turn, stage=Stage.SEARCHING, note=self._note()))

    def _before(self, turn: Turn) -> list[PastTurn]:
        """Return the turns that a question can refer to; none if it is asked as typed."""
        earlier = [] if turn.as_typed else self.turns[: turn.number - 1]
        return [PastTurn.of(each.answer) for each in earlier if each.answer is not None][-_N_REMEMBERED:]

    def _note(self) -> str:
        """Return a note for the card if the library was still being indexed."""
        library = self.library
        if library.work is not Work.INDEXING:
            return ""
        progress = f" ({library.n_done} of {library.n_files} files)" if library.n_files else ""
        return f"asked while indexing{progress}"

    async def on_passages_retrieved(self, message: PassagesRetrieved) -> None:
        """Show that the passages are being read."""
        if (turn := self._pending(message.turn)) is not None:
            await self._put(replace(turn, stage=Stage.READING, n_retrieved=message.n_passages))

    async def on_question_answered(self, message: QuestionAnswered) -> None:
        """Show the answer, unless the question was stopped meanwhile."""
        if (turn := self._pending(message.turn)) is not None:
            answer = self._announced(message.answer)
            turn = replace(turn, stage=Stage.ANSWERED, answer=answer, places=message.places)
            self._history_worker.keep_answer(self.conversation, turn, answer)
            await self._put(turn)
            await self._act_on(answer.reaction)
        await self._engine_is_free()

    def _announced(self, answer: Answer) -> Answer:
        """Return an answer whose reply to a command is what the app does."""
        reaction = answer.reaction
        if reaction is None or reaction.kind not in ACTIONS:
            return answer
        reply = self.why_not(reaction.kind) or f"{title_of(reaction.kind)}: done."
        return replace(answer, reaction=replace(reaction, reply=reply))

    async def _act_on(self, reaction: Reaction | None) -> None:
        """Do the command that the engine recognised, and open the article that was asked for."""
        if reaction is None:
            return
        if reaction.kind in ACTIONS and self.why_not(reaction.kind) is None:
            await self.do(reaction.kind)
        elif reaction.kind in _OPENING and reaction.article_ids:
            self._engine_worker.library_worker.open(self, reaction.article_ids[0])

    async def on_question_failed(self, message: QuestionFailed) -> None:
        """Show the error in place of the answer."""
        if (turn := self._pending(message.turn)) is not None:
            is_stopped = isinstance(message.error, CancelledError)
            if not is_stopped:
                self._history_worker.keep_error(self.conversation, turn, message.error)
            stage = Stage.STOPPED if is_stopped else Stage.FAILED
            await self._put(replace(turn, stage=stage, error=message.error))
        await self._engine_is_free()

    def _pending(self, number: int) -> Turn | None:
        """Return the turn with this number if it is the current one and still pending."""
        turn = self.turns[number - 1] if number == self._asked else None
        return turn if turn is not None and turn.is_pending else None

    async def _engine_is_free(self) -> None:
        self._asked = None
        await self._ask_next()

    async def action_stop(self) -> None:
        """Stop the current question, or else the one that has waited longest."""
        pending = [turn for turn in self.turns if turn.is_pending]
        if not pending:
            return
        turn = pending[0]
        if turn.number == self._asked:
            self._stop_sign.set()
        self._line.give_back(turn.question)
        await self._put(replace(turn, stage=Stage.STOPPED))

    async def _put(self, turn: Turn) -> None:
        """Replace a turn and show it."""
        self.turns[turn.number - 1] = turn
        await self._conversation.show(turn, self.library)
        chosen = self._conversation.chosen
        if isinstance(chosen, AnswerCard) and chosen.turn is turn and not turn.is_pending:
            await self._citations.show(turn)
        self.refresh_bindings()

    async def on_answer_card_picked(self, message: AnswerCard.Picked) -> None:
        """Follow up on one of several answers: it becomes the answer, and its article is preferred from now on."""
        turn = message.card.turn
        if turn is None or turn.answer is None or message.number >= len(turn.answer.choices):
            return
        answer = turn.answer.chosen(message.number)
        articles = {place.article.id: place.article for place in turn.places}
        turn = replace(turn, answer=answer, places=places_of(answer, articles.__getitem__))
        self._history_worker.keep_answer(self.conversation, turn, answer)
        await self._put(turn)

    # Filters

    async def watch_filters(self, filters: Filters) -> None:
        """Show the active filters, and example questions that match them."""
        await self.query_one(FilterBar).show(filters, self._titles)
        self._find_examples()

    def ask_only(self, titles: Mapping[str, str]) -> None:
        """Restrict the questions to these articles, given as titles by id; other filters end."""
        self._titles = titles
        self.filters = Filters(article_ids=tuple(titles))
        self._line.focus()

    def action_filters(self) -> None:
        """Open the filter dialog."""
        from tui.screens.filters import FiltersScreen

        def take(filters: Filters | None) -> None:
            if filters is not None:
                self.filters = filters

        self.app.push_screen(FiltersScreen(self.filters, self._engine_worker.labels), take)

    @on(FilterChip.Removed)
    def _take_off(self, event: FilterChip.Removed) -> None:
        self.filters = without(self.filters, event.name)
        self._line.focus()

    # Citations and articles

    @property
    def acted_on(self) -> Place | None:
        """The selected citation."""
        return self._citations.place

    def chosen_turn(self) -> tuple[Turn, list[PastTurn]]:
        """Return the turn of the selected card, or the typed question as a turn, and the turns before it."""
        card = self._conversation.chosen
        turn = card.turn if isinstance(card, AnswerCard) else None
        turn = turn or Turn(len(self.turns) + 1, self._line.value, filters=self.filters)
        return turn, self._before(turn)

    @on(ChoiceList.Chosen, "#conversation")
    async def _show_citations(self, event: ChoiceList.Chosen) -> None:
        card = event.choice
        self.refresh_bindings()
        if card is self._conversation.chosen:
            await self._citations.show(card.turn if isinstance(card, AnswerCard) else None)

    @on(Choice.Clicked)
    def _take_click(self, event: Choice.Clicked) -> None:
        if isinstance(event.choice, CitationEntry):
            self._citations.chosen = event.choice
            self._open(event.choice.place)
        elif self._conversation.chosen is event.choice:
            self._conversation.action_fold()
        else:
            self._conversation.chosen = event.choice

    @on(ChoiceList.Opened)
    def _open_chosen(self) -> None:
        self._open(self._citations.place)

    def _open(self, place: Place | None) -> None:
        if place is not None:
            from tui.screens.article import ArticleScreen

            places = [each for turn in self.turns for each in turn.places]
            self.app.push_screen(ArticleScreen(place, places, self._engine_worker.library_worker))

    def on_article_opened(self, message: ArticleOpened) -> None:
        """Show an article that a command asked for, from its start."""
        from tui.screens.article import ArticleScreen, start_of

        place = start_of(message.article)
        self.app.push_screen(ArticleScreen(place, (), self._engine_worker.library_worker))

    def action_pin(self) -> None:
        """Pin the answer of the selected card to the notebook."""
        card = self._conversation.chosen
        turn = card.turn if isinstance(card, AnswerCard) else None
        if turn is None or turn.answer is None or turn.answer.text is None or not turn.answer.citations:
            self.notify(_NOT_PINNED, severity="warning", markup=False)
            return
        self.app.post_message(PinWanted(turn.id, turn.answer))

    def action_to_question(self) -> None:
        """Go back to the question input."""
        self._line.focus()

    def action_scroll_conversation(self, step: int) -> None:
        """Scroll the conversation by a page."""
        height = self._conversation.scrollable_content_region.height
        self._conversation.scroll_relative(y=step * max(1, height - 2), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let Esc stop the current question, or else go back to the input."""
        is_pending = any(turn.is_pending for turn in self.turns)
        if action == "stop":
            return is_pending
        if action == "as_typed":
            return self._changed() is not None
        if action == "as_dated":
            return any(turn.answer is not None and turn.answer.dated_question for turn in self.turns)
        if action in ("pin", "copy_quote"):
            return bool(self.turns)
        if action == "to_question":
            return not is_pending and self.focused is not self._line
        return super().check_action(action, parameters)

    @property
    def _conversation(self) -> Conversation:
        return self.query_one(Conversation)

    @property
    def _start(self) -> StartView:
        return self.query_one(StartView)

    @property
    def _citations(self) -> CitationList:
        return self.query_one(CitationList)

    @property
    def _line(self) -> QuestionInput:
        return self.query_one(QuestionInput)


def _names_days(turn: Turn) -> bool:
    return isinstance(turn.error, NoSuchDayError) or bool(turn.answer and turn.answer.date_filter)


def _is_changed(turn: Turn) -> bool:
    """Return whether a question was rewritten or its spelling corrected."""
    answers = (turn.answer, *turn.answer.parts) if turn.answer else ()
    return any(each.corrected_question or each.standalone_question for each in answers)
