"""The library: articles to add, watch, sort, filter and remove, and files that failed."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.events import Resize
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import Button, Input, ProgressBar, Static

from tui.formatting import answer_text, article_rows, correction_text
from tui.formatting.article_rows import COLUMNS, Entry
from tui.messages import (
    ArticleOpened,
    ArticlePreviewed,
    ArticleRefused,
    ArticlesCorrected,
    ArticlesListed,
    ArticlesRemoved,
    AskOnly,
    LabelsChanged,
    LabelsListed,
)
from tui.screens.article import ArticleScreen, start_of
from tui.screens.dialogs import ConfirmScreen
from tui.screens.table_screen import TableScreen
from tui.state import LabelChange, LabelKind, LibraryState, Work
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_input import LineInput
from tui.widgets.status_bar import StatusBar
from tui.widgets.table import Table
from tui.workers.engine_worker import EngineWorker

if TYPE_CHECKING:
    from qa import ArticleSummary
    from tui.workers.adding_worker import AddingWorker

_FILTER = "Filter: words, source:…, tag:…, in:collection, since:2024-09"
_EMPTY = "No articles yet. Press A to add files or folders."
_NOT_FOUND = "No articles match."
_REST_SECONDS = 0.1  # after the last key, before an article is read for the second pane


class LibraryScreen(TableScreen):
    """Lists the articles and the failed files."""

    BINDING_GROUP_TITLE = "Library"
    AUTO_FOCUS = "Table"
    N_COLUMNS = len(COLUMNS)
    FILTER = "#library-filter"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Show only matching articles"),
        Binding("f", "ask_only", "Ask", tooltip="Ask only this article, or all that are marked (Space)"),
        Binding("t", "tag", "Tag", tooltip="Tag this article, or all that are marked"),
        Binding(
            "plus",
            "collect",
            "Collect",
            key_display="+",
            tooltip="Put this article, or all marked, in a collection",
        ),
        Binding("A", "add", "Add", show=False, tooltip="Add a file, or a folder with its subfolders"),
        Binding("w", "watch", "Watch", show=False, tooltip="Watch a folder for changes, or stop watching it"),
        Binding(
            "v",
            "versions",
            "Versions",
            show=False,
            tooltip="Show every version of a story, or only the newest one",
        ),
        Binding(
            "i", "correct", "Correct", tooltip="Correct the date, source and title (all that are marked)"
        ),
        Binding("s", "sort", "Sort", tooltip="Sort by the next column"),
        Binding("S", "turn", "Reverse", show=False, tooltip="Reverse the sort order"),
        Binding(
            "d,delete",
            "remove",
            "Remove",
            tooltip="Remove the article, or all that are marked (files are kept)",
        ),
        Binding("z,Z,ctrl+z", "undo", "Undo", tooltip="Undo the last removal or correction"),
        Binding(
            "r", "removed", "Removed", show=False, tooltip="List the removed articles, to bring them back"
        ),
        Binding(
            "L",
            "app.libraries",
            "Libraries",
            show=False,
            tooltip="Switch to another library, or make a new one",
        ),
        Binding("escape", "back", "Back", show=False, tooltip="Clear the filter, or go back"),
        Binding("c", "cancel", "Stop", tooltip="Stop adding articles (those already added are kept)"),
    ]

    library: reactive[LibraryState] = reactive(LibraryState(""), init=False)

    def __init__(self, engine_worker: EngineWorker) -> None:
        super().__init__(sorted_by=1, down=True)
        self._engine_worker = engine_worker
        self._entries: dict[str, Entry] = {}
        self._in_order: list[Entry] = []
        self._all_versions = False
        self._undo: list[Callable[[], None]] = []
        self._labels = LabelsListed((), ())
        self._previewing: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the filter, the table and the details of the selected row."""
        yield StatusBar("Library")
        with Horizontal(id="library-tools"):
            yield LineInput(
                placeholder="Filter: words, source:…, tag:…, in:collection, since:2024-09",
                id="library-filter",
                compact=True,
            )
            yield Button("Add…", id="library-add", compact=True)
            yield Button("Watch…", id="library-watch", compact=True)
            yield Button("Remove", id="library-remove", compact=True)
        with Horizontal(id="library-progress"):
            yield ProgressBar(show_eta=False, id="library-bar")
            yield Static(id="library-file", markup=False)
            yield Button("Stop", id="library-stop", compact=True)
        with Container(id="library-panes"):
            with VerticalScroll(id="library-article", classes="preview -empty", can_focus=False):
                yield Static(markup=False)
            yield Table(COLUMNS, empty="Loading…", can_mark=True)
        yield Static(id="library-detail", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Request the articles, and follow the state of the library."""
        self.watch(self.app, "library", self._take_library)
        self._engine_worker.library_worker.list_articles(self)
        self._engine_worker.labels.list_labels(self)

    def _take_library(self, library: LibraryState) -> None:
        self.library = library

    def watch_library(self, old: LibraryState, new: LibraryState) -> None:
        """Show the progress, and refresh the list when indexing ends."""
        self.query_one(StatusBar).show(new)
        is_indexing = new.work is Work.INDEXING
        self.query_one("#library-progress").display = is_indexing
        self.query_one(ProgressBar).update(total=new.n_files or None, progress=new.n_done)
        done = f"{new.n_done:,} of {new.n_files:,}  " if new.n_files else "looking for articles…"
        self.query_one("#library-file", Static).update(done + answer_text.line(new.file_name))
        if is_indexing != (old.work is Work.INDEXING):
            self.refresh_bindings()
        changed = (old.n_articles, old.n_passages, old.failed) != (new.n_articles, new.n_passages, new.failed)
        if not is_indexing and (changed or old.work is Work.INDEXING):
            self._engine_worker.library_worker.list_articles(self)
        if new.watched != old.watched:
            self._show_detail()

    def on_articles_listed(self, message: ArticlesListed) -> None:
        """Show the list."""
        failed = article_rows.failures(self.library.failed)
        self._entries = {entry.key: entry for entry in [*message.entries, *failed]}
        self.show_sorted()

    def on_labels_listed(self, message: LabelsListed) -> None:
        """Remember which labels there are."""
        self._labels = message

    def on_labels_changed(self, message: LabelsChanged) -> None:
        """Say what was changed, and show it in the list."""
        change = message.change
        what = answer_text.counted(len(change.article_ids), "article")
        name = f"“{answer_text.line(change.name)}”"
        if change.kind is LabelKind.TAG:
            said = f"Tagged {what} {name}." if change.is_added else f"Removed the tag {name} from {what}."
        else:
            said = f"Added {what} to {name}." if change.is_added else f"Took {what} out of {name}."
        self.notify(said, markup=False)
        self._engine_worker.library_worker.list_articles(self)

    @on(Input.Changed, "#library-filter")
    def _show_filtered(self) -> None:
        """Show what a changed filter finds, from its first row."""
        self._show()
        if self.query_one("#library-filter", Input).value.strip():
            self._table.choose(0)

    def _show(self) -> None:
        words = self.query_one("#library-filter", Input).value
        found = article_rows.with_words(self._in_order, words)
        self._table.show(
            [entry.row for entry in (found if self._all_versions else article_rows.newest_versions(found))],
            empty=_NOT_FOUND if words.strip() else _EMPTY,
            sorted_by=(self._sorted_by, self._down),
        )

    def action_versions(self) -> None:
        """Show every version of each story, or only the newest one."""
        self._all_versions = not self._all_versions
        self._show()

    def show_sorted(self) -> None:
        """Sort the articles and show them."""
        self._in_order = article_rows.in_order(self._entries.values(), self._sorted_by, down=self._down)
        self._show()

    @on(Table.Chosen)
    def _describe(self) -> None:
        self._show_detail()
        self._preview_soon()

    def on_resize(self, _event: Resize) -> None:
        """Show the selected article when there is room for a second pane."""
        self._preview_soon()

    def _preview_soon(self) -> None:
        """Read the selected article for the second pane when the cursor rests, if there is room for the pane."""
        if self._previewing is not None:
            self._previewing.stop()
        if self.has_class("-spacious"):
            self._previewing = self.set_timer(_REST_SECONDS, self._preview)

    def _preview(self) -> None:
        chosen = self._chosen
        has_article = chosen is not None and chosen.article is not None
        self.query_one("#library-article").set_class(not has_article, "-empty")
        if chosen is not None and has_article:
            self._engine_worker.library_worker.preview(self, chosen.key)

    def on_article_previewed(self, message: ArticlePreviewed) -> None:
        """Show the article in the second pane, if it is still the selected one."""
        if (chosen := self._chosen) is not None and chosen.key == message.article.id:
            self.query_one("#library-article Static", Static).update(
                answer_text.article_start(message.article)
            )
            self.query_one("#library-article", VerticalScroll).scroll_home(animate=False)

    @on(Table.Opened)
    def _open(self, event: Table.Opened) -> None:
        entry = self._entries[event.row.key]
        if entry.article is not None:
            self._engine_worker.library_worker.open(self, entry.key)

    def on_article_opened(self, message: ArticleOpened) -> None:
        """Show an article from its start."""
        place = start_of(message.article)
        self.app.push_screen(ArticleScreen(place, (), self._engine_worker.library_worker))

    @on(Button.Pressed, "#library-add")
    def action_add(self) -> None:
        """Let the user choose a file or folder, then add it."""
        self.app.action_add_files()  # type: ignore[attr-defined]

    @on(Button.Pressed, "#library-watch")
    def action_watch(self) -> None:
        """Let the user choose a folder, then watch it, or stop watching it if it was watched."""
        from tui.screens.picker import PickerScreen

        def watch(path: Path | None) -> None:
            if path is None:
                return
            watched = self._engine_worker.library_worker.watched
            folders = [each for each in watched if each != path] if path in watched else [*watched, path]
            self._engine_worker.library_worker.watch(folders)
            self.app.history_worker.remember_folders(folders)  # type: ignore[attr-defined]
            said = "Stopped watching" if path in watched else "Watching"
            self.notify(f"{said} {answer_text.file_path(str(path))}", markup=False)

        self.app.push_screen(PickerScreen("Watch a folder", accept="Watch", folders_only=True), watch)

    @on(Button.Pressed, "#library-remove")
    def action_remove(self) -> None:
        """Remove the marked articles, or the selected one; confirm it if some aren't shown."""
        keys = [entry.key for entry in self._marked_articles]
        if not keys:
            return

        def remove(is_meant: bool | None) -> None:  # noqa: FBT001 - Textual passes it so
            if is_meant:
                self._engine_worker.library_worker.remove(keys, self)

        if hidden := self._not_shown(keys):
            words = f"{hidden} The files are kept."
            self.app.push_screen(
                ConfirmScreen(f"Remove {answer_text.counted(len(keys), 'article')}?", words, "Remove"), remove
            )
        else:
            remove(is_meant=True)

    def on_articles_removed(self, message: ArticlesRemoved) -> None:
        """Say how to undo it."""
        worker, keys = self._engine_worker.library_worker, message.article_ids
        self._undo.append(lambda: worker.restore(keys))
        self.refresh_bindings()
        titles = [entry.title for key in message.article_ids if (entry := self._entries.get(key))]
        one = f"“{answer_text.shortened(titles[0])}”" if len(titles) == 1 else ""
        what = one or answer_text.counted(len(message.article_ids), "article")
        kept = "The file is kept." if len(message.article_ids) == 1 else "The files are kept."
        self.notify(f"Removed {what}. {kept} Press Z to undo.", markup=False)

    def action_undo(self) -> None:
        """Undo the last removal or correction."""
        if self._undo:
            self._undo.pop()()
            self.app.clear_notifications()  # they say how to undo it
            self.refresh_bindings()

    def action_correct(self) -> None:
        """Correct the fields of the marked articles, or of the selected one."""
        from tui.screens.correction import CorrectionScreen

        articles = [entry.article for entry in self._marked_articles if entry.article]
        if articles:
            hidden = self._not_shown([each.id for each in articles])
            worker: AddingWorker = self.app.adding_worker  # type: ignore[attr-defined]
            self.app.push_screen(CorrectionScreen(articles, worker, self, hidden))

    def on_articles_corrected(self, message: ArticlesCorrected) -> None:
        """Show the change, and say how to undo it."""
        self._engine_worker.library_worker.list_articles(self)
        if message.is_undone or not message.corrections:
            return
        worker, corrections = self._engine_worker.library_worker, message.corrections
        self._undo.append(lambda: worker.undo_corrections(self, corrections))
        self.refresh_bindings()
        self.notify(correction_text.corrected(corrections), markup=False)

    def on_article_refused(self, message: ArticleRefused) -> None:
        """Say why a change could not be undone."""
        words = f"{message.error.message} {message.error.hint}"
        self.notify(answer_text.line(words), severity="error", markup=False)

    def action_removed(self) -> None:
        """List the removed articles."""
        from tui.screens.removed import RemovedScreen

        self.app.push_screen(RemovedScreen(self._engine_worker.library_worker))

    def action_ask_only(self) -> None:
        """Restrict the conversation to the marked articles, or to the selected one."""
        if articles := self._marked_articles:
            if hidden := self._not_shown([entry.key for entry in articles]):
                n_asked = answer_text.counted(len(articles), "article")
                self.app.notify(f"Asking only {n_asked}. {hidden}", markup=False)
            self.app.post_message(AskOnly(tuple((entry.key, entry.title) for entry in articles)))

    def action_tag(self) -> None:
        """Let the user choose a tag for the marked articles, or take one away."""
        self._label(LabelKind.TAG)

    def action_collect(self) -> None:
        """Let the user choose a collection for the marked articles, or take them out of one."""
        self._label(LabelKind.COLLECTION)

    def _label(self, kind: LabelKind) -> None:
        from tui.screens.labels import LabelScreen

        def change(wanted: LabelChange | None) -> None:
            if wanted is not None:
                self._engine_worker.labels.change(self, wanted)

        articles = [
            entry.article for entry in self._with_folded_versions(self._marked_articles) if entry.article
        ]
        if articles:
            is_tag = kind is LabelKind.TAG
            held = {each.id: each.tags if is_tag else each.collections for each in articles}
            hidden = self._not_shown([entry.key for entry in self._marked_articles])
            screen = LabelScreen(kind, held, self._labels.of(kind), self._engine_worker.labels, hidden)
            self.app.push_screen(screen, change)

    @on(Button.Pressed, "#library-stop")
    def action_cancel(self) -> None:
        """Stop adding articles."""
        self._engine_worker.library_worker.cancel()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable Stop only during indexing, and Undo only after a change."""
        if action == "cancel":
            return self.library.work is Work.INDEXING
        if action == "undo":
            return bool(self._undo)
        return super().check_action(action, parameters)

    def _show_detail(self) -> None:
        """Show path, size and labels of the selected article, or why a file failed, and the watched folders."""
        lines = []
        if (entry := self._chosen) is not None:
            lines.append(answer_text.file_path(entry.path))
            if entry.error is not None:
                lines.append(answer_text.sentence(f"{entry.error.message} {entry.error.hint}"))
            elif entry.article is not None:
                lines += _described(entry.article)
        if marked := self._marked_entries:
            shown = {row.key for row in self._table.rows}
            n_shown = sum(entry.key in shown for entry in marked)
            lines.append(
                f"{len(marked):,} marked" + (f", {n_shown:,} shown" if n_shown < len(marked) else "")
            )
        watched = ", ".join(answer_text.file_path(str(folder)) for folder in self.library.watched)
        if watched:
            lines.append(f"watching {watched}")
        self.query_one("#library-detail", Static).update("\n".join(lines))

    @property
    def _marked_articles(self) -> list[Entry]:
        """The marked articles, shown or not; the selected one if none is marked."""
        chosen = self._chosen
        entries = self._marked_entries or ([chosen] if chosen else [])
        return [entry for entry in entries if entry.article is not None]

    def _with_folded_versions(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return entries with the older versions that their rows stand for."""
        if self._all_versions:
            return list(entries)
        shown = {row.key for row in self._table.rows}
        keys = {entry.key for entry in entries}
        folded = (
            entry
            for entry in self._in_order
            if entry.article and entry.article.version_of in keys and entry.key not in shown | keys
        )
        return [*entries, *folded]

    @property
    def _marked_entries(self) -> list[Entry]:
        """The marked entries, also those that the filter leaves out, in their order."""
        keys = self._table.marked_keys
        return [entry for entry in self._in_order if entry.key in keys] if keys else []

    def _not_shown(self, keys: Sequence[str]) -> str:
        """Return a sentence that says how many of the articles aren't shown; "" if all are."""
        n_hidden = len(set(keys) - {row.key for row in self._table.rows})
        verb = "isn't" if n_hidden == 1 else "aren't"
        return f"{n_hidden:,} of them {verb} shown now." if n_hidden else ""

    @property
    def _chosen(self) -> Entry | None:
        row = self._table.row
        return self._entries.get(row.key) if row else None


def _described(article: "ArticleSummary") -> list[str]:
    """Return the size of an article and, on a second line, its labels."""
    numbers = (
        (article.n_characters, "character"),
        (article.n_passages, "passage"),
        (article.n_dates, "date"),
    )
    sizes = " · ".join(answer_text.counted(number, noun) for number, noun in numbers)
    tags = f"tags: {', '.join(article.tags)}" if article.tags else ""
    collections = f"in: {', '.join(article.collections)}" if article.collections else ""
    labels = " · ".join(filter(None, (answer_text.given_words(article.given), tags, collections)))
    return [sizes, answer_text.line(labels)] if labels else [sizes]
