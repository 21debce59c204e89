"""The app: holds the state of the library and opens the screens."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.events import Event, InputEvent, Key, Paste
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer

from qa import ArticleError, DatelineError, LibraryLocation, library_name
from tui.batch_state import BatchState
from tui.formatting import adding_text, answer_text
from tui.formatting.dropped_paths import readings_of, web_address
from tui.messages import (
    ArticleStored,
    ArticleWanted,
    AskOnly,
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
    LibraryChosen,
    LibraryCounted,
    LibraryLeft,
    LibraryUpgraded,
    ModelLoading,
    NamesFound,
    PathsDropped,
    PathsMissing,
    Pinned,
    PinWanted,
    SavingFailed,
    SavingRecovered,
    ScreenshotSaved,
    SettingsRefused,
    ShowPage,
    WorkerMessage,
    WorkFailed,
)
from tui.screens.ask import AskScreen
from tui.screens.command_actions import ACTIONS, description_of, title_of
from tui.screens.registry import SCREENS
from tui.state import LibraryState, Work
from tui.themes import THEMES, theme_after, theme_of
from tui.widgets.question_input import QuestionInput
from tui.widgets.split import Split
from tui.workers import garbage_collection
from tui.workers.adding_worker import AddingWorker
from tui.workers.engine_worker import EngineWorker
from tui.workers.history_worker import HistoryWorker
from tui.workers.libraries_worker import LibrariesWorker

if TYPE_CHECKING:
    from qa import Settings

_LOOK_EVERY_SECONDS = 3.0  # at the library, for changes by other processes
_UPGRADE_SECONDS = 15.0
_NOT_OFFERED = (
    "Keys",
    "Maximize",
    "Minimize",
    "Theme",
    "Quit",
)  # replaced by our own commands, or they break the layout

_LIBRARIES = "List your libraries, and switch to another one"


_PINNED = {
    "added": "Pinned.",
    "updated": "Updated the pinned entry.",
    "unchanged": "Already pinned.",
}
_PANES_SAVED_AFTER_SECONDS = 0.5
_REDRAWN_AFTER = 0.2  # seconds


class DatelineApp(App[None]):
    """Ask your own news articles, in the terminal."""

    TITLE = "Dateline"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    BINDING_GROUP_TITLE = "All screens"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (140, "-spacious")]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", tooltip="Show the keys of this screen (also ? on an empty line)"),
        Binding("question_mark", "help", "Help", show=False),
        *(
            Binding(
                entry.key,
                f"open({entry.name!r})",
                entry.title,
                tooltip=entry.description,
                show=entry.in_bar,
                priority=entry.key.startswith("ctrl+"),  # inputs have Ctrl keys of their own
            )
            for entry in SCREENS
        ),
        Binding("f10", "libraries", "Libraries", show=False, tooltip=_LIBRARIES),
        # The status bar names the key; in the key bar, it would take the place of others.
        Binding("f3", "failures", "Failed", show=False, tooltip="Show the files that could not be read"),
        Binding(
            "ctrl+t",
            "toggle_theme",
            "Theme",
            show=False,
            tooltip="Switch between the dark, light and high-contrast themes",
        ),
        Binding("ctrl+q", "quit", "Quit", priority=True, tooltip="Quit Dateline"),
    ]

    library: reactive[LibraryState] = reactive(LibraryState(""))
    batch: reactive[BatchState] = reactive(BatchState())

    def __init__(self, settings: "Settings", paths: Sequence[Path] = ()) -> None:
        super().__init__()
        self._paths = paths
        self._last_input = 0.0  # when the user last pressed a key or moved the mouse
        self._typed_early: list[Key | Paste] | None = []
        self._counts_before = (0, 0)
        self._saving_of_panes: Timer | None = None
        self._to_watch: tuple[Path, ...] = ()
        self._known_failures: frozenset[str] = frozenset()  # the user was told about them
        self._is_switching = False
        self._last_closed: Screen[Any] | None = None  # the screen that was closed last
        self.settings = settings
        self.engine_worker = EngineWorker(self, settings)
        self.adding_worker = AddingWorker(self, self.engine_worker.library_worker)
        self.history_worker = HistoryWorker(self, settings.folder)
        self.libraries_worker = LibrariesWorker(self, self.engine_worker, self.history_worker)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = theme_of(settings.theme).name
        self.stylesheet.set_variables(self.get_css_variables())
        self._drawn_with = self.get_css_variables()
        self.set_reactive(DatelineApp.library, LibraryState(library_name(settings.library)))

    @property
    def asking(self) -> AskScreen:
        """The conversation screen, which is below all others."""
        screen = self.screen_stack[0]
        assert isinstance(screen, AskScreen)  # noqa: S101 - it is the first screen and is never removed
        return screen

    @property
    def returns_to_list(self) -> bool:
        """Whether the screen that was closed last leaves the focus below where it was."""
        return getattr(self._last_closed, "RETURNS_TO_LIST", False)

    def pop_screen(self) -> AwaitComplete:
        """Close the current screen, and remember it for the one below."""
        self._last_closed = self.screen
        return super().pop_screen()

    def get_default_screen(self) -> Screen[None]:
        """Open with the conversation."""
        return AskScreen(self.engine_worker, self.history_worker)

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 - Textual's signature
        """Reload the style sheet only when the theme changes; Textual also does so for the first frame."""
        variables = self.get_css_variables()
        if variables == self._drawn_with:
            self.stylesheet.update(self, animate=animate)
            return
        self._drawn_with = variables
        super().refresh_css(animate)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a notice for `timeout` seconds, and draw the whole screen when they are over.

        Textual leaves a removed notice on a screen whose layout was asked for before the next frame.
        """
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)
        shown_for = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        self.set_timer(shown_for + _REDRAWN_AFTER, self._draw_whole_screen)

    def _draw_whole_screen(self) -> None:
        self.screen.refresh()

    def on_mount(self) -> None:
        """Start the work after the first frame."""
        self.call_after_refresh(self._begin)

    async def on_event(self, event: Event) -> None:
        """Hold back keys until the question input exists."""
        if isinstance(event, InputEvent | Paste):
            self._last_input = monotonic()
        if self._typed_early is None or not isinstance(event, Key | Paste):
            await super().on_event(event)
        else:
            self._typed_early.append(event)

    def _tidy(self) -> None:
        """Collect garbage while the user rests."""
        if monotonic() - self._last_input >= garbage_collection.REST_SECONDS:
            garbage_collection.tidy()

    async def _on_message(self, message: Message) -> None:
        """Drop what workers post while the app is closing, or leaving the library that they speak of."""
        is_dropped = not self.is_running or (self._is_switching and not isinstance(message, LibraryLeft))
        if not (is_dropped and isinstance(message, WorkerMessage)):
            await super()._on_message(message)

    async def _begin(self) -> None:
        typed, self._typed_early = self._typed_early or [], None
        for event in typed:
            # Before the app controls the terminal, the terminal turns Enter into a line feed.
            is_enter = isinstance(event, Key) and event.key == "ctrl+j"
            await self.on_event(Key("enter", "\r") if is_enter else event)
        garbage_collection.spare()
        self.set_interval(garbage_collection.TIDY_EVERY_SECONDS, self._tidy)
        self.set_interval(_LOOK_EVERY_SECONDS, self._look_at_library)
        self.history_worker.restore(self.asking)
        self.history_worker.recall_folders()
        self.engine_worker.start(self._paths)

    def on_unmount(self) -> None:
        """Stop the work, so that quitting doesn't wait for it."""
        self.engine_worker.stop()

    def close(self) -> DatelineError | None:
        """Finish saving and close all files, after the app has quit; return the error if something was not saved."""
        unsaved = self.history_worker.close()
        self.engine_worker.close()
        garbage_collection.resume()
        return unsaved

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield all commands for the palette: screens, actions of the visible widgets, and the rest."""
        for kind in ACTIONS:
            if self.asking.why_not(kind) is None:
                yield SystemCommand(
                    title_of(kind),
                    description_of(kind),
                    lambda kind=kind: self.call_later(self.asking.do, kind),
                )
        yield SystemCommand("Add files", "Add files or a folder to the library", self.action_add_files)
        yield SystemCommand("Paste an article", "Add a pasted or typed text", self.action_paste_article)
        yield SystemCommand("Libraries", _LIBRARIES, lambda: self.call_later(self.action_libraries))
        yield from self._commands_of_parts(screen)
        for other in super().get_system_commands(screen):
            if other.title == "Screenshot" and not self.is_web:
                yield SystemCommand(
                    other.title, "Save the screen as an SVG file", self.action_save_screenshot
                )
            elif other.title not in _NOT_OFFERED:
                yield other

    def _commands_of_parts(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield the actions with a key on this screen, except for moving within a widget."""
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
        """Enable the list of failed files only if there is one, and no screens above a dialog."""
        if action == "failures":
            return bool(self.library.failed) and not self.screen.is_modal
        if action in ("help", "open", "libraries"):
            return not self.screen.is_modal
        return super().check_action(action, parameters)

    async def action_quit(self) -> None:
        """Quit; if a model is being prepared, finish it first (a few seconds)."""
        is_building = self.library.work is Work.BUILDING_MODEL
        self.exit(message="Finishing the model (first run only)…" if is_building else None)

    def action_help(self) -> None:
        """Show the keys of the current screen."""
        from tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen, self.focused))

    def action_open(self, name: str, about: str = "") -> None:
        """Open a screen, above the current one or in its place; `about` is a search for it."""
        entry = next(entry for entry in SCREENS if entry.name == name)
        screen = entry.make_about(self, about) if about and entry.make_about else entry.make(self)
        if any(type(each) is type(screen) for each in self.screen_stack):
            while type(self.screen) is not type(screen):
                self.pop_screen()
            return
        if not entry.is_on_top:
            self._to_conversation()
        self.push_screen(screen, self._opened)

    def _opened(self, conversation_id: object) -> None:
        """Show the conversation that was selected in the history screen."""
        if isinstance(conversation_id, str):
            self.history_worker.open(self.asking, conversation_id)

    def action_add_files(self) -> None:
        """Let the user choose a file or folder, then add it."""
        from tui.screens.picker import PickerScreen

        def add(path: Path | None) -> None:
            if path is not None:
                self.engine_worker.library_worker.add([path])

        self.push_screen(PickerScreen("Add articles", accept="Add"), add)

    def action_paste_article(self, text: str = "") -> None:
        """Open the dialog that adds a pasted article."""
        from tui.screens.paste import PasteScreen

        self.push_screen(PasteScreen(self.adding_worker, text))

    def action_open_samples(self) -> None:
        """Add the sample articles."""
        from qa import sample_articles

        if (folder := sample_articles()) is not None:
            self.engine_worker.library_worker.add([folder])
        else:
            self.notify("This installation has no sample articles.", severity="warning", markup=False)

    def action_libraries(self) -> None:
        """List the libraries, to open another one."""
        from tui.screens.libraries import LibrariesScreen

        if not isinstance(self.screen, LibrariesScreen):
            self.push_screen(LibrariesScreen(self.libraries_worker, self.settings.library))

    async def on_library_chosen(self, message: LibraryChosen) -> None:
        """Open another library; ask first if that stops something."""
        from tui.screens.dialogs import ConfirmScreen

        path = message.path
        if path == self.settings.library:
            self._to_conversation()
        elif self.library.work is Work.INDEXING or self.batch.is_running:
            what = "Adding articles" if self.library.work is Work.INDEXING else "The file of questions"
            words = f"{what} will stop. What is done is kept, and can be continued later."

            async def leave(meant: bool | None) -> None:  # noqa: FBT001 - Textual passes it so
                if meant:
                    await self._leave_for(path)

            self.push_screen(ConfirmScreen("Switch libraries?", words, "Switch"), leave)
        else:
            await self._leave_for(path)

    async def _leave_for(self, path: LibraryLocation) -> None:
        """End the work on the open library; the conversation stays usable meanwhile."""
        if self._is_switching:
            return
        self._is_switching = True
        self._to_conversation()
        self.library = LibraryState(library_name(path))
        await self.asking.leave_library()
        self.libraries_worker.leave(path)

    def on_library_left(self, message: LibraryLeft) -> None:
        """Open the other library, or the same again if something could not be saved."""
        self._is_switching = False
        if message.error is None:
            self.settings = replace(self.settings, library=message.path)
        else:
            words = f"The library was not left. {message.error.message} {message.error.hint}"
            self.notify(answer_text.line(words), severity="error", markup=False)
        self._to_watch, self._known_failures = (), frozenset()
        self.library = LibraryState(library_name(self.settings.library))
        self.engine_worker.switch(self.settings)
        self.history_worker.restore(self.asking)
        self.history_worker.recall_folders()
        self.engine_worker.start(())

    def _to_conversation(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def action_save_screenshot(self) -> None:
        """Prompt for a file, then save the screen as it is now."""
        from tui.screens.dialogs import PromptScreen, existing_file

        picture = self.export_screenshot()

        def save(name: str | None) -> None:
            if name:
                path = Path(os.path.expanduser(name)).absolute()  # noqa: PTH111 - an unknown `~name` stays
                self.history_worker.save_screenshot(path, picture)

        proposed = f"~/dateline-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.svg"
        words = "Save the screen to this file (.svg):"
        self.push_screen(PromptScreen("Screenshot", words, proposed, objection=existing_file), save)

    def on_screenshot_saved(self, message: ScreenshotSaved) -> None:
        """Say where the file is."""
        self.notify(f"Saved to {answer_text.line(str(message.path))}", markup=False)

    def action_failures(self) -> None:
        """Show the files that could not be read."""
        from tui.screens.failures import FailuresScreen

        self.push_screen(FailuresScreen(self.library.failed))

    def action_toggle_theme(self) -> None:
        """Switch to the next theme and save it in the settings."""
        name, theme = theme_after(self.theme)
        self.theme = theme.name
        self.engine_worker.write_settings({"theme": name}, self)

    def on_split_resized(self, message: Split.Resized) -> None:
        """Remember the size of the citations; keys that follow at once are saved together."""
        if message.direction == "width":
            self.settings = replace(self.settings, citations_width=message.share)
        else:
            self.settings = replace(self.settings, citations_height=message.share)
        if self._saving_of_panes is not None:
            self._saving_of_panes.stop()
        self._saving_of_panes = self.set_timer(_PANES_SAVED_AFTER_SECONDS, self._save_panes)

    def _save_panes(self) -> None:
        settings = self.settings
        sizes = {
            "citations_width": settings.citations_width,
            "citations_height": settings.citations_height,
        }
        self.engine_worker.write_settings(sizes, self)

    # Library messages

    def watch_library(self, library: LibraryState) -> None:
        """Allow the question file to be asked when questions can be answered."""
        self.engine_worker.batch_worker.let_ask(may_ask=library.takes_questions)

    def on_library_counted(self, message: LibraryCounted) -> None:
        """Show what the library holds."""
        self.library = replace(
            self.library,
            work=Work.LOADING_MODEL,
            n_articles=message.n_articles,
            n_passages=message.n_passages,
        )

    def _look_at_library(self) -> None:
        """Notice articles that another process adds or removes, such as `dateline watch`."""
        if self.library.work is Work.RESTING:
            self.engine_worker.library_worker.look()

    def on_library_changed(self, message: LibraryChanged) -> None:
        """Show what the library holds now."""
        self.library = replace(self.library, n_articles=message.n_articles, n_passages=message.n_passages)

    def on_model_loading(self, message: ModelLoading) -> None:
        """Show that the model is being loaded or built."""
        work = Work.BUILDING_MODEL if message.building else Work.LOADING_MODEL
        self.library = replace(self.library, work=work)

    def on_indexing_started(self, _message: IndexingStarted) -> None:
        """Show that files are being searched for."""
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
        """Show the progress of indexing."""
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
        """Show the progress of a large file."""
        self.library = replace(self.library, file_name=f"{message.path.name} {message.share:.0%}")

    def on_indexing_finished(self, message: IndexingFinished) -> None:
        """Show the new counts and all files that failed, including those of other paths."""
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
            new_failed=tuple(
                each for each in report.failed if _failure_key(each) not in self._known_failures
            ),
        )
        self._known_failures = frozenset(map(_failure_key, self.library.failed))
        self.history_worker.remember_failures(self._known_failures)
        if report.passed_over and not report.n_found:
            n_files = len(report.passed_over)
            words = f"Nothing to read there: {n_files} files in unsupported formats."
            self.notify(words, severity="warning", markup=False)
        self.refresh_bindings()

    def on_indexing_stopped(self, _message: IndexingStopped) -> None:
        """Notify that articles added before are kept."""
        self.notify("Stopped. Articles already added are kept.", markup=False)

    def on_work_failed(self, message: WorkFailed) -> None:
        """Show the error in the conversation."""
        self.library = replace(self.library, trouble=message.error)
        if self.screen is not self.asking:
            self.notify(answer_text.line(message.error.message), severity="error", markup=False)

    def on_library_upgraded(self, message: LibraryUpgraded) -> None:
        """Show what was done to a library of an older format."""
        words = " ".join(answer_text.line(sentence) for sentence in message.notice)
        self.notify(words, timeout=_UPGRADE_SECONDS, markup=False)

    def on_engine_ready(self, _message: EngineReady) -> None:
        """Let waiting questions be asked."""
        garbage_collection.spare()
        self.library = replace(self.library, work=Work.RESTING, first_articles=False)
        self.engine_worker.find_names()
        self._watch_remembered()

    def on_names_found(self, message: NamesFound) -> None:
        """Suggest these names in the question input."""
        self.asking.know_names(message.names)

    # Single articles

    def on_question_input_dropped(self, message: QuestionInput.Dropped) -> None:
        """Offer to add the page or the files that a pasted text names, or the text as an article."""
        if address := web_address(message.text):
            self._offer_page(address)
        elif readings := readings_of(message.text):
            self.adding_worker.find_paths(readings, message.text)
        else:
            self.action_paste_article(message.text)

    def _offer_page(self, url: str) -> None:
        """Offer to fetch a web page, or say how to allow that."""
        from tui.screens.dialogs import ConfirmScreen

        if not self.settings.allow_network:
            self.asking.insert(url)
            self.notify(adding_text.NOT_ALLOWED, severity="warning", markup=False)
            return

        def fetch(meant: bool | None) -> None:  # noqa: FBT001 - Textual passes it so
            if meant:
                self.engine_worker.library_worker.add_url(url)

        words = f"{answer_text.line(url)}\nDateline connects to this server to fetch the page."
        self.push_screen(
            ConfirmScreen("Fetch and add this page?", words, "Fetch", is_destructive=False), fetch
        )

    def on_paths_dropped(self, message: PathsDropped) -> None:
        """Offer to add files."""
        from tui.screens.dialogs import ConfirmScreen

        def add(meant: bool | None) -> None:  # noqa: FBT001 - Textual passes it so
            if meant:
                self.engine_worker.library_worker.add(message.paths)

        title, words = adding_text.offer(message.paths)
        self.push_screen(ConfirmScreen(title, words, "Add", is_destructive=False), add)

    def on_paths_missing(self, message: PathsMissing) -> None:
        """Insert a pasted text that names no files into the question."""
        self.asking.insert(message.text)

    def on_article_stored(self, message: ArticleStored) -> None:
        """Say what became of an article."""
        self.notify(adding_text.stored(message.addition), markup=False)

    # Other messages

    def on_batch_advanced(self, message: BatchAdvanced) -> None:
        """Show the progress of the question file, and notify when it ends."""
        from tui.formatting import batch_text
        from tui.screens.batch import BatchScreen

        was_running, self.batch = self.batch.is_running, message.state
        is_over = was_running and not self.batch.is_running
        if is_over and not isinstance(self.screen, BatchScreen):
            words = answer_text.line(batch_text.ended(self.batch))
            self.notify(words, severity="error" if self.batch.error else "information", markup=False)

    def on_folders_remembered(self, message: FoldersRemembered) -> None:
        """Watch the folders again when the model is loaded."""
        self._to_watch = message.folders
        self._known_failures |= message.failures
        self._watch_remembered()

    def _watch_remembered(self) -> None:
        if self._to_watch and self.library.work is Work.RESTING:
            folders, self._to_watch = self._to_watch, ()
            self.engine_worker.library_worker.watch(folders)

    def on_folders_watched(self, message: FoldersWatched) -> None:
        """Show which folders are watched."""
        self.library = replace(self.library, watched=message.folders)

    def on_article_wanted(self, message: ArticleWanted) -> None:
        """Open an article at a place."""
        from tui.screens.article import ArticleScreen

        self.push_screen(ArticleScreen(message.place, (), self.engine_worker.library_worker))

    def on_ask_only(self, message: AskOnly) -> None:
        """Go back to the conversation and restrict it to some articles."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.asking.ask_only(dict(message.articles))

    def on_pin_wanted(self, message: PinWanted) -> None:
        """Pin a quote to the notebook, with the date that it is about."""
        if message.is_dated or message.answer.resolved_date is not None:
            self.history_worker.notebook.pin(self, message.key, message.answer)
        else:
            self.engine_worker.date_quote(self, message.key, message.answer)

    def on_pinned(self, message: Pinned) -> None:
        """Notify what pinning did."""
        self.notify(f"{_PINNED[message.result]} Ctrl+O opens the notebook.", markup=False)

    def on_show_page(self, message: ShowPage) -> None:
        """Open the page of the PDF that a place is on."""
        from qa import pages_of
        from tui.screens.page import PageScreen

        place = message.place
        page = next(iter(pages_of(place.article, place.mark)), 1)
        self.push_screen(PageScreen(place, page, self.engine_worker.page_worker))

    async def on_conversation_deleted(self, message: ConversationDeleted) -> None:
        """Start a new conversation if the open one was deleted."""
        if message.conversation_id == self.asking.conversation.id:
            await self.asking.show_conversation(None)

    def on_saving_failed(self, message: SavingFailed) -> None:
        """Show that conversations can't be saved or exported."""
        if self.screen is self.asking:
            self.asking.show_trouble(message.error)
        else:
            words = f"{message.error.message} {message.error.hint}"
            self.notify(answer_text.line(words), severity="error", markup=False)

    def on_saving_recovered(self, _message: SavingRecovered) -> None:
        """Show that saving works again."""
        self.notify("Saving conversations works again. Nothing was lost.", markup=False)

    def on_settings_refused(self, message: SettingsRefused) -> None:
        """Show why the theme was not saved."""
        words = f"{message.error.message} {message.error.hint}"
        self.notify(answer_text.line(words), severity="error", markup=False)


def _failure_key(error: ArticleError) -> str:
    return f"{error.path}\n{error.message}"
