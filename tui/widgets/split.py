"""Two panes whose border is moved with keys and the mouse."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.events import MouseDown, MouseMove, MouseUp
from textual.message import Message
from textual.widget import Widget

if TYPE_CHECKING:
    from qa import Settings

Direction = Literal["width", "height"]

_STEP = 4  # percent for each key
_LEAST, _MOST = 20, 80  # percent
_LEAST_CELLS: dict[Direction, int] = {"width": 24, "height": 5}


class Split(Container):
    """Holds a main pane and a side pane, which is at the right or, on a narrow screen, at the bottom.

    The settings have the percentages of the width and the height that the side pane takes.
    """

    BINDING_GROUP_TITLE = "Panes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "less_than_sign",
            "enlarge(1)",
            "Larger",
            key_display="<",
            show=False,
            tooltip="Enlarge the citations (or drag their border)",
        ),
        Binding(
            "greater_than_sign",
            "enlarge(-1)",
            "Smaller",
            key_display=">",
            show=False,
            tooltip="Shrink the citations (or drag their border)",
        ),
    ]

    @dataclass
    class Resized(Message):
        """The user changed the share (percent) of the side pane in one direction."""

        direction: Direction
        share: int

    def __init__(self, main: Widget, side: Widget, *, id: str) -> None:  # noqa: A002 - as Textual has it
        super().__init__(side, main, id=id)
        self._side = side
        settings: Settings = self.app.settings  # type: ignore[attr-defined]
        self._shares: dict[Direction, int] = {
            "width": settings.citations_width,
            "height": settings.citations_height,
        }
        self._is_dragged = False

    @property
    def direction(self) -> Direction:
        """Which share of the side pane can be changed."""
        return "height" if self.screen.has_class("-narrow") else "width"

    def on_resize(self) -> None:
        """Keep the share when the window changes."""
        self._place()

    def action_enlarge(self, sign: int) -> None:
        """Enlarge the side pane, or shrink it if `sign` is -1."""
        self._set(self._shares[self.direction] + sign * _STEP)
        self._tell()

    def on_mouse_down(self, event: MouseDown) -> None:
        """Start to move the border if the pointer is on it."""
        region = self._side.region
        is_on_border = (
            event.screen_y == region.y if self.direction == "height" else event.screen_x == region.x
        )
        if is_on_border and region.contains(event.screen_x, event.screen_y):
            event.stop()
            self._is_dragged = True
            self.capture_mouse()

    def on_mouse_move(self, event: MouseMove) -> None:
        """Move the border to the pointer."""
        if self._is_dragged:
            region = self.region
            left = (
                region.bottom - event.screen_y
                if self.direction == "height"
                else region.right - event.screen_x
            )
            self._set(round(100 * left / max(1, self._length)))

    def on_mouse_up(self, _event: MouseUp) -> None:
        """Leave the border where it is."""
        if self._is_dragged:
            self._is_dragged = False
            self.release_mouse()
            self._tell()

    @property
    def _length(self) -> int:
        return self.size.height if self.direction == "height" else self.size.width

    def _set(self, share: int) -> None:
        self._shares[self.direction] = min(_MOST, max(_LEAST, share))
        self._place()

    def _tell(self) -> None:
        self.post_message(self.Resized(self.direction, self._shares[self.direction]))

    def _place(self) -> None:
        direction, length = self.direction, self._length
        least = _LEAST_CELLS[direction]
        n_cells = max(least, min(round(length * self._shares[direction] / 100), length - least))
        self._side.styles.width = n_cells if direction == "width" else "100%"
        self._side.styles.height = n_cells if direction == "height" else "100%"
