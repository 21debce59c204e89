"""The rows of an answer file as JSON lines, CSV, Markdown and HTML.

Every format is written row by row and is whole at any row, once its foot is written.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from qa.batch.pages import Html, Markdown
from qa.batch.rows import Json
from qa.batch.spreadsheets import Csv
from qa.errors import AnswerFileError, SettingsError
from qa.utils.escaping import json_text
from qa.utils.text import printable


class Format(Protocol):
    """Turns rows into text; `head`, the rows and `foot`, one after the other, are a file."""

    def head(self) -> str:
        """Return what stands before the first row."""

    def row(self, row: Json) -> str:
        """Return one row, its line end included."""

    def foot(self) -> str:
        """Return what stands after the last row."""


class JsonLines:
    """One object a line."""

    def __init__(self, carried: Sequence[str]) -> None:
        _ = carried

    def head(self) -> str:
        """Return nothing: the rows speak for themselves."""
        return ""

    def row(self, row: Json) -> str:
        """Return the row as JSON."""
        return json_text(row) + "\n"

    def foot(self) -> str:
        """Return nothing."""
        return ""


FORMATS: dict[str, type[JsonLines | Csv | Markdown | Html]] = {
    "jsonl": JsonLines,
    "csv": Csv,
    "md": Markdown,
    "html": Html,
}
ENDINGS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
}


def format_of(wished: str | None, out: Path | None) -> str:
    """Return the format's name: the wished one, else by the file's ending; JSON lines where there is no file."""
    if wished is None:
        return format_by_ending(out) if out else "jsonl"
    if wished not in FORMATS:
        raise SettingsError(
            f"“{printable(wished)}” after --format is not a format.", f"There are: {', '.join(FORMATS)}."
        )
    return wished


def format_by_ending(out: Path) -> str:
    """Return the name of the format that a file's ending stands for; AnswerFileError where it stands for none."""
    name = ENDINGS.get(out.suffix.lower())
    if name is None:
        what = f"What to write cannot be told from the name “{printable(out.name)}”."
        raise AnswerFileError(out, what, f"Let it end in one of: {', '.join(ENDINGS)}.")
    return name
