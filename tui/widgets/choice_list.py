"""A column of entries, one of which is selected by key or mouse."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.selection import Selection
from textual.visual import VisualType
from textual.widgets import Static

from tui.formatting.fitted import Fitted
from tui.widgets.cursor import index_within, step_bindings


class Choice(Static):
    """An entry of a ChoiceList."""

    @dataclass
    class Clicked(Message):
        """The entry was clicked (not the end of a mouse selection)."""

        choice: "Choice"

    def __init__(self, content: VisualType = "") -> None:
        super().__init__(content, markup=False)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text as it is drawn."""
        if isinstance(self.visual, Fitted):
            return selection.extract(self.visual.drawn.plain), "\n"
        return super().get_selection(selection)

    def on_resize(self) -> None:
        """Keep the selected entry in view: only now is this one's height known, and it may be above."""
        if isinstance(self.parent, ChoiceList):
            self.parent.on_resize()

    def on_click(self, event: Click) -> None:
        """Post the click, unless it ended a text selection."""
        event.stop()
        if not self.text_selection:
            self.post_message(self.Clicked(self))


class ChoiceList(VerticalScroll):
    """Scrolls through entries taller than itself before it selects the next."""

    FOCUS_ON_CLICK = False  # a click must not take the focus from the question being typed
    BINDINGS: ClassVar[list[BindingType]] = step_bindings(
        "one", opening="Open the article at the selected quote", is_shown=True
    )

    chosen: reactive[Choice | None] = reactive(None, init=False)

    @dataclass
    class Chosen(Message):
        """Another entry was selected; None if there is none."""

        list: "ChoiceList"
        choice: Choice | None

        @property
        def control(self) -> "ChoiceList":
            """The list, for `@on` selectors."""
            return self.list

    @dataclass
    class Opened(Message):
        """The selected entry should be opened."""

        list: "ChoiceList"
        choice: Choice

        @property
        def control(self) -> "ChoiceList":
            """The list, for `@on` selectors."""
            return self.list

    @property
    def choices(self) -> list[Choice]:
        """The entries, from the top."""
        return list(self.query_children(Choice))

    def watch_chosen(self, old: Choice | None, new: Choice | None) -> None:
        """Highlight the selected entry and post it."""
        if old is not None:
            old.remove_class("-chosen")
        if new is not None:
            new.add_class("-chosen")
            self.call_after_refresh(self.reveal, new)
        self.post_message(self.Chosen(self, new))

    def on_resize(self) -> None:
        """Keep the selected entry in view after a resize."""
        if self.chosen is not None:
            self.call_after_refresh(self.reveal, self.chosen)

    def reveal(self, choice: Choice) -> None:
        """Scroll an entry into view; its top if it is taller than the view."""
        if choice.is_attached:
            too_tall = choice.outer_size.height > self.scrollable_content_region.height
            self.scroll_to_widget(choice, animate=False, top=too_tall)

    def action_choose(self, step: int) -> None:
        """Select the next or previous entry, or first show the rest of the selected one."""
        choices = self.choices
        if self.chosen not in choices:
            self.chosen = choices[0] if choices else None
        elif not self._show_rest(self.chosen, step):
            self.chosen = choices[index_within(choices.index(self.chosen) + step, len(choices))]

    def action_open(self) -> None:
        """Open the selected entry."""
        if self.chosen is not None:
            self.post_message(self.Opened(self, self.chosen))

    def _show_rest(self, choice: Choice, step: int) -> bool:
        """Scroll within an entry that extends beyond the view in this direction."""
        view, entry = self.window_region, choice.virtual_region
        hidden = entry.bottom - view.bottom if step > 0 else view.y - entry.y
        if hidden <= 0:
            return False
        self.scroll_relative(y=step * min(hidden, max(1, view.height - 2)), animate=False)
        return True
