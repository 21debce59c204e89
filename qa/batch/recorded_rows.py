"""Recorded rows → results, each checked to be one that a batch wrote for its question."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from qa.answer_codec import AnswerJson, Count, FindArticle, Json, Model, checked
from qa.batch.asking import Result
from qa.batch.question_files import QuestionRow
from qa.batch.rows import FAILED
from qa.errors import DatelineError, QuestionFileError

RowCheck = Callable[[int, Any], None]


def row_check(questions: Sequence[QuestionRow]) -> RowCheck:
    """Return a function that raises ValueError unless a row, with its number from 0, belongs to these questions."""

    def check(number: int, row: Any) -> None:
        if not 0 <= number < len(questions):
            raise ValueError(f"there is no question {number}")
        if _row(row).id != questions[number].id:
            raise ValueError(f"the row of question {number} has another id")

    return check


def is_object(number: int, row: Any) -> None:
    """Raise ValueError unless a row is an object with a possible number."""
    if number < 0 or not isinstance(row, dict):
        raise ValueError("not a row")


def recalled(row: Json, find: FindArticle) -> Result:
    """Return the answer or error that `row_json` was made from; `find` returns an article by id.

    Closest passages and timings are not recorded and stay empty. Raises what `find` raises, and CitationError if an
    article's text has changed.
    """
    known = _row(row)
    return known.record(lru_cache(find)) if isinstance(known, _AnswerRow) else known.error.record()


class _AnswerRow(AnswerJson):
    id: str | int


class _Error(Model):
    message: str
    hint: str | None
    file: str | None
    line: Count | None
    column: Count | None

    def record(self) -> DatelineError:
        """Return the error of a row; a file is named without its folder."""
        if self.file is None:
            return DatelineError(self.message, self.hint or "")
        name = Path(self.file).name
        return QuestionFileError(name, self.message, self.hint or "", line=self.line, column=self.column)


class _FailedRow(Model):
    id: str | int
    question: str
    status: Literal["error"]
    answer: None
    confidence: None
    timings: dict[str, float]
    error: _Error


def _row(row: Any) -> _AnswerRow | _FailedRow:
    is_failed = isinstance(row, dict) and row.get("status") == FAILED
    return checked(_FailedRow, row) if is_failed else checked(_AnswerRow, row)
