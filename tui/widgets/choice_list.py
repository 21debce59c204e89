"""A column of entries of which one is chosen, by keys or mouse."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.visual import VisualType
from textual.widgets import Static

_CHOOSE = Binding.Group("Choose", compact=True)
_CHOOSING = "Choose the one above or below"


class Choice(Static):
    """An entry of a ChoiceList."""

    @dataclass
    class Clicked(Message):
        """The entry was clicked, not just part of a selection by mouse."""

        choice: "Choice"

    def __init__(self, content: VisualType = "") -> None:
        super().__init__(content, markup=False)

    def on_resize(self) -> None:
        """Keep the chosen one in view: only now is it known how tall this one is, which may stand above it."""
        if isinstance(self.parent, ChoiceList):
            self.parent.on_resize()

    def on_click(self, event: Click) -> None:
        """Tell the list, unless the click ended a selection of text."""
        event.stop()
        if not self.text_selection:
            self.post_message(self.Clicked(self))


class ChoiceList(VerticalScroll):
    """Scrolls through entries taller than itself before it goes on to the next."""

    FOCUS_ON_CLICK = False  # a click must not take the keys away from the question being typed
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", tooltip="Open the article at the chosen quote"),
        Binding("up", "choose(-1)", "Choose", group=_CHOOSE, tooltip=_CHOOSING),
        Binding("down", "choose(1)", "Choose", group=_CHOOSE, tooltip=_CHOOSING),
    ]

    chosen: reactive[Choice | None] = reactive(None, init=False)

    @dataclass
    class Chosen(Message):
        """Another entry was chosen; None when there is none."""

        list: "ChoiceList"
        choice: Choice | None

        @property
        def control(self) -> "ChoiceList":
            """The list, so that handlers can name it."""
            return self.list

    @dataclass
    class Opened(Message):
        """The chosen entry is to be opened."""

        list: "ChoiceList"
        choice: Choice

        @property
        def control(self) -> "ChoiceList":
            """The list, so that handlers can name it."""
            return self.list

    @property
    def choices(self) -> list[Choice]:
        """The entries, from the top."""
        return list(self.query_children(Choice))

    def watch_chosen(self, old: Choice | None, new: Choice | None) -> None:
        """Mark the chosen entry and tell."""
        if old is not None:
            old.remove_class("-chosen")
        if new is not None:
            new.add_class("-chosen")
            self.call_after_refresh(self.reveal, new)
        self.post_message(self.Chosen(self, new))

    def on_resize(self) -> None:
        """Keep the chosen entry in view when there is more or less room."""
        if self.chosen is not None:
            self.call_after_refresh(self.reveal, self.chosen)

    def reveal(self, choice: Choice) -> None:
        """Scroll an entry into view, its top when it is taller than the view."""
        if choice.is_attached:
            too_tall = choice.outer_size.height > self.scrollable_content_region.height
            self.scroll_to_widget(choice, animate=False, top=too_tall)

    def action_choose(self, step: int) -> None:
        """Choose a neighbour, or first show the rest of the chosen entry."""
        choices = self.choices
        if self.chosen not in choices:
            self.chosen = choices[0] if choices else None
        elif not self._show_rest(self.chosen, step):
            at = choices.index(self.chosen) + step
            self.chosen = choices[max(0, min(at, len(choices) - 1))]

    def action_open(self) -> None:
        """Open the chosen entry."""
        if self.chosen is not None:
            self.post_message(self.Opened(self, self.chosen))

    def _show_rest(self, choice: Choice, step: int) -> bool:
        """Scroll within an entry that reaches out of the view on the side that one goes to."""
        view, entry = self.window_region, choice.virtual_region
        hidden = entry.bottom - view.bottom if step > 0 else view.y - entry.y
        if hidden <= 0:
            return False
        self.scroll_relative(y=step * min(hidden, max(1, view.height - 2)), animate=False)
        return True
