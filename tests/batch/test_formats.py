import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.batch.formats import FORMATS, format_of
from qa.batch.question_files import QuestionRow
from qa.batch.rows import free_name, row_json
from qa.engine import Engine
from qa.errors import AnswerFileError, DatelineError, SettingsError
from qa.json_output import answer_json
from qa.utils.csv_cells import harmless
from tests.html_text import Tags

NASTY = '<script>alert("1")</script> <img src=x onerror=y> **bold** [a](http://b) \x1b[31m'


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\n=1+1", "'\n=1+1"),
        ('"=1+1', "'\"=1+1"),
        ("＝1+1", "'＝1+1"),  # what a full-width keyboard types, and some spreadsheets take
        ("-5", "-5"),
        ("+3.5 %", "+3.5 %"),
        ("12-15", "12-15"),
        ("about = ten", "about = ten"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(cell: str, shown: str) -> None:
    assert harmless(cell) == shown


@given(st.sets(st.sampled_from(["answer", "given_answer", "given_given_answer", "desk", "given_desk"])))
def test_column_names_stay_distinct_and_do_not_replace_ours(names: set[str]) -> None:
    renamed = [free_name(name) for name in names]
    assert len(set(renamed)) == len(names)
    assert "answer" not in renamed


def test_a_row_is_what_ask_prints_with_id_and_columns(samples: Engine) -> None:
    row = QuestionRow("a", "When was the second round of talks?", 1, {"desk": "news", "status": "urgent"})
    answer = samples.ask(row.text)
    made = row_json(row, answer)
    assert {**answer_json(answer), "timings": {}} == {
        key: value for key, value in made.items() if key not in ("id", "desk", "given_status")
    }
    assert (made["id"], made["desk"], made["given_status"]) == ("a", "news", "urgent")


def test_every_format_shows_hostile_text_as_text(samples: Engine) -> None:
    answer = samples.ask("When was the second round of talks?")
    rows = [
        row_json(QuestionRow("a", NASTY, 1, {"desk": NASTY}), answer),
        row_json(QuestionRow("=b", "Who?", 2, {"desk": "=1+1"}), DatelineError(NASTY, "Mend it.")),
    ]
    texts = {}
    for name, made in FORMATS.items():
        kind = made(["desk"])
        texts[name] = (
            kind.head() + "".join(kind.row({**row, "question": NASTY}) for row in rows) + kind.foot()
        )
    assert [json.loads(line)["id"] for line in texts["jsonl"].splitlines()] == ["a", "=b"]
    table = list(csv.DictReader(io.StringIO(texts["csv"])))
    assert [(each["id"], each["status"]) for each in table] == [("a", "answered"), ("'=b", "error")]
    assert table[0]["answer"] == "Wednesday night"
    assert table[1]["desk"] == "'=1+1"
    seen = Tags(texts["html"])
    assert {"script", "img", "a"} & seen.names == set()
    assert seen.text.count("<script>") == 4  # two headings, a column and an error: shown, not run
    assert "\\<script\\>" in texts["md"]
    assert "<script" not in texts["md"].replace("\\<", "")
    assert "\x1b" not in texts["html"] + texts["md"]


def test_no_file_name_acts_on_a_terminal_in_any_format(samples: Engine) -> None:
    answer = samples.ask("When was the second round of talks?")
    row = row_json(QuestionRow("a", "When?", 1), answer)
    name = "/news/\x1b]52;c;cm0=\x07\x9b2J\u202e\U000e0041\udce9.txt"
    row["citations"][0] |= {"path": name, "source": name, "title": name}
    texts = {kind: written(kind, row) for kind in FORMATS}
    assert json.loads(texts["jsonl"])["citations"][0]["path"] == name
    (cells,) = csv.DictReader(io.StringIO(texts["csv"]))
    assert cells["path"] == r"/news/\u001b]52;c;cm0=\u0007\u009b2J\u202e\udb40\udc41\udce9.txt"
    for text in texts.values():
        assert not {"\x1b", "\x07", "\x9b", "\u202e", "\U000e0041", "\udce9"} & set(text)


def written(name: str, *rows: dict[str, Any]) -> str:
    kind = FORMATS[name]([])
    return kind.head() + "".join(map(kind.row, rows)) + kind.foot()


def test_every_part_has_its_own_answer_quote_and_place(samples: Engine) -> None:
    asked = "When was the second round of talks? How many crossings were cancelled?"
    answer = samples.ask(asked)
    row = row_json(QuestionRow("a", asked, 1), answer)
    assert [part["timings"] for part in row["parts"]] == [{}, {}]
    (cells,) = csv.DictReader(io.StringIO(written("csv", row)))
    quotes = [part.citations[0] for part in answer.parts]
    number = answer.parts[1].text
    assert number
    assert cells["answer"] == f"1) Wednesday night\n2) {number}"
    assert cells["resolved_date"] == "1) Wednesday 18 September 2024, night\n2) –"
    assert cells["quote"] == "\n".join(f"{n}) {each.quote}" for n, each in enumerate(quotes, 1))
    assert cells["start"] == "\n".join(f"{n}) {each.article_span.start}" for n, each in enumerate(quotes, 1))
    assert cells["parts"].startswith("1) When was the second round of talks?\n2) How many crossings")
    for name, heading in (("md", "### "), ("html", "<h3>")):
        text = written(name, row)
        _, first, second = text.split(heading)
        assert first.startswith("1. When was the second round")
        assert "Wednesday night" in first
        place = quotes[1].article_span
        assert f"{place.start}–{place.end}" in second
        assert number in second
        assert "Wednesday" not in second
    alone = row_json(QuestionRow("a", "", 1), samples.ask("When was the second round of talks?"))
    (cells,) = csv.DictReader(io.StringIO(written("csv", alone)))
    assert (cells["parts"], cells["answer"], cells["start"]) == ("", "Wednesday night", "87")


def test_a_part_without_an_answer_says_so(samples: Engine) -> None:
    asked = "Who won the Nobel Prize in Physics? When was the second round of talks?"
    row = row_json(QuestionRow("a", asked, 1), samples.ask(asked))
    (cells,) = csv.DictReader(io.StringIO(written("csv", row)))
    assert cells["answer"] == "1) Not in these articles.\n2) Wednesday night"
    assert (cells["start"], cells["source"]) == ("1) –\n2) 87", "")
    assert (
        "### 1. Who won the Nobel Prize in Physics?\n\n*Not in these articles. Closest passages:*"
        in written("md", row)
    )


def test_nothing_in_an_article_makes_itself_a_part_or_a_formula(samples: Engine) -> None:
    asked = "When was the second round of talks? How many crossings were cancelled?"
    row = row_json(QuestionRow("a", asked, 1), samples.ask(asked))
    for part in row["parts"]:
        part["answer"] = "=1+1\n3) =cmd|1"
        part["citations"][0]["title"] = f"=1+1\r\n3) {NASTY}\n### 4. Who?"
    (cells,) = csv.DictReader(io.StringIO(written("csv", row)))
    assert cells["answer"] == "1) =1+1 3) =cmd|1\n2) =1+1 3) =cmd|1"
    for cell in cells.values():
        for number, line in enumerate(cell.split("\n"), 1):
            assert line == harmless(line)
            assert "\n" not in cell or line.startswith(f"{number}) ")
    seen = Tags(written("html", row))
    assert {"script", "img", "a"} & seen.names == set()
    assert "\n### 4" not in written("md", row)


def test_a_column_never_takes_the_place_of_a_part_of_the_answer(samples: Engine) -> None:
    names = list(answer_json(samples.ask("When was the second round of talks?")))
    row = QuestionRow("a", "When was the second round of talks?", 1, dict.fromkeys(names, "mine"))
    made = row_json(row, samples.ask(row.text))
    assert [name for name, value in made.items() if value == "mine"] == [f"given_{name}" for name in names]


def test_the_format_follows_the_file_name_unless_one_is_given() -> None:
    assert format_of(None, Path("a.csv")) == "csv"
    assert format_of(None, Path("a.HTM")) == "html"
    assert format_of(None, None) == "jsonl"
    assert format_of("md", Path("a.csv")) == "md"
    assert format_of("md", Path("a.xyz")) == "md"
    for name in ("a.xyz", "a", "a.csv.gz"):
        with pytest.raises(AnswerFileError, match="doesn't show the format") as refused:
            format_of(None, Path(name))
        assert refused.value.hint.startswith("Use one of these extensions: .jsonl, ")
    with pytest.raises(SettingsError, match="“pdf”"):
        format_of("pdf", None)


def test_a_conflict_a_verdict_and_an_inferred_date_have_columns(samples: Engine) -> None:
    asked = "When was the second round of talks?"
    row = row_json(QuestionRow("a", asked, 1), samples.ask(asked))
    (cells,) = csv.DictReader(io.StringIO(written("csv", row)))
    assert (cells["verdict"], cells["conflict"], cells["is_inferred"]) == ("", "", "")
    cited = [
        {**row["citations"][0], "title": title, "article_id": title}
        for title in ("One paper", "Another paper")
    ]
    choices = [{"answer": each, "citations": [one]} for each, one in zip(("36", "39"), cited, strict=True)]
    row = {**row, "choices": choices, "verdict": False, "is_inferred": True}
    (cells,) = csv.DictReader(io.StringIO(written("csv", row)))
    assert cells["conflict"] == "36 (One paper) | 39 (Another paper)"
    assert (cells["verdict"], cells["is_inferred"]) == ("no", "yes")
    assert "conflicting answers: 36 (One paper) \\| 39 (Another paper)" in written("md", row)
    one_article = [{**each, "citations": [cited[0]]} for each in choices]
    (cells,) = csv.DictReader(io.StringIO(written("csv", {**row, "choices": one_article})))
    assert cells["conflict"] == ""
