"""The counts of a batch."""

from dataclasses import dataclass

from qa.batch.rows import FAILED, Json
from qa.records import Status

_FOUND = (Status.ANSWERED, Status.LISTED)


@dataclass(slots=True)
class BatchResult:
    """The counts of results; `n_before` rows were done by an earlier run."""

    n_rows: int
    n_before: int = 0
    n_answered: int = 0
    n_refused: int = 0
    n_failed: int = 0

    @property
    def n_done(self) -> int:
        """The number of rows that are done."""
        return self.n_answered + self.n_refused + self.n_failed

    def count(self, row: Json) -> None:
        """Count a finished row."""
        self.n_answered += row["status"] in _FOUND
        self.n_refused += row["status"] not in (*_FOUND, FAILED)
        self.n_failed += row["status"] == FAILED
