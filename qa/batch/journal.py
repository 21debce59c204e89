"""The record of an unfinished run: what was answered so far, safe from a kill at any moment."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from qa.errors import AnswerFileError
from qa.utils.atomic_write import cannot_be_written, speaking
from qa.utils.escaping import json_text
from qa.utils.private_files import create_private_file
from qa.utils.text import printable

Json = dict[str, Any]


class Journal:
    """A file of finished rows beside the answer file, one JSON object a line, each on disk once it is added.

    Its first line says which questions were asked of which articles; it is gone on with only by the same. Use
    it as a context manager: only one process at a time has it open.
    """

    def __init__(self, out: Path, fingerprint: Sequence[str]) -> None:
        from filelock import FileLock

        self._out = out
        self.path = out.with_name(f"{out.name}.unfinished")
        self._lock = FileLock(out.with_name(f"{out.name}.lock"))
        self._fingerprint = list(fingerprint)
        self._file: TextIO | None = None

    def look(self) -> tuple[dict[int, Json], bool]:
        """Return what is recorded, without opening it, and whether it was asked of the same articles."""
        if not self.path.exists():
            return {}, True
        fingerprint, rows = self._read()
        return rows, fingerprint == self._fingerprint

    def open(self, *, resume: bool, anew: bool = False) -> dict[int, Json]:
        """Begin, or go on where the last run stopped; return the rows that are there by their numbers.

        With `anew`, what is recorded counts for nothing.
        """
        from filelock import Timeout

        if not self._out.parent.is_dir():  # the lock would make it
            raise AnswerFileError(
                self._out,
                f"{printable(str(self._out))} cannot be written: its folder is not there.",
                "Make the folder first, or name another file.",
            )
        try:
            self._lock.acquire(timeout=0)
        except OSError as error:
            if not isinstance(error, Timeout):
                raise cannot_be_written(self._out, error) from error
            what = f"Another process is writing {printable(str(self._out))}."
            raise AnswerFileError(
                self._out, what, "Wait until it has finished, or name another --out."
            ) from error
        rows = self._kept() if self.path.exists() and not anew else None
        if rows is not None and not resume:
            self.close()
            raise AnswerFileError(
                self._out,
                f"An unfinished run is recorded in {printable(str(self.path))}.",
                "Go on with it with --resume, or delete that file to begin anew.",
            )
        self._rewrite(rows or {})
        return rows or {}

    def add(self, number: int, row: Json) -> None:
        """Record that a row is done."""
        if self._file is None:
            raise ValueError("the journal is not open")
        with speaking(self._out):
            self._file.write(_line({"number": number, "row": row}))
            self._file.flush()

    def close(self) -> None:
        """Let go of the file, and of the lock."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._lock.is_locked:
            self._lock.release()
            Path(self._lock.lock_file).unlink(missing_ok=True)

    def remove(self) -> None:
        """Delete the record: the answer file is whole."""
        self.path.unlink(missing_ok=True)
        self.close()

    def _kept(self) -> dict[int, Json]:
        """Return the recorded rows, if they can be gone on with."""
        fingerprint, rows = self._read()
        if fingerprint is not None:
            self._check(fingerprint)
        return rows

    def _read(self) -> tuple[Any, dict[int, Json]]:
        """Return what was asked of what, and the rows; a last line that a kill cut off counts as not written."""
        fingerprint: Any = None
        rows: dict[int, Json] = {}
        with speaking(self._out):
            lines = self.path.read_text(encoding="utf-8", errors="replace").split("\n")
        whole = [line for line in lines[:-1] if line]
        for number, line in enumerate(whole):
            try:
                entry = json.loads(line)
                if number == 0:
                    fingerprint = entry["fingerprint"]
                else:
                    rows[int(entry["number"])] = entry["row"]
            except (ValueError, KeyError, TypeError) as error:
                raise AnswerFileError(
                    self._out,
                    f"The record {printable(str(self.path))} is damaged in line {number + 1}.",
                    "Delete it to begin anew.",
                ) from error
        return fingerprint, rows

    def _check(self, stored: Any) -> None:
        if stored != self._fingerprint:
            self.close()
            raise AnswerFileError(
                self._out,
                f"The run recorded in {printable(str(self.path))} asked other questions, or other articles.",
                "The file would mix both. Delete that record to begin anew.",
            )

    def _rewrite(self, rows: dict[int, Json]) -> None:
        """Begin the record anew with what was read, so that no half line stands in the middle."""
        partial = self.path.with_name(f"{self.path.name}.new")
        with speaking(self._out):
            self._file = create_private_file(partial)
            self._file.write(_line({"fingerprint": self._fingerprint}))
            self._file.writelines(_line({"number": number, "row": row}) for number, row in rows.items())
            self._file.flush()
            partial.replace(self.path)


def _line(entry: Json) -> str:
    return json_text(entry) + "\n"
