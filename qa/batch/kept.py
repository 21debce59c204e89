"""A question file with the recorded answers, for the app."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from qa.batch.asking import Result, ask_all, ask_row
from qa.batch.batch_result import BatchResult
from qa.batch.formats import FORMATS, format_by_ending
from qa.batch.journal import Journal
from qa.batch.question_files import QuestionFile, QuestionRow
from qa.batch.recorded_rows import recalled, row_check
from qa.batch.rows import Json, row_json
from qa.batch.running import write_rows
from qa.engine import Engine
from qa.errors import AnswerFileError
from qa.records import Answer, Status
from qa.utils.atomic_write import speaking
from qa.utils.private_files import make_private_folder
from qa.utils.text import printable

Watch: TypeAlias = Callable[[int, Json], None]


def _ignore(number: int, row: Json) -> None:
    """Do nothing."""


class RecordedBatch:
    """The answers to one question file, recorded in `folder` until all questions are asked again.

    The record is keyed by the file's content, not its path. `rows` are the finished ones by index, as `dateline
    batch` writes them. One thread may run it while others read.
    """

    def __init__(self, engine: Engine, questions: QuestionFile, folder: Path) -> None:
        self.questions = questions
        self._engine = engine
        self._record = folder / questions.digest[:32]
        self._rows: dict[int, Json] = {}

    @property
    def rows(self) -> Mapping[int, Json]:
        """The finished rows."""
        return dict(self._rows)

    @property
    def result(self) -> BatchResult:
        """The counts of the results so far."""
        result = BatchResult(len(self.questions.rows))
        for row in self.rows.values():
            result.count(row)
        return result

    def recall(self) -> bool:
        """Load the recorded rows; return whether they can be resumed.

        They can't if the articles, or anything else that answers depend on, have changed: the answers would be mixed.
        Raises AnswerFileError if the record is damaged.
        """
        self._rows, is_current = self._journal().look()
        return is_current

    def run(
        self,
        *,
        restart: bool = False,
        watch: Watch = _ignore,
        stopped: Callable[[], bool] = lambda: False,
        dropped: Callable[[], bool] = lambda: False,
        n_side_by_side: int | None = None,
    ) -> None:
        """Ask the remaining questions, or all with `restart`; call `watch` with each recorded row.

        When `stopped` returns True, no further row is started and those in progress are finished; when `dropped`
        does, they are abandoned.
        """
        journal = self._journal()
        with speaking(self._record):
            make_private_folder(self._record.parent)
        try:
            self._rows = journal.open(resume=True, restart=restart)
            left = [number for number in range(len(self.questions.rows)) if number not in self._rows]
            rows: Sequence[QuestionRow] = [self.questions.rows[number] for number in left]
            for place, result in ask_all(
                self._engine, rows, n_side_by_side=n_side_by_side, stopped=stopped, dropped=dropped
            ):
                number, row = left[place], row_json(rows[place], result)
                journal.add(number, row)
                self._rows[number] = row
                watch(number, row)
        finally:
            journal.close()

    def recalled(self, number: int) -> Result | None:
        """Return the result of a row without closest passages; None if it is not done.

        Raises UnknownArticleError or CitationError if a cited article is gone or has changed.
        """
        row = self._rows.get(number)
        return recalled(row, self._engine.article_by_id) if row is not None else None

    def with_nearest(self, number: int, refusal: Answer) -> Answer:
        """Return a recorded refusal with its closest passages, found by asking again."""
        if refusal.status is not Status.NOT_FOUND:
            return refusal
        again = ask_row(self._engine, self.questions.rows[number])
        return replace(
            refusal, nearest=again.nearest, matches=again.matches, best_candidate=again.best_candidate
        )

    def write(self, out: Path, *, over: bool = False) -> int:
        """Export the finished rows in the format of the file's extension; return how many.

        The file is complete or not written. An existing file is replaced only with `over`.
        """
        form = FORMATS[format_by_ending(out)](self.questions.carried)
        if out.exists() and not over:
            raise AnswerFileError(out, f"{printable(str(out))} already exists.", "Choose another file name.")
        rows = self.rows
        write_rows(out, form, rows)
        return len(rows)

    def _journal(self) -> Journal:
        fingerprint = (self.questions.digest, *self._engine.state(), repr(None))
        return Journal(self._record, fingerprint, row_check(self.questions.rows))
