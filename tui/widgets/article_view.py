"""The text of an article, drawn line by line, so that long articles are fast."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.events import Key, MouseMove, Resize
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from qa import Span
from tui.formatting.answer_text import visible
from tui.formatting.line_wrapping import WrappedText, wrap
from tui.widgets.key_order import keep_order

_WIDEST_COLUMN = 92
_LEAST_MARGIN = 2
_PLAIN = Style.null()
_MOST_MATCHES = 10_000
_AT_ONCE = 100_000  # characters that are wrapped without a thread (a few milliseconds)


class ArticleView(ScrollView, can_focus=True):
    """Shows a text with highlighted spans, and scrolls to any of them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "article-view--mark",
        "article-view--current",
        "article-view--found",
        "article-view--time",
        "article-view--selection",
    }

    @dataclass
    class Pointed(Message):
        """The mouse is over a character of the text."""

        offset: int

    @dataclass
    class Wrapped(Message):
        """The text is wrapped for a width."""

        lines: WrappedText
        width: int

    def __init__(self, text: str, marks: Sequence[Span], current: Span | None = None) -> None:
        super().__init__()
        self._article_text = text
        self._text = visible(text)
        self._marks = marks
        self._lines = WrappedText([], [])
        self._current = current or (marks[0] if marks else None)
        self._wanted: Span | None = self._current
        self._times: list[Span] = []
        self._matches: list[Span] = []
        self._match = -1

    def show(self, span: Span) -> None:
        """Scroll a span of the text into the upper part of the view."""
        self._wanted = span
        if len(self._lines):
            first, last = (
                self._lines.line_of(span.start),
                self._lines.line_of(max(span.start, span.end - 1)),
            )
            room = max(0, self.size.height - (last - first + 1))
            self.scroll_to(y=max(0, first - room // 3), animate=False, force=True)

    def show_mark(self, mark: Span) -> None:
        """Make a span the current one and scroll to it."""
        self._current = mark
        self.refresh()
        self.show(mark)

    def underline(self, spans: Sequence[Span]) -> None:
        """Underline the temporal expressions."""
        self._times = sorted(spans)
        self.refresh()

    @property
    def match_count(self) -> tuple[int, int]:
        """The number of the current match, from 1, and the total."""
        return self._match + 1, len(self._matches)

    def find(self, words: str) -> None:
        """Highlight all matches, ignoring case, and go to the first one below the top of the view."""
        pattern = r"\s+".join(map(re.escape, words.split()))
        found = islice(re.finditer(pattern, self._text, re.IGNORECASE), _MOST_MATCHES) if pattern else ()
        self._matches = [Span(*each.span()) for each in found]
        self._match = -1
        if self._matches:
            top = self._lines.span(min(self.scroll_offset.y, len(self._lines) - 1)).start
            self._match = next((n for n, span in enumerate(self._matches) if span.start >= top), 0)
            self.show(self._matches[self._match])
        self.refresh()

    def step_match(self, step: int) -> None:
        """Go to the next or previous match, wrapping around."""
        if self._matches:
            self._match = (self._match + step) % len(self._matches)
            self.show(self._matches[self._match])
            self.refresh()

    async def on_key(self, event: Key) -> None:
        """Handle keys in the order in which they were typed."""
        await keep_order(self, event)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Post which character the mouse is over."""
        y = self.scroll_offset.y + event.y
        if self._times and y < len(self._lines):
            self.post_message(self.Pointed(self._offset_at(y, event.x - self._margin(self.size.width))))

    def visible_text(self) -> str:
        """Return the lines in view."""
        top = self.scroll_offset.y
        spans = [self._lines.span(y) for y in range(top, min(top + self.size.height, len(self._lines)))]
        return "\n".join(span.of(self._text) for span in spans)

    def on_resize(self, event: Resize) -> None:
        """Wrap the text again if the width has changed."""
        width = event.size.width
        if width == self.virtual_size.width and len(self._lines):
            return
        if len(self._lines):
            top = self._lines.span(min(self.scroll_offset.y, len(self._lines) - 1)).start
            in_view = self._wanted and self._in_view(self._wanted)
            self._wanted = self._wanted if in_view else Span(top, top)
        if len(self._text) <= _AT_ONCE:
            self.on_article_view_wrapped(self.Wrapped(wrap(self._text, self._column(width)), width))
        else:
            self._wrap_in_thread(width)

    @work(thread=True, exclusive=True)
    def _wrap_in_thread(self, width: int) -> None:
        self.post_message(self.Wrapped(wrap(self._text, self._column(width)), width))

    def on_article_view_wrapped(self, message: Wrapped) -> None:
        """Use the new lines, and scroll to the wanted span."""
        self._lines = message.lines
        self.virtual_size = Size(message.width, len(message.lines))
        self.refresh()
        if self._wanted is not None:
            self.call_after_refresh(self.show, self._wanted)

    def render_line(self, y: int) -> Strip:
        """Draw a line of the view."""
        width, base = self.size.width, self.rich_style
        line_number = self.scroll_offset.y + y
        if line_number >= len(self._lines):
            return Strip.blank(width, base)
        span = self._lines.span(line_number)
        segments = [
            Segment(part.of(self._text), base + style) for part, style in self._styled(span, line_number)
        ]
        margin = self._margin(width)
        line = Strip(segments).apply_offsets(0, line_number)
        return Strip.join([Strip.blank(margin, base), line]).adjust_cell_length(width, base)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the article's characters under a mouse selection."""
        start = self._offset_at(selection.start.y, selection.start.x) if selection.start else 0
        end = self._offset_at(selection.end.y, selection.end.x) if selection.end else len(self._text)
        return self._article_text[start:end], "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Redraw with the selection."""
        del selection
        self.refresh()

    def _styled(self, line: Span, line_number: int) -> list[tuple[Span, Style]]:
        """Split a line where highlights or the selection start and end."""
        styles = [
            (mark, self.get_component_rich_style(f"article-view--{name}")) for mark, name in self._spans(line)
        ]
        if self.text_selection and (chosen := self.text_selection.get_span(line_number)):
            first, last = chosen
            end = line.end if last < 0 else min(line.start + last, line.end)
            start = min(line.start + first, end)
            styles.append((Span(start, end), self.get_component_rich_style("article-view--selection")))
        edges = {line.start, line.end}
        for marked, _ in styles:
            edges |= {edge for edge in (marked.start, marked.end) if line.start < edge < line.end}
        cuts = sorted(edges)
        parts = [Span(start, end) for start, end in pairwise(cuts)]
        return [
            (
                part,
                Style.combine([_PLAIN, *(style for span, style in styles if span.contains(part))]),
            )
            for part in parts
        ]

    def _spans(self, line: Span) -> Iterator[tuple[Span, str]]:
        """Yield the highlighted spans in a line with their style; later ones are drawn over earlier ones."""
        for span in _touching(self._times, line):
            yield span, "time"
        for span in self._marks:
            yield span, "current" if span == self._current else "mark"
        for span in _touching(self._matches, line):
            yield span, "current" if self._match >= 0 and span == self._matches[self._match] else "found"

    def _margin(self, width: int) -> int:
        return max(_LEAST_MARGIN, (width - self._column(width)) // 2)

    def _in_view(self, span: Span) -> bool:
        return 0 <= self._lines.line_of(span.start) - self.scroll_offset.y < self.size.height

    def _offset_at(self, line_number: int, x: int) -> int:
        if line_number >= len(self._lines):
            return len(self._text)
        span = self._lines.span(line_number)
        return min(span.start + max(0, x), span.end)

    @staticmethod
    def _column(width: int) -> int:
        return max(1, min(_WIDEST_COLUMN, width - 2 * _LEAST_MARGIN))


def _touching(spans: Sequence[Span], line: Span) -> Iterator[Span]:
    """Yield those of the sorted, disjoint spans that overlap a line."""
    at = max(0, bisect_left(spans, Span(line.start, line.start)) - 1)
    for span in islice(spans, at, None):
        if span.start >= line.end:
            return
        if span.end > line.start:
            yield span
