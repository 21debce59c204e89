"""A dialog to choose a file or folder."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from rich.text import Text, TextType
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key, Paste
from textual.screen import ModalScreen
from textual.widgets import Button, DirectoryTree, Input, Static

from qa import is_article
from tui.formatting.answer_text import line, visible
from tui.formatting.dropped_paths import readings_of
from tui.widgets.line_input import LineInput


def _shown(path: Path) -> str:
    return visible(str(path)).replace("\n", "\ufffd")


class ArticleTree(DirectoryTree):
    """A tree of folders and of the files that `offered` accepts (articles by default)."""

    BINDING_GROUP_TITLE = "Folders"
    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    ICON_FILE = "  "
    folders_only = False
    offered: Callable[[Path], bool] = staticmethod(is_article)

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Hide hidden files and those that are not offered."""
        return [path for path in paths if not path.name.startswith(".") and self._is_offered(path)]

    def process_label(self, label: TextType) -> Text:
        """Show a name without interpreting markup."""
        return Text(line(label if isinstance(label, str) else label.plain), no_wrap=True)

    def _is_offered(self, path: Path) -> bool:
        try:
            return path.is_dir() or (not self.folders_only and self.offered(path))
        except OSError:
            return False


class PathInput(LineInput):
    """Begins with a folder; an absolute path that is typed or pasted replaces it."""

    def __init__(self, value: str) -> None:
        super().__init__(value, id="path", compact=True, select_on_focus=False)

    async def on_key(self, event: Key) -> None:
        """Clear the path when "/" or "~" is typed after a folder; the character itself is inserted as usual."""
        if event.character in ("/", "~") and self.value.endswith("/") and self.cursor_at_end:
            self.value = ""

    def _on_paste(self, event: Paste) -> None:
        """Replace the path by a pasted one, or insert a name."""
        if paths := next(iter(readings_of(event.text)), ()):
            event.stop()
            event.prevent_default()
            self.value = _shown(paths[0])
            self.cursor_position = len(self.value)


class PickerScreen(ModalScreen[Path | None]):
    """Returns an existing path; None if the user cancels.

    With `offered`, only files that it accepts can be chosen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel"),
        Binding("ctrl+o", "take", "Select"),
        Binding("backspace", "up", "Parent folder"),
    ]

    def __init__(
        self,
        title: str,
        *,
        accept: str,
        folders_only: bool = False,
        offered: Callable[[Path], bool] | None = None,
    ) -> None:
        super().__init__()
        self._offered = offered
        self._title, self._accept = title, accept
        self._folders_only = folders_only
        self._pointed_at = Path.cwd()

    def compose(self) -> ComposeResult:
        """Lay out the path above the tree."""
        sheet = Vertical(classes="sheet picker")
        sheet.border_title = self._title
        sheet.border_subtitle = "Enter: select · Space: open · Backspace: parent folder · Esc: cancel"
        with sheet:
            yield PathInput(f"{_shown(Path.cwd())}/")
            yield Static(id="error", markup=False)
            tree = ArticleTree(Path.cwd())
            tree.folders_only = self._folders_only
            if self._offered is not None:
                tree.offered = self._offered
            yield tree
            with Horizontal(classes="buttons"):
                yield Button(self._accept, id="take", variant="primary", compact=True)
                yield Button("Cancel", id="leave", compact=True)

    @on(DirectoryTree.NodeHighlighted)
    def _show_path(self, event: DirectoryTree.NodeHighlighted[object]) -> None:
        path = getattr(event.node.data, "path", None)
        if path is not None and self.query_one(ArticleTree).has_focus:
            self._point_at(path)

    @on(DirectoryTree.FileSelected)
    def _take_file(self, event: DirectoryTree.FileSelected) -> None:
        self.dismiss(event.path)

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#take")
    def action_take(self) -> None:
        """Close with the path in the input."""
        written = self.query_one("#path", Input).value.strip()
        # A name that cannot be shown as it is can still be chosen in the tree.
        chosen = (
            self._pointed_at if written == _shown(self._pointed_at).strip() else Path(written).expanduser()
        )
        path = chosen.absolute()
        try:
            is_folder, is_there = path.is_dir(), path.exists()
        except OSError:
            is_folder = is_there = False
        if written and self._offered is not None and is_folder:
            self.query_one(ArticleTree).path = path
            self.query_one(ArticleTree).focus()
        elif written and (is_folder if self._folders_only else is_there):
            self.dismiss(path)
        else:
            kind = "file or folder" if self._offered is None else "file"
            kind = "folder" if self._folders_only else kind
            words = f"This {kind} doesn't exist: {line(written)}"
            self.query_one("#error", Static).update(Content.styled(words, "$text-error"))

    def action_up(self) -> None:
        """Show the parent folder."""
        tree = self.query_one(ArticleTree)
        tree.path = Path(tree.path).parent
        self._point_at(Path(tree.path))

    def _point_at(self, path: Path) -> None:
        self._pointed_at = path
        self.query_one("#path", Input).value = _shown(path)

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        """Close without a path."""
        self.dismiss(None)
