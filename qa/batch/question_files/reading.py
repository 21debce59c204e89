"""Reading question files."""

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from qa.articles.decoding import decode
from qa.batch.question_files.rows import QuestionFile, RawRow
from qa.batch.question_files.tables import separated_rows, workbook_rows
from qa.batch.question_files.text_lines import json_rows, text_rows
from qa.batch.question_files.validation import checked_rows
from qa.errors import QuestionFileError
from qa.utils.regular_files import read_regular_file
from qa.utils.text import printable

_Row = TypeVar("_Row")
STANDARD_INPUT = "-"
MAX_FILE_BYTES = 64_000_000
_SEPARATORS = {".csv": ",;", ".tsv": "\t"}
_JSON_LINES = (".jsonl", ".ndjson")
_TELL_EVERY_ROWS = 1_000
_KINDS = (".txt", *_SEPARATORS, *_JSON_LINES, ".xlsx")


def is_question_file(path: Path) -> bool:
    """Return whether a file has the extension of a question file."""
    return path.suffix.lower() in _KINDS


def _ignore(n_rows: int) -> None:
    """Watch nothing."""


def read_questions(name: str, watch: Callable[[int], None] = _ignore) -> QuestionFile:
    """Read a question file, or standard input for `-`; the extension sets the format.

    Standard input is read as JSON lines if it starts with `{`, else as one question per line. An invalid row keeps
    its place and has an error. Raises QuestionFileError if the whole file can't be read, has no questions, or lacks
    their column. `watch` is called now and then with the number of rows read so far; what it raises ends the reading
    and passes through.
    """
    shown = "standard input" if name == STANDARD_INPUT else printable(name)
    data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1) if name == STANDARD_INPUT else _bytes(Path(name), shown)
    if len(data) > MAX_FILE_BYTES:
        what = f"The file is larger than {MAX_FILE_BYTES / 1e6:,.0f} MB."
        raise QuestionFileError(shown, what, "Split it into several files.")
    kind = "" if name == STANDARD_INPUT else Path(name).suffix.lower()
    raws, typed = _raw_rows(shown, kind, data, watch)
    found = list(_watched(raws, watch))
    rows = tuple(_watched(checked_rows(shown, found, typed=typed), lambda _: watch(len(found))))
    if not rows:
        raise QuestionFileError(shown, "This file has no questions.", "Write one question per line.")
    return QuestionFile(shown, hashlib.sha256(data).hexdigest(), rows)


def _bytes(path: Path, shown: str) -> bytes:
    if not is_question_file(path) and not path.is_dir() and path.exists():
        what = f"Unsupported extension “{printable(path.suffix)}”."
        raise QuestionFileError(shown, what, f"Use one of: {', '.join(_KINDS)}.")
    try:
        whole = path.expanduser()
        if whole.is_dir():
            raise QuestionFileError(shown, "This is a folder.", "Use a file of questions.")
        data = read_regular_file(whole, MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise QuestionFileError(shown, "This file doesn't exist.", "Check its name.") from error
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or error
        raise QuestionFileError(
            shown, f"Can't read this file ({detail}).", "Check its permissions."
        ) from error
    if data is None:
        raise QuestionFileError(
            shown, "This is not a regular file.", "To read questions from a pipe, use - instead."
        )
    return data


def _watched(rows: Iterable[_Row], watch: Callable[[int], None]) -> Iterator[_Row]:
    """Yield the rows, and call `watch` with their number now and then."""
    for n_rows, row in enumerate(rows, start=1):
        if n_rows % _TELL_EVERY_ROWS == 0:
            watch(n_rows)
        yield row


def _raw_rows(
    name: str, kind: str, data: bytes, watch: Callable[[int], None]
) -> tuple[Iterator[RawRow], bool]:
    """Return the rows, and whether they are JSON, whose values have types."""
    if kind == ".xlsx":
        return workbook_rows(name, data, watch), False
    decoded = decode(data)
    if decoded is None:
        raise QuestionFileError(name, "This is not a text file.", "Save it as UTF-8 text.")
    text = decoded.text
    if kind in _JSON_LINES or (not kind and text.lstrip().startswith("{")):
        return json_rows(name, text), True
    if kind in _SEPARATORS:
        return separated_rows(name, text, _SEPARATORS[kind]), False
    return text_rows(name, text), False
