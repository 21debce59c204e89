"""The state of the app: the library, the turns of a conversation, places in articles."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from pathlib import Path
from uuid import uuid4

from qa import Answer, Article, ArticleError, DatelineError, Filters, OtherVersion, Passage, Scores, Span


class Work(Enum):
    """What the app is doing in the background."""

    OPENING = auto()
    LOADING_MODEL = auto()
    BUILDING_MODEL = auto()
    INDEXING = auto()
    RESTING = auto()


@dataclass(frozen=True, slots=True)
class LibraryState:
    """The library and the work on it; `n_done` of `n_files` files are indexed.

    `trouble` is the error that ended the last work; `failed` are the files that could not be added,
    and `new_failed` those of the last work that were not reported before, also in earlier sessions.
    """

    name: str
    work: Work = Work.OPENING
    n_articles: int = 0
    n_passages: int = 0
    n_done: int = 0
    n_files: int = 0
    file_name: str = ""
    first_articles: bool = False
    failed: tuple[ArticleError, ...] = ()
    new_failed: tuple[ArticleError, ...] = ()
    trouble: DatelineError | None = None
    watched: tuple[Path, ...] = ()

    @property
    def takes_questions(self) -> bool:
        """Whether a question can be answered now.

        While the very first articles are added, questions wait for all of them, so that no answer misses an article.
        """
        return self.work is Work.RESTING or (self.work is Work.INDEXING and not self.first_articles)


@dataclass(frozen=True, slots=True)
class Place:
    """A passage that can be opened in its article.

    `quote` counts in the article's text and lies in the passage; None for a passage without an answer. `answer` lies
    in the quote. `is_other` marks the places of alternatives. `highlights` are words to highlight in the passage.
    """

    number: int
    article: Article
    passage: Passage
    scores: Scores
    quote: Span | None = None
    is_other: bool = False
    answer: Span | None = None
    highlights: tuple[Span, ...] = ()
    versions: tuple[OtherVersion, ...] = ()

    @property
    def mark(self) -> Span:
        """The span to show when the article is opened here, counted in the article's text."""
        return self.quote or self.passage.article_span


class EntryKind(Enum):
    """What an entry of the start screen does."""

    QUESTION = auto()
    CONVERSATION = auto()
    ACTION = auto()


@dataclass(frozen=True, slots=True)
class StartEntry:
    """A row of the start screen; `value` is a question, the id of a conversation, or an action."""

    kind: EntryKind
    value: str
    label: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class StartSection:
    """Rows under a heading; `remark` is shown in their place if there are none."""

    heading: str
    entries: tuple[StartEntry, ...] = ()
    remark: str = ""


class LabelKind(Enum):
    """The two kinds of labels."""

    TAG = "tag"
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True)
class LabelChange:
    """A label that is given to articles or taken away from them; `is_new` creates a collection first."""

    kind: LabelKind
    name: str
    article_ids: tuple[str, ...]
    is_added: bool = True
    is_new: bool = False


class Stage(Enum):
    """The progress of a question."""

    WAITING = auto()
    SEARCHING = auto()
    READING = auto()
    ANSWERED = auto()
    FAILED = auto()
    STOPPED = auto()


def _new_id() -> str:
    return uuid4().hex


@dataclass(slots=True)
class OpenConversation:
    """The conversation on the screen; `id` is the one that its turns are saved in.

    Only the history worker changes the id, when the conversation continues as a copy.
    """

    id: str = field(default_factory=_new_id)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its result; `number` counts from 1 on the screen, `id` is what it is saved under.

    `places` are the citations of the answer and of its alternatives or, for a refusal, the closest passages.
    `any_date` turns off the question's date filter, `as_typed` its interpretation and the correction of its spelling.
    "Last Monday" in the question is counted from `asked`, None for today. `newest_first` orders the passages of a
    keyword query by their day. `is_apart` marks a question of a file, which can't be followed up.
    """

    number: int
    question: str
    stage: Stage = Stage.WAITING
    n_retrieved: int = 0
    answer: Answer | None = None
    places: tuple[Place, ...] = ()
    error: DatelineError | None = None
    note: str = ""
    filters: Filters = field(default_factory=Filters)
    any_date: bool = False
    asked: date | None = None
    is_apart: bool = False
    as_typed: bool = False
    newest_first: bool = False
    id: str = field(default_factory=_new_id)

    @property
    def is_pending(self) -> bool:
        """Whether the answer is still to come."""
        return self.stage in (Stage.WAITING, Stage.SEARCHING, Stage.READING)
