"""The messages that workers post."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from qa import Answer, Article, Citation, DatelineError, LibraryLocation
from tui.batch_state import BatchState
from tui.state import LabelChange, LabelKind, OpenConversation, Place, Turn

if TYPE_CHECKING:
    from qa import (
        Addition,
        ArticleFields,
        Composition,
        ConversationSummary,
        Correction,
        DatedEvent,
        IndexReport,
        Inspection,
        KnownLibrary,
        Label,
        Note,
        PagePicture,
        PinResult,
        RemovedArticle,
        SavedConversation,
        SentenceTrace,
        TimeExpression,
    )
    from tui.formatting.article_rows import Entry


class WorkerMessage(Message):
    """Any message of a worker. The app drops those that arrive while it is closing."""


# Composed answers: sent to the screen that asked for one.


@dataclass
class CompositionAdvanced(WorkerMessage):
    """So many words of the language model's reply have come; they are not checked yet."""

    n_words: int


@dataclass
class CompositionReady(WorkerMessage):
    """The reply is checked; None if the answer quotes nothing."""

    composition: "Composition | None"


@dataclass
class CompositionFailed(WorkerMessage):
    """The language model can't be used."""

    error: DatelineError


# The library: sent to the app.


@dataclass
class LibraryCounted(WorkerMessage):
    """The library is open."""

    n_articles: int
    n_passages: int


@dataclass
class LibraryUpgraded(WorkerMessage):
    """A library of an older format was upgraded; the sentences say where the backup is."""

    notice: tuple[str, ...]


@dataclass
class ModelLoading(WorkerMessage):
    """The model is being loaded; `building` if its fast form is built first."""

    building: bool


@dataclass
class IndexingStarted(WorkerMessage):
    """Indexing has started with the search for files."""


@dataclass
class FileIndexed(WorkerMessage):
    """`n_done` of `n_files` files are done; sent for some files, and always for the last.

    `n_new_articles` and `n_new_passages` count since indexing started.
    """

    path: Path
    n_done: int
    n_files: int
    n_new_articles: int
    n_new_passages: int


@dataclass
class FileAdvanced(WorkerMessage):
    """The share (0–1) of a large file that is done."""

    path: Path
    share: float


@dataclass
class IndexingFinished(WorkerMessage):
    """All files at and below `paths` are done."""

    report: "IndexReport"
    paths: tuple[Path, ...] = ()


@dataclass
class IndexingStopped(WorkerMessage):
    """The user stopped the indexing; articles added before are kept."""


@dataclass
class LibraryChanged(WorkerMessage):
    """The size of the library has changed."""

    n_articles: int
    n_passages: int


@dataclass
class ArticlesListed(WorkerMessage):
    """All articles, as table entries."""

    entries: "tuple[Entry, ...]"


@dataclass
class LibrariesListed(WorkerMessage):
    """The user's libraries, the last used first."""

    libraries: "tuple[KnownLibrary, ...]"


@dataclass
class LibraryLeft(WorkerMessage):
    """The open library is no longer in use. `error` is set if something could not be saved."""

    path: LibraryLocation
    error: DatelineError | None = None


@dataclass
class LibraryChosen(Message):
    """The user wants to open the library at a path or an address."""

    path: LibraryLocation


@dataclass
class LabelsListed(WorkerMessage):
    """All tags and collections."""

    tags: "tuple[Label, ...]"
    collections: "tuple[Label, ...]"

    def of(self, kind: LabelKind) -> "tuple[Label, ...]":
        """Return the labels of a kind."""
        return self.tags if kind is LabelKind.TAG else self.collections


@dataclass
class LabelsChanged(WorkerMessage):
    """A change of labels was stored."""

    change: LabelChange


@dataclass
class ArticlesRemoved(WorkerMessage):
    """Articles were removed from the library, and can be restored."""

    article_ids: tuple[str, ...]


@dataclass
class ArticlePreviewed(WorkerMessage):
    """The article of the selected row was read, for the second pane."""

    article: Article


@dataclass
class ArticlesCorrected(WorkerMessage):
    """Fields of articles were changed, or a change was undone."""

    corrections: "tuple[Correction, ...]"
    is_undone: bool = False


@dataclass
class RemovedListed(WorkerMessage):
    """The removed articles, the last removed first."""

    removed: "tuple[RemovedArticle, ...]"


@dataclass
class ArticleOpened(WorkerMessage):
    """A whole article, as requested."""

    article: Article


@dataclass
class TimesFound(WorkerMessage):
    """The temporal expressions of an article."""

    times: "tuple[TimeExpression, ...]"


@dataclass
class NamesFound(WorkerMessage):
    """Names in the articles, the most frequent first."""

    names: tuple[str, ...]


@dataclass
class FoldersRemembered(WorkerMessage):
    """The folders that were watched in the last session, and the failures that were reported then."""

    folders: tuple[Path, ...]
    failures: frozenset[str] = frozenset()


@dataclass
class FoldersWatched(WorkerMessage):
    """The folders that are watched now."""

    folders: tuple[Path, ...]


@dataclass
class WorkFailed(WorkerMessage):
    """Work on the library failed."""

    error: DatelineError


@dataclass
class EngineReady(WorkerMessage):
    """The startup work has finished or failed."""


# Single articles: sent to the dialog that adds them; what became of them and dropped files also to the app.


@dataclass
class FieldsStated(WorkerMessage):
    """What a pasted text states about itself."""

    fields: "ArticleFields"


@dataclass
class DayRead(WorkerMessage):
    """The day that a typed date means in words; if it `is_wrong`, why it can't be read."""

    written: str
    words: str
    is_wrong: bool = False


@dataclass
class ArticleStored(WorkerMessage):
    """An article was added, or was already there."""

    addition: "Addition"


@dataclass
class ArticleRefused(WorkerMessage):
    """An article could not be added."""

    error: DatelineError


@dataclass
class PathsDropped(WorkerMessage):
    """Existing files or folders whose paths were pasted."""

    paths: tuple[Path, ...]


@dataclass
class PathsMissing(WorkerMessage):
    """A pasted text that looked like paths, but nothing is there."""

    text: str


# The start screen: sent to the asking screen.


@dataclass
class ExamplesFound(WorkerMessage):
    """Example questions of a request; `is_complete` if there are no more."""

    request: int
    questions: tuple[str, ...]
    is_complete: bool


# Questions: sent to the asking screen, with the number of the turn.


@dataclass
class PassagesRetrieved(WorkerMessage):
    """The passages were found and will be read."""

    turn: int
    n_passages: int


@dataclass
class QuestionAnswered(WorkerMessage):
    """The answer, which may be a refusal."""

    turn: int
    answer: Answer
    places: tuple[Place, ...]


@dataclass
class QuestionFailed(WorkerMessage):
    """An error instead of an answer; CancelledError if the user stopped it."""

    turn: int
    error: DatelineError


# A page of a PDF: sent to its screen.


@dataclass
class PageDrawn(WorkerMessage):
    """A page, as requested."""

    picture: "PagePicture"


@dataclass
class PageRefused(WorkerMessage):
    """An error instead of a page."""

    error: DatelineError


@dataclass
class PageSaved(WorkerMessage):
    """A page was saved as a picture."""

    path: Path


# Requests of other screens: sent to the app.


@dataclass
class ArticleWanted(Message):
    """An article should be opened in the app at a place."""

    place: Place


@dataclass
class ShowPage(WorkerMessage):
    """Show the page of the PDF that a place is on."""

    place: Place


@dataclass
class AskOnly(WorkerMessage):
    """Ask only these articles, given as pairs of id and title."""

    articles: tuple[tuple[str, str], ...]


@dataclass
class PinWanted(WorkerMessage):
    """A quote should be pinned to the notebook, once for its key; `is_dated` if its date was looked for."""

    key: str
    answer: Answer
    is_dated: bool = False


@dataclass
class Pinned(WorkerMessage):
    """An answer or a quote was pinned to the notebook."""

    result: "PinResult"


# Conversations: sent to the asking screen; errors to the app.


@dataclass
class ConversationRestored(WorkerMessage):
    """The last conversation, if any, and all earlier questions, oldest first."""

    kept: "SavedConversation | None"
    questions: tuple[str, ...]


@dataclass
class ConversationOpened(WorkerMessage):
    """A conversation, as requested."""

    kept: "SavedConversation"


@dataclass
class ConversationCopied(WorkerMessage):
    """Another window added to the conversation, so questions asked here are saved in a copy."""

    conversation: OpenConversation


@dataclass
class ConversationsListed(WorkerMessage):
    """The conversations that contain all of `words`, the latest first."""

    words: str
    conversations: list["ConversationSummary"]


@dataclass
class ConversationDeleted(WorkerMessage):
    """A conversation was deleted."""

    conversation_id: str


@dataclass
class ConversationExported(WorkerMessage):
    """A conversation was exported."""

    path: Path


@dataclass
class NotesListed(WorkerMessage):
    """The notes that contain all of `words`, in the user's order or `by_day`."""

    words: str
    notes: "list[Note]"
    by_day: bool = False


@dataclass
class ScreenshotSaved(WorkerMessage):
    """A picture of the screen was saved; sent to the app."""

    path: Path


@dataclass
class NotebookExported(WorkerMessage):
    """The notebook was exported."""

    path: Path


@dataclass
class SavingFailed(WorkerMessage):
    """Conversations can't be read or written."""

    error: DatelineError


@dataclass
class SavingRecovered(WorkerMessage):
    """Everything that could not be saved before is saved now."""


# The inspector: sent to the asking screen.


@dataclass
class QuestionInspected(WorkerMessage):
    """All steps of a question."""

    inspection: "Inspection"


@dataclass
class SentenceTraced(WorkerMessage):
    """Where a sentence was lost."""

    trace: "SentenceTrace"


@dataclass
class InspectionFailed(WorkerMessage):
    """An error instead of an inspection."""

    error: DatelineError


# The search: sent to the search screen, with the number of the request.


@dataclass
class PassagesMatched(WorkerMessage):
    """The passages that match a search, best first."""

    request: int
    matches: tuple[Citation, ...]


@dataclass
class SearchFailed(WorkerMessage):
    """An error instead of passages."""

    request: int
    error: DatelineError


# The timeline: sent to the asking screen, with the number of the request.


@dataclass
class EventsCounted(WorkerMessage):
    """`n_done` of `n_articles` articles are searched for events."""

    request: int
    n_done: int
    n_articles: int


@dataclass
class EventsGathered(WorkerMessage):
    """All requested events, in order."""

    request: int
    events: "tuple[DatedEvent, ...]"


@dataclass
class EventsRefused(WorkerMessage):
    """An error instead of events; CancelledError if the user stopped it."""

    request: int
    error: DatelineError


@dataclass
class TimelineExported(WorkerMessage):
    """The events that were shown were exported."""

    path: Path
    n_events: int


@dataclass
class TimelineExportFailed(WorkerMessage):
    """The events could not be exported."""

    error: DatelineError


# The question file: its state is sent to the app, the rest to the asking screen.


@dataclass
class BatchAdvanced(WorkerMessage):
    """The progress of the question file; sent for some rows, and always for the last."""

    state: BatchState


@dataclass
class BatchRowOpened(WorkerMessage):
    """The result of a question; sent again when the closest passages of a refusal are known."""

    turn: Turn


@dataclass
class BatchExported(WorkerMessage):
    """The rows were exported."""

    path: Path
    n_rows: int


@dataclass
class BatchRefused(WorkerMessage):
    """The rows could not be exported."""

    error: DatelineError


# Settings: sent to the screen that changed them.


@dataclass
class SettingsWritten(WorkerMessage):
    """The settings file was changed; `names` are the changed settings."""

    path: Path
    names: tuple[str, ...]


@dataclass
class SettingsRefused(WorkerMessage):
    """The settings file could not be changed."""

    error: DatelineError
