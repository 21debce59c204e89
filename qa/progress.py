"""What the engine tells whoever watches, while it works."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from qa.errors import ArticleError
from qa.records import AnswerSpan, Hit


@dataclass(frozen=True, slots=True)
class EncoderLoading:
    """A model is being opened; `building` when its fast form is made first, which takes some seconds."""

    model: str
    building: bool


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The passages that will be read, best first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What reading came to: the spans, best first, and the score below which silence is the better answer.

    `question` is what was read for.
    """

    question: str
    spans: tuple[AnswerSpan, ...]
    null_score: float


@dataclass(frozen=True, slots=True)
class FileEncoding:
    """A long file is being worked on: `n_encoded` of its `n_passages` passages are done."""

    path: Path
    n_encoded: int
    n_passages: int


@dataclass(frozen=True, slots=True)
class FileStored:
    """A file's article is in the library now, whatever happens next."""

    path: Path
    n_passages: int
    updated: bool
    notes: tuple[str, ...]
    n_done: int
    n_files: int


@dataclass(frozen=True, slots=True)
class FileUnchanged:
    """A file was stored before as it is; `twin` is the file that holds the same text, if another."""

    path: Path
    twin: Path | None
    n_done: int
    n_files: int


@dataclass(frozen=True, slots=True)
class FileFailed:
    """A file could not become an article; the others go on."""

    path: Path
    error: ArticleError
    n_done: int
    n_files: int


@dataclass(frozen=True, slots=True)
class TimelineAdvanced:
    """The dated events of `n_done` of `n_articles` articles are gathered; what remains is to put them in order."""

    n_done: int
    n_articles: int


@dataclass(frozen=True, slots=True)
class FileRemoved:
    """A file is gone from the disk, and its article from the library."""

    path: Path


@dataclass(frozen=True, slots=True)
class CheckAdvanced:
    """A part of the library is being checked or repaired: `n_done` of its `n_total` rows are done."""

    part: str
    n_done: int
    n_total: int


Event: TypeAlias = (
    EncoderLoading
    | Retrieved
    | Read
    | FileEncoding
    | FileStored
    | FileUnchanged
    | FileFailed
    | TimelineAdvanced
    | FileRemoved
    | CheckAdvanced
)
