"""Tables of articles: each row of a CSV file, or each object of a JSON Lines file, is an article."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from qa.articles.decoding import decode
from qa.articles.documents import (
    Document,
    DocumentError,
    Failure,
    Found,
    Part,
    Request,
    Skipped,
    claims_of,
)
from qa.articles.metadata import SYNONYMS, fields_of

_DELIMITERS = ",;\t|"
_SAMPLE_CHARACTERS = 20_000
_ORIGIN = "column"
_QUESTION = "question"
_NO_TEXT = (
    'Name the columns in the settings: table_columns = "text=Body, title=Headline". Without it, the text must be in a'
    f" column called {', '.join(SYNONYMS['text'][:4])}."
)
_LONGEST_FIELD = 2**31 - 1


def documents(data: bytes, request: Request) -> Iterator[Found]:
    """Yield the rows; row 1 is the first one below the heading. A file of questions is skipped."""
    decoded = decode(data)
    if decoded is None:
        raise DocumentError("This is not a text file.", "Check that the end of its name fits its format.")
    name = request.name.lower()
    rows = _json_rows(decoded.text) if name.endswith((".jsonl", ".ndjson")) else _csv_rows(decoded.text, name)
    first = next(rows, None)
    if isinstance(first, Mapping) and _asks(first) and not request.columns:
        yield Skipped("")
        return
    for number, row in enumerate(chain([first] if first is not None else [], rows), start=1):
        yield row if isinstance(row, Failure) else _document(row, number, request)


def _asks(row: Mapping[str, Any]) -> bool:
    """Return whether a row is a question for `dateline batch`."""
    return any(str(name).strip().casefold() == _QUESTION for name in row)


def _document(row: Mapping[str, Any], number: int, request: Request) -> Document | Failure:
    named = {field: row[column] for field, column in request.columns if column in row}
    fields = fields_of(row, names=(*SYNONYMS,)) | fields_of(named, names=(*SYNONYMS,))
    member = f"#{number}"
    text = fields.pop("text", "")
    if not text:
        columns = ", ".join(map(str, list(row)[:12]))
        return Failure(f"This row has no text (columns: {columns}).", _NO_TEXT, member)
    return Document((Part(text),), claims_of(fields, _ORIGIN), (), member)


def _csv_rows(text: str, name: str) -> Iterator[Mapping[str, Any] | Failure]:
    csv.field_size_limit(_LONGEST_FIELD)
    delimiter = "\t" if name.endswith(".tsv") else _delimiter(text)
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    try:
        heading = [cell.strip() for cell in next(rows, [])]
        for row in rows:
            if any(cell.strip() for cell in row):
                yield dict(zip(heading, row, strict=False))
    except csv.Error as error:
        yield Failure(f"This table is damaged in line {rows.line_num} ({error}).", "Export the table again.")


def _delimiter(text: str) -> str:
    """Return the character that separates the names in the heading."""
    heading = text[:_SAMPLE_CHARACTERS].splitlines()[:1] or [""]
    return max(_DELIMITERS, key=heading[0].count)


def _json_rows(text: str) -> Iterator[Mapping[str, Any] | Failure]:
    number = 0
    for line in io.StringIO(text):
        if not line.strip():
            continue
        number += 1
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Failure(f"This line is not JSON ({error}).", "Export the file again.", f"#{number}")
            continue
        if isinstance(row, dict):
            yield row
        else:
            yield Failure("This line is not a JSON object.", "Write one object per line.", f"#{number}")
