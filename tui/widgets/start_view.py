"""What an empty conversation shows: example questions, recent conversations, or how to add articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click, Key
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from tui.formatting import start_text
from tui.state import LibraryState, StartEntry, StartSection
from tui.widgets.cursor import index_within, step_bindings

if TYPE_CHECKING:
    from qa import ConversationSummary

MOST_EXAMPLES, MOST_CONVERSATIONS = 4, 4


class StartView(Vertical, can_focus=True):
    """Lists what can be picked at the start; letters typed here go to the question."""

    BINDING_GROUP_TITLE = "Start"
    BINDINGS: ClassVar[list[BindingType]] = [
        *step_bindings("one", opening="Ask the selected question, or open the conversation", is_shown=True),
        *(
            Binding(
                str(number + 1),
                f"pick({number})",
                "Pick",
                show=False,  # the numbers stand beside the entries
                tooltip="Ask this question, or open this conversation",
            )
            for number in range(MOST_EXAMPLES + MOST_CONVERSATIONS)
        ),
    ]

    at: reactive[int] = reactive(0, init=False)

    @dataclass
    class Picked(Message):
        """An entry was picked."""

        entry: StartEntry

    def __init__(self) -> None:
        super().__init__(id="start")
        self._library = LibraryState("")
        self._examples: tuple[str, ...] = ()
        self._is_complete = False
        self._conversations: tuple[ConversationSummary, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the list between what the app does and its keys."""
        yield Static(id="start-introduction", markup=False)
        yield Static(id="start-list", markup=False)
        yield Static(id="start-hint", markup=False)

    @property
    def entries(self) -> list[StartEntry]:
        """What can be picked, from the top."""
        return [entry for section in self._sections for entry in section.entries]

    def show_library(self, library: LibraryState) -> None:
        """Show what can be done with the library as it is now."""
        self._library = library
        self._draw()

    def show_examples(self, questions: Sequence[str], *, is_complete: bool) -> None:
        """Show example questions; `is_complete` if no more follow."""
        self._examples, self._is_complete = tuple(questions), is_complete
        self._draw()

    def show_conversations(self, conversations: "Sequence[ConversationSummary]") -> None:
        """Show the conversations that can be opened again."""
        self._conversations = tuple(conversations)
        self._draw()

    def watch_at(self) -> None:
        """Highlight the selected entry."""
        self._draw()

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - Textual passes it so
        """Highlight the selected entry only while the list has the focus."""
        super().watch_has_focus(has_focus)
        self._draw()

    async def on_key(self, event: Key) -> None:
        """Continue in the question with a letter that is typed here."""
        if event.is_printable and event.character and event.character.isalpha():
            event.stop()
            await self.run_action(f"screen.type_question({event.character!r})")

    def on_click(self, event: Click) -> None:
        """Pick the entry that was clicked."""
        if (number := event.style.meta.get(start_text.ENTRY)) is not None:
            event.stop()
            self.action_pick(number)

    def action_choose(self, step: int) -> None:
        """Select the next or previous entry."""
        self.at = index_within(self.at + step, len(self.entries))

    def action_open(self) -> None:
        """Pick the selected entry."""
        self.action_pick(self.at)

    def action_pick(self, number: int) -> None:
        """Pick entry `number`, counted from 0, if there is one."""
        if number < len(entries := self.entries):
            self.post_message(self.Picked(entries[number]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable as many numbers as there are entries."""
        if action == "pick":
            return isinstance(parameters[0], int) and parameters[0] < len(self.entries)
        return super().check_action(action, parameters)

    @property
    def _sections(self) -> tuple[StartSection, ...]:
        return start_text.sections(
            self._library, self._examples, self._conversations, is_complete=self._is_complete
        )

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        sections = self._sections
        self._update("#start-introduction", start_text.introduction(self._library))
        self._update("#start-list", start_text.listing(sections, self.at if self.has_focus else None))
        self._update("#start-hint", start_text.hint(self._library, sections))

    def _update(self, selector: str, content: Content) -> None:
        part = self.query_one(selector, Static)
        part.update(content)
        part.display = bool(content.plain)
