"""What the app knows: the library, the turns of a conversation, places in articles."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from pathlib import Path
from uuid import uuid4

from qa import Answer, Article, ArticleError, DatelineError, Filters, Passage, Scores, Span


class Work(Enum):
    """What is being done behind the screen."""

    OPENING = auto()
    LOADING_MODEL = auto()
    BUILDING_MODEL = auto()
    INDEXING = auto()
    RESTING = auto()


@dataclass(frozen=True, slots=True)
class LibraryState:
    """The library and the work on it; `n_done` of `n_files` counts the files of one indexing.

    `trouble` is what ended the last work early; `failed` are files that could not become articles.
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
    trouble: DatelineError | None = None
    watched: tuple[Path, ...] = ()

    @property
    def takes_questions(self) -> bool:
        """Whether a question can be answered now.

        While the very first articles come in, questions wait for all of them: an answer from a part
        of the articles would be no answer.
        """
        return self.work is Work.RESTING or (self.work is Work.INDEXING and not self.first_articles)


@dataclass(frozen=True, slots=True)
class Place:
    """A passage that can be opened in its article.

    `quote` counts in the article's text and lies in the passage; None for a passage that was read
    without finding an answer; `answer` lies in the quote. `is_other` marks the places of the answers after the first.
    """

    number: int
    article: Article
    passage: Passage
    scores: Scores
    quote: Span | None = None
    is_other: bool = False
    answer: Span | None = None

    @property
    def mark(self) -> Span:
        """What to show when the article is opened here, counted in the article's text."""
        return self.quote or self.passage.article_span


class Stage(Enum):
    """How far a question has come."""

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
    """One question and what became of it; `number` counts from 1 on the screen, `id` is what it is saved under.

    `places` are the citations of the answer and of its alternatives or, without an answer, the
    nearest passages. With `any_date`, the days that the question names narrow nothing; "last Monday" in it counts
    from `asked`, None for today. A turn that is one of a question file's `is_apart`: nothing is asked after it.
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
    id: str = field(default_factory=_new_id)

    @property
    def is_pending(self) -> bool:
        """Whether an answer is still to come."""
        return self.stage in (Stage.WAITING, Stage.SEARCHING, Stage.READING)
