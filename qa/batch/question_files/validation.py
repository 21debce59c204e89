"""Raw rows → valid questions, or errors with line and column."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from qa.batch.question_files.rows import Json, QuestionRow, RawRow
from qa.dates import why_no_day
from qa.dates.calendar import limit_of
from qa.errors import QuestionFileError
from qa.records import Filters, Turn
from qa.utils.text import printable

MAX_QUESTION_CHARACTERS = 2_000
MAX_TURNS = 50
_MAX_ID_CHARACTERS = 200
_MAX_TURN_CHARACTERS = 20_000
_MAX_DEPTH = 20
_KEPT_OF_A_BAD_QUESTION = 200


def checked_rows(name: str, raws: Iterable[RawRow], *, typed: bool) -> Iterator[QuestionRow]:
    """Yield the rows in order, each with a unique id.

    `typed` means that the file is JSON: `since`, `until` and `source` filter articles, `history` has earlier turns,
    and `answers` must be an array. In tables and text, all of these are carried columns.
    """
    lines: dict[str, int] = {}
    found = list(raws)
    given = {str(raw.values.get("id")) for raw in found if raw.values.get("id") not in (None, "")}
    for raw in found:
        row = _checked(name, raw, given, typed=typed)
        first = lines.setdefault(str(row.id), row.line)
        if first != row.line and row.error is None:
            what = f"The id “{row.id}” is already used in line {first}."
            hint = "Use a unique id for each question."
            error = QuestionFileError(name, what, hint, line=row.line, column=raw.columns.get("id"))
            row = QuestionRow(row.id, row.text, row.line, row.carried, error=error)
        yield row


class _Row:
    """Extracts the values of one raw row; an invalid value raises an error with its position."""

    def __init__(self, name: str, raw: RawRow) -> None:
        self._name, self._raw = name, raw
        self.values = raw.values

    def wrong(self, key: str, what: str, hint: str = "") -> QuestionFileError:
        column = self._raw.columns.get(key, 1)
        return QuestionFileError(self._name, what, hint, line=self._raw.line, column=column)

    def question(self) -> str:
        if "question" not in self.values:
            raise self.wrong("question", "“question” is missing.", 'Write {"question": "…"}.')
        text = self.values["question"]
        if not isinstance(text, str):
            raise self.wrong("question", "“question” must be text.", "Put it in quotation marks.")
        text = printable(text)
        if not any(char.isalnum() for char in text):
            raise self.wrong("question", "The question has no words.", "Write one, or remove the row.")
        if len(text) > MAX_QUESTION_CHARACTERS:
            what = f"The question has {len(text):,} characters; the maximum is {MAX_QUESTION_CHARACTERS:,}."
            raise self.wrong("question", what, "Shorten it.")
        return text

    def filters(self) -> Filters:
        return Filters(self._day("since"), self._day("until"), self._text("source"))

    def history(self) -> tuple[Turn, ...]:
        turns = self.values.get("history")
        if turns is None:
            return ()
        if not isinstance(turns, list) or len(turns) > MAX_TURNS:
            raise self.wrong(
                "history", f"“history” must be an array of at most {MAX_TURNS} turns.", _TURN_HINT
            )
        return tuple(self._turn(number, turn) for number, turn in enumerate(turns, start=1))

    def gold(self) -> None:
        """Check the types of the values that `dateline evaluate` uses."""
        answers = self.values.get("answers")
        if answers is not None and not (
            isinstance(answers, list) and all(isinstance(each, str) for each in answers)
        ):
            raise self.wrong(
                "answers", "“answers” must be an array of texts.", 'Write ["…"], or [] for none.'
            )
        self._text("date")

    def _turn(self, number: int, turn: Any) -> Turn:
        if not isinstance(turn, dict):
            raise self.wrong("history", f"Turn {number} of “history” must be an object.", _TURN_HINT)
        question, answer = turn.get("question"), turn.get("answer")
        answer = "" if answer is None else answer
        if not (isinstance(question, str) and isinstance(answer, str)):
            raise self.wrong("history", f"Turn {number} of “history” must contain texts.", _TURN_HINT)
        if max(len(question), len(answer)) > _MAX_TURN_CHARACTERS:
            raise self.wrong("history", f"Turn {number} of “history” is too long.", "Shorten it.")
        return Turn(printable(question), printable(answer, one_line=False) or None)

    def _text(self, key: str) -> str | None:
        text = self.values.get(key)
        if text is None or text == "":
            return None
        if not isinstance(text, str):
            raise self.wrong(key, f"“{key}” must be text.", "Put it in quotation marks.")
        return printable(text)

    def _day(self, key: str) -> date | None:
        written = self._text(key)
        if written is None:
            return None
        try:
            return limit_of(written, is_last=key == "until")
        except ValueError as error:
            why = why_no_day(written)
            what = f"“{key}” is not a date: “{written}”{f' ({why})' if why else ''}."
            hint = (
                "Use a date that exists, like 2024-09-18."
                if why
                else "Use the form 2024-09-18, 2024-09 or 2024."
            )
            raise self.wrong(key, what, hint) from error


_TURN_HINT = 'Write [{"question": "…", "answer": "…"}], oldest first.'


def _checked(name: str, raw: RawRow, given: set[str], *, typed: bool) -> QuestionRow:
    row = _Row(name, raw)
    key: str | int = str(raw.line) if str(raw.line) not in given else f"line-{raw.line}"
    carried: Json = {}
    filters, error = Filters(), raw.error
    history: tuple[Turn, ...] = ()
    text = _shown(raw.values.get("question"))
    try:
        key = _id(row, key)
        carried = _carried(row)
        if error is None:
            text = row.question()
            if typed:
                filters, history = row.filters(), row.history()
                row.gold()
    except QuestionFileError as found:
        error = error or found
    return QuestionRow(key, text, raw.line, carried, filters, history, error)


def _id(row: _Row, fallback: str | int) -> str | int:
    given = row.values.get("id")
    if given is None or given == "":
        return fallback
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise row.wrong("id", "“id” must be text or a whole number.", "Put it in quotation marks.")
    if len(str(given)) > _MAX_ID_CHARACTERS:
        raise row.wrong("id", f"“id” is longer than {_MAX_ID_CHARACTERS} characters.", "Shorten it.")
    return printable(given) or fallback if isinstance(given, str) else given


def _carried(row: _Row) -> Json:
    kept = {key: value for key, value in row.values.items() if key not in ("id", "question")}
    for key, value in kept.items():
        if _depth(value) > _MAX_DEPTH:
            raise row.wrong(
                key, f"“{printable(key)}” is nested more than {_MAX_DEPTH} levels deep.", "Flatten it."
            )
    return {printable(key): _cleaned(value) for key, value in kept.items()}


def _depth(value: Any, limit: int = _MAX_DEPTH + 1) -> int:
    """Return the nesting depth of arrays and objects, up to `limit`."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max((_depth(each, limit - 1) for each in inner), default=0) if limit else 0


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value, one_line=False)
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        return {printable(key): _cleaned(each) for key, each in value.items()}
    return value


def _shown(text: Any) -> str:
    """Return the start of an invalid question, to identify it."""
    return printable(text[:_KEPT_OF_A_BAD_QUESTION]) if isinstance(text, str) else ""
