"""Questions in tables: comma- or tab-separated text, and workbooks."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from qa.batch.question_files.rows import RawRow
from qa.errors import DatelineError, QuestionFileError, brief

_MAX_UNPACKED_BYTES = 200_000_000
_MAX_COLUMNS = 200
_TELL_EVERY_ROWS = 1_000
_NAMES = ("question", "id")  # the columns we read; other names keep their case


def separated_rows(name: str, text: str, separators: str) -> Iterator[RawRow]:
    """Yield the rows below the header; of several `separators` the first that gives a column `question` counts."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # a field may be as long as the file
    found = (one for one in separators if _has_question(_first_record(text, one)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=next(found, separators[0]), strict=True)
    header: list[str] | None = None
    for line, cells, error in _records(name, reader):
        if header is None:
            if error:
                raise error
            if any(cell.strip() for cell in cells):
                header = _header(name, cells, line)
        elif error:
            yield RawRow(line, {}, {}, error)
        elif any(cell.strip() for cell in cells):
            yield _row(name, header, cells, line)


def workbook_rows(name: str, data: bytes, watch: Callable[[int], None]) -> Iterator[RawRow]:
    """Yield the rows of a workbook's first sheet; a formula counts as the value that was last worked out.

    A cell that does not hold what its type says, such as a date that does not exist, counts as the text that is
    stored. `watch` is called now and then with the number of the row that is read; what it raises passes through.
    """
    from openpyxl import load_workbook

    from qa.batch.question_files.sheets import sheet_rows

    _check_size(name, data)
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = workbook.worksheets[0]
        header: list[str] | None = None
        for line, cells in sheet_rows(sheet, _MAX_COLUMNS):
            if line % _TELL_EVERY_ROWS == 0:
                watch(line)
            written = [_written(cell) for cell in cells]
            if not any(cell.strip() for cell in written):
                continue
            if header is None:
                header = _header(name, _without_empty_end(written), line)
            else:
                yield _row(name, header, _without_empty_end(written), line)
    except DatelineError:
        raise
    except Exception as error:
        raise QuestionFileError(
            name, f"Can't read this workbook ({brief(error)}).", "Save it again as .xlsx or .csv."
        ) from error


def _first_record(text: str, separator: str) -> list[str]:
    """Return the first row that is not blank, [] if it cannot be read."""
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return next((cells for cells in records if any(cell.strip() for cell in cells)), [])
    except csv.Error:
        return []


def _records(name: str, reader: Any) -> Iterator[tuple[int, list[str], QuestionFileError | None]]:
    """Yield each record with its line; an unreadable one comes with its error."""
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader), None
        except StopIteration:
            return
        except csv.Error as error:
            what = f"Can't read this row ({error})."
            hint = "Check for an unclosed quotation mark."
            yield line, [], QuestionFileError(name, what, hint, line=line, column=1)


def _header(name: str, cells: Sequence[str], line: int) -> list[str]:
    """Return the names of the columns; the ones we read are recognised in any case."""
    names = [cell.strip() for cell in cells]
    names = [cell.lower() if cell.lower() in _NAMES else cell for cell in names]
    names = [cell or f"column_{number}" for number, cell in enumerate(names, start=1)]
    for number, each in enumerate(names, start=1):
        if each in names[: number - 1]:
            what = f"The column “{each}” appears twice."
            raise QuestionFileError(name, what, "Rename one of them.", line=line, column=number)
    if "question" not in names:
        what = f"There is no column “question”. Columns: {', '.join(names[:10])}."
        raise QuestionFileError(name, what, "Rename the column with the questions.", line=line, column=1)
    return names


def _has_question(cells: Sequence[str]) -> bool:
    return any(cell.strip().lower() == "question" for cell in cells)


def _row(name: str, header: Sequence[str], cells: Sequence[str], line: int) -> RawRow:
    places = {each: number for number, each in enumerate(header, start=1)}
    values = dict(zip(header, [*cells, *[""] * len(header)], strict=False))
    if len(cells) <= len(header):
        return RawRow(line, values, places)
    what = f"This row has {len(cells)} fields, but the header has {len(header)}."
    hint = "Put fields that contain a separator in quotation marks."
    error = QuestionFileError(name, what, hint, line=line, column=len(header) + 1)
    return RawRow(line, values, places, error)


def _written(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _without_empty_end(cells: Sequence[str]) -> list[str]:
    last = max(number for number, cell in enumerate(cells, start=1) if cell.strip())
    return list(cells[:last])


def _check_size(name: str, data: bytes) -> None:
    """Refuse a file that is not a workbook or would unpack to too much memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise QuestionFileError(name, "This is not an .xlsx workbook.", "Save it again as .xlsx.") from error
    if unpacked > _MAX_UNPACKED_BYTES:
        raise QuestionFileError(
            name,
            f"The workbook unpacks to {unpacked / 1e6:,.0f} MB, more than {_MAX_UNPACKED_BYTES / 1e6:,.0f}.",
            "Save only the questions, or use .csv.",
        )
