"""A bar chart of events over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.events import Click, MouseMove, Resize
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.formatting import event_text
from tui.formatting.date_ranges import Days
from tui.formatting.time_bins import Bin, Scale, scale_of

_LEVELS = " ▁▂▃▄▅▆▇█"
_EIGHTHS = 8
_BELOW_THE_BARS = 2  # lines: the axis and its labels
_GAP_FROM = 3  # cells; bars of at least this width have a gap between them
_AXIS, _LONGER, _CUT, _TICK, _LONGER_TICK, _HERE = "─", "━", "╱", "┬", "┯", "▲"


class TimeScale(Widget):
    """Draws the events of a timeline, marks the selected one, and posts which bar was clicked.

    The axis is drawn thick where only longer periods overlap a bin, as "in 2021" does with each of its months.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "time-scale--bar",
        "time-scale--chosen",
        "time-scale--axis",
        "time-scale--label",
    }

    @dataclass
    class Picked(Message):
        """A bar was clicked; `at` is the index of its first event, `twice` is set on a double click."""

        at: int
        twice: bool

    @dataclass
    class Drawn(Message):
        """The scale has changed: other events, or another width."""

        scale: Scale

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._days: Sequence[Days] = ()
        self._chosen: Days | None = None
        self.scale = scale_of((), 1)

    def show(self, days: Sequence[Days]) -> None:
        """Draw events, given by their first and last dates, in order."""
        self._days = days
        self._lay_out()

    def mark(self, chosen: Days | None) -> None:
        """Mark the dates of the selected event."""
        self._chosen = chosen
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        """Choose the bins again for the new width."""
        if event.size.width != self.scale.n_cells:
            self._lay_out()

    def on_click(self, event: Click) -> None:
        """Post the first event of the bar, or of the next one that has any."""
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None or not self.scale.bins:
            return
        after = [
            each for each in self.scale.bins if each.at is not None and each.x + self.scale.width > offset.x
        ]
        begun = after or [each for each in self.scale.bins if each.at is not None]
        picked = begun[0] if after else begun[-1]
        if picked.at is not None:
            self.post_message(self.Picked(picked.at, twice=event.chain > 1))

    def on_mouse_move(self, event: MouseMove) -> None:
        """Show the period under the mouse."""
        offset = event.get_content_offset(self)
        pointed = self.scale.bin_at(offset.x) if offset else None
        self.tooltip = event_text.told_of(pointed, self.scale.unit) if pointed else None

    def render_line(self, y: int) -> Strip:
        """Draw a line of the bars, the axis or the labels."""
        n_rows = max(1, self.size.height - _BELOW_THE_BARS)
        base = self.rich_style
        if y < n_rows:
            segments = self._bars(n_rows - 1 - y, n_rows, base)
        elif y == n_rows:
            segments = self._axis(base)
        else:
            segments = self._labels(base)
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def text_at(self, y: int) -> str:
        """Return a line of the view as text."""
        return self.render_line(y).text

    def _lay_out(self) -> None:
        if self.size.width:
            self.scale = scale_of(self._days, self.size.width)
            self.post_message(self.Drawn(self.scale))
            self.refresh()

    def _marked(self) -> set[int]:
        """Return the numbers of the bins that the selected event overlaps."""
        return {each.number for each in self.scale.bins_of(self._chosen)} if self._chosen else set()

    def _bars(self, row: int, n_rows: int, base: Style) -> list[Segment]:
        """Draw a row of the bars, 0 the lowest; a bar with any event is at least an eighth high."""
        bar, chosen = self._style("bar", base), self._style("chosen", base)
        drawn = _Line(base)
        n_cells = self.scale.width - (1 if self.scale.width >= _GAP_FROM else 0)
        for each in self.scale.bins:
            height = -(-each.n_within * n_rows * _EIGHTHS // self.scale.most)
            level = min(_EIGHTHS, max(0, height - row * _EIGHTHS))
            style = chosen if self._is_in(each) else bar
            drawn.put(each.x, _LEVELS[level] * n_cells, style)
        return drawn.segments

    def _axis(self, base: Style) -> list[Segment]:
        axis, chosen = self._style("axis", base), self._style("chosen", base)
        marked, drawn = self._marked(), _Line(base)
        ticks = {x for x, _ in self.scale.labels()}
        for each in self.scale.bins:
            if each.after_cut:
                drawn.put(each.x - 2, _CUT * 2, axis)
            cells = list((_LONGER if each.n_reaching else _AXIS) * self.scale.width)
            if each.x in ticks:
                cells[0] = _LONGER_TICK if each.n_reaching else _TICK
            if each.number in marked and self._begins_in(each):
                cells[(self.scale.width - 1) // 2] = _HERE
            drawn.put(each.x, "".join(cells), chosen if each.number in marked else axis)
        return drawn.segments

    def _is_in(self, each: Bin) -> bool:
        """Return whether the selected event lies in a bin."""
        return self._chosen is not None and each.first <= self._chosen[0] and self._chosen[1] <= each.last

    def _begins_in(self, each: Bin) -> bool:
        """Return whether the selected event starts in a bin."""
        return self._chosen is not None and each.first <= self._chosen[0] <= each.last

    def _labels(self, base: Style) -> list[Segment]:
        style, drawn = self._style("label", base), _Line(base)
        for x, text in self.scale.labels():
            drawn.put(x, text, style)
        return drawn.segments

    def _style(self, name: str, base: Style) -> Style:
        return base + self.get_component_rich_style(f"time-scale--{name}")


class _Line:
    """A line of segments, put from left to right with spaces between them."""

    def __init__(self, base: Style) -> None:
        self._base = base
        self._x = 0
        self.segments: list[Segment] = []

    def put(self, x: int, text: str, style: Style) -> None:
        if x > self._x:
            self.segments.append(Segment(" " * (x - self._x), self._base))
        self.segments.append(Segment(text, style))
        self._x = x + len(text)
