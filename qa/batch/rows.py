"""Answers and errors → the rows of an answer file, as plain dictionaries."""

import json
from dataclasses import replace
from typing import Any

from qa.batch.asking import Result
from qa.batch.question_files import QuestionRow
from qa.errors import DatelineError, QuestionFileError
from qa.json_output import answer_json
from qa.records import Answer
from qa.utils.text import printable

Json = dict[str, Any]
FAILED = "error"
_GIVEN = "given_"
OWN = (
    *("id", "question", "standalone_question", "status", "reason", "answer", "resolved_date", "date_filter"),
    *("confidence", "citations", "alternatives", "choices", "parts", "reaction", "timings", "error"),
)
REFUSED = "Not in these articles."


def row_json(row: QuestionRow, result: Result) -> Json:
    """Return the object that `ask --json` prints, with `id` before it and the carried columns after it.

    `timings` is empty, in its parts too: with several questions under way, the seconds of one say nothing, and a
    file should be the same whenever it is made. A row that failed has the status `error` and an object `error`.
    A carried column whose name is taken gets `given_` before it.
    """
    body = answer_json(_untimed(result)) if isinstance(result, Answer) else _failed(row, result)
    carried = {free_name(name): value for name, value in row.carried.items()}
    return {"id": row.id, **body, **carried}


def _untimed(answer: Answer) -> Answer:
    return replace(answer, timings={}, parts=tuple(map(_untimed, answer.parts)))


def parts_of(row: Json) -> list[Json]:
    """Return the answers that a row is made of: its parts, or, where there are not several, the row itself."""
    parts = row.get("parts") or []
    return parts if len(parts) > 1 else [row]


def part_question(part: Json) -> str:
    """Return what a part answers, as it was understood."""
    return str(part["standalone_question"] or part["question"])


def free_name(name: str, taken: tuple[str, ...] = OWN) -> str:
    """Return the name of a carried column, with `given_` before it where it would stand for one of ours.

    Two names never become one: what already begins with `given_` gets another.
    """
    bare = name
    while bare.startswith(_GIVEN):
        bare = bare.removeprefix(_GIVEN)
    return f"{_GIVEN}{name}" if bare in taken else name


def error_json(error: DatelineError) -> Json:
    """Return what went wrong; `line` and `column` count from 1, null where no place is known."""
    place = error if isinstance(error, QuestionFileError) else None
    return {
        "message": printable(place.what if place else error.message),
        "hint": printable(error.hint) or None,
        "file": printable(place.name) if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def _failed(row: QuestionRow, error: DatelineError) -> Json:
    return {
        "question": row.text,
        "status": FAILED,
        "reason": None,
        "answer": None,
        "resolved_date": None,
        "confidence": None,
        "citations": [],
        "alternatives": [],
        "timings": {},
        "error": error_json(error),
    }


def carried_of(row: Json) -> Json:
    """Return the columns that came in with the question, under the names they have in the row."""
    after = list(row).index("timings") + 1
    return {name: value for name, value in list(row.items())[after:] if name != "error"}


def error_words(error: Json) -> str:
    """Return a row's error in one line."""
    place = ", ".join(f"{name} {error[name]}" for name in ("line", "column") if error[name] is not None)
    return " ".join(filter(None, (place and f"{place}:", error["message"], error["hint"])))


def cell_text(value: Any) -> str:
    """Return a value as the text of a cell."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
