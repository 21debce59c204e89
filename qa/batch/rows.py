"""Answers and errors → rows of an answer file, as plain dictionaries."""

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
    *(
        "id",
        "question",
        "corrected_question",
        "standalone_question",
        "status",
        "reason",
        "answer",
        "resolved_date",
        "date_filter",
    ),
    *("confidence", "citations", "alternatives", "choices", "matches", "entries", "verdict", "is_inferred"),
    *("factuality", "newest_day", "dated_question"),
    *("parts", "reaction", "speaker", "timings", "error"),
)
REFUSED = "Not in these articles."


def row_json(row: QuestionRow, result: Result) -> Json:
    """Return the object that `ask --json` prints, with `id` first and the carried columns last.

    `timings` is empty, also in parts: with parallel questions they mean little, and the same run should give the same
    file. A failed row has the status `error` and an object `error`. A carried column whose name is taken gets the
    prefix `given_`.
    """
    body = answer_json(_untimed(result)) if isinstance(result, Answer) else _failed(row, result)
    carried = {free_name(name): value for name, value in row.carried.items()}
    return {"id": row.id, **body, **carried}


def _untimed(answer: Answer) -> Answer:
    return replace(answer, timings={}, parts=tuple(map(_untimed, answer.parts)))


def parts_of(row: Json) -> list[Json]:
    """Return the parts of a row's answer, or the row itself if there are none."""
    parts = row.get("parts") or []
    return parts if len(parts) > 1 else [row]


def conflict_of(part: Json) -> str | None:
    """Return the conflicting answers of a part with the titles of their articles, None if there is no conflict.

    Several values of one article are no conflict.
    """
    choices = part.get("choices") or []
    if len({each["article_id"] for choice in choices for each in choice["citations"]}) <= 1:
        return None
    titles = ("; ".join(dict.fromkeys(each["title"] for each in choice["citations"])) for choice in choices)
    told = (f"{choice['answer']} ({title})" for choice, title in zip(choices, titles, strict=True))
    return " | ".join(told) or None


def part_question(part: Json) -> str:
    """Return the question that a part answers, as it was understood."""
    return str(part["standalone_question"] or part["question"])


def free_name(name: str, taken: tuple[str, ...] = OWN) -> str:
    """Return a free name for a carried column, with `given_` in front if the name is taken.

    Names stay distinct: a name that already starts with `given_` gets another prefix.
    """
    bare = name
    while bare.startswith(_GIVEN):
        bare = bare.removeprefix(_GIVEN)
    return f"{_GIVEN}{name}" if bare in taken else name


def error_json(error: DatelineError) -> Json:
    """Return the error; `line` and `column` count from 1, null if unknown."""
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
    """Return the carried columns under their names in the row."""
    after = list(row).index("timings") + 1
    return {name: value for name, value in list(row.items())[after:] if name != "error"}


def error_words(error: Json) -> str:
    """Return a row's error in one line."""
    place = ", ".join(f"{name} {error[name]}" for name in ("line", "column") if error[name] is not None)
    return " ".join(filter(None, (place and f"{place}:", error["message"], error["hint"])))


def cell_text(value: Any) -> str:
    """Return a value as cell text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
