"""The passages that match a search; only those in view are drawn, and none is interpreted as markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from qa import Citation, Span
from tui.formatting import answer_text
from tui.formatting.event_text import origin
from tui.formatting.line_wrapping import wrap
from tui.widgets.cursor import RowCursor, cursor_bindings
from tui.widgets.quote_bindings import quote_bindings

_MARGIN = 1
_N_SNIPPET_LINES = 2


class MatchList(RowCursor):
    """Shows the article and the snippet of each match, and selects one."""

    BINDING_GROUP_TITLE = "Passages"
    STYLES = "match-list"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "match-list--title",
        "match-list--found",
        "match-list--chosen",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        *cursor_bindings("passage", opening="Open the article at this passage"),
        *quote_bindings("passage", "f"),
        Binding("F", "screen.ask_listed", "Ask these", tooltip="Ask only the articles that are listed"),
        Binding("p", "screen.pin", "Pin", tooltip="Pin the passage to the notebook"),
        *quote_bindings("passage", "yvYoOu", hidden="YoOu"),
    ]

    @dataclass
    class Selected(Message):
        """Another match was selected; None if there is none."""

        match: Citation | None

    @dataclass
    class Opened(Message):
        """The selected match should be opened in its article."""

        match: Citation

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.matches: Sequence[Citation] = ()

    @property
    def n_rows(self) -> int:
        """The number of matches."""
        return len(self.matches)

    @property
    def n_row_lines(self) -> int:
        """The number of lines of each match: its article, then its snippet."""
        return 1 + _N_SNIPPET_LINES

    @property
    def match(self) -> Citation | None:
        """The selected match."""
        return self.matches[self.at] if self.at < len(self.matches) else None

    def show(self, matches: Sequence[Citation]) -> None:
        """Replace the matches and select the first."""
        self.matches = matches
        self.set_reactive(MatchList.at, 0)
        self.virtual_size = Size(self.size.width, len(matches) * self.n_row_lines)
        self.scroll_home(animate=False, force=True)
        self.refresh()
        self.post_chosen()

    def on_resize(self) -> None:
        """Lay out the lines for the new width."""
        self.virtual_size = Size(self.size.width, len(self.matches) * self.n_row_lines)
        self.reveal()

    def post_chosen(self) -> None:
        """Post the selected match."""
        self.post_message(self.Selected(self.match))

    def action_open(self) -> None:
        """Open the selected match."""
        if self.match is not None:
            self.post_message(self.Opened(self.match))

    def render_line(self, y: int) -> Strip:
        """Draw a line of the view: an article, or a line of a snippet."""
        width, base = self.size.width, self.rich_style
        at, below = divmod(self.scroll_offset.y + y, self.n_row_lines)
        if at >= len(self.matches):
            return Strip.blank(width, base)
        chosen = self.row_style(at)
        plain = self.part_style("", base, chosen)
        room = max(1, width - 2 * _MARGIN)
        parts = [(origin(self.matches[at].article, room), "title")]
        if below:
            parts = snippet_line(self.matches[at], below - 1, room)
        segments = [Segment(text, self.part_style(name, base, chosen)) for text, name in parts]
        return Strip([Segment(" " * _MARGIN, plain), *segments]).adjust_cell_length(width, plain)


def snippet_line(match: Citation, number: int, width: int) -> list[tuple[str, str]]:
    """Return a line of a snippet, `number` from 0, as texts with the name of their style ("found" or "")."""
    text, highlights = answer_text.snippet(match)
    lines = wrap(text, width)
    if number >= len(lines):
        return []
    line, ending = lines.span(number), ""
    if number == _N_SNIPPET_LINES - 1 and len(lines) > _N_SNIPPET_LINES:
        line, ending = Span(line.start, max(line.start, line.end - 1)), "…"
    found = [each for each in highlights if each.overlaps(line)]
    edges = {edge for each in found for edge in (each.start, each.end) if line.start < edge < line.end}
    parts = [Span(start, end) for start, end in pairwise(sorted({line.start, line.end} | edges))]
    styled = [
        (part.of(text), "found" if any(each.overlaps(part) for each in found) else "") for part in parts
    ]
    return [*styled, (ending, "")] if ending else styled
