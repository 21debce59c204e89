"""Batches on real articles: the same answers as one by one, complete files, and no question asked twice."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest

from qa.batch import Destination, ask_all, run_batch
from qa.batch.journal import Journal
from qa.batch.question_files import QuestionRow, read_questions
from qa.engine import Engine
from qa.errors import AnswerFileError, CancelledError, LibraryBrokenError, QuestionFileError
from qa.records import Answer, Filters, Reason
from qa.settings.settings import load_settings

QUESTIONS = [
    "When was the second round of talks?",
    "Who won the Nobel Prize in Physics in 2024?",
    "How many crossings were cancelled?",
    "Where did the junior doctors sit down with Manoj Pant?",
    "Who chairs the harbour board?",
    "How long did the second meeting with the doctors last?",
]


def asked_once(count: list[str]) -> Callable[..., None]:
    return lambda row, _: count.append(str(row["id"]))


@pytest.fixture
def questions(tmp_path: Path) -> str:
    path = tmp_path / "questions.txt"
    path.write_text("\n".join(QUESTIONS), encoding="utf-8")
    return str(path)


def test_answers_side_by_side_are_those_of_one_by_one(samples: Engine) -> None:
    alone = Engine(samples.settings)  # with as many threads to a run as there are processors
    rows = [QuestionRow(number, text, number) for number, text in enumerate(QUESTIONS)]
    found = dict(ask_all(samples, rows, n_side_by_side=3))
    for number, text in enumerate(QUESTIONS):
        answer = found[number]
        assert isinstance(answer, Answer)
        assert replace(answer, timings={}) == replace(alone.ask(text), timings={})
    alone.close()


def test_an_invalid_row_keeps_its_place(samples: Engine) -> None:
    error = QuestionFileError("q.txt", "no", line=2)
    rows = [
        QuestionRow("a", QUESTIONS[0], 1),
        QuestionRow("b", "", 2, error=error),
        QuestionRow("c", QUESTIONS[0], 3, filters=Filters(source="*no-such*")),
    ]
    found = dict(ask_all(samples, rows))
    assert isinstance(found[0], Answer)
    assert found[0].text == "Wednesday night"
    assert found[1] is error
    assert isinstance(found[2], Answer)
    assert found[2].reason is Reason.FILTERED_OUT


def test_a_broken_library_ends_it_instead_of_failing_every_row(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"this is no database" * 100)
    engine = Engine(load_settings(library=tmp_path))
    with pytest.raises(LibraryBrokenError):
        list(ask_all(engine, [QuestionRow("a", QUESTIONS[0], 1)]))


@pytest.mark.parametrize(("dropped", "found"), [([False], [0]), ([True], [])])
def test_an_error_after_the_stop_is_no_result(
    samples: Engine, monkeypatch: pytest.MonkeyPatch, dropped: list[bool], found: list[int]
) -> None:
    """When the app quits, the library may be closed while a question is still being answered."""
    monkeypatch.setattr(Engine, "ask", Mock(side_effect=RuntimeError("closed")))
    rows = [QuestionRow("a", QUESTIONS[0], 1)]
    results = ask_all(samples, rows, stopped=lambda: False, dropped=lambda: dropped[0])
    assert [number for number, _ in results] == found


@pytest.mark.parametrize("ending", ["jsonl", "csv", "md", "html"])
def test_a_stopped_run_leaves_a_valid_file_and_resumes_to_the_same_result(
    samples: Engine, questions: str, tmp_path: Path, ending: str
) -> None:
    whole, stopped = tmp_path / f"whole.{ending}", tmp_path / f"stopped.{ending}"
    asked = read_questions(questions)
    once: list[str] = []
    run_batch(samples, asked, Destination(whole, ending), watch=asked_once(once))
    first: list[str] = []
    with pytest.raises(CancelledError):
        run_batch(
            samples,
            asked,
            Destination(stopped, ending),
            watch=asked_once(first),
            stopped=lambda: len(first) >= 2,
        )
    assert 2 <= len(first) < len(QUESTIONS)
    partial = stopped.read_text(encoding="utf-8")
    if ending == "jsonl":
        assert sorted(json.loads(line)["id"] for line in partial.splitlines()) == sorted(first)
    if ending == "html":
        assert partial.endswith("</html>\n")
        assert partial.count("<section>") == len(first)
    second: list[str] = []
    result = run_batch(samples, asked, Destination(stopped, ending, resume=True), watch=asked_once(second))
    assert sorted(first + second) == sorted(once)
    assert (result.n_before, result.n_done) == (len(first), len(QUESTIONS))
    assert stopped.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["questions.txt", f"whole.{ending}", f"stopped.{ending}"]
    )


def test_resuming_a_finished_run_asks_nothing(samples: Engine, questions: str, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run_batch(samples, read_questions(questions), Destination(out, "jsonl"))
    written = out.read_bytes()
    again: list[str] = []
    result = run_batch(
        samples, read_questions(questions), Destination(out, "jsonl", resume=True), watch=asked_once(again)
    )
    assert again == []
    assert result.n_before == result.n_done == len(QUESTIONS)
    assert out.read_bytes() == written
    Path(questions).write_text("Who?\n", encoding="utf-8")
    with pytest.raises(AnswerFileError, match="its answers are for different questions"):
        run_batch(samples, read_questions(questions), Destination(out, "jsonl", resume=True))
    assert out.read_bytes() == written


def test_a_record_with_an_incomplete_last_line_is_resumed(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    journal = Journal(out, ["x"])
    assert journal.open(resume=False) == {}
    journal.add(0, {"id": "a"})
    journal.add(2, {"id": "c"})
    journal.close()
    recorded = journal.path.read_bytes()
    for cut in range(len(recorded.splitlines(keepends=True)[0]), len(recorded)):
        journal.path.write_bytes(recorded[:cut])
        again = Journal(out, ["x"])
        rows = again.open(resume=True)
        n_lines = recorded[:cut].count(b"\n") - 1
        assert rows == dict([(0, {"id": "a"}), (2, {"id": "c"})][:n_lines])
        again.add(1, {"id": "b"})
        again.close()
        after = Journal(out, ["x"])
        assert after.open(resume=True) == {**rows, 1: {"id": "b"}}
        after.close()


def test_a_record_is_not_lost_mixed_or_written_by_two(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    journal = Journal(out, ["x"])
    journal.open(resume=False)
    with pytest.raises(AnswerFileError, match="Another process"):
        Journal(out, ["x"]).open(resume=True)
    journal.close()
    with pytest.raises(AnswerFileError, match="unfinished run") as caught:
        Journal(out, ["x"]).open(resume=False)
    assert "--resume" in caught.value.hint
    with pytest.raises(AnswerFileError, match="different questions or articles"):
        Journal(out, ["y"]).open(resume=True)
    journal.path.write_text(journal.path.read_text() + "nonsense\n")
    with pytest.raises(AnswerFileError, match="damaged in line 2"):
        Journal(out, ["x"]).open(resume=True)


def test_an_unwritable_answer_file_is_an_error(samples: Engine, questions: str, tmp_path: Path) -> None:
    with pytest.raises(AnswerFileError, match="can't be written"):
        run_batch(samples, read_questions(questions), Destination(tmp_path / "no" / "out.csv", "csv"))
