"""Batches in the app: recorded, stopped, resumed, and restored as answers."""

from dataclasses import replace
from pathlib import Path

import pytest

from qa.batch import RecordedBatch
from qa.batch.question_files import read_questions
from qa.engine import Engine
from qa.errors import AnswerFileError, QuestionFileError, UnknownArticleError
from qa.records import Answer, Status
from qa.settings.settings import load_settings

SEEDS = Path(__file__).parents[2] / "seeds"
QUESTIONS = """{"question": "When was the second round of talks?", "desk": "[b]news"}
{"question": "Who won the Nobel Prize in Physics in 2024?"}
{"question": "thanks"}
{"question": 5}
{"question": "How many crossings were cancelled on 9 May 2031?"}
{"question": "Who chairs the harbour board? When was the second round of talks?", "parts": ["mine"]}
"""


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text(QUESTIONS, encoding="utf-8")
    return path


def test_rows_are_recalled_as_their_results(samples: Engine, questions: Path, tmp_path: Path) -> None:
    batch = RecordedBatch(samples, read_questions(str(questions)), tmp_path / "kept")
    batch.run()
    for number, row in enumerate(batch.questions.rows):
        found = batch.recalled(number)
        if row.error is not None:
            assert isinstance(found, QuestionFileError)
            assert (found.name, found.line, found.column) == ("questions.jsonl", 4, row.error.column)
            continue
        asked = samples.ask(row.text)
        assert isinstance(found, Answer)
        assert (found.status, found.text, found.reason) == (asked.status, asked.text, asked.reason)
        assert [
            replace(each, passage=found.citations[n].passage) for n, each in enumerate(asked.citations)
        ] == [replace(each, scores=asked.citations[n].scores) for n, each in enumerate(found.citations)]
        assert [each.text for each in found.alternatives] == [each.text for each in asked.alternatives]
        assert found.resolved_date == asked.resolved_date
        assert found.reaction == asked.reaction
        assert [part.text for part in found.parts] == [part.text for part in asked.parts]
        if found.status is Status.NOT_FOUND:
            assert batch.with_nearest(number, found).nearest == asked.nearest


def test_a_resumed_run_asks_nothing_twice(samples: Engine, questions: Path, tmp_path: Path) -> None:
    file, folder = read_questions(str(questions)), tmp_path / "kept"
    asked: list[int] = []
    first = RecordedBatch(samples, file, folder)
    first.run(watch=lambda number, _: asked.append(number), stopped=lambda: len(asked) >= 2, n_side_by_side=1)
    assert 2 <= len(asked) < 6
    copied = tmp_path / "copied.jsonl"
    copied.write_bytes(questions.read_bytes())
    elsewhere = RecordedBatch(samples, read_questions(str(copied)), folder)
    assert elsewhere.recall()
    assert sorted(elsewhere.rows) == sorted(asked)
    second = RecordedBatch(samples, file, folder)
    assert second.recall()
    assert sorted(second.rows) == sorted(asked)
    second.run(watch=lambda number, _: asked.append(number))
    assert sorted(asked) == list(range(6))
    assert (second.result.n_done, second.result.n_failed) == (6, 1)
    whole = RecordedBatch(samples, file, tmp_path / "whole")
    whole.run()
    for ending in ("jsonl", "csv", "md", "html"):
        one, other = tmp_path / f"one.{ending}", tmp_path / f"other.{ending}"
        assert second.write(one) == whole.write(other) == 6
        assert one.read_bytes() == other.read_bytes()


def test_a_file_is_overwritten_only_on_request(samples: Engine, questions: Path, tmp_path: Path) -> None:
    batch = RecordedBatch(samples, read_questions(str(questions)), tmp_path / "kept")
    out = tmp_path / "out.csv"
    out.write_text("mine")
    with pytest.raises(AnswerFileError, match="already"):
        batch.write(out)
    with pytest.raises(AnswerFileError, match="doesn't show the format"):
        batch.write(tmp_path / "out.pdf")
    batch.write(out, over=True)
    assert out.read_text().startswith("id,question")


def test_answers_from_changed_articles_are_shown_but_not_resumed(questions: Path, tmp_path: Path) -> None:
    engine = Engine(load_settings(library=tmp_path / "library"))
    engine.index([SEEDS])
    batch = RecordedBatch(engine, read_questions(str(questions)), tmp_path / "kept")
    batch.run()
    engine.remove([str(SEEDS / "2024-09-19-second-round-of-talks.txt")])
    again = RecordedBatch(engine, batch.questions, tmp_path / "kept")
    assert not again.recall()
    assert len(again.rows) == 6
    with pytest.raises(UnknownArticleError):
        again.recalled(0)
    with pytest.raises(AnswerFileError, match="different questions or articles"):
        again.run()
    again.run(restart=True)
    assert again.recall()
    engine.close()
