"""The journal of an unfinished run, which survives a kill at any moment."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from qa.batch.recorded_rows import RowCheck, is_object
from qa.errors import AnswerFileError
from qa.utils.atomic_write import cannot_be_written, speaking
from qa.utils.escaping import json_text
from qa.utils.private_files import create_private_file
from qa.utils.text import printable

Json = dict[str, Any]


class Journal:
    """A file of finished rows beside the answer file: one JSON object per line, on disk once added.

    Its first line identifies the questions and the articles; only the same run can resume it. A record that holds
    anything else than rows that pass `check` is refused. Only one process at a time can have it open.
    """

    def __init__(self, out: Path, fingerprint: Sequence[str], check: RowCheck = is_object) -> None:
        from filelock import FileLock

        self._check_row = check
        self._out = out
        self.path = out.with_name(f"{out.name}.unfinished")
        self._lock = FileLock(out.with_name(f"{out.name}.lock"))
        self._fingerprint = list(fingerprint)
        self._file: TextIO | None = None

    def look(self) -> tuple[dict[int, Json], bool]:
        """Return the recorded rows without opening the journal, and whether they are from the same run."""
        if not self.path.exists():
            return {}, True
        fingerprint, rows = self._read()
        return rows, fingerprint in (None, self._fingerprint)

    def open(self, *, resume: bool, restart: bool = False) -> dict[int, Json]:
        """Start or resume; return the recorded rows by their numbers.

        With `restart`, recorded rows are discarded.
        """
        from filelock import Timeout

        if not self._out.parent.is_dir():  # the lock file would create it
            raise AnswerFileError(
                self._out,
                f"{printable(str(self._out))} can't be written, because its folder doesn't exist.",
                "Create the folder, or use another file.",
            )
        try:
            self._lock.acquire(timeout=0)
        except OSError as error:
            if not isinstance(error, Timeout):
                raise cannot_be_written(self._out, error) from error
            what = f"Another process is writing {printable(str(self._out))}."
            raise AnswerFileError(
                self._out, what, "Wait until it has finished, or use another file with --out."
            ) from error
        rows = self._kept() if self.path.exists() and not restart else None
        if rows is not None and not resume:
            self.close()
            raise AnswerFileError(
                self._out,
                f"An unfinished run is recorded in {printable(str(self.path))}.",
                "Continue it with --resume, or delete that file to start again.",
            )
        self._rewrite(rows or {})
        return rows or {}

    def add(self, number: int, row: Json) -> None:
        """Record a finished row."""
        if self._file is None:
            raise ValueError("the journal is not open")
        with speaking(self._out):
            self._file.write(_line({"number": number, "row": row}))
            self._file.flush()

    def close(self) -> None:
        """Close the file and release the lock; every row was on disk when it was added."""
        if self._file is not None:
            with suppress(OSError):  # what a full disk refused is tried again, and fails again
                self._file.close()
            self._file = None
        if self._lock.is_locked:
            self._lock.release()
            Path(self._lock.lock_file).unlink(missing_ok=True)

    def remove(self) -> None:
        """Delete the journal when the answer file is complete."""
        self.path.unlink(missing_ok=True)
        self.close()

    def _kept(self) -> dict[int, Json]:
        """Return the recorded rows if they can be resumed."""
        fingerprint, rows = self._read()
        if fingerprint is not None:
            self._check(fingerprint)
        return rows

    def _row_of(self, line: str) -> tuple[int, Json]:
        """Return a row with its number; raises ValueError, KeyError or TypeError when it is not one of ours."""
        entry = json.loads(line)
        number, row = entry["number"], entry["row"]
        if type(number) is not int:
            raise TypeError("the number is not a whole number")
        self._check_row(number, row)
        return number, row

    def _read(self) -> tuple[list[str] | None, dict[int, Json]]:
        """Return the fingerprint, None if nothing is recorded, and the rows; an incomplete last line is ignored."""
        fingerprint: list[str] | None = None
        rows: dict[int, Json] = {}
        if not self.path.is_file():
            what = f"The record {printable(str(self.path))} is not a file."
            raise AnswerFileError(self._out, what, "Move it away to start again.")
        with speaking(self._out):
            lines = self.path.read_text(encoding="utf-8", errors="replace").split("\n")
        whole = [line for line in lines[:-1] if line]
        for number, line in enumerate(whole):
            try:
                if number == 0:
                    fingerprint = _fingerprint_of(line)
                else:
                    place, row = self._row_of(line)
                    if place in rows:
                        raise ValueError(f"question {place} has two rows")
                    rows[place] = row
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise AnswerFileError(
                    self._out,
                    f"The record {printable(str(self.path))} is damaged in line {number + 1}.",
                    "Delete it to start again.",
                ) from error
        return fingerprint, rows

    def _check(self, stored: list[str]) -> None:
        if stored != self._fingerprint:
            self.close()
            raise AnswerFileError(
                self._out,
                f"The run recorded in {printable(str(self.path))} used different questions or articles.",
                "Delete that file to start again.",
            )

    def _rewrite(self, rows: dict[int, Json]) -> None:
        """Rewrite the journal from what was read, so that no incomplete line stays in the middle."""
        partial = self.path.with_name(f"{self.path.name}.new")
        with speaking(self._out):
            try:
                self._file = create_private_file(partial)
                self._file.write(_line({"fingerprint": self._fingerprint}))
                self._file.writelines(_line({"number": number, "row": row}) for number, row in rows.items())
                self._file.flush()
                partial.replace(self.path)
            except OSError:
                partial.unlink(missing_ok=True)
                raise


def _fingerprint_of(line: str) -> list[str]:
    fingerprint = json.loads(line)["fingerprint"]
    if not isinstance(fingerprint, list) or not all(isinstance(each, str) for each in fingerprint):
        raise TypeError("the fingerprint is not a list of texts")
    return fingerprint


def _line(entry: Json) -> str:
    return json_text(entry) + "\n"
