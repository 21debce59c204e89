"""The rows of an answer file as JSON lines, CSV, Markdown and HTML.

Each format is written row by row and is complete after any row once its footer is written.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from qa.batch.csv_output import Csv
from qa.batch.pages import Html, Markdown
from qa.batch.rows import Json
from qa.errors import AnswerFileError, SettingsError
from qa.utils.escaping import json_text
from qa.utils.text import printable


class Format(Protocol):
    """Converts rows to text; a file is `head`, the rows and `foot`."""

    def head(self) -> str:
        """Return the text before the first row."""

    def row(self, row: Json) -> str:
        """Return one row with its line ending."""

    def foot(self) -> str:
        """Return the text after the last row."""


class JsonLines:
    """One object per line."""

    def __init__(self, carried: Sequence[str]) -> None:
        _ = carried

    def head(self) -> str:
        """Return nothing, because JSON lines have no header."""
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
    """Return the format's name: the requested one, else by the file's extension; JSON lines without a file."""
    if wished is None:
        return format_by_ending(out) if out else "jsonl"
    if wished not in FORMATS:
        raise SettingsError(f"Unknown format “{printable(wished)}”.", f"Use one of: {', '.join(FORMATS)}.")
    return wished


def format_by_ending(out: Path) -> str:
    """Return the format for a file's extension; raises AnswerFileError if there is none."""
    name = ENDINGS.get(out.suffix.lower())
    if name is None:
        what = f"The name “{printable(out.name)}” doesn't show the format."
        raise AnswerFileError(out, what, f"Use one of these extensions: {', '.join(ENDINGS)}.")
    return name
