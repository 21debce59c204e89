"""What other programs may send, checked: types, lengths, and days that exist."""

from datetime import date
from functools import partial
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from qa.dates import why_no_day
from qa.dates.calendar import limit_of
from qa.errors import DatelineError
from qa.records import Filters, Turn
from qa.utils.text import printable

MAX_QUESTION_CHARACTERS = 2_000
MAX_QUESTIONS = 1_000
MAX_PASSAGES = 100
PUBLISHED_SINCE = "Only articles published on or after this day (2024-09-18), month (2024-09) or year (2024)."
PUBLISHED_UNTIL = "Only articles published on or before this day, month or year: 2024-09 means its last day."
HAPPENED_SINCE = "Only events on or after this day (2024-09-18), month (2024-09) or year (2024)."
HAPPENED_UNTIL = "Only events on or before this day, month or year: 2024-09 means its last day."
_MAX_TURNS = 50
_MAX_TURN_CHARACTERS = 20_000
_MAX_CITATIONS = 100


class RequestError(DatelineError):
    """A request with a value that can't be used."""


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("a date must be text of the form 2024-09-18")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _no_date(value, "2024-09-18") from None


def _limit(value: Any, *, is_last: bool) -> Any:
    if not isinstance(value, str):
        raise ValueError("a date must be text of the form 2024-09-18, 2024-09 or 2024")
    try:
        return limit_of(value, is_last=is_last)
    except ValueError:
        raise _no_date(value, "2024-09-18, 2024-09 or 2024") from None


def _no_date(value: str, form: str) -> ValueError:
    why = why_no_day(value)
    return ValueError(f"not a date of the form {form}{f' ({why})' if why else ''}")


Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=str)]
First = Annotated[date, BeforeValidator(partial(_limit, is_last=False), json_schema_input_type=str)]
Last = Annotated[date, BeforeValidator(partial(_limit, is_last=True), json_schema_input_type=str)]
Words = Annotated[str, Field(min_length=1, max_length=MAX_QUESTION_CHARACTERS), AfterValidator(printable)]
Said = Annotated[str, Field(max_length=_MAX_TURN_CHARACTERS), AfterValidator(printable)]
NPassages = Annotated[int, Field(ge=1, le=MAX_PASSAGES)]


class Request(BaseModel):
    """A JSON object from a client; unknown names are refused, so that a misspelt filter is not ignored."""

    model_config = ConfigDict(extra="forbid")


class _Lenient(BaseModel):
    """A part of an earlier answer, of which only some values are used."""

    model_config = ConfigDict(extra="ignore")


class Cited(_Lenient):
    """A citation of an earlier answer."""

    article_id: Said
    title: Said = ""
    quote: Said = ""


class Part(_Lenient):
    """A part of an earlier answer."""

    question: Said


class EarlierTurn(_Lenient):
    """An earlier question: an answer as it was returned, or just its question and text."""

    question: Said
    corrected_question: Said | None = None
    standalone_question: Said | None = None
    answer: Said | None = None
    citations: Annotated[list[Cited], Field(max_length=_MAX_CITATIONS)] = []
    parts: Annotated[list[Part], Field(max_length=_MAX_CITATIONS)] = []

    def record(self) -> Turn:
        """Return the turn."""
        return Turn(
            question=self.corrected_question or self.question,
            answer=self.answer,
            standalone_question=self.standalone_question,
            article_ids=tuple(dict.fromkeys(each.article_id for each in self.citations)),
            titles=tuple(dict.fromkeys(each.title for each in self.citations if each.title)),
            quotes=tuple(each.quote for each in self.citations if each.quote),
            parts=tuple(part.question for part in self.parts),
        )


class Filtered(Request):
    """A request that may be restricted to some articles; the dates are publication dates, inclusive."""

    since: First | None = Field(None, description=PUBLISHED_SINCE)
    until: Last | None = Field(None, description=PUBLISHED_UNTIL)
    source: Said | None = Field(
        None, description="A shell pattern, not case-sensitive, for source, path or file name."
    )
    article_ids: Annotated[list[Said], Field(max_length=MAX_QUESTIONS)] = Field(
        [], description="Only these articles."
    )
    tags: Annotated[list[Said], Field(max_length=MAX_PASSAGES)] = Field(
        [], description="Only articles with all of these tags."
    )
    collection: Said | None = Field(None, description="Only articles in this collection.")

    def filters(self) -> Filters:
        """Return the filters; raises RequestError if they exclude each other."""
        if self.since and self.until and self.since > self.until:
            raise RequestError(
                f"“since” ({self.since}) is after “until” ({self.until}).", "Swap the two dates."
            )
        return Filters(
            self.since,
            self.until,
            self.source or None,
            article_ids=tuple(self.article_ids),
            tags=tuple(self.tags),
            collection=self.collection or None,
        )


class Question(Filtered):
    """A question with its conversation."""

    question: Words = Field(examples=["When was the second round of talks?"])
    history: Annotated[list[EarlierTurn], Field(max_length=_MAX_TURNS)] = Field(
        [], description="Earlier answers of the conversation, oldest first, as they were returned."
    )

    def turns(self) -> tuple[Turn, ...]:
        """Return the conversation."""
        return tuple(turn.record() for turn in self.history)


class AskRequest(Question):
    """A question with its history, filters and options."""

    as_of: Day | None = Field(None, description="The day from which “last Monday” is counted (today).")
    any_date: bool = Field(
        default=False, description="Don't restrict the search to the dates in the question."
    )
    as_typed: bool = Field(default=False, description="Neither rewrite follow-ups nor correct the spelling.")
    top_k: NPassages | None = Field(None, description="Passages to read.")
    compose: bool = Field(
        default=False, description="Let the configured language model word an answer from the quotes."
    )


class SearchRequest(Filtered):
    """A search for passages."""

    query: Words = Field(examples=["second round of talks"])
    top_k: NPassages | None = Field(None, description="Passages to return.")


class BatchRequest(Request):
    """Several questions."""

    questions: Annotated[list[Question], Field(min_length=1, max_length=MAX_QUESTIONS)]
    top_k: NPassages | None = Field(None, description="Passages to read for each question.")


class TimelineRequest(Request):
    """A search for dated events; the dates are those on which they happened, inclusive."""

    query: Words | None = None
    since: First | None = Field(None, description=HAPPENED_SINCE)
    until: Last | None = Field(None, description=HAPPENED_UNTIL)
    limit: Annotated[int, Field(ge=1, le=MAX_QUESTIONS)] = 200


_SAID = {
    "extra_forbidden": "there is no such field",
    "missing": "this field is missing",
    "model_attributes_type": "not a JSON object",
    "model_type": "not a JSON object",
    "string_too_short": "empty",
}
Shape = TypeVar("Shape", bound=Request)


def checked(shape: type[Shape], **values: Any) -> Shape:
    """Return values as a request; raises RequestError with the name of the first wrong one."""
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        raise RequestError(first_problem(error.errors(include_url=False))) from None


def first_problem(errors: Any) -> str:
    """Return one sentence about the first of pydantic's errors."""
    first = errors[0]
    if first["type"] == "json_invalid":
        return "The body is not valid JSON."
    place = ".".join(str(part) for part in first["loc"] if part != "body")
    if not place and first["type"] == "model_attributes_type":
        return (
            "The body is not a JSON object, or the request lacks the header Content-Type: application/json."
        )
    said = _SAID.get(first["type"], str(first["msg"]).removeprefix("Value error, "))
    return f"{place}: {said}." if place else f"{said}."
