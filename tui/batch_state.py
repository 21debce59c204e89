"""The state of a batch: the question file, its progress, and the result of each question."""

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from pathlib import Path

from qa import DatelineError


class BatchStage(Enum):
    """What is being done with the question file."""

    NONE = auto()
    READING = auto()
    WAITING = auto()
    ASKING = auto()
    STOPPING = auto()
    STOPPED = auto()
    DONE = auto()


_RUNNING = (BatchStage.READING, BatchStage.WAITING, BatchStage.ASKING, BatchStage.STOPPING)


@dataclass(frozen=True, slots=True)
class BatchState:
    """A question file and its progress.

    While the file is read, `n_read` rows are read so far. `seconds` have passed since the run started, when
    `n_before` rows were done. `is_current` is False if the rows were answered from articles that have changed
    since, so that new answers must not be mixed with them. `error` is what ended the last run early.
    """

    stage: BatchStage = BatchStage.NONE
    path: Path | None = None
    n_rows: int = 0
    n_read: int = 0
    n_before: int = 0
    n_answered: int = 0
    n_refused: int = 0
    n_failed: int = 0
    seconds: float = 0.0
    is_current: bool = True
    error: DatelineError | None = None

    @property
    def n_done(self) -> int:
        """The number of rows that are done."""
        return self.n_answered + self.n_refused + self.n_failed

    @property
    def is_running(self) -> bool:
        """Whether the file is being read or asked."""
        return self.stage in _RUNNING

    @property
    def can_stop(self) -> bool:
        """Whether there is work that a stop would end."""
        return self.stage in (BatchStage.READING, BatchStage.WAITING, BatchStage.ASKING)

    @property
    def can_go_on(self) -> bool:
        """Whether the run can be resumed."""
        return self.stage is BatchStage.STOPPED and self.is_current and self.n_done < self.n_rows

    @property
    def can_ask_again(self) -> bool:
        """Whether all questions can be asked again."""
        return self.stage in (BatchStage.STOPPED, BatchStage.DONE) and self.n_rows > 0

    @property
    def rate(self) -> float:
        """Questions per second in this run; 0 if not known yet."""
        n_new = self.n_done - self.n_before
        return n_new / self.seconds if n_new > 0 and self.seconds > 0 else 0.0


class RowState(StrEnum):
    """The result of a question."""

    WAITING = "–"
    ANSWERED = "answered"
    LISTED = "passages"
    NOT_FOUND = "not found"
    NO_QUESTION = "no question"
    FAILED = "error"


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One question of the file; `number` counts from 1, `line` is its line in the file.

    `value` is the resolved date, `when` the same in words.
    """

    number: int
    line: int
    question: str
    state: RowState = RowState.WAITING
    answer: str = ""
    value: str = ""
    when: str = ""
    confidence: float | None = None
    error: DatelineError | None = None
