"""`dateline dates` and `timeline`, and date filters of `ask`."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import dateline

STRIKE = "On Monday the crews of the Lantern ferry walked out over unpaid night shifts."
HARBOUR = f"""date 2024-09-19 Harbour talks

The harbour talks ended on Wednesday night. {STRIKE} The crews will vote next Tuesday.
"""
UNDATED = "The quay shut on Wednesday. It had opened on 3 May 1989.\n"
QUESTION = "When did the harbour talks end?"
RESOLVED_FIELDS = {
    "value",
    "text",
    "expression",
    "start",
    "end",
    "reference",
    "rule",
    "certainty",
    "alternative",
}


def loaded(*arguments: str | Path) -> Any:
    return json.loads(dateline(*arguments, "--json").stdout)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    (folder / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (folder / "undated.txt").write_text(UNDATED, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def library(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dates") / "library"
    assert loaded("index", files, "--library", folder)["added"] == 2
    return folder


def test_dates_prints_meanings_and_rules(files: Path) -> None:
    done = dateline("dates", files / "harbour.txt")
    assert done.returncode == 0
    assert "counted from Thursday 19 September 2024 (date line)" in done.stderr
    assert "“Wednesday night”  Wednesday 18 September 2024, night" in done.stdout
    assert "TIME, certain: the Wednesday before Thursday 19 September 2024" in done.stdout
    assert "  Tuesday 24 September 2024, or Tuesday 1 October 2024" in done.stdout


def test_dates_of_an_undated_file_say_so(files: Path) -> None:
    done = dateline("dates", files / "undated.txt")
    assert done.returncode == 0
    assert "counted from" not in done.stderr
    assert "--published" in done.stderr
    assert "“Wednesday”  unknown" in done.stdout
    assert "“3 May 1989”  Wednesday 3 May 1989" in done.stdout


def test_dates_for_programs(files: Path) -> None:
    report = loaded("dates", files / "undated.txt", "--published", "2024-09-19")
    assert report["published"] == "2024-09-19"
    wednesday, may = report["expressions"]
    assert UNDATED[wednesday["start"] : wednesday["end"]] == wednesday["expression"] == "Wednesday"
    assert (wednesday["type"], wednesday["value"]) == ("DATE", "2024-09-18")
    assert wednesday["reference"] == "2024-09-19"
    assert wednesday["rule"] == "the Wednesday before Thursday 19 September 2024"
    assert (may["value"], may["reference"], may["certainty"]) == ("1989-05-03", None, "certain")


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        pytest.param(["dates", "/no/such/file.txt"], "This file doesn't exist", id="doesn't exist"),
        pytest.param(["dates", "FILE", "--published", "someday"], "--published", id="no day"),
        pytest.param(["ask", QUESTION, "--as-of", "1/2/2024"], "--as-of", id="a day or a month"),
        pytest.param(["timeline", "--format", "pdf"], "docx", id="no format"),
        pytest.param(["timeline", "--format", "docx"], "--out FILE", id="a Word document on the screen"),
        pytest.param(["timeline", "--library", "/no/such/library"], "dateline index", id="no library"),
    ],
)
def test_mistakes_end_with_two(files: Path, arguments: list[str], reported: str) -> None:
    done = dateline(*(str(files / "harbour.txt") if each == "FILE" else each for each in arguments))
    assert done.returncode == 2
    assert reported in done.stderr
    assert "Traceback" not in done.stderr


def test_the_timeline_is_one_line_an_event(library: Path) -> None:
    done = dateline("timeline", "--library", library)
    assert done.returncode == 0
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert [line[0] for line in lines] == [
        "Wednesday 3 May 1989",
        "Monday 16 September 2024",
        "Wednesday 18 September 2024, night",
        "Tuesday 24 September 2024",
    ]
    assert [line[1] for line in lines] == ["certain", "certain", "certain", "announced, ambiguous"]
    assert lines[1][-2:] == ["“Monday”: the Monday before Thursday 19 September 2024", STRIKE]


def test_the_timeline_in_full_has_each_step(library: Path) -> None:
    done = dateline("timeline", "--library", library, "--since", "2024-09-20", "--full")
    assert done.returncode == 0
    assert "The crews will vote next Tuesday. (announced, ambiguous)" in done.stdout
    rows = dict(line.split(maxsplit=1) for line in done.stdout.splitlines()[2:])
    assert rows["words"] == "“next Tuesday”"
    assert rows["counted"] == "from   Thursday 19 September 2024"
    assert rows["other"] == "reading  Tuesday 1 October 2024"
    assert rows["position"].startswith("characters ")


def test_the_timeline_is_written_to_a_new_file(library: Path, tmp_path: Path) -> None:
    file = tmp_path / "talks.csv"
    done = dateline("timeline", "ferry", "--library", library, "--out", file)
    assert (done.returncode, done.stdout) == (0, "")
    assert file.read_text(encoding="utf-8").startswith("day,since,until,words,")
    again = dateline("timeline", "ferry", "--library", library, "--out", file)
    assert again.returncode == 2
    assert "already exists" in again.stderr
    printed = dateline("timeline", "ferry", "--library", library, "--format", "markdown")
    assert printed.stdout.startswith("# Timeline: ferry\n")
    assert "[^1]:" in printed.stdout


def test_the_timeline_for_programs(library: Path) -> None:
    events = loaded("timeline", "ferry crews", "--library", library, "--since", "2024-09-20")
    (event,) = events
    assert (event["since"], event["until"]) == ("2024-09-24", "2024-09-24")
    assert (event["certainty"], event["alternative"]) == ("ambiguous", "2024-10-01")
    assert event["quote"] == "The crews will vote next Tuesday."
    shown = dateline("show", event["article_id"], "--library", library).stdout
    assert shown[event["quote_start"] : event["quote_end"]] == event["quote"]
    assert shown[event["start"] : event["end"]] == event["expression"] == "next Tuesday"


def test_a_timeline_of_nothing_ends_with_one(library: Path) -> None:
    done = dateline("timeline", "--library", library, "--since", "2040-01-01", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (1, [])


def test_an_answer_says_when_it_was(library: Path) -> None:
    answer = loaded("ask", QUESTION, "--library", library)
    resolved = answer["resolved_date"]
    assert set(resolved) == RESOLVED_FIELDS
    assert (resolved["value"], resolved["expression"]) == ("2024-09-18TNI", "Wednesday night")
    assert (resolved["text"], resolved["reference"]) == ("Wednesday 18 September 2024, night", "2024-09-19")
    assert (resolved["certainty"], resolved["alternative"]) == ("certain", None)
    shown = dateline("show", answer["citations"][0]["article_id"], "--library", library).stdout
    assert shown[resolved["start"] : resolved["end"]] == "Wednesday night"
    assert answer["date_filter"] is None


def test_the_day_is_printed_below_the_answer(library: Path) -> None:
    done = dateline("ask", QUESTION, "--library", library)
    assert done.returncode == 0
    assert "= Wednesday 18 September 2024, night" in done.stdout
    assert "the Wednesday before Thursday 19 September 2024 (certain)" in done.stdout


ON_MONDAY = "Who walked out last Monday?"


def test_the_days_of_a_question_are_counted_from_as_of_and_shown(library: Path) -> None:
    narrowed = loaded("ask", ON_MONDAY, "--library", library, "--as-of", "2024-09-19")
    assert narrowed["date_filter"] == {
        "expression": "last Monday",
        "text": "Monday 16 September 2024",
        "since": "2024-09-16",
        "until": "2024-09-16",
    }
    assert narrowed["citations"][0]["quote"] == STRIKE
    done = dateline("ask", ON_MONDAY, "--library", library, "--as-of", "2025-01-01")
    assert (done.returncode, done.stdout) == (1, "Not in these articles.\n")
    assert "Searched passages about Monday 30 December 2024 · --any-date: all dates" in done.stderr


def test_any_date_drops_the_filter(library: Path) -> None:
    answer = loaded("ask", ON_MONDAY, "--library", library, "--as-of", "2025-01-01", "--any-date")
    assert (answer["date_filter"], answer["status"]) == (None, "answered")
