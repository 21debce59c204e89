"""A question file and what is recorded of its answers, for whoever looks on while it is asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from qa.batch.asking import Result, ask_all, ask_row
from qa.batch.formats import FORMATS, format_by_ending
from qa.batch.journal import Journal
from qa.batch.question_files import QuestionFile, QuestionRow
from qa.batch.recalling import recalled
from qa.batch.rows import Json, row_json
from qa.batch.running import BatchResult, write_rows
from qa.engine import Engine
from qa.errors import AnswerFileError
from qa.records import Answer, Status
from qa.utils.atomic_write import speaking
from qa.utils.private_files import make_private_folder
from qa.utils.text import printable

Watch: TypeAlias = Callable[[int, Json], None]


def _ignore(number: int, row: Json) -> None:
    """Watch nothing."""


class RecordedBatch:
    """The answers to one question file, recorded in `folder` as they come, until they are asked anew.

    The record belongs to what the file holds, wherever the file lies. `rows` are those that are done, by their
    numbers from 0, each as `dateline batch` writes it. One thread may run it while others look.
    """

    def __init__(self, engine: Engine, questions: QuestionFile, folder: Path) -> None:
        self.questions = questions
        self._engine = engine
        self._record = folder / questions.digest[:32]
        self._rows: dict[int, Json] = {}

    @property
    def rows(self) -> Mapping[int, Json]:
        """The rows that are done by now."""
        return dict(self._rows)

    @property
    def result(self) -> BatchResult:
        """How many rows came to what by now."""
        result = BatchResult(len(self.questions.rows))
        for row in self.rows.values():
            result.count(row)
        return result

    def recall(self) -> bool:
        """Take over what was recorded before; say whether it can be gone on with.

        It cannot when the articles, or what else an answer depends on, have changed: the answers would be mixed.
        """
        rows, is_current = self._journal().look()
        n_rows = len(self.questions.rows)
        self._rows = {number: row for number, row in rows.items() if 0 <= number < n_rows}
        return is_current

    def run(
        self,
        *,
        anew: bool = False,
        watch: Watch = _ignore,
        stopped: Callable[[], bool] = lambda: False,
        dropped: Callable[[], bool] = lambda: False,
        n_side_by_side: int | None = None,
    ) -> None:
        """Ask what is not answered yet, or with `anew` everything; `watch` is called with each recorded row.

        When `stopped` says True, no further row is begun and those under way are finished; when `dropped` does,
        they are not waited for.
        """
        journal = self._journal()
        with speaking(self._record):
            make_private_folder(self._record.parent)
        try:
            self._rows = journal.open(resume=True, anew=anew)
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
        """Return what a row came to, without the passages nearest to a refusal; None where it is not done.

        Raises UnknownArticleError or CitationError when an article that it cites is gone or has changed.
        """
        row = self._rows.get(number)
        return recalled(row, self._engine.article_by_id) if row is not None else None

    def with_nearest(self, number: int, refusal: Answer) -> Answer:
        """Return a recorded refusal with the passages that come nearest, for which it is asked once more."""
        if refusal.status is not Status.NOT_FOUND:
            return refusal
        again = ask_row(self._engine, self.questions.rows[number])
        return replace(refusal, nearest=again.nearest)

    def write(self, out: Path, *, over: bool = False) -> int:
        """Write the rows that are done in the format that the name's ending says, and return how many.

        The file is written whole, and takes the place of another only with `over`.
        """
        form = FORMATS[format_by_ending(out)](self.questions.carried)
        if out.exists() and not over:
            raise AnswerFileError(
                out, f"There is a file {printable(str(out))} already.", "Give another name."
            )
        rows = self.rows
        write_rows(out, form, rows)
        return len(rows)

    def _journal(self) -> Journal:
        fingerprint = (self.questions.digest, *self._engine.state(), repr(None))
        return Journal(self._record, fingerprint)
