"""`dateline batch` as a process: output, files and exit codes."""

import csv
import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from qa.cli.batch_command import _stopping
from qa.engine import Engine
from qa.errors import CancelledError
from tests.cli.commands import command, dateline

ANSWERED = "When was the second round of talks?"
REFUSED = "Who won the Nobel Prize in Physics in 2024?"


def rows_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def library(samples: Engine) -> Path:
    return samples.settings.library


def test_a_file_of_answers_is_what_ask_prints(library: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        f'{{"id": "first", "question": "{ANSWERED}", "desk": "=cmd|1"}}\n{{"question": "{REFUSED}"}}\n'
    )
    done = dateline("batch", questions, "--library", library)
    assert done.returncode == 1
    first, second = rows_of(done.stdout)
    asked = json.loads(dateline("ask", ANSWERED, "--library", library, "--json").stdout)
    assert {**asked, "timings": {}} == {k: v for k, v in first.items() if k not in ("id", "desk")}
    assert (first["id"], first["desk"]) == ("first", "=cmd|1")
    assert (second["id"], second["status"], second["reason"]) == ("2", "not_found", "no_answer")
    assert "1 answered, 1 not in these articles" in done.stderr
    out = tmp_path / "answers.csv"
    assert dateline("batch", questions, "--library", library, "--out", out).returncode == 1
    with out.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [(row["id"], row["answer"], row["desk"]) for row in table] == [
        ("first", "Wednesday night", "'=cmd|1"),
        ("2", "", ""),
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (f"{ANSWERED}\n", 0),
        (f"{ANSWERED}\n{REFUSED}\n", 1),
        (f"{ANSWERED}\n?!\n{REFUSED}\n", 3),
        ("# nothing\n", 2),
    ],
)
def test_the_exit_code_says_how_it_went(library: Path, given: str, code: int) -> None:
    done = dateline("batch", "-", "--library", library, given=given)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_errors_as_json(library: Path) -> None:
    given = f'{{"question": "{ANSWERED}"}}\n{{"id": "b", "question": 5}}\n'
    done = dateline("batch", "-", "--library", library, "--json-errors", given=given)
    reported = json.loads(done.stderr.splitlines()[0])
    assert reported["id"] == "b"
    assert (reported["error"]["line"], reported["error"]["column"]) == (2, 13)
    assert [row["status"] for row in rows_of(done.stdout)] == ["answered", "error"]
    done = dateline("batch", library, "--library", library, "--json-errors")
    assert done.returncode == 2
    assert "is a folder" in json.loads(done.stderr)["error"]["message"]


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        (["--resume"], "--out FILE"),
        (["--format", "pdf"], "pdf"),
        (["--out", "questions.txt"], "overwrite the questions"),
        (["--out", "no/such/folder/a.csv"], "can't be written"),
        (["--out", "answers.xyz"], "Use one of these extensions: .jsonl, "),
        (["--out", "answers"], "Use one of these extensions: .jsonl, "),
    ],
)
def test_mistakes_are_reported_before_anything_is_asked(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], reported: str
) -> None:
    (tmp_path / "questions.txt").write_text(ANSWERED)
    monkeypatch.chdir(tmp_path)
    done = dateline("batch", "questions.txt", "--library", library, *arguments)
    assert done.returncode == 2
    assert reported in done.stderr
    assert (tmp_path / "questions.txt").read_text() == ANSWERED
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["questions.txt"]
    assert "Traceback" not in done.stderr


def wait_for(record: Path, n_lines: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        if record.exists() and record.read_bytes().count(b"\n") >= n_lines:
            return
        time.sleep(0.02)


def test_a_killed_or_stopped_run_resumes_to_the_same_file(library: Path, tmp_path: Path) -> None:
    questions, out, whole = tmp_path / "q.txt", tmp_path / "a.jsonl", tmp_path / "whole.jsonl"
    questions.write_text("".join(f"{ANSWERED[:-1]} number {number}?\n" for number in range(10)))
    record = tmp_path / "a.jsonl.unfinished"
    for number, end in ((2, signal.SIGKILL), (4, signal.SIGTERM)):
        process = subprocess.Popen(
            command("batch", questions, "--library", library, "--out", out, "--resume"),
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_for(record, number, process)
        process.send_signal(end)
        _, reported = process.communicate(timeout=120)
        assert process.returncode in (-signal.SIGKILL, 130), reported
        assert out.exists() is (end is signal.SIGTERM)
    assert "of 10 questions. Continue with --resume." in reported
    stopped = rows_of(out.read_text())
    assert 3 <= len(stopped) < 10
    refused = dateline("batch", questions, "--library", library, "--out", out)
    assert refused.returncode == 2
    assert "--resume" in refused.stderr
    done = dateline("batch", questions, "--library", library, "--out", out, "--resume")
    assert f"({len(stopped)} in an earlier run)" in done.stderr
    dateline("batch", questions, "--library", library, "--out", whole)
    assert out.read_bytes() == whole.read_bytes()
    assert [row["id"] for row in rows_of(whole.read_text())] == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_waiting_for_input_at_once(end: signal.Signals) -> None:
    reader, writer = os.pipe()
    timer = threading.Timer(0.05, os.kill, (os.getpid(), end))

    def wait_for_input() -> None:
        with _stopping():
            timer.start()
            os.read(reader, 1)

    with pytest.raises(CancelledError):
        wait_for_input()
    assert CancelledError.exit_code == 130
    os.close(reader)
    os.close(writer)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_ends_waiting_for_questions_under_way(end: signal.Signals) -> None:
    heard = []

    def ask() -> None:
        with _stopping() as interrupts:
            interrupts.can_wait = True
            os.kill(os.getpid(), end)
            heard.append(interrupts.asked.is_set())
            os.kill(os.getpid(), end)

    with pytest.raises(CancelledError):
        ask()
    assert heard == [True]


def test_without_a_library_no_question_is_asked(tmp_path: Path) -> None:
    done = dateline("batch", "-", "--library", tmp_path / "nowhere", given=f"{ANSWERED}\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no library at" in done.stderr
    assert not (tmp_path / "nowhere").exists()
