"""The citations of the selected answer."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from qa import Status
from tui.formatting import answer_text
from tui.formatting.fitted import Fitted
from tui.state import Place, Turn
from tui.widgets.choice_list import Choice, ChoiceList
from tui.widgets.quote_bindings import quote_bindings

_EMPTY = "The sources of an answer appear here."
_PENDING = "Reading…"
_NONE = "No citations for this question."


class CitationEntry(Choice):
    """A citation with its whole passage."""

    def __init__(self, place: Place, before: Place | None, *, scored: bool) -> None:
        self.place = place
        self._before = before  # the citation above this one
        self._scored = scored
        super().__init__(Fitted(self._made))

    def show_scores(self, *, scored: bool) -> None:
        """Show or hide how the passage was found."""
        self._scored = scored
        self.update(Fitted(self._made))

    def quote_line(self) -> int:
        """Return the number of lines above the quote."""
        width = max(1, self.content_size.width)
        above = answer_text.place_to_quote(self.place, scored=self._scored, width=width, before=self._before)
        return len(above.wrap(width)) - 1

    def _made(self, width: int) -> Content:
        return answer_text.place(self.place, scored=self._scored, width=width, before=self._before)


class CitationList(ChoiceList):
    """Lists the citations of a turn, or the closest passages of a refusal."""

    BINDING_GROUP_TITLE = "Citations"
    BINDINGS: ClassVar[list[BindingType]] = [
        *quote_bindings("quote", "yvYoOuf", hidden="YO"),
        Binding("s", "scores", "Scores", tooltip="Show or hide how each passage was found"),
    ]
    _scored = False

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - as Textual has it
        super().__init__(id=id)
        self._replacing = asyncio.Lock()

    def on_mount(self) -> None:
        """Show what this list is for."""
        self.border_title = "Citations"
        self.mount(_remark(_EMPTY))

    def reveal(self, choice: Choice) -> None:
        """Scroll so that the quote is in view, even if its entry is taller than the view."""
        super().reveal(choice)
        if isinstance(choice, CitationEntry) and choice.is_attached:
            view = self.scrollable_content_region.height
            below = choice.virtual_region.y + choice.quote_line() - view
            if choice.outer_size.height > view and choice.quote_line() >= view - 1:
                self.scroll_to(y=below + view // 2, animate=False)

    @property
    def place(self) -> Place | None:
        """The selected place."""
        return self.chosen.place if isinstance(self.chosen, CitationEntry) else None

    async def show(self, turn: Turn | None) -> None:
        """Show the places of a turn and select the first."""
        entries = _entries(turn.places if turn else (), scored=self._scored)
        self.border_title = _title(turn)
        async with self._replacing:
            with self.app.batch_update():
                await self.remove_children()
                await self.mount_all(_with_heading(entries) or [_remark(_why_nothing(turn))])
            self.scroll_home(animate=False)
            self.chosen = entries[0] if entries else None

    def action_scores(self) -> None:
        """Show or hide how each passage was found."""
        self._scored = not self._scored
        for entry in self.query_children(CitationEntry):
            entry.show_scores(scored=self._scored)

    def watch_chosen(self, old: Choice | None, new: Choice | None) -> None:
        """Show the position of the selected entry in the list."""
        super().watch_chosen(old, new)
        entries = self.choices
        self.refresh_bindings()
        self.border_subtitle = f"{entries.index(new) + 1} of {len(entries)}" if new in entries else ""


def _entries(places: Sequence[Place], *, scored: bool) -> list[CitationEntry]:
    """Return an entry for each place; the first other answer is below a heading and repeats what it needs."""
    above = [None if place.is_other and not before.is_other else before for before, place in pairwise(places)]
    return [
        CitationEntry(place, before, scored=scored)
        for place, before in zip(places, [None, *above], strict=False)
    ]


def _title(turn: Turn | None) -> str:
    if turn is None or not turn.places or turn.answer is None:
        return "Citations"
    titles = {Status.LISTED: "Passages", Status.NOT_FOUND: "Closest passages"}
    return titles.get(turn.answer.status, "Citations")


def _why_nothing(turn: Turn | None) -> str:
    if turn is None:
        return _EMPTY
    return _PENDING if turn.is_pending else _NONE


def _with_heading(entries: list[CitationEntry]) -> list[Static]:
    """Put a heading before the places of the alternatives."""
    others = [entry for entry in entries if entry.place.is_other]
    if not others:
        return list(entries)
    at = entries.index(others[0])
    return [*entries[:at], _remark("Other answers"), *others]


def _remark(text: str) -> Static:
    return Static(Content(text), markup=False, classes="remark")
