"""A question file → an answer file, in one or more runs."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from qa.batch.asking import ask_all
from qa.batch.batch_result import BatchResult
from qa.batch.formats import FORMATS, Format
from qa.batch.journal import Journal
from qa.batch.question_files import QuestionFile, QuestionRow
from qa.batch.receipts import Receipts
from qa.batch.recorded_rows import row_check
from qa.batch.rows import Json, row_json
from qa.batch.worker_rows import answered_by
from qa.engine import Engine
from qa.errors import CancelledError
from qa.utils.atomic_write import atomic_writer
from qa.utils.text import printable
from qa.workers import Workers


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the answers go: a file, or standard output if `out` is None; `format` is a name in FORMATS."""

    out: Path | None
    format: str
    resume: bool = False


Watch: TypeAlias = Callable[[Json, BatchResult], None]


def _ignore(row: Json, result: BatchResult) -> None:
    """Do nothing."""


class Batch:
    """One run over one question file.

    `watch` is called with each finished row. When `stopped` returns True, the finished rows are written as a complete
    file, and CancelledError is raised.
    """

    def __init__(
        self,
        engine: Engine,
        questions: QuestionFile,
        destination: Destination,
        *,
        top_k: int | None = None,
        workers: Workers | None = None,
        watch: Watch = _ignore,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._workers = workers
        self._engine, self._questions, self._to = engine, questions, destination
        self._top_k, self._watch, self._stopped = top_k, watch, stopped
        self._format: Format = FORMATS[destination.format](questions.carried)
        self.result = BatchResult(len(questions.rows))

    def run(self) -> BatchResult:
        """Ask all questions and write the answers in order."""
        if self._to.out is None:
            self._stream()
        else:
            self._to_file(self._to.out)
        if self.result.n_done < self.result.n_rows:
            raise CancelledError(self._how_to_continue())
        return self.result

    def _how_to_continue(self) -> str:
        if self._to.out is None:
            return "Answers can only be continued in a file: add --out FILE."
        counts = f"{self.result.n_done} of {self.result.n_rows}"
        return (
            f"{printable(str(self._to.out))} has the answers to {counts} questions. Continue with --resume."
        )

    def _stream(self) -> None:
        """Print each row once it and all before it are done."""
        done: dict[int, Json] = {}
        following = 0
        sys.stdout.write(self._format.head())
        for number, row in self._asked({}):
            done[number] = row
            while following in done:
                sys.stdout.write(self._format.row(done.pop(following)))
                following += 1
            sys.stdout.flush()
        sys.stdout.writelines(self._format.row(done[number]) for number in sorted(done))
        sys.stdout.write(self._format.foot())
        sys.stdout.flush()

    def _to_file(self, out: Path) -> None:
        """Record each finished row, and write the file when all are done."""
        fingerprint = (self._questions.digest, *self._engine.state(), repr(self._top_k))
        receipts = Receipts(self._engine.settings.cache / "batches")
        journal = Journal(out, fingerprint, row_check(self._questions.rows))
        if self._to.resume and not journal.path.exists():
            counts = receipts.of(out, fingerprint)
            if counts is not None:
                self.result = BatchResult(*counts)
                self.result.n_before = self.result.n_rows
                return
        try:
            done = journal.open(resume=self._to.resume)
            for row in done.values():
                self.result.count(row)
            self.result.n_before = len(done)
            for number, row in self._asked(done):
                journal.add(number, row)
                done[number] = row
            write_rows(out, self._format, done)
            if len(done) == self.result.n_rows:
                receipts.note(out, fingerprint, self.result)
                journal.remove()
        finally:
            journal.close()

    def _asked(self, done: Mapping[int, Json]) -> Iterator[tuple[int, Json]]:
        """Yield the remaining rows with their numbers, in the order of completion."""
        left = [number for number in range(len(self._questions.rows)) if number not in done]
        rows: Sequence[QuestionRow] = [self._questions.rows[number] for number in left]
        for place, row in self._answered(rows):
            self.result.count(row)
            self._watch(row, self.result)
            yield left[place], row

    def _answered(self, rows: Sequence[QuestionRow]) -> Iterator[tuple[int, Json]]:
        if self._workers is not None:
            yield from answered_by(
                self._workers, self._engine, rows, top_k=self._top_k, stopped=self._stopped
            )
            return
        for place, result in ask_all(self._engine, rows, top_k=self._top_k, stopped=self._stopped):
            yield place, row_json(rows[place], result)


def write_rows(out: Path, form: Format, rows: Mapping[int, Json]) -> None:
    """Write rows in the order of their numbers, as a complete file."""
    with atomic_writer(out) as file:
        file.write(form.head())
        file.writelines(form.row(rows[number]) for number in sorted(rows))
        file.write(form.foot())


def run_batch(
    engine: Engine,
    questions: QuestionFile,
    destination: Destination,
    *,
    top_k: int | None = None,
    workers: Workers | None = None,
    watch: Watch = _ignore,
    stopped: Callable[[], bool] = lambda: False,
) -> BatchResult:
    """Ask all questions of a file, by `workers` if there are any, and write their answers; see Batch."""
    batch = Batch(engine, questions, destination, top_k=top_k, workers=workers, watch=watch, stopped=stopped)
    return batch.run()
