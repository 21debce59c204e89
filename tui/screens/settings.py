"""The settings file as a form."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Label, Select, Static

from tui.formatting import answer_text
from tui.messages import SettingsRefused, SettingsWritten
from tui.themes import theme_of
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_input import LineInput
from tui.workers.engine_worker import EngineWorker

if TYPE_CHECKING:
    from qa import Settings


@dataclass(frozen=True, slots=True)
class Row:
    """How a setting appears in the form; `choices` are pairs of a label and a value as it is written."""

    label: str
    description: str
    choices: tuple[tuple[str, str], ...] = ()


_YES_OR_NO = (("No", "false"), ("Yes", "true"))
GROUPS = {
    "Library": {
        "library": Row("Library folder", "Stores articles and conversations"),
        "cache": Row("Cache folder", "Stores the converted model; safe to delete"),
    },
    "Search": {
        "model": Row("Embedding model", "sentence-transformers: name or folder"),
        "precision": Row(
            "Precision",
            "8 bits are twice as fast",
            (("8 bits", "int8"), ("32 bits, as published", "fp32")),
        ),
        "passage_pieces": Row("Passage length", "In tokens, 16 to 510"),
    },
    "Answers": {
        "reader": Row(
            "Reader",
            "Best reads the top passages again with a large model",
            (("Best", "best"), ("Fast", "fast")),
        ),
        "top_k": Row("Passages per question", "How many are read, 1 to 200"),
        "llm_endpoint": Row("Language model", "Its address, like http://localhost:11434/v1"),
        "llm_model": Row("Model name", "Name of the language model at that address"),
    },
    "Adding articles": {
        "max_article_megabytes": Row("Largest article", "Maximum size of an article's text, in MB"),
        "max_file_megabytes": Row("Largest file", "In MB, except text and Markdown files"),
        "table_columns": Row("Table columns", "Like text=Story, title=Hed"),
        "allow_network": Row("Fetch web pages", "When you add their addresses", _YES_OR_NO),
        "allow_private_addresses": Row(
            "Fetch local pages", "From this machine and the local network", _YES_OR_NO
        ),
    },
    "Display": {
        "theme": Row(
            "Colours",
            "Ctrl+T changes them, too",
            (("Dark", "dark"), ("Light", "light"), ("High contrast", "contrast")),
        ),
        "citations_width": Row("Citations width", "Beside the conversation, 20 to 80 percent"),
        "citations_height": Row("Citations height", "On a narrow terminal, 20 to 80 percent"),
    },
}
_ROWS = {name: row for group in GROUPS.values() for name, row in group.items()}
_NUMBERS = {
    "top_k": int,
    "passage_pieces": int,
    "max_article_megabytes": float,
    "max_file_megabytes": float,
    "citations_width": int,
    "citations_height": int,
}


class SettingsScreen(Screen[None]):
    """Shows the settings and saves changes."""

    BINDING_GROUP_TITLE = "Settings"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back", tooltip="Go back without saving"),
        Binding("ctrl+s", "write", "Save", tooltip="Save the changes to the settings file"),
        Binding("tab", "app.focus_next", "Next", tooltip="Go to the next setting"),
    ]

    def __init__(self, engine_worker: EngineWorker, settings: "Settings") -> None:
        super().__init__()
        self._engine_worker = engine_worker
        self._before = {name: _written(value) for name, value in asdict(settings).items()}

    def compose(self) -> ComposeResult:
        """Lay out a row for each setting."""
        from qa import config_file

        head = Content.assemble(
            ("Settings", f"bold {answer_text.ACCENT}"),
            ("  " + answer_text.file_path(str(config_file())), answer_text.MUTED),
        )
        yield Static(head, classes="heading", markup=False)
        with VerticalScroll(id="settings", can_focus=False):
            for title, rows in GROUPS.items():
                yield Static(title, classes="group", markup=False)
                for name, row in rows.items():
                    with Horizontal(classes="setting"):
                        yield Label(row.label)
                        yield _field(name, self._before[name])
                    yield Static(f"{row.description} · {name}", classes="description", markup=False)
        yield Static(id="settings-status", markup=False)
        with Horizontal(classes="buttons"):
            yield Button("Save", id="write", variant="primary", compact=True)
            yield Button("Cancel", id="leave", compact=True)
        yield KeyBar()

    @on(Button.Pressed, "#leave")
    def _leave(self) -> None:
        self.app.pop_screen()

    @on(Button.Pressed, "#write")
    def action_write(self) -> None:
        """Save the changes."""
        try:
            changes = {
                name: _read(name, value)
                for name, value in self._values().items()
                if value != self._before[name]
            }
        except ValueError as error:
            self._say(f"{error}", "$text-error")
            return
        if not changes:
            self._say("No changes to save.", answer_text.MUTED)
            return
        self._engine_worker.write_settings(changes, self)

    def on_settings_written(self, message: SettingsWritten) -> None:
        """Show that the settings are saved, and apply the theme."""
        self._before = self._values()
        if "theme" in message.names:
            self.app.theme = theme_of(self._before["theme"]).name
        later = [_ROWS[name].label for name in message.names if name != "theme"]
        self._say(
            f"Saved. Restart Dateline to apply: {', '.join(later)}." if later else "Saved.",
            answer_text.ACCENT,
        )

    def on_settings_refused(self, message: SettingsRefused) -> None:
        """Show why nothing was saved."""
        self._say(f"{message.error.message} {message.error.hint}", "$text-error")

    def _values(self) -> dict[str, str]:
        return {name: str(getattr(self.query_one(f"#set-{name}"), "value", "")) for name in self._before}

    def _say(self, words: str, style: str) -> None:
        self.query_one("#settings-status", Static).update(Content.styled(answer_text.line(words), style))


def _field(name: str, value: str) -> Widget:
    if choices := _ROWS[name].choices:
        return Select(choices, value=value, allow_blank=False, id=f"set-{name}", compact=True)
    return LineInput(value, id=f"set-{name}", compact=True, select_on_focus=False)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _read(name: str, written: str) -> Any:
    if _ROWS[name].choices is _YES_OR_NO:
        return written == "true"
    if name not in _NUMBERS:
        from qa import is_lance_address

        is_path = name in ("library", "cache") and written and not is_lance_address(written)
        return Path(written).expanduser() if is_path else written
    try:
        return _NUMBERS[name](written)
    except ValueError as error:
        raise ValueError(f"{_ROWS[name].label} must be a number, not “{written}”.") from error
