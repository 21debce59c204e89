"""A file's name → its questions."""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from qa.articles.decoding import decode
from qa.batch.question_files.rows import QuestionFile, RawRow
from qa.batch.question_files.tables import separated_rows, workbook_rows
from qa.batch.question_files.text_lines import json_rows, text_rows
from qa.batch.question_files.validation import checked_rows
from qa.errors import QuestionFileError
from qa.utils.text import printable

STANDARD_INPUT = "-"
MAX_FILE_BYTES = 64_000_000
_SEPARATORS = {".csv": ",;", ".tsv": "\t"}
_JSON_LINES = (".jsonl", ".ndjson")
_KINDS = (".txt", *_SEPARATORS, *_JSON_LINES, ".xlsx")


def is_question_file(path: Path) -> bool:
    """Say whether a file's name ends as those of question files do."""
    return path.suffix.lower() in _KINDS


def read_questions(name: str) -> QuestionFile:
    """Read a question file, or standard input for `-`; the kind is told by the name's ending.

    Standard input is taken for JSON lines when it begins with `{`, else for a question a line. A row that
    cannot be used keeps its place, with its error. Raises QuestionFileError when the file as a whole cannot
    be read, holds no questions, or lacks the column for them.
    """
    shown = "standard input" if name == STANDARD_INPUT else printable(name)
    data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1) if name == STANDARD_INPUT else _bytes(Path(name), shown)
    if len(data) > MAX_FILE_BYTES:
        what = f"The file is larger than {MAX_FILE_BYTES / 1e6:,.0f} MB."
        raise QuestionFileError(shown, what, "Split it into several.")
    kind = "" if name == STANDARD_INPUT else Path(name).suffix.lower()
    raws, typed = _raw_rows(shown, kind, data)
    rows = tuple(checked_rows(shown, raws, typed=typed))
    if not rows:
        raise QuestionFileError(shown, "There are no questions in this file.", "Write one on a line.")
    return QuestionFile(shown, hashlib.sha256(data).hexdigest(), rows)


def _bytes(path: Path, shown: str) -> bytes:
    if not is_question_file(path) and not path.is_dir() and path.exists():
        what = f"The kind of file cannot be told from its name's ending, “{printable(path.suffix)}”."
        raise QuestionFileError(shown, what, f"It should end in one of: {', '.join(_KINDS)}.")
    try:
        with path.expanduser().open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except IsADirectoryError as error:
        raise QuestionFileError(shown, "This is a folder.", "Name a file of questions in it.") from error
    except FileNotFoundError as error:
        raise QuestionFileError(shown, "There is no such file.", "Look at its name.") from error
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or error
        raise QuestionFileError(
            shown, f"The file cannot be read ({detail}).", "Change its rights."
        ) from error


def _raw_rows(name: str, kind: str, data: bytes) -> tuple[Iterator[RawRow], bool]:
    """Return the rows, and whether they are JSON, whose values have types."""
    if kind == ".xlsx":
        return workbook_rows(name, data), False
    decoded = decode(data)
    if decoded is None:
        raise QuestionFileError(name, "This is not text.", "Save it as text in UTF-8.")
    text = decoded.text
    if kind in _JSON_LINES or (not kind and text.lstrip().startswith("{")):
        return json_rows(name, text), True
    if kind in _SEPARATORS:
        return separated_rows(name, text, _SEPARATORS[kind]), False
    return text_rows(name, text), False
