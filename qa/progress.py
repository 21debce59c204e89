"""Progress events of the engine."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from qa.errors import ArticleError
from qa.records import AnswerSpan, Hit


@dataclass(frozen=True, slots=True)
class EncoderLoading:
    """A model is being opened; `building` if its fast form is built first, which takes some seconds."""

    model: str
    building: bool


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The passages that will be read, best first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """The result of reading: the spans, best first, and the score below which a refusal is better.

    `question` is the wording that was read for.
    """

    question: str
    spans: tuple[AnswerSpan, ...]
    null_score: float


@dataclass(frozen=True, slots=True)
class FileEncoding:
    """Progress of a large file: `n_encoded` of its `n_passages` passages are done."""

    path: Path
    n_encoded: int
    n_passages: int


@dataclass(frozen=True, slots=True)
class FileStored:
    """A file's article is stored."""

    path: Path
    n_passages: int
    updated: bool
    notes: tuple[str, ...]
    n_done: int
    n_files: int


@dataclass(frozen=True, slots=True)
class FileUnchanged:
    """A file is unchanged since it was stored; `twin` is another file with the same text, if any."""

    path: Path
    twin: Path | None
    n_done: int
    n_files: int


@dataclass(frozen=True, slots=True)
class FileFailed:
    """A file could not become an article; the others continue."""

    path: Path
    error: ArticleError
    n_done: int
    n_files: int


@dataclass(frozen=True, slots=True)
class FileLeftOut:
    """A file's article was removed by the user, and stays so."""

    path: Path
    article_id: str
    n_done: int
    n_files: int


@dataclass(frozen=True, slots=True)
class TimelineAdvanced:
    """The events of `n_done` of `n_articles` articles are gathered; sorting follows."""

    n_done: int
    n_articles: int


@dataclass(frozen=True, slots=True)
class FileRemoved:
    """A file no longer exists, and its article was removed."""

    path: Path


@dataclass(frozen=True, slots=True)
class CheckAdvanced:
    """A part of the library is being checked or repaired: `n_done` of its `n_total` rows are done."""

    part: str
    n_done: int
    n_total: int


@dataclass(frozen=True, slots=True)
class CopyAdvanced:
    """A file of the library is being copied: `n_done` of its `n_total` bytes are done."""

    file: str
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
    | FileLeftOut
    | TimelineAdvanced
    | FileRemoved
    | CheckAdvanced
    | CopyAdvanced
)
