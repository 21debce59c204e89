"""Dates and sources with their numbers of passages; choosing some narrows the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from tui.formatting.facets import Facet

_STEP = Binding.Group("Previous/next", compact=True)
_STEPPING = "Go to the previous or next date or source"


class FacetChip(Static, can_focus=True):
    """A date or source; a click or Enter chooses it, or drops it again."""

    BINDING_GROUP_TITLE = "Dates and sources"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "choose", "Choose", tooltip="List only these passages, or all again"),
        Binding("left", "app.focus_previous", "Previous", group=_STEP, tooltip=_STEPPING),
        Binding("right", "app.focus_next", "Next", group=_STEP, tooltip=_STEPPING),
    ]

    @dataclass
    class Toggled(Message):
        """A date or source was chosen or dropped."""

        facet: Facet

    def __init__(self, facet: Facet, n_passages: int) -> None:
        super().__init__(markup=False)
        self.facet = facet
        self._n_passages = n_passages
        self._draw()

    def _draw(self) -> None:
        mark = "✓ " if self.has_class("-chosen") else ""
        self.update(Content(f" {mark}{self.facet.label} · {self._n_passages} "))

    def on_click(self, event: Click) -> None:
        """Choose or drop it."""
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Choose or drop it."""
        self.toggle_class("-chosen")
        self._draw()
        self.post_message(self.Toggled(self.facet))


class FacetBar(Horizontal):
    """The dates and sources of a list; hidden if there is nothing to choose."""

    async def show(self, facets: Sequence[tuple[Facet, int]]) -> None:
        """Replace the chips."""
        await self.remove_children()
        await self.mount_all([FacetChip(facet, n_passages) for facet, n_passages in facets])
        self.display = bool(facets)
