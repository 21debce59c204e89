"""The rows of a question file, independent of its format."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
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

    def narrowed(self, filters: Filters, article_ids: Iterable[str]) -> "QuestionFile":
        """Return the questions with `filters` where they set none themselves.

        `article_ids` are those that match now: answers of other articles don't count as answers to this file.
        """
        if not filters.narrowing:
            return self
        digest = hashlib.sha256(repr((self.digest, filters, sorted(article_ids))).encode()).hexdigest()
        rows = tuple(replace(row, filters=row.filters.over(filters)) for row in self.rows)
        return replace(self, digest=digest, rows=rows)

    @property
    def carried(self) -> tuple[str, ...]:
        """The names of all carried columns, in order of first appearance."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row.carried))
