"""Everything that the work behind the screen has to say, in the order in which it is said."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from qa import Answer, DatelineError
from tui.state import Place

if TYPE_CHECKING:
    from qa import IndexReport

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
    """Every file was dealt with."""

    report: "IndexReport"


@dataclass
class WorkFailed(Message):
    """The work on the library ended early."""

    error: DatelineError


@dataclass
class DeskReady(Message):
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
