"""The input for questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.message import Message
from textual.suggester import Suggester

from tui.formatting.answer_text import line
from tui.formatting.dropped_paths import readings_of, web_address
from tui.widgets.line_input import LineInput

_RECALL = "Go through earlier questions"
_SCROLL = "Scroll the conversation"
_LEAST_ARTICLE = 600  # characters; no question is as long
_LEAST_BEGUN = 3  # letters of a name before it is suggested


class Completion(Suggester):
    """Suggests earlier questions, or a name for the last word."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.questions: list[str] = []
        self.names: Sequence[str] = ()

    async def get_suggestion(self, value: str) -> str | None:
        """Return the completed line, or None."""
        begun = value.casefold()
        for question in reversed(self.questions):
            if len(question) > len(value) and question.casefold().startswith(begun):
                return value + question[len(value) :]
        return self._with_name(value)

    def _with_name(self, value: str) -> str | None:
        """Complete the last words to a name; the longest match wins."""
        words = value.split(" ")
        for n_words in range(min(4, len(words)), 0, -1):
            tail = " ".join(words[-n_words:])
            if len(tail) < _LEAST_BEGUN or not tail[0].isalpha():
                continue
            for name in self.names:
                if len(name) > len(tail) and name.casefold().startswith(tail.casefold()):
                    return value + name[len(tail) :]
        return None


class QuestionInput(LineInput):
    """Remembers earlier questions; keeps the unfinished one while the user goes through them."""

    BINDING_GROUP_TITLE = "Question"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "submit",
            "Ask",
            tooltip="Ask (on an empty line: open the selected citation)",
        ),
        Binding(
            "right",
            "cursor_right",
            "Accept",
            show=False,
            tooltip="Accept the suggestion (at the end of the line)",
        ),
        Binding(
            "up",
            "recall(-1)",
            "Earlier question",
            show=False,
            tooltip=_RECALL,
        ),
        Binding("down", "recall(1)", "Later question", show=False, tooltip=_RECALL),
        Binding(
            "pageup",
            "scroll_conversation(-1)",
            "Scroll up",
            show=False,
            tooltip=_SCROLL,
        ),
        Binding(
            "pagedown",
            "scroll_conversation(1)",
            "Scroll down",
            show=False,
            tooltip=_SCROLL,
        ),
    ]

    @dataclass
    class Dropped(Message):
        """A pasted text that is too long for a question, or looks like paths of files or a web address."""

        text: str

    def __init__(self) -> None:
        self._completion = Completion()
        super().__init__(
            placeholder="Ask a question", select_on_focus=False, id="question", suggester=self._completion
        )
        self._asked: list[str] = []
        self._at = 0
        self._draft = ""
        self.picks_numbers = False  # a digit on an empty line picks an entry of the start screen

    def recall_from(self, questions: Sequence[str]) -> None:
        """Insert the questions of earlier sessions before those of this one."""
        earlier = [each for each in questions if each not in self._asked]
        self._asked = [*earlier, *self._asked]
        self._at += len(earlier)
        self._completion.questions = self._asked

    def forget(self) -> None:
        """Forget earlier questions and names; what is being typed stays."""
        self._asked, self._at = [], 0
        self._completion.questions, self._completion.names = self._asked, ()

    def know_names(self, names: Sequence[str]) -> None:
        """Suggest these names from now on."""
        self._completion.names = names

    def remember(self, question: str) -> None:
        """Remember a question."""
        if question not in self._asked[-1:]:
            self._asked.append(question)
        self._completion.questions = self._asked
        self._at = len(self._asked)
        self._draft = ""

    def give_back(self, question: str) -> None:
        """Put a question back into the input, unless another is being typed."""
        if not self.value:
            self.value = question
            self.cursor_position = len(question)

    async def action_submit(self) -> None:
        """Submit the question and clear the input at once, so that further keys belong to the next one."""
        asked, self.value = self.value, ""
        self.post_message(self.Submitted(self, asked))

    async def action_recall(self, step: int) -> None:
        """Go through earlier questions; after the last comes the unfinished one, then the start screen."""
        at = self._at + step
        if at > len(self._asked) and not self.value:
            await self.run_action("screen.to_start")
        if not 0 <= at <= len(self._asked):
            return
        if self._at == len(self._asked):
            self._draft = self.value
        self._at = at
        self.value = self._asked[at] if at < len(self._asked) else self._draft
        self.cursor_position = len(self.value)

    async def action_scroll_conversation(self, step: int) -> None:
        """Scroll the conversation without leaving the input."""
        await self.run_action(f"screen.scroll_conversation({step})")

    async def on_key(self, event: Key) -> None:
        """Open the help on `?` in an empty input, because no question starts with it, and pick entries by number."""
        action = None
        if self.picks_numbers and not self.value and event.key in "123456789":
            action = f"screen.pick({int(event.key) - 1})"
        elif event.key == "question_mark" and not self.value:
            action = "app.help"
        if action is not None:
            event.stop()
            event.prevent_default()
            await self.run_action(action)

    def _on_paste(self, event: Paste) -> None:
        """Insert the pasted text, or let the app offer to add the article or the files that it is."""
        event.stop()
        event.prevent_default()
        if len(event.text) >= _LEAST_ARTICLE or readings_of(event.text) or web_address(event.text):
            self.post_message(self.Dropped(event.text))
        else:
            self.insert_pasted(event.text)

    def insert_pasted(self, text: str) -> None:
        """Insert a whole text with line breaks as spaces; Input would keep only one line."""
        self.replace(line(text), *sorted(self.selection))
