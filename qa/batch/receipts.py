"""What is remembered of answer files that are whole, so that --resume on one of them asks nothing.

The record of a run is deleted when it has finished; a receipt in the user's cache says then what the file was
made of. Losing it costs nothing but that answer.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import AnswerFileError
from qa.utils.atomic_write import replacing
from qa.utils.private_files import FILE_MODE, make_private_folder
from qa.utils.text import printable

if TYPE_CHECKING:
    from qa.batch.running import BatchResult


class Receipts:
    """A folder with one small file for each answer file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def note(self, out: Path, fingerprint: Sequence[str], result: "BatchResult") -> None:
        """Remember that a file is whole, what it was made of and what its rows came to."""
        receipt = {"sha256": _digest(out), "fingerprint": list(fingerprint), "counts": astuple(result)}
        try:
            make_private_folder(self._folder)
            with replacing(self._path(out), FILE_MODE) as file:
                json.dump(receipt, file)
        except OSError:
            return  # a cache that cannot be written costs the receipt, not the answers

    def of(self, out: Path, fingerprint: Sequence[str]) -> tuple[int, ...] | None:
        """Return the counts of a file that is whole as it stands, None where there is no file yet.

        Raises AnswerFileError for a file that was made of something else, or by something else.
        """
        if not out.exists():
            return None
        try:
            receipt = json.loads(self._path(out).read_text(encoding="utf-8"))
            same = receipt["fingerprint"] == list(fingerprint) and receipt["sha256"] == _digest(out)
            counts = tuple(int(count) for count in receipt["counts"])
        except (OSError, ValueError, KeyError, TypeError):
            same, counts = False, ()
        if not same:
            raise AnswerFileError(
                out,
                f"There is no unfinished run beside {printable(str(out))}, and it does not answer these questions"
                " from the library as it is.",
                "Leave out --resume to ask them all anew; the file is replaced when the new one is whole.",
            )
        return counts

    def _path(self, out: Path) -> Path:
        return (
            self._folder
            / f"{hashlib.sha256(str(out.resolve()).encode(errors='replace')).hexdigest()[:32]}.json"
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
