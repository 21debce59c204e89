"""Questions as lines of text or JSON."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from qa.batch.question_files.rows import Json, RawRow
from qa.errors import QuestionFileError

MAX_LINE_CHARACTERS = 1_000_000
_LINE_END = re.compile("\r\n|\r|\n")
_KINDS = {list: "an array", str: "a string", int: "a number", float: "a number", bool: "true or false"}


def text_rows(name: str, text: str) -> Iterator[RawRow]:
    """Yield one question per line; blank lines and lines that start with # are skipped."""
    for line, written in _lines(text):
        if written.strip() and not written.lstrip().startswith("#"):
            error = _too_long(name, line) if len(written) > MAX_LINE_CHARACTERS else None
            yield RawRow(line, {} if error else {"question": written.strip()}, {"question": 1}, error)


def json_rows(name: str, text: str) -> Iterator[RawRow]:
    """Yield the object of each line; an invalid line becomes a row with an error."""
    for line, written in _lines(text):
        if not written.strip():
            continue
        try:
            values = _object(name, line, written)
        except QuestionFileError as error:
            yield RawRow(line, {}, {}, error)
        else:
            yield RawRow(line, values, _places(written, values))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return enumerate(_LINE_END.split(text), start=1)


def _object(name: str, line: int, written: str) -> Json:
    if len(written) > MAX_LINE_CHARACTERS:
        raise _too_long(name, line)
    try:
        value: Any = json.loads(written, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        what = f"This is not valid JSON ({error.msg})."
        hint = "Write one complete object per line."
        raise QuestionFileError(name, what, hint, line=line, column=error.colno) from error
    except RecursionError as error:
        raise QuestionFileError(name, "The JSON is nested too deeply.", line=line, column=1) from error
    except ValueError as error:
        raise QuestionFileError(name, f"This is not valid JSON ({error}).", line=line, column=1) from error
    if not isinstance(value, dict):
        what = f"This is {_KINDS.get(type(value), 'null')}, not an object."
        raise QuestionFileError(name, what, 'Write {"question": "…"}.', line=line, column=1)
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")


def _places(written: str, values: Json) -> dict[str, int]:
    """Return the position of each name in its line; for a name with escapes, the start of the line."""
    return {key: max(0, written.find(json.dumps(key, ensure_ascii=False))) + 1 for key in values}


def _too_long(name: str, line: int) -> QuestionFileError:
    what = f"The line is longer than {MAX_LINE_CHARACTERS:,} characters."
    return QuestionFileError(
        name, what, "Check for a missing line break.", line=line, column=MAX_LINE_CHARACTERS + 1
    )
