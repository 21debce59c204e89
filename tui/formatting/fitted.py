"""Text that depends on the width it is drawn in: shortened to a line, or cut to a number of lines."""

from collections.abc import Callable
from pathlib import PurePath

from rich.cells import cell_len, chop_cells
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from qa import Span
from tui.formatting.line_wrapping import wrap

_ELLIPSIS = "…"
_LEAST_CELLS = 8
_WIDEST = 10_000


class Fitted(Visual):
    """Content made for the width that it is drawn in; `made` is called once for each width."""

    def __init__(self, made: Callable[[int], Content]) -> None:
        self._made = made
        self._last: tuple[int, Content] | None = None
        self._before: tuple[int, Content] | None = (
            None  # a layout asks for two widths: with a scrollbar, and without
        )

    def at(self, width: int) -> Content:
        """Return the content for a width."""
        if self._last is None or self._last[0] != width:
            kept = self._before if self._before is not None and self._before[0] == width else None
            self._before, self._last = self._last, kept or (width, self._made(max(1, width)))
        return self._last[1]

    @property
    def drawn(self) -> Content:
        """The content as it was drawn last."""
        return self._last[1] if self._last else self.at(_WIDEST)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width of the content in its container."""
        return self.at(container_width).get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the height at a width."""
        return self.at(width).get_height(rules, width)

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Draw the content for a width."""
        return self.at(width).render_strips(width, height, style, options)


def one_line(text: str, n_cells: int) -> str:
    """Return a text cut to a number of cells, at a word if possible, with “…” if it is cut."""
    if cell_len(text) <= n_cells:
        return text
    kept = _first_cells(text, max(_LEAST_CELLS, n_cells) - 1)
    at_word, space, _ = kept.rpartition(" ")
    return (at_word if space and len(at_word) > len(kept) // 2 else kept).rstrip() + _ELLIPSIS


def short_path(path: str, n_cells: int) -> str:
    """Return a path cut in the middle to a number of cells: whole folders go first, and the end of the name last."""
    if cell_len(path) <= n_cells:
        return path
    first, *folders, name = (
        PurePath(path).parts if path.startswith(("/", "~")) else ("", *PurePath(path).parts)
    )
    lead = "~/" if first == "~" else first
    for n_dropped in range(1, len(folders) + 1):
        kept = folders[: (len(folders) - n_dropped + 1) // 2], folders[(len(folders) + n_dropped + 1) // 2 :]
        shown = lead + "/".join([*kept[0], _ELLIPSIS, *kept[1], name])
        if cell_len(shown) <= n_cells:
            return shown
    return _cut_in_the_middle(name, n_cells)


def _cut_in_the_middle(name: str, n_cells: int) -> str:
    if cell_len(name) <= n_cells:
        return name
    room = max(_LEAST_CELLS, n_cells) - 1
    head = _first_cells(name, room // 2)
    tail = _first_cells(name[::-1], room - cell_len(head))[::-1]
    return f"{head}{_ELLIPSIS}{tail}"


def _first_cells(text: str, n_cells: int) -> str:
    return chop_cells(text[: n_cells + 1], n_cells)[0] if text and n_cells > 0 else ""


def shown_part(text: str, focus: Span | None, width: int, n_lines: int) -> Span:
    """Return the part of a text that is shown in `n_lines` lines: the beginning, or the lines around `focus`.

    A text that is only a line longer is shown whole. The part leaves room for “…” at both ends.
    """
    if len(wrap(text, width)) <= n_lines + 1:
        return Span(0, len(text))
    lines = wrap(text, max(1, width - 2))
    first = 0
    if focus is not None and (last := lines.line_of(focus.end - 1)) >= n_lines:
        first = min(lines.line_of(focus.start), last - n_lines + 1, len(lines) - n_lines)
    return Span(lines.starts[first], lines.ends[first + n_lines - 1])
