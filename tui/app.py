"""The app: it keeps what is known of the library and hands questions to the desk."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen

from tui.desk import Desk
from tui.messages import (
    DeskReady,
    FileAdvanced,
    FileIndexed,
    IndexingFinished,
    IndexingStarted,
    LibraryCounted,
    ModelLoading,
    WorkFailed,
)
from tui.screens.ask import AskScreen
from tui.screens.failures import FailuresScreen
from tui.screens.help import HelpScreen
from tui.state import LibraryState, Work
from tui.themes import DARK, LIGHT

if TYPE_CHECKING:
    from qa import Settings

_NOT_OFFERED = ("Keys", "Maximize", "Minimize")  # Help says more than the first; the others break the layout


class DatelineApp(App[None]):
    """Ask your own news articles, in the terminal."""

    TITLE = "Dateline"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    BINDING_GROUP_TITLE = "Everywhere"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", tooltip="Show what every key does; so does ? on an empty line"),
        Binding("question_mark", "help", "Help", show=False),
        Binding("f3", "failures", "Not read", tooltip="Show the files that could not be read and why"),
        Binding("ctrl+t", "toggle_theme", "Theme", show=False, tooltip="Change between light and dark"),
        Binding("ctrl+q", "quit", "Quit", priority=True, tooltip="Leave Dateline"),
    ]

    library: reactive[LibraryState] = reactive(LibraryState(""))

    def __init__(self, settings: "Settings", paths: Sequence[Path] = ()) -> None:
        super().__init__()
        self._paths = paths
        self._counts_before = (0, 0)
        self.desk = Desk(self, settings)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name
        self.set_reactive(DatelineApp.library, LibraryState(settings.library.name))

    def get_default_screen(self) -> Screen[None]:
        """Open with the conversation."""
        return AskScreen(self.desk)

    def on_mount(self) -> None:
        """Begin the work when the first frame is on the screen."""
        self.call_after_refresh(self.desk.start, self._paths)

    def on_unmount(self) -> None:
        """End the work, so that leaving does not wait for it."""
        self.desk.stop()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer everything by name."""
        yield SystemCommand("Help", "Show what every key does", self.action_help)
        yield SystemCommand("Light or dark", "Change between light and dark", self.action_toggle_theme)
        if self.library.failed:
            yield SystemCommand(
                "Files not read", "Show which files could not be read and why", self.action_failures
            )
        for command in super().get_system_commands(screen):
            if command.title not in _NOT_OFFERED:
                yield command

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the list of failed files only when there is one, and no help about the help."""
        if action == "failures":
            return bool(self.library.failed) and not self.screen.is_modal
        if action == "help":
            return not self.screen.is_modal
        return super().check_action(action, parameters)

    async def action_quit(self) -> None:
        """Leave; a model that is being prepared is finished first, and that takes some seconds."""
        is_building = self.library.work is Work.BUILDING_MODEL
        self.exit(message="Finishing the model, which is needed only once…" if is_building else None)

    def action_help(self) -> None:
        """Show the keys of the present screen."""
        self.push_screen(HelpScreen(self.screen))

    def action_failures(self) -> None:
        """Show the files that could not be read."""
        self.push_screen(FailuresScreen(self.library.failed))

    def action_toggle_theme(self) -> None:
        """Change between light and dark."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    # What the desk says of the library

    def on_library_counted(self, message: LibraryCounted) -> None:
        """Show what the library holds."""
        self.library = replace(
            self.library,
            work=Work.LOADING_MODEL,
            n_articles=message.n_articles,
            n_passages=message.n_passages,
            first_articles=message.n_articles == 0,
        )

    def on_model_loading(self, message: ModelLoading) -> None:
        """Say that the model is being opened, or made."""
        work = Work.BUILDING_MODEL if message.building else Work.LOADING_MODEL
        self.library = replace(self.library, work=work)

    def on_indexing_started(self, _message: IndexingStarted) -> None:
        """Say that files are being looked for."""
        self._counts_before = (self.library.n_articles, self.library.n_passages)
        self.library = replace(self.library, work=Work.INDEXING)

    def on_file_indexed(self, message: FileIndexed) -> None:
        """Show how far the indexing is."""
        n_articles, n_passages = self._counts_before
        self.library = replace(
            self.library,
            n_done=message.n_done,
            n_files=message.n_files,
            file_name=message.path.name,
            n_articles=n_articles + message.n_new_articles,
            n_passages=n_passages + message.n_new_passages,
        )

    def on_file_advanced(self, message: FileAdvanced) -> None:
        """Show how far a long file is."""
        self.library = replace(self.library, file_name=f"{message.path.name} {message.share:.0%}")

    def on_indexing_finished(self, message: IndexingFinished) -> None:
        """Show what the library holds now and what could not be read."""
        report = message.report
        self.library = replace(
            self.library,
            n_articles=report.articles,
            n_passages=report.passages,
            failed=tuple(report.failed),
        )
        self.refresh_bindings()

    def on_work_failed(self, message: WorkFailed) -> None:
        """Show the error where the conversation is."""
        self.library = replace(self.library, trouble=message.error)

    def on_desk_ready(self, _message: DeskReady) -> None:
        """Let the questions through."""
        self.library = replace(self.library, work=Work.RESTING)
