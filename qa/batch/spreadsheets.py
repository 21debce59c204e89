"""Answer rows as a table for spreadsheets, in which nothing is run."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from qa.batch.rows import Json, carried_of, cell_text, error_words, free_name

_FORMULA = re.compile(r"^[\s'\"]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20\u2212]")
_NUMBER = re.compile(r"^[+-]?\d+(?:[.,]\d+)*\s?%?$")
_CELLS = (
    *("id", "question", "status", "answer", "resolved_date", "confidence", "quote", "title", "published"),
    *("source", "path", "start", "end", "reason", "error"),
)


class Csv:
    """A table whose cells no spreadsheet runs as a formula: such a cell gets an apostrophe before it."""

    def __init__(self, carried: Sequence[str]) -> None:
        self._carried = {free_name(name): free_name(name, _CELLS) for name in carried}

    def head(self) -> str:
        """Return the names of the columns."""
        return _line([*_CELLS, *self._carried.values()])

    def row(self, row: Json) -> str:
        """Return the answer with its first citation, and what was carried along."""
        first = row["citations"][0] if row["citations"] else {}
        cells = {
            **{name: row[name] for name in ("id", "question", "status", "answer", "confidence", "reason")},
            **{name: first.get(name) for name in ("quote", "title", "published", "source", "path")},
            **{name: first.get(name) for name in ("start", "end")},
            "resolved_date": row["resolved_date"] and row["resolved_date"]["value"],
            "error": row.get("error") and error_words(row["error"]),
        }
        carried = carried_of(row)
        return _line([*(cells[name] for name in _CELLS), *(carried.get(name) for name in self._carried)])

    def foot(self) -> str:
        """Return nothing."""
        return ""


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not run; a plain number stays as it is."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.match(cell) else cell


def _line(cells: Sequence[Any]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerow([harmless(cell_text(cell)) for cell in cells])
    return written.getvalue()
