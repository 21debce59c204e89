"""A record with anything but rows for its own questions is refused, and no answer file is written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa.batch import Destination, RecordedBatch, run_batch
from qa.batch.journal import Journal
from qa.batch.question_files import QuestionFile, read_questions
from qa.batch.recorded_rows import row_check
from qa.batch.rows import row_json
from qa.engine import Engine
from qa.errors import AnswerFileError
from tests.answer_samples import with_changes

ASKED = "When was the second round of talks?"
REFUSED = "Who won the Nobel Prize in Physics in 2024?"
Row = dict[str, Any]


@pytest.fixture
def questions(tmp_path: Path) -> QuestionFile:
    path = tmp_path / "q.jsonl"
    rows: list[Row] = [{"id": "a", "question": ASKED}, {"question": REFUSED, "desk": "news"}, {"question": 5}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return read_questions(str(path))


@pytest.fixture(scope="module")
def answered(samples: Engine) -> Callable[[QuestionFile], list[Row]]:
    answers = [samples.ask(ASKED), samples.ask(REFUSED)]

    def make(questions: QuestionFile) -> list[Row]:
        error = questions.rows[2].error
        assert error is not None
        return [row_json(row, result) for row, result in zip(questions.rows, [*answers, error], strict=True)]

    return make


BAD_LINES = [
    *("{}", '"x"', "null", "5", "[]", "nonsense", "[" * 100_000),
    *('{"number": 0}', '{"row": {}}', '{"number": 0, "row": {}}', '{"number": 0, "row": "x"}'),
    *('{"number": 0, "row": null}', '{"number": 0, "row": [1]}'),
]


@pytest.mark.parametrize("line", BAD_LINES, ids=lambda line: line[:30])
def test_a_line_that_is_not_a_row_is_refused(
    samples: Engine, questions: QuestionFile, tmp_path: Path, line: str
) -> None:
    refuses(samples, questions, tmp_path, [line])


@pytest.mark.parametrize("number", [-1, 3, 20, 10**30, 1.0, True, "1", None, float("inf"), [0]])
def test_a_number_without_a_question_is_refused(
    samples: Engine,
    questions: QuestionFile,
    answered: Callable[[QuestionFile], list[Row]],
    tmp_path: Path,
    number: Any,
) -> None:
    refuses(samples, questions, tmp_path, [json.dumps({"number": number, "row": answered(questions)[0]})])


def test_two_rows_for_one_question_are_refused(
    samples: Engine, questions: QuestionFile, answered: Callable[[QuestionFile], list[Row]], tmp_path: Path
) -> None:
    entry = json.dumps({"number": 0, "row": answered(questions)[0]})
    refuses(samples, questions, tmp_path, [entry, entry], damaged=3)


BAD_ROWS: list[tuple[int, Row]] = [
    (0, {"id": "b"}),
    (0, {"id": ...}),
    (0, {"status": "sure"}),
    (0, {"status": "not_found"}),
    (0, {"status": ["answered"]}),
    (0, {"answer": None}),
    (0, {"answer": 5}),
    (0, {"confidence": 7}),
    (0, {"confidence": None}),
    (0, {"confidence": float("nan")}),
    (0, {"timings": ...}),
    (0, {"citations": [{}]}),
    (0, {"citations": None}),
    (0, {"citations.0.start": -1}),
    (0, {"citations.0.start": 10**6}),
    (0, {"citations.0.answer_end": 10**6}),
    (0, {"citations.0.passage_start": 10**6}),
    (0, {"resolved_date.start": 10**6}),
    (0, {"citations.0.article_id": None}),
    (0, {"citations.0.scores": {}}),
    (0, {"citations.0.scores.other": 1}),
    (0, {"resolved_date.reference": "soon"}),
    (0, {"resolved_date.certainty": "very"}),
    (0, {"alternatives": ["x"]}),
    (0, {"parts": [{}]}),
    (0, {"reaction": {"kind": "dance"}}),
    (1, {"reason": "because"}),
    (1, {"answer": "Someone"}),
    (2, {"error": None}),
    (2, {"error": "x"}),
    (2, {"error.line": 0}),
    (2, {"error.message": ...}),
    (2, {"confidence": 1.0}),
]


@pytest.mark.parametrize(("number", "changes"), BAD_ROWS, ids=str)
def test_a_row_that_no_batch_wrote_is_refused(
    questions: QuestionFile, answered: Callable[[QuestionFile], list[Row]], number: int, changes: Row
) -> None:
    check = row_check(questions.rows)
    row = answered(questions)[number]
    check(number, json.loads(json.dumps(row)))
    with pytest.raises(ValueError, match=r"^[a-z_.0-9]+: |^the answer: |another id"):
        check(number, with_changes(row, changes))


@pytest.mark.parametrize(
    "line", ['{"fingerprint": null}', '{"fingerprint": [1]}', '{"fingerprint": "x"}', "{}", "null", "[]"]
)
def test_a_record_that_does_not_say_what_was_asked_is_refused(
    samples: Engine,
    questions: QuestionFile,
    answered: Callable[[QuestionFile], list[Row]],
    tmp_path: Path,
    line: str,
) -> None:
    entry = json.dumps({"number": 0, "row": answered(questions)[0]})
    refuses(samples, questions, tmp_path, [entry], fingerprint=line, damaged=1)


def test_an_empty_record_is_ignored_and_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "out.jsonl", ["x"])
    journal.path.touch()
    assert journal.look() == ({}, True)
    assert journal.open(resume=True) == {}
    journal.remove()
    journal.path.mkdir()
    with pytest.raises(AnswerFileError, match="is not a file"):
        journal.look()


def test_a_receipt_whose_counts_cannot_be_is_not_believed(
    samples: Engine, questions: QuestionFile, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    receipts = samples.settings.cache / "batches"
    known = set(receipts.glob("*.json"))
    run_batch(samples, questions, Destination(out, "jsonl"))
    again = Destination(out, "jsonl", resume=True)
    assert run_batch(samples, questions, again).n_before == 3
    (receipt,) = set(receipts.glob("*.json")) - known
    stored = json.loads(receipt.read_text(encoding="utf-8"))
    bad: list[Any] = [[], [3], [3, 0, 1, 1], [3, 0, 1, 1, 1, 0], [3, 0, 9, 1, 1], "x", [3, 0, 1, 3, -1], None]
    for counts in bad:
        receipt.write_text(json.dumps({**stored, "counts": counts}), encoding="utf-8")
        with pytest.raises(AnswerFileError, match="no unfinished run"):
            run_batch(samples, questions, again)
    receipt.unlink()


def refuses(
    samples: Engine,
    questions: QuestionFile,
    folder: Path,
    lines: list[str],
    *,
    fingerprint: str | None = None,
    damaged: int = 2,
) -> None:
    """Check that a record is refused with the number of the bad line, by a batch to a file and in the app."""
    recorded = json.dumps({"fingerprint": [questions.digest, *samples.state(), repr(None)]})
    text = "\n".join([fingerprint or recorded, *lines, ""])
    out = folder / "out.jsonl"
    record = folder / "out.jsonl.unfinished"
    record.write_text(text, encoding="utf-8")
    with pytest.raises(AnswerFileError, match=f"damaged in line {damaged}"):
        run_batch(samples, questions, Destination(out, "jsonl", resume=True))
    assert not out.exists()
    assert record.read_text(encoding="utf-8") == text
    kept = folder / f"{questions.digest[:32]}.unfinished"
    kept.write_text(text, encoding="utf-8")
    batch = RecordedBatch(samples, questions, folder)
    for step in (batch.recall, batch.run):
        with pytest.raises(AnswerFileError, match=f"damaged in line {damaged}"):
            step()
    assert not batch.rows
    assert kept.read_text(encoding="utf-8") == text
