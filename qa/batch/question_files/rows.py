"""The rows of a question file, independent of its format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qa.errors import QuestionFileError
from qa.records import Filters, Turn

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RawRow:
    """The values of a row by name, with the position of each.

    `line` and `columns` count from 1. With an `error`, the values are those that could be read.
    """

    line: int
    values: Json
    columns: Mapping[str, int] = field(default_factory=dict)
    error: QuestionFileError | None = None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question from a file; `error` says why it can't be asked.

    `id` is the file's own, or the line number as text. `carried` are all other columns, without control characters.
    `history` are earlier turns, oldest first.
    """

    id: str | int
    text: str
    line: int
    carried: Json = field(default_factory=dict)
    filters: Filters = field(default_factory=Filters)
    history: tuple[Turn, ...] = ()
    error: QuestionFileError | None = None


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """A question file; `name` is safe to display, `digest` is the SHA-256 of its bytes in hexadecimal."""

    name: str
    digest: str
    rows: tuple[QuestionRow, ...]

    @property
    def carried(self) -> tuple[str, ...]:
        """The names of all carried columns, in order of first appearance."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row.carried))
