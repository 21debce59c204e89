"""A list of dated events; only those in view are drawn, and none is interpreted as markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tui.formatting import event_text
from tui.widgets.cursor import RowCursor, cursor_bindings
from tui.widgets.quote_bindings import quote_bindings

if TYPE_CHECKING:
    from qa import DatedEvent

_MARGIN, _GAP = 1, 2
_WIDEST_WHEN, _WIDEST_IN_NARROW = 24, 17
_WIDE = 100  # cells
_TALL = 30  # a screen of this height has room for two lines per event
_STEP = Binding.Group("Earlier/later", compact=True)
_STEPPING = "Go to the previous or next bar"


class EventList(RowCursor):
    """Shows the date and sentence of each event, and selects one."""

    BINDING_GROUP_TITLE = "Events"
    STYLES = "event-list"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "event-list--when",
        "event-list--time",
        "event-list--muted",
        "event-list--flag",
        "event-list--chosen",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        *cursor_bindings("event", opening="Open the article at this sentence"),
        Binding("left", "screen.step_bin(-1)", "Earlier", group=_STEP, tooltip=_STEPPING),
        Binding("right", "screen.step_bin(1)", "Later", group=_STEP, tooltip=_STEPPING),
        Binding("p", "screen.pin", "Pin", tooltip="Pin the event to the notebook, with its date"),
        *quote_bindings("sentence", "yvYfoOu", hidden="YfoOu"),
    ]

    @dataclass
    class Chosen(Message):
        """Another event was selected; None if there is none."""

        event: "DatedEvent | None"

    @dataclass
    class Opened(Message):
        """The selected event should be opened in its article."""

        event: "DatedEvent"

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._events: Sequence[DatedEvent] = ()
        self._when_width = 0

    @property
    def events(self) -> "Sequence[DatedEvent]":
        """The events, from the top."""
        return self._events

    @property
    def n_rows(self) -> int:
        """The number of events."""
        return len(self._events)

    @property
    def n_row_lines(self) -> int:
        """The number of lines of each event: two on a tall screen."""
        return 2 if self.screen.size.height >= _TALL else 1

    @property
    def event(self) -> "DatedEvent | None":
        """The selected event."""
        return self._events[self.at] if self.at < len(self._events) else None

    def show(self, events: "Sequence[DatedEvent]") -> None:
        """Replace the events; the selected one stays selected if it is still there."""
        chosen = self.event
        self._events = events
        at = next((place for place, each in enumerate(events) if chosen and _same(each, chosen)), 0)
        self.set_reactive(EventList.at, at)
        self._measure()
        self.post_chosen()

    def on_resize(self) -> None:
        """Measure the lines for the new width."""
        self._measure()

    def post_chosen(self) -> None:
        """Post the selected event."""
        self.post_message(self.Chosen(self.event))

    def action_open(self) -> None:
        """Open the selected event."""
        if self.event is not None:
            self.post_message(self.Opened(self.event))

    def render_line(self, y: int) -> Strip:
        """Draw a line of the view: the first or second line of an event."""
        width, base = self.size.width, self.rich_style
        at, below = divmod(self.scroll_offset.y + y, self.n_row_lines)
        if at >= len(self._events):
            return Strip.blank(width, base)
        chosen = self.row_style(at)
        segments = self._origin(at, base, chosen) if below else self._first_line(at, y, base, chosen)
        return Strip(segments).adjust_cell_length(width, base + chosen if chosen else base)

    def _first_line(self, at: int, y: int, base: Style, chosen: Style | None) -> list[Segment]:
        """Return the date and sentence of an event, shortened to leave room for its flags."""
        event = self._events[at]
        before = self._events[at - 1] if at and y else None
        is_first = before is None or (before.first, before.last) != (event.first, event.last)
        plain = base + chosen if chosen else base
        muted = self.part_style("muted", base, chosen)
        flags = event_text.flags(event, is_brief=self.size.width < _WIDE)
        room = self.size.width - 2 * _MARGIN - self._when_width - _GAP
        room -= cell_len(flags) + _GAP if flags else 0
        opening, words, rest = event_text.shown_part(event, room)
        sentence = Strip(
            [
                Segment(opening, plain),
                Segment(words, self.part_style("time", base, chosen)),
                Segment(rest, plain),
            ]
        )
        if sentence.cell_length > room:
            sentence = Strip.join([sentence.crop(0, max(0, room - 1)), Strip([Segment("…", plain)])])
        when = event_text.when(event, self._when_width)
        return [
            Segment(" " * _MARGIN, plain),
            Segment(
                when.ljust(self._when_width), self.part_style("when", base, chosen) if is_first else muted
            ),
            Segment(" " * _GAP, plain),
            *sentence.adjust_cell_length(max(0, room), plain),
            *([Segment(" " * _GAP + flags, self.part_style("flag", base, chosen))] if flags else []),
        ]

    def _origin(self, at: int, base: Style, chosen: Style | None) -> list[Segment]:
        muted = self.part_style("muted", base, chosen)
        indent = " " * (_MARGIN + self._when_width + _GAP)
        room = self.size.width - len(indent) - _MARGIN
        return [Segment(indent + event_text.origin(self._events[at].article, room), muted)]

    def _measure(self) -> None:
        widest = max((len(event_text.when(each)) for each in self._events), default=0)
        self._when_width = min(widest, _WIDEST_WHEN if self.size.width >= _WIDE else _WIDEST_IN_NARROW)
        self.virtual_size = Size(self.size.width, len(self._events) * self.n_row_lines)
        self.reveal()
        self.refresh()


def _same(one: "DatedEvent", other: "DatedEvent") -> bool:
    """Return whether two events are the same, without comparing whole articles."""
    return (
        one.article.id == other.article.id
        and one.article_span == other.article_span
        and (one.first, one.last) == (other.first, other.last)
    )
