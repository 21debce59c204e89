"""Answer rows as a table for spreadsheets, with formulas disabled."""

from collections.abc import Sequence
from typing import Any

from qa.batch.rows import (
    REFUSED,
    Json,
    carried_of,
    cell_text,
    conflict_of,
    error_words,
    free_name,
    part_question,
    parts_of,
)
from qa.records import Status
from qa.utils.csv_cells import csv_line
from qa.utils.escaping import escaped
from qa.utils.text import printable

_CELLS = (
    *("id", "question", "status", "parts", "answer", "verdict", "conflict", "resolved_date", "is_inferred"),
    "factuality",
    *("confidence", "quote", "title", "published", "source", "path", "start", "end", "reason", "error"),
)
_VERDICTS = {True: "yes", False: "no", None: None}
_NOTHING = "–"
_QUOTED = ("quote", "title", "published", "source", "path", "start", "end")


class Csv:
    """A table in which no cell is run as a formula: such a cell gets an apostrophe in front.

    A question answered in several parts is one row. Each cell that differs between parts has one numbered line per
    part, so that line 2 of `quote` is the source of line 2 of `answer`.
    """

    def __init__(self, carried: Sequence[str]) -> None:
        self._carried = {free_name(name): free_name(name, _CELLS) for name in carried}

    def head(self) -> str:
        """Return the column names."""
        return _line([*_CELLS, *self._carried.values()])

    def row(self, row: Json) -> str:
        """Return the answer or its parts with their first citation, and the carried columns."""
        cells = {
            **{name: row[name] for name in ("id", "question", "status", "confidence", "reason")},
            **_answer_cells(parts_of(row)),
            "error": row.get("error") and error_words(row["error"]),
        }
        carried = carried_of(row)
        return _line([*(cells[name] for name in _CELLS), *(carried.get(name) for name in self._carried)])

    def foot(self) -> str:
        """Return nothing."""
        return ""


def _answer_cells(parts: Sequence[Json]) -> Json:
    """Return the cells of an answer, or of its parts line by line."""
    if len(parts) == 1:
        return {"parts": None, **_cells_of(parts[0])}
    lines = [{"parts": part_question(part), **_cells_of(part)} for part in parts]
    lines = [{**cells, "answer": cells["answer"] or REFUSED} for cells in lines]
    return {name: _listed([cells[name] for cells in lines]) for name in lines[0]}


def _cells_of(part: Json) -> Json:
    listed = part["matches"] if part["status"] == Status.LISTED else []
    first: Json = next(iter(part["citations"] or listed), {})
    return {
        "answer": part["answer"],
        "verdict": _VERDICTS[part.get("verdict")],
        "conflict": conflict_of(part),
        "is_inferred": "yes" if part.get("is_inferred") else None,
        "factuality": part.get("factuality"),
        "resolved_date": part["resolved_date"] and part["resolved_date"]["text"],
        **{name: first.get(name) for name in _QUOTED},
    }


def _listed(values: Sequence[Any]) -> str | None:
    """Return values as numbered lines, one per value; empty if there are none."""
    if all(value is None for value in values):
        return None
    lines = (printable(escaped(cell_text(value))) or _NOTHING for value in values)
    return "\n".join(f"{number}) {line}" for number, line in enumerate(lines, 1))


def _line(cells: Sequence[Any]) -> str:
    return csv_line([cell_text(cell) for cell in cells])
