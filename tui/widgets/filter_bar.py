"""The active filters, as chips that can be removed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from qa import Filters
from tui.formatting import answer_text


class FilterChip(Static, can_focus=True):
    """One filter; a click or Delete removes it."""

    BINDING_GROUP_TITLE = "Filter"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete,backspace,enter", "remove", "Remove", tooltip="Remove this filter")
    ]

    @dataclass
    class Removed(Message):
        """The filter with this name should be removed."""

        name: str

    def __init__(self, name: str, words: str) -> None:
        super().__init__(Content(f" {words} ✕ "), markup=False, id=f"chip-{name}")
        self._filter = name

    def on_click(self, event: Click) -> None:
        """Remove the filter."""
        event.stop()
        self.action_remove()

    def action_remove(self) -> None:
        """Remove the filter."""
        self.post_message(self.Removed(self._filter))


class FilterBar(Horizontal):
    """The active filters after a label; hidden if there are none."""

    def __init__(self, label: str = "Filters", *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._label = label

    async def show(self, filters: Filters, titles: Mapping[str, str] | None = None) -> None:
        """Replace the chips; `titles` are those of the filter's articles, by id."""
        await self.remove_children()
        chips = [FilterChip(name, words) for name, words in answer_text.filter_words(filters, titles or {})]
        if chips:
            await self.mount_all([Static(self._label, classes="label"), *chips])
        self.display = bool(chips)


def without(filters: Filters, name: str) -> Filters:
    """Return filters with one of them removed."""
    match name:
        case "since":
            return replace(filters, since=None)
        case "until":
            return replace(filters, until=None)
        case "articles":
            return replace(filters, article_ids=())
        case "collection":
            return replace(filters, collection=None)
        case _ if name.startswith("tag-"):
            number = int(name.removeprefix("tag-"))
            return replace(filters, tags=(*filters.tags[:number], *filters.tags[number + 1 :]))
        case _:
            return replace(filters, source=None)
