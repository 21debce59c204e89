from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.batch import Destination, run_batch
from qa.batch.question_files import read_questions
from qa.engine import Engine
from qa.errors import CancelledError, WorkersError
from qa.workers import Workers, opened_workers

QUESTIONS = (
    '{"id": "a", "question": "Who led the talks?", "note": "carried"}\n'
    '{"id": "b", "question": "?"}\n'
    '{"id": "c", "question": "What did the moon say?"}\n'
    '{"id": "d", "question": "When did the talks begin?", "since": "2006-01-01"}\n'
)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with opened_workers(2) as opened:
        yield opened


def test_the_file_is_the_same_as_that_of_one_process(
    samples: Engine, tmp_path: Path, workers: Workers
) -> None:
    asked = tmp_path / "questions.jsonl"
    asked.write_text(QUESTIONS)
    questions = read_questions(str(asked))
    alone, shared, resumed = (tmp_path / name for name in ("alone.jsonl", "shared.jsonl", "resumed.jsonl"))
    result = run_batch(samples, questions, Destination(alone, "jsonl"))
    assert run_batch(samples, questions, Destination(shared, "jsonl"), workers=workers) == result
    assert shared.read_bytes() == alone.read_bytes()
    assert result.n_rows == 4

    seen: list[object] = []
    with pytest.raises(CancelledError):
        run_batch(
            samples,
            questions,
            Destination(resumed, "jsonl"),
            watch=lambda row, _: seen.append(row),
            stopped=lambda: bool(seen),
        )
    result = run_batch(samples, questions, Destination(resumed, "jsonl", resume=True), workers=workers)
    assert resumed.read_bytes() == alone.read_bytes()
    assert result.n_before == len(seen) > 0


def test_a_worker_that_sees_another_library_is_refused(
    samples: Engine, tmp_path: Path, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "questions.txt"
    asked.write_text("Who led the talks?\n")
    monkeypatch.setattr(samples, "state", lambda: ("another", "library"))
    with pytest.raises(WorkersError, match="another library"):
        run_batch(
            samples,
            read_questions(str(asked)),
            Destination(tmp_path / "answers.jsonl", "jsonl"),
            workers=workers,
        )
