"""The keys of a screen, taken from its bindings."""

from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from tui.formatting.answer_text import ACCENT, MUTED
from tui.screens.reading_sheet import ReadingSheet
from tui.widgets.table import Table

_KEY_COLUMN = 12
_MOUSE = (
    "Click an answer or a row to select it, or a citation to open it. Click again to show an answer's other"
    " candidates or to open the row. Drag to select text, then press Ctrl+C to copy it."
)


class HelpScreen(ReadingSheet):
    """Lists the keys of each part of a screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,f1,question_mark", "app.pop_screen", "Close")
    ]

    def __init__(self, about: Screen[Any], focused: Widget | None) -> None:
        super().__init__()
        self._about = about
        self._focused = focused

    def compose(self) -> ComposeResult:
        """List them in a dialog."""
        sheet = VerticalScroll(classes="sheet")
        sheet.border_title = "Keys"
        sheet.border_subtitle = "Esc: close"
        with sheet:
            yield Static(Content("\n\n").join(self._sections()), markup=False)

    def _sections(self) -> list[Content]:
        """Return the keys of the focused widget, the screen, the app, and the other widgets, hidden or not."""
        mine = [self._focused] if self._focused is not None else []
        others = [part for part in self._about.query("*").nodes if part is not self._focused]
        kinds: dict[type, DOMNode] = {}
        for part in [*mine, self._about, self.app, *others]:
            if part.BINDING_GROUP_TITLE and _own_bindings(part):
                kinds.setdefault(type(part), part)
        titled = list(kinds.values())
        return [_section(self.app, part) for part in titled] + [Content.styled(_MOUSE, MUTED)]


def _section(app: App[Any], part: DOMNode) -> Content:
    does: dict[str, list[str]] = {}  # what each key does, in one situation or another
    for binding in _own_bindings(part):
        if (binding.show or binding.tooltip) and _is_offered(part, binding):
            words = binding.tooltip or binding.description
            does.setdefault(app.get_key_display(binding), []).append(words)
    keys_of: dict[str, list[str]] = {}
    for key, meanings in does.items():
        first, *others = dict.fromkeys(meanings)
        words = ", or ".join([first, *(each[:1].lower() + each[1:] for each in others)])
        keys_of.setdefault(words, []).append(key)
    rows = [Content.styled(part.BINDING_GROUP_TITLE or "", f"bold {ACCENT}")]
    for words, keys in keys_of.items():
        rows.append(Content.assemble((" ".join(keys).ljust(_KEY_COLUMN), "bold"), words))
    return Content("\n").join(rows)


def _is_offered(part: DOMNode, binding: Binding) -> bool:
    """Return whether a part ever does what a binding says; only some tables mark rows."""
    return not isinstance(part, Table) or part.check_action(binding.action, ()) is not False


def _own_bindings(part: DOMNode) -> list[Binding]:
    """Return the bindings declared in our own classes, without Textual's."""
    declared: list[BindingType] = []
    for kind in type(part).__mro__:
        if kind.__module__.startswith("tui."):
            declared += vars(kind).get("BINDINGS", [])
    return list(Binding.make_bindings(declared))
