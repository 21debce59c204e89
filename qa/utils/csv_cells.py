"""Lines of a table for spreadsheets, in which no cell is run as a formula."""

import csv
import io
import re
from collections.abc import Sequence

from qa.utils.escaping import escaped

_FORMULA = re.compile(r"^[\s'\"]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20\u2212]")
_NUMBER = re.compile(r"^[+-]?\d+(?:[.,]\d+)*\s?%?$")


def csv_line(cells: Sequence[str]) -> str:
    """Return cells as a line of a table, escaped, and none of them a formula."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerow([harmless(escaped(cell)) for cell in cells])
    return written.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet shows but doesn't run; a plain number stays as it is."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.match(cell) else cell
