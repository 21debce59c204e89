"""Whether a recorded row is one that a batch wrote for its question, before anything is made of it."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from qa.batch.question_files import QuestionRow
from qa.records import Certainty, ReactionKind, Reason

RowCheck = Callable[[int, Any], None]


def row_check(questions: Sequence[QuestionRow]) -> RowCheck:
    """Return a function that raises ValueError unless a row, with its number from 0, belongs to these questions."""

    def check(number: int, row: Any) -> None:
        if not 0 <= number < len(questions):
            raise ValueError(f"there is no question {number}")
        _row_type().validate_python(row)
        if row["id"] != questions[number].id:
            raise ValueError(f"the row of question {number} has another id")

    return check


def is_object(number: int, row: Any) -> None:
    """Raise ValueError unless a row is an object with a possible number."""
    if number < 0 or not isinstance(row, dict):
        raise ValueError("not a row")


def _checked_day(written: str) -> str:
    date.fromisoformat(written)
    return written


_Day = Annotated[str, AfterValidator(_checked_day)]
_Place = Annotated[int, Field(ge=0)]
_Count = Annotated[int, Field(ge=1)]
_Share = Annotated[float, Field(ge=0.0, le=1.0)]


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, allow_inf_nan=False)


class _Scores(_Model):
    model_config = ConfigDict(strict=True, allow_inf_nan=False, extra="forbid")
    dense_rank: _Count | None
    dense_score: float | None
    sparse_rank: _Count | None
    sparse_score: float | None
    fused: float | None


class _Citation(_Model):
    number: _Count
    article_id: str
    title: str
    published: _Day | None
    source: str | None
    path: str | None
    start: _Place
    end: _Place
    quote: str
    answer_start: _Place
    answer_end: _Place
    passage_start: _Place
    passage_end: _Place
    scores: _Scores


class _ResolvedDate(_Model):
    value: str | None
    text: str
    expression: str
    start: _Place
    end: _Place
    reference: _Day | None
    rule: str
    certainty: Annotated[Certainty, Field(strict=False)]
    alternative: str | None


class _DateFilter(_Model):
    expression: str
    text: str
    since: _Day
    until: _Day


class _Reaction(_Model):
    kind: Annotated[ReactionKind, Field(strict=False)]
    reply: str
    article_ids: list[str]
    about: str | None
    number: int | None


class _Alternative(_Model):
    answer: str
    resolved_date: _ResolvedDate | None
    confidence: _Share
    citations: list[_Citation]


class _Error(_Model):
    message: str
    hint: str | None
    file: str | None
    line: _Count | None
    column: _Count | None


class _Answer(_Model):
    question: str
    status: Literal["answered", "not_found", "no_question", "error"]
    reason: Annotated[Reason, Field(strict=False)] | None
    answer: str | None
    resolved_date: _ResolvedDate | None
    confidence: _Share | None
    citations: list[_Citation]
    alternatives: list[_Alternative]
    timings: dict[str, float]
    date_filter: _DateFilter | None = None
    choices: list[_Alternative] = []
    reaction: _Reaction | None = None
    error: _Error | None = None

    @model_validator(mode="after")
    def _says_what_its_status_means(self) -> "_Answer":
        is_failed = self.status == "error"
        has_answer = self.answer is not None
        if is_failed != (self.error is not None) or is_failed != (self.confidence is None):
            raise ValueError("the status does not fit the error")
        if has_answer != (self.status == "answered"):
            raise ValueError("the status does not fit the answer")
        return self


class _Part(_Answer):
    standalone_question: str | None


class _Row(_Answer):
    id: str | int
    standalone_question: str | None = None
    parts: list[_Part] = []


@cache
def _row_type() -> TypeAdapter[_Row]:
    return TypeAdapter(_Row)
