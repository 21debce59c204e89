"""The app: it keeps what is known of the library and hands questions to the desk."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Event, Key, Paste
from textual.reactive import reactive
from textual.screen import Screen

from tui.batch_state import BatchState
from tui.formatting import answer_text
from tui.messages import (
    BatchAdvanced,
    ConversationDeleted,
    EngineReady,
    FileAdvanced,
    FileIndexed,
    FoldersRemembered,
    FoldersWatched,
    IndexingFinished,
    IndexingStarted,
    IndexingStopped,
    LibraryChanged,
    LibraryCounted,
    ModelLoading,
    NamesFound,
    SavingFailed,
    SettingsRefused,
    WorkFailed,
)
from tui.screens.ask import AskScreen
from tui.screens.registry import SCREENS
from tui.state import LibraryState, Work
from tui.themes import THEMES, theme_after, theme_of
from tui.workers import garbage_collection
from tui.workers.engine_worker import EngineWorker
from tui.workers.history_worker import HistoryWorker

if TYPE_CHECKING:
    from qa import Settings

_NOT_OFFERED = ("Keys", "Maximize", "Minimize", "Theme")  # ours say more, or they break the layout


class DatelineApp(App[None]):
    """Ask your own news articles, in the terminal."""

    TITLE = "Dateline"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    BINDING_GROUP_TITLE = "Everywhere"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", tooltip="Show what every key does; so does ? on an empty line"),
        Binding("question_mark", "help", "Help", show=False),
        *(Binding(door.key, f"open({door.name!r})", door.title, tooltip=door.says) for door in SCREENS),
        Binding("f3", "failures", "Not read", tooltip="Show the files that could not be read and why"),
        Binding("ctrl+t", "toggle_theme", "Theme", show=False, tooltip="Dark, light, or high contrast"),
        Binding("ctrl+q", "quit", "Quit", priority=True, tooltip="Leave Dateline"),
    ]

    library: reactive[LibraryState] = reactive(LibraryState(""))
    batch: reactive[BatchState] = reactive(BatchState())

    def __init__(self, settings: "Settings", paths: Sequence[Path] = ()) -> None:
        super().__init__()
        self._paths = paths
        self._typed_early: list[Key | Paste] | None = []
        self._counts_before = (0, 0)
        self._to_watch: tuple[Path, ...] = ()
        self.settings = settings
        self.engine_worker = EngineWorker(self, settings)
        self.history_worker = HistoryWorker(self, settings.library)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = theme_of(settings.theme).name
        self.stylesheet.set_variables(self.get_css_variables())
        self._drawn_with = self.get_css_variables()
        self.set_reactive(DatelineApp.library, LibraryState(settings.library.name))

    @property
    def asking(self) -> AskScreen:
        """The screen with the conversation, which lies below all others."""
        screen = self.screen_stack[0]
        assert isinstance(screen, AskScreen)  # noqa: S101 - it is the first, and never taken away
        return screen

    def get_default_screen(self) -> Screen[None]:
        """Open with the conversation."""
        return AskScreen(self.engine_worker, self.history_worker)

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 - Textual's signature
        """Read the style sheet again only for other colours: Textual does so for the first frame too."""
        variables = self.get_css_variables()
        if variables == self._drawn_with:
            self.stylesheet.update(self, animate=animate)
            return
        self._drawn_with = variables
        super().refresh_css(animate)

    def on_mount(self) -> None:
        """Begin the work when the first frame is on the screen."""
        self.call_after_refresh(self._begin)

    async def on_event(self, event: Event) -> None:
        """Hold back what is typed before there is a line to type it into."""
        if self._typed_early is None or not isinstance(event, Key | Paste):
            await super().on_event(event)
        else:
            self._typed_early.append(event)

    async def _begin(self) -> None:
        typed, self._typed_early = self._typed_early or [], None
        for event in typed:
            # Before the app has the terminal, that makes a line feed of Enter.
            is_enter = isinstance(event, Key) and event.key == "ctrl+j"
            await self.on_event(Key("enter", "\r") if is_enter else event)
        garbage_collection.spare()
        self.set_interval(garbage_collection.TIDY_EVERY_SECONDS, garbage_collection.tidy)
        self.history_worker.restore(self.asking)
        self.history_worker.recall_folders()
        self.engine_worker.start(self._paths)

    def on_unmount(self) -> None:
        """End the work, so that leaving does not wait for it."""
        self.engine_worker.stop()

    def close(self) -> None:
        """Finish what is being kept, and let go of the files; the app has been left."""
        self.history_worker.close()
        self.engine_worker.close()
        garbage_collection.resume()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer everything by name: screens, what the parts in view can do, and the rest."""
        yield SystemCommand("Help", "Show what every key does", self.action_help)
        for door in SCREENS:
            yield SystemCommand(door.title, door.says, lambda name=door.name: self.action_open(name))
        yield SystemCommand("Dark, light or high contrast", "Change the colours", self.action_toggle_theme)
        if self.library.failed:
            yield SystemCommand(
                "Files not read", "Show which files could not be read and why", self.action_failures
            )
        yield from self._commands_of_parts(screen)
        for command in super().get_system_commands(screen):
            if command.title not in _NOT_OFFERED:
                yield command

    def _commands_of_parts(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer what has a key on this screen; what moves about within a part is left to the keys."""
        offered = set()
        for active in screen.active_bindings.values():
            binding, part = active.binding, active.node
            is_ours = type(part).__module__.startswith("tui.") and part is not self
            if not (is_ours and active.enabled and binding.tooltip) or binding.tooltip in offered:
                continue
            offered.add(binding.tooltip)
            title = f"{part.BINDING_GROUP_TITLE or 'Screen'}: {binding.description}"
            yield SystemCommand(
                title,
                binding.tooltip,
                lambda action=binding.action, part=part: self.call_later(self.run_action, action, part),
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the list of failed files only when there is one, and nothing above a sheet."""
        if action == "failures":
            return bool(self.library.failed) and not self.screen.is_modal
        if action in ("help", "open"):
            return not self.screen.is_modal
        return super().check_action(action, parameters)

    async def action_quit(self) -> None:
        """Leave; a model that is being prepared is finished first, and that takes some seconds."""
        is_building = self.library.work is Work.BUILDING_MODEL
        self.exit(message="Finishing the model, which is needed only once…" if is_building else None)

    def action_help(self) -> None:
        """Show the keys of the present screen."""
        from tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen, self.focused))

    def action_open(self, name: str) -> None:
        """Open a screen, in place of another that was opened above the conversation."""
        screen = next(door for door in SCREENS if door.name == name).make(self)
        if any(type(each) is type(screen) for each in self.screen_stack):
            while type(self.screen) is not type(screen):
                self.pop_screen()
            return
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(screen, self._opened)

    def _opened(self, conversation_id: object) -> None:
        """Show the conversation that was chosen, when the screen was the list of them."""
        if isinstance(conversation_id, str):
            self.history_worker.open(self.asking, conversation_id)

    def action_failures(self) -> None:
        """Show the files that could not be read."""
        from tui.screens.failures import FailuresScreen

        self.push_screen(FailuresScreen(self.library.failed))

    def action_toggle_theme(self) -> None:
        """Change between dark, light and high contrast, and remember it."""
        name, theme = theme_after(self.theme)
        self.theme = theme.name
        self.engine_worker.write_settings({"theme": name}, self)

    # What the desk says of the library

    def watch_library(self, library: LibraryState) -> None:
        """Let a question file be asked when questions can be."""
        self.engine_worker.batch_worker.let_ask(may_ask=library.takes_questions)

    def on_library_counted(self, message: LibraryCounted) -> None:
        """Show what the library holds."""
        self.library = replace(
            self.library,
            work=Work.LOADING_MODEL,
            n_articles=message.n_articles,
            n_passages=message.n_passages,
        )

    def on_library_changed(self, message: LibraryChanged) -> None:
        """Show what the library holds now."""
        self.library = replace(self.library, n_articles=message.n_articles, n_passages=message.n_passages)

    def on_model_loading(self, message: ModelLoading) -> None:
        """Say that the model is being opened, or made."""
        work = Work.BUILDING_MODEL if message.building else Work.LOADING_MODEL
        self.library = replace(self.library, work=work)

    def on_indexing_started(self, _message: IndexingStarted) -> None:
        """Say that files are being looked for."""
        self._counts_before = (self.library.n_articles, self.library.n_passages)
        self.library = replace(
            self.library,
            work=Work.INDEXING,
            n_done=0,
            n_files=0,
            file_name="",
            first_articles=self.library.n_articles == 0,
            trouble=None,
        )

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
        """Show what the library holds now and what could not be read, now and in other places before."""
        report = message.report
        before = [
            error
            for error in self.library.failed
            if not any(error.path.is_relative_to(path.absolute()) for path in message.paths)
        ]
        self.library = replace(
            self.library,
            n_articles=report.articles,
            n_passages=report.passages,
            failed=(*before, *report.failed),
        )
        self.refresh_bindings()

    def on_indexing_stopped(self, _message: IndexingStopped) -> None:
        """Say that what came in before stays."""
        self.notify("Stopped. What was already stored is kept.", markup=False)

    def on_work_failed(self, message: WorkFailed) -> None:
        """Show the error where the conversation is."""
        self.library = replace(self.library, trouble=message.error)
        if self.screen is not self.asking:
            self.notify(answer_text.line(message.error.message), severity="error", markup=False)

    def on_engine_ready(self, _message: EngineReady) -> None:
        """Let the questions through."""
        garbage_collection.spare()
        self.library = replace(self.library, work=Work.RESTING, first_articles=False)
        self.engine_worker.find_names()
        self._watch_remembered()

    def on_names_found(self, message: NamesFound) -> None:
        """Complete names in the line from now on."""
        self.asking.know_names(message.names)

    # What else is said to the app

    def on_batch_advanced(self, message: BatchAdvanced) -> None:
        """Show how far the question file is, and say when it ended."""
        from tui.formatting import batch_text
        from tui.screens.batch import BatchScreen

        was_running, self.batch = self.batch.is_running, message.state
        if was_running and not self.batch.is_running and not isinstance(self.screen, BatchScreen):
            words = answer_text.line(batch_text.ended(self.batch))
            self.notify(words, severity="error" if self.batch.error else "information", markup=False)

    def on_folders_remembered(self, message: FoldersRemembered) -> None:
        """Go on watching, as soon as the model is there."""
        self._to_watch = message.folders
        self._watch_remembered()

    def _watch_remembered(self) -> None:
        if self._to_watch and self.library.work is Work.RESTING:
            folders, self._to_watch = self._to_watch, ()
            self.engine_worker.library_worker.watch(folders)

    def on_folders_watched(self, message: FoldersWatched) -> None:
        """Show which folders are watched."""
        self.library = replace(self.library, watched=message.folders)

    async def on_conversation_deleted(self, message: ConversationDeleted) -> None:
        """Begin a new conversation in place of the one that was open."""
        if message.conversation_id == self.asking.conversation.id:
            await self.asking.show_conversation(None)

    def on_saving_failed(self, message: SavingFailed) -> None:
        """Say that conversations are not kept, or not written where they should be."""
        if self.screen is self.asking:
            self.asking.show_trouble(message.error)
        else:
            words = f"{message.error.message} {message.error.hint}"
            self.notify(answer_text.line(words), severity="error", markup=False)

    def on_settings_refused(self, message: SettingsRefused) -> None:
        """Say why the colours are not remembered."""
        words = f"{message.error.message} {message.error.hint}"
        self.notify(answer_text.line(words), severity="error", markup=False)
