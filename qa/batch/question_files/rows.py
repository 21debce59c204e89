"""The rows of a question file, whatever kind of file they came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qa.errors import QuestionFileError
from qa.records import Filters, Turn

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RawRow:
    """What a parser found: values by name, and the place of each.

    `line` and the `columns` count from 1. With an `error` the values are those that could be read, if any.
    """

    line: int
    values: Json
    columns: Mapping[str, int] = field(default_factory=dict)
    error: QuestionFileError | None = None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question as it came in; `error` says why it cannot be asked, if it cannot.

    `id` is the file's own, or the number of the row's line as text. `carried` are all other columns, cleaned
    of what could act on a screen. `history` are earlier turns, oldest first.
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
    """A question file; `name` is fit to be shown, `digest` is SHA-256 of its bytes in hexadecimal."""

    name: str
    digest: str
    rows: tuple[QuestionRow, ...]

    @property
    def carried(self) -> tuple[str, ...]:
        """The names of all carried columns, in the order in which they first appear."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row.carried))
