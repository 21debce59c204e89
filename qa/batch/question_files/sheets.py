"""The rows of a worksheet, in which one bad cell does not cost the others."""

from collections.abc import Iterator
from typing import Any

from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet._reader import VALUE_TAG, WorkSheetParser


def sheet_rows(sheet: Any, max_columns: int) -> Iterator[tuple[int, list[Any]]]:
    """Yield each row of a read-only worksheet with its number, from 1; rows that are not stored are left out.

    openpyxl gives up on a sheet at the first cell whose value does not fit its type.
    """
    workbook = sheet.parent
    with sheet._get_source() as source:
        parser = _TolerantParser(source, sheet._shared_strings, data_only=True, epoch=workbook.epoch)
        parser.styles_of_dates = workbook._date_formats
        parser.styles_of_durations = workbook._timedelta_formats
        for number, cells in parser.parse():
            row: list[Any] = [None] * min(max_columns, max((cell["column"] for cell in cells), default=0))
            for cell in cells:
                if 1 <= cell["column"] <= len(row):
                    row[cell["column"] - 1] = cell["value"]
            yield number, row


class _TolerantParser(WorkSheetParser):  # type: ignore[misc]
    """Reads a cell's stored text if its value doesn't match its type."""

    styles_of_dates: set[int]
    styles_of_durations: set[int]

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Return a cell's place and value."""
        try:
            cell: dict[str, Any] = super().parse_cell(element)
        except (ValueError, OverflowError, ArithmeticError, LookupError, TypeError):
            stored = element.findtext(VALUE_TAG) or ""
            return {"row": self.row_counter, "column": max(1, self.col_counter), "value": stored}
        if (
            cell["data_type"] == "n"
            and cell["value"] is not None
            and cell["style_id"] in self.styles_of_dates
        ):
            cell["value"] = self._date(
                cell["value"], is_duration=cell["style_id"] in self.styles_of_durations
            )
        return cell

    def _date(self, number: float, *, is_duration: bool) -> Any:
        try:
            return from_excel(number, self.epoch, timedelta=is_duration)
        except (ValueError, OverflowError):
            return number

    def parse_extensions(self, _element: Any) -> None:
        """Skip extensions, which don't affect values; openpyxl would print a warning."""

    def parse_formatting(self, _element: Any) -> None:
        """Skip formatting, which doesn't affect values."""
