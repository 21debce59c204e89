"""The command line as a process: output and exit codes."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from qa import ConversationStore
from tests.cli.commands import command, dateline, whole_process

SEEDS = Path(__file__).parents[2] / "seeds"
QUESTION = "when was the second round of talks?"


def answer_to(*arguments: str | Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(dateline("ask", *arguments, "--json").stdout)
    return loaded


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples") / "library"
    report = json.loads(dateline("index", SEEDS, "--library", folder, "--json").stdout)
    assert (report["added"], report["failed"], report["articles"]) == (12, [], 12)
    return folder


def test_the_sample_question_quotes_the_right_sentence(library: Path) -> None:
    answer = answer_to(QUESTION, "--library", library)
    assert answer["status"] == "answered"
    assert answer["reason"] is None
    assert "Wednesday night" in answer["answer"]
    assert answer["resolved_date"]["value"] == "2024-09-18TNI"
    assert answer["resolved_date"]["reference"] == "2024-09-19"
    assert 0 < answer["confidence"] <= 1
    first = answer["citations"][0]
    assert Path(first["path"]).name == "2024-09-19-second-round-of-talks.txt"
    assert first["published"] == "2024-09-19"
    assert first["number"] == 1


def test_an_answer_is_printed_with_its_confidence_and_each_sentence_once(library: Path) -> None:
    first = answer_to(QUESTION, "--library", library)["citations"][0]
    claim, date, *rest = dateline("ask", QUESTION, "--library", library).stdout.splitlines()
    assert claim.startswith("Wednesday night · ")
    assert date == "= Wednesday 18 September 2024, night"
    assert rest[1] == f"“{first['quote']}”"
    assert rest[2] == f"[1] {first['title']}"
    assert "\n".join(rest).count(first["quote"]) == 1


def test_statements_are_printed_with_their_speakers(library: Path) -> None:
    asked = ("Who said what about the stoppage?", "--library", library)
    parts = answer_to(*asked)["parts"]
    shown = dateline("ask", *asked).stdout
    assert len(parts) > 1
    assert not shown.endswith("\n\n")
    for part in parts:
        assert f"{part['speaker'][:1].upper()}{part['speaker'][1:]} said · " in shown
        assert part["question"] not in shown


def test_a_question_needs_no_quotation_marks(library: Path) -> None:
    words = QUESTION.rstrip("?").split()
    assert answer_to(*words, "--library", library)["question"] == " ".join(words)


def test_a_follow_up_continues_the_last_conversation(library: Path, tmp_path: Path) -> None:
    copy = tmp_path / "library"
    shutil.copytree(library, copy)
    first = dateline("ask", "--continue", QUESTION, "--library", copy)
    assert "Understood as" not in first.stderr
    assert "starts a conversation" in first.stderr
    second = dateline("ask", "-c", "where", "was", "it", "held", "--library", copy)
    assert "Understood as: " in second.stderr
    assert "starts a conversation" not in second.stderr
    with closing(ConversationStore(copy)) as store:
        latest = store.latest()
        assert latest is not None
        assert len(store.conversations()) == 1
    assert [turn.question for turn in latest.turns] == [QUESTION, "where was it held"]
    assert all(turn.answer is not None for turn in latest.turns)
    assert latest.turns[1].answer.standalone_question in second.stderr  # type: ignore[union-attr, operator]


def test_every_quote_is_a_slice_of_what_show_prints(library: Path) -> None:
    answer = answer_to("How many crossings were cancelled?", "--library", library)
    citations = answer["citations"] + [c for other in answer["alternatives"] for c in other["citations"]]
    assert len(citations) > 1
    for citation in citations:
        shown = dateline("show", citation["article_id"], "--library", library).stdout
        assert shown[citation["start"] : citation["end"]] == citation["quote"]
        assert shown[citation["passage_start"] : citation["passage_end"]] == citation["passage"]


def test_answers_go_to_standard_output_and_nothing_else_does(library: Path) -> None:
    done = whole_process("ask", "Who won the Nobel Prize in Physics in 2024?", "--library", library)
    assert done.returncode == 1
    assert done.stdout == "Not in these articles.\n"
    assert "Closest passages" in done.stderr


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        (["--since", "2040-01"], "filtered_out"),
        (["--source", "*no-such-paper*"], "filtered_out"),
    ],
)
def test_filters_without_matches_are_reported(library: Path, flags: list[str], reason: str) -> None:
    answer = answer_to(QUESTION, "--library", library, *flags)
    assert (answer["status"], answer["reason"]) == ("not_found", reason)
    assert (answer["answer"], answer["citations"]) == (None, [])


def test_inspect_shows_the_steps_and_where_a_sentence_was_lost(library: Path) -> None:
    lost = "The roster itself is not on the agenda"
    asked = ("inspect", "Who said what about the stoppage?", "--sentence", lost, "--library", library)
    shown = dateline(*asked)
    assert shown.returncode == 0
    assert "kind           a question about who said what\n" in shown.stdout
    assert "one answer     not looked for: " in shown.stdout
    assert "left out: doesn't mention the topic." in shown.stdout
    found = json.loads(dateline(*asked, "--json").stdout)
    (steps,) = found["steps"]
    assert (steps["taken_for"], steps["searched"], steps["spans"]) == ("statements", "the stoppage", None)
    assert {"kept", "off_topic"} <= {each["verdict"] for each in steps["statements"]}
    assert found["answer"]["parts"][0]["answer"] == steps["statements"][0]["statement"]
    assert (found["trace"]["lost"], found["trace"]["verdict"]) == ("outranked", "off_topic")


def test_inspect_ends_as_ask_does(library: Path) -> None:
    day = ("--as-of", "2024-09-19", "--library", library, "--json")
    found = json.loads(dateline("inspect", "what happened last Monday?", *day).stdout)
    (steps,) = found["steps"]
    assert steps["filters"]["speaks_of"] == ["2024-09-16", "2024-09-16"]
    assert (steps["events"][0]["verdict"], steps["events"][0]["since"]) == ("kept", "2024-09-16")
    refused = dateline("inspect", QUESTION, "--since", "2040-01-01", "--library", library)
    assert refused.returncode == 1
    assert "one answer     not looked for: no passage matches the filters" in refused.stdout
    assert dateline("inspect", QUESTION, "--library", library / "none").returncode == 2


def test_filters_narrow_the_articles(library: Path) -> None:
    answer = answer_to(QUESTION, "--library", library, "--until", "2024-09-15", "--top-k", "3")
    for citation in answer["citations"]:
        assert citation["published"] <= "2024-09-15"
    found = json.loads(
        dateline("search", "mediation", "--library", library, "--source", "*lantern*", "--json").stdout
    )
    assert {"lantern" in hit["path"] or "Lantern" in hit["source"] for hit in found["hits"]} == {True}


def test_a_search_lists_passages_with_the_words_first_and_says_if_there_are_none(library: Path) -> None:
    found = json.loads(dateline("search", "mediation", "--library", library, "--json").stdout)
    has_word = ["mediation" in hit["passage"].lower() for hit in found["hits"]]
    assert any(has_word)
    assert has_word == sorted(has_word, reverse=True)
    assert [hit["rank"] for hit in found["hits"]] == list(range(1, len(has_word) + 1))
    none = dateline("search", "zzqx", "flurb", "--library", library)
    assert "No passage contains “zzqx flurb”. Nearest by meaning:" in none.stderr
    assert none.stdout


@pytest.mark.parametrize(
    "command",
    [("ask", QUESTION, "--json"), ("ask", "--continue", QUESTION), ("inspect", QUESTION), ("articles",)],
)
def test_a_library_that_is_not_there(tmp_path: Path, command: tuple[str, ...]) -> None:
    nowhere = tmp_path / "nowhere"
    done = dateline(*command, "--library", nowhere)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"There is no library at {nowhere}." in done.stderr
    assert "dateline index" in done.stderr
    assert not nowhere.exists()


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        (["ask", "  ?! "], "no words to search for"),
        (["ask", QUESTION, "--since", "soon"], "“soon” after --since is not a date."),
        (
            ["ask", QUESTION, "--since", "2024-02-30"],
            "There is no 30 February 2024: February 2024 has 29 days.",
        ),
        (["ask", "What happened on 31 April 2024?"], "There is no 31 April 2024: April 2024 has 30 days."),
        (["ask", QUESTION, "--top-k", "0"], "--top-k"),
        (["show", "no-such-article"], "no-such-article"),
        (["index", "/no/such/folder", "--json"], ""),
        (["bogus"], "bogus"),
        (
            ["doctor", "\x1b]52;c;eA==\x07"],
            "unexpected extra argument",
        ),  # a file name that a shell put there
        (["ask"], "QUESTION"),
    ],
)
def test_mistakes_exit_with_2_and_no_traceback(library: Path, arguments: list[str], reported: str) -> None:
    done = dateline(*arguments, *(["--library", str(library)] if arguments[0] != "bogus" else []))
    assert done.returncode == 2
    assert reported in done.stderr
    assert "Traceback" not in done.stderr
    assert not {"\x1b", "\x07"} & set(done.stderr)


def test_one_bad_file_never_stops_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "good.txt").write_text(" date 2024-05-02 Ferry sails\n\nThe ferry sailed on Monday.\n")
    (folder / "empty.txt").write_text("")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00")
    (folder / "escape\x1b[31m.txt").write_text("")
    (folder / "scan\x1b[31m.dwg").write_text("")
    done = dateline("index", folder, "--library", tmp_path / "library", "--json")
    report = json.loads(done.stdout)
    assert report["added"] == 1
    assert [Path(failure["path"]).name for failure in report["failed"]] == [
        "empty.txt",
        "escape\x1b[31m.txt",
        "picture.txt",
    ]
    assert [Path(path).name for path in report["passed_over"]] == ["scan\x1b[31m.dwg"]
    assert "1 file skipped in unsupported formats: 1 .dwg" in done.stderr
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr


def test_a_folder_without_any_readable_file_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in ("a.png", "b.png", "c.psd", "notes"):
        (folder / name).write_text("x", encoding="utf-8")
    done = dateline("index", folder, "--library", tmp_path / "library")
    assert done.returncode == 2
    assert "4 files skipped in unsupported formats: 2 .png, 1 .psd, 1 no suffix" in done.stderr
    assert "Supported: .txt" in done.stderr
    assert done.stdout.startswith("nothing could be read")
    again = dateline("index", folder, SEEDS, "--library", tmp_path / "library")
    assert again.returncode == 0
    assert "note: 1 file of questions skipped: questions.jsonl" in again.stderr
    assert "unsupported formats: 2 .png, 1 .psd, 1 no suffix" in again.stderr


def test_a_mistyped_folder_creates_no_library(tmp_path: Path) -> None:
    done = dateline("index", tmp_path / "artciles", "--library", tmp_path / "library")
    assert done.returncode == 2
    assert "artciles: This file or folder doesn't exist" in done.stderr
    assert not (tmp_path / "library").exists()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    done = dateline("dates", tmp_path / "artcile.txt")
    assert done.returncode == 2
    assert "artcile.txt: This file doesn't exist." in done.stderr


def test_indexing_again_does_nothing_and_remove_takes_out(tmp_path: Path) -> None:
    folder, library = tmp_path / "articles", tmp_path / "library"
    folder.mkdir()
    (folder / "one.txt").write_text(" date 2024-05-02 Ferry sails\n\nThe ferry sailed on Monday.\n")
    (folder / "two.txt").write_text("The council met without a date.\n")
    index = ("index", folder, "--library", library, "--json")
    assert json.loads(dateline(*index).stdout)["added"] == 2
    assert json.loads(dateline(*index).stdout)["unchanged"] == 2
    listed = json.loads(dateline("articles", "--library", library, "--json").stdout)
    assert [(each["title"], each["published"]) for each in listed] == [
        ("Ferry sails", "2024-05-02"),
        ("The council met without a date", None),
    ]
    unknown = dateline("articles", "zeppelin", "--library", library)
    assert (unknown.returncode, unknown.stdout, unknown.stderr) == (0, "", "No articles match.\n")
    removed = json.loads(dateline("remove", "two.txt", "--library", library, "--json").stdout)
    assert [Path(each["path"]).name for each in removed["removed"]] == ["two.txt"]
    assert len(json.loads(dateline("articles", "--library", library, "--json").stdout)) == 1
    (folder / "one.txt").unlink()
    assert json.loads(dateline(*index, "--prune").stdout)["removed"] == 1


def test_the_doctor_finds_a_library_in_good_health(library: Path) -> None:
    done = dateline("doctor", "--library", library, "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert report["healthy"]
    assert "12 articles (1 without a date)" in next(
        c["finding"] for c in report["checks"] if c["name"] == "library"
    )


def test_the_doctor_names_a_broken_library(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"this is no database" * 100)
    done = dateline("doctor", "--library", tmp_path, "--json")
    assert done.returncode == 2
    broken = {check["name"]: check for check in json.loads(done.stdout)["checks"] if not check["healthy"]}
    assert set(broken) == {"library"}
    assert "index your articles again" in broken["library"]["remedy"]


def test_an_answer_is_fast_and_needs_no_torch(library: Path) -> None:
    watched = (
        "import sys, runpy; sys.argv = ['dateline', 'ask', sys.argv[1], '--library', sys.argv[2]]\n"
        "from qa.cli.app import main\n"
        "try: main()\n"
        "except SystemExit as end: code = end.code\n"
        "print(code, sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-c", watched, QUESTION, str(library)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 []"
    # `python -m benchmarks.startup` measures the time; this only catches a model that is converted again.
    after = os.times()
    assert after.children_user + after.children_system - before.children_user - before.children_system < 6


def test_a_closed_pipe_ends_the_command_quietly(library: Path) -> None:
    piped = (
        f"{sys.executable} -m qa.cli show f7133a --library {library} | head -c 10; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", piped], capture_output=True, text=True, check=False)
    assert len(done.stdout) == 10
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 141)  # 141 when it was still writing


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written_is_an_error(library: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command("articles", "--library", library),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "Can't write the output" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_narrow_encoding_shows_escapes(library: Path) -> None:
    done = whole_process("articles", "--library", library, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 12  # one line an article, where no terminal looks on
    assert done.stdout.isascii()


def test_the_app_needs_a_terminal(tmp_path: Path) -> None:
    done = whole_process("chat", "--library", tmp_path)
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr


def test_a_path_opens_the_app_and_another_word_is_no_command(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text("The ferry sailed on Monday.", encoding="utf-8")
    opened = dateline(tmp_path / "a b.txt", "--library", tmp_path / "library")
    assert "needs a terminal" in opened.stderr
    unknown = dateline(tmp_path / "nowhere.txt")
    assert unknown.returncode == 2
    assert "No such command" in unknown.stderr


def test_invalid_dates_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" date 11.09.2024 A headline\n\nThe ferry sailed on Monday.\n")
    done = dateline("index", tmp_path, "--library", tmp_path / "library")
    assert "a.txt: its date “11.09.2024” is invalid or ambiguous" in done.stderr


def test_a_renamed_file_keeps_its_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry sailed on Monday.")
    index = ("index", tmp_path, "--library", tmp_path / "library", "--json")
    dateline(*index)
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    assert json.loads(dateline(*index).stdout)["updated"] == 1
    assert json.loads(dateline(*index).stdout)["unchanged"] == 1
    listed = json.loads(dateline("articles", "--library", tmp_path / "library", "--json").stdout)
    assert [Path(each["path"]).name for each in listed] == ["b.txt"]
    (tmp_path / "b.txt").unlink()
    gone = json.loads(dateline("index", tmp_path / "b.txt", "--prune", *index[2:]).stdout)
    assert (gone["removed"], gone["failed"], gone["articles"]) == (1, [], 0)


def test_a_summary_quotes_the_article_that_show_prints(library: Path) -> None:
    name = "2031-05-21-ferry-settlement.txt"
    summary = json.loads(dateline("summarize", name, "--library", library, "--json").stdout)
    shown = dateline("show", name, "--library", library).stdout
    assert 3 <= len(summary["sentences"]) <= 5
    for sentence in summary["sentences"]:
        assert shown[sentence["start"] : sentence["end"]] == sentence["quote"]
    printed = dateline("summarize", name, "--library", library)
    assert all(f"“{sentence['quote']}”" in printed.stdout for sentence in summary["sentences"])
    assert dateline("summarize", "no-such-article", "--library", library).returncode == 2


def test_small_talk_is_not_answered_from_an_article(library: Path) -> None:
    done = dateline("ask", "thanks", "--library", library)
    assert (done.stdout.strip(), done.returncode) == ("You're welcome.", 0)
    assert answer_to("thanks", "--library", library)["citations"] == []


def test_a_question_that_asks_two_things_is_answered_twice(library: Path) -> None:
    question = "When and where was the first mediation session?"
    printed = dateline("ask", question, "--library", library).stdout
    assert "When was the first mediation session?" in printed
    assert "Where was the first mediation session?" in printed
    assert len(answer_to(question, "--library", library)["parts"]) == 2
