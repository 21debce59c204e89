"""Receipts of complete answer files, so that --resume on one of them asks nothing.

A run's journal is deleted when it has finished; the receipt in the user's cache then identifies what the file was
made from. A lost receipt only means that the file can't be recognised.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

from qa.batch.batch_result import BatchResult
from qa.errors import AnswerFileError
from qa.utils.atomic_write import replacing
from qa.utils.private_files import FILE_MODE, make_private_folder
from qa.utils.text import printable

_N_OUTCOMES = 3  # answered, refused, failed


class Receipts:
    """A folder with one small file per answer file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def note(self, out: Path, fingerprint: Sequence[str], result: BatchResult) -> None:
        """Record that a file is complete, what it was made from, and its counts."""
        receipt = {"sha256": _digest(out), "fingerprint": list(fingerprint), "counts": astuple(result)}
        try:
            make_private_folder(self._folder)
            with replacing(self._path(out), FILE_MODE) as file:
                json.dump(receipt, file)
        except OSError:
            return  # an unwritable cache costs the receipt, not the answers

    def of(self, out: Path, fingerprint: Sequence[str]) -> tuple[int, ...] | None:
        """Return the counts of a complete file; None if the file doesn't exist.

        Raises AnswerFileError if the file was made from something else or changed since.
        """
        if not out.exists():
            return None
        try:
            receipt = json.loads(self._path(out).read_text(encoding="utf-8"))
            same = receipt["fingerprint"] == list(fingerprint) and receipt["sha256"] == _digest(out)
            counts = _counts(receipt["counts"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            same, counts = False, ()
        if not same:
            raise AnswerFileError(
                out,
                f"There is no unfinished run for {printable(str(out))}, and its answers are for different questions"
                " or articles.",
                "Omit --resume to ask all questions again. The file is replaced when the run is complete.",
            )
        return counts

    def _path(self, out: Path) -> Path:
        return (
            self._folder
            / f"{hashlib.sha256(str(out.resolve()).encode(errors='replace')).hexdigest()[:32]}.json"
        )


def _counts(stored: object) -> tuple[int, ...]:
    """Return the counts of a finished run; raises ValueError or TypeError when they cannot be that."""
    if not isinstance(stored, list) or not all(type(count) is int and count >= 0 for count in stored):
        raise TypeError("the counts are not a list of whole numbers")
    n_rows, n_before, *n_done = stored
    if len(n_done) != _N_OUTCOMES or sum(n_done) != n_rows or n_before > n_rows:
        raise ValueError("the counts do not add up")
    return tuple(stored)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
