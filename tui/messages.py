"""Everything that the work behind the screen has to say, in the order in which it is said."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from qa import Answer, Article, DatelineError
from tui.batch_state import BatchState
from tui.state import OpenConversation, Place, Turn

if TYPE_CHECKING:
    from qa import (
        ConversationSummary,
        DatedEvent,
        IndexReport,
        Inspection,
        SavedConversation,
        SentenceTrace,
        TimeExpression,
    )
    from tui.formatting.article_rows import Entry

# The library: told to the app.


@dataclass
class LibraryCounted(Message):
    """The library is open and holds this much."""

    n_articles: int
    n_passages: int


@dataclass
class ModelLoading(Message):
    """The model is being opened; `building` when its fast form is made first, once."""

    building: bool


@dataclass
class IndexingStarted(Message):
    """Files are being looked for."""


@dataclass
class FileIndexed(Message):
    """`n_done` of `n_files` files are dealt with; not every file is told, but the last is.

    `n_new_articles` and `n_new_passages` count since the indexing began.
    """

    path: Path
    n_done: int
    n_files: int
    n_new_articles: int
    n_new_passages: int


@dataclass
class FileAdvanced(Message):
    """A long file is being worked on, and this share (0–1) of it is done."""

    path: Path
    share: float


@dataclass
class IndexingFinished(Message):
    """Every file at and below `paths` was dealt with."""

    report: "IndexReport"
    paths: tuple[Path, ...] = ()


@dataclass
class IndexingStopped(Message):
    """The user stopped the indexing; what was stored before stays."""


@dataclass
class LibraryChanged(Message):
    """The library holds this much now."""

    n_articles: int
    n_passages: int


@dataclass
class ArticlesListed(Message):
    """All articles, as they are listed."""

    entries: "tuple[Entry, ...]"


@dataclass
class ArticleOpened(Message):
    """An article that was asked for, whole."""

    article: Article


@dataclass
class ArticleDescribed(Message):
    """How many time expressions an article has; None where the engine does not look for them."""

    article_id: str
    n_times: int | None


@dataclass
class TimesFound(Message):
    """The time expressions of an article; none where the engine does not look for them."""

    times: "tuple[TimeExpression, ...]"


@dataclass
class NamesFound(Message):
    """Names that the articles speak of, the most frequent first."""

    names: tuple[str, ...]


@dataclass
class FoldersRemembered(Message):
    """The folders that were watched when the app was left."""

    folders: tuple[Path, ...]


@dataclass
class FoldersWatched(Message):
    """The folders that are watched from now on."""

    folders: tuple[Path, ...]


@dataclass
class WorkFailed(Message):
    """The work on the library ended early."""

    error: DatelineError


@dataclass
class EngineReady(Message):
    """All that was begun at the start is done or has failed."""


# A question: told to the screen that asked, in the words of its turn's number.


@dataclass
class PassagesRetrieved(Message):
    """So many passages will be read now."""

    turn: int
    n_passages: int


@dataclass
class QuestionAnswered(Message):
    """The answer, which may be that there is none."""

    turn: int
    answer: Answer
    places: tuple[Place, ...]


@dataclass
class QuestionFailed(Message):
    """An error instead of an answer; CancelledError when the user stopped it."""

    turn: int
    error: DatelineError


# The conversations: told to the screen that asked, failures to the app.


@dataclass
class ConversationRestored(Message):
    """The conversation to go on with, if any, and the questions that were ever asked, oldest first."""

    kept: "SavedConversation | None"
    questions: tuple[str, ...]


@dataclass
class ConversationOpened(Message):
    """A conversation that was asked for."""

    kept: "SavedConversation"


@dataclass
class ConversationCopied(Message):
    """Another window added to the conversation, so what is asked here is saved in a copy of it."""

    conversation: OpenConversation


@dataclass
class ConversationsListed(Message):
    """The conversations that hold all of `words`, the latest first."""

    words: str
    conversations: list["ConversationSummary"]


@dataclass
class ConversationDeleted(Message):
    """A conversation is forgotten, and not gone on with."""

    conversation_id: str


@dataclass
class ConversationExported(Message):
    """A conversation was written to a file."""

    path: Path


@dataclass
class SavingFailed(Message):
    """Conversations cannot be read or written."""

    error: DatelineError


# The inspector: told to the screen that asked.


@dataclass
class QuestionInspected(Message):
    """Every step that a question goes through."""

    inspection: "Inspection"


@dataclass
class SentenceTraced(Message):
    """How far a sentence came."""

    trace: "SentenceTrace"


@dataclass
class InspectionFailed(Message):
    """An error instead."""

    error: DatelineError


# The timeline: told to the screen that asked, in the words of its request's number.


@dataclass
class EventsCounted(Message):
    """The articles are being gone through; `n_done` of `n_articles` are done, then the events are put in order."""

    request: int
    n_done: int
    n_articles: int


@dataclass
class EventsGathered(Message):
    """All dated events that were asked for, in order."""

    request: int
    events: "tuple[DatedEvent, ...]"


@dataclass
class EventsRefused(Message):
    """An error instead; CancelledError when the user stopped it."""

    request: int
    error: DatelineError


# The question file: its state is told to the app, the rest to the screen that asked.


@dataclass
class BatchAdvanced(Message):
    """How far the question file is; not every row is told, but the last is."""

    state: BatchState


@dataclass
class BatchRowOpened(Message):
    """What a question of the file came to; told once more when the passages nearest to a refusal are known."""

    turn: Turn


@dataclass
class BatchExported(Message):
    """So many rows were written to a file."""

    path: Path
    n_rows: int


@dataclass
class BatchRefused(Message):
    """The rows were not written."""

    error: DatelineError


# The settings: told to whoever changed them.


@dataclass
class SettingsWritten(Message):
    """The settings file has new values; `names` are the keys that changed."""

    path: Path
    names: tuple[str, ...]


@dataclass
class SettingsRefused(Message):
    """The settings file was left as it was."""

    error: DatelineError
