"""`dateline add`: files and standard input."""

import json
import os
import pty
import subprocess
import time
from pathlib import Path

import pytest

from qa.indexing.adding import FOLDER
from tests.cli.commands import command, dateline, whole_process
from tests.conftest import WriteArticle

TEXT = "Crews stop work\n\nULVARRE, May 6, 2031 — The crews voted on Tuesday to stop work."


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


def add(library: Path, *arguments: str | Path, given: str | None = None) -> tuple[object, str, str]:
    done = dateline("add", "--library", library, *arguments, given=given)
    return done.returncode, done.stdout, done.stderr


def test_standard_input_becomes_an_article(library: Path) -> None:
    code, printed, _ = add(library, "-", given=TEXT)
    assert code == 0
    assert printed.startswith("added ")
    assert "Tuesday 6 May 2031 (date: first lines)" in printed
    article_id = printed.split()[1]
    assert dateline("show", article_id, "--library", library).stdout == f"{TEXT}\n"
    code, printed, _ = add(library, "-", given=TEXT)
    assert (code, printed.split(" Crews")[0]) == (0, f"already in the library: {article_id}")


def test_options_come_first(library: Path) -> None:
    options = ("--title", "Vote", "--date", "2031-05-07", "--source", "The Example", "--json")
    code, printed, _ = add(library, "-", *options, given=TEXT)
    (article,) = json.loads(printed)["articles"]
    assert code == 0
    assert article["outcome"] == "added"
    assert (article["title"], article["published"], article["source"]) == (
        "Vote",
        "2031-05-07",
        "The Example",
    )
    assert article["origins"] == {"published": "given", "source": "given", "title": "given"}
    assert Path(article["path"]).parent == library / FOLDER
    code, printed, _ = add(library, "-", "--date", "2031-05-08", given=TEXT)
    assert printed.startswith("updated ")


def test_files_stay_where_they_are(library: Path, write: WriteArticle) -> None:
    first, second = write("a.txt", TEXT), write("b.txt", TEXT)
    code, printed, noted = add(library, first, second)
    assert code == 0
    assert [line.split()[0] for line in printed.splitlines()[::2]] == ["added", "already"]
    assert printed.count(str(first)) == 2
    assert noted == ""
    assert not (library / FOLDER).exists()


def test_an_undated_article_is_noted_and_nothing_is_asked(library: Path) -> None:
    code, _, noted = add(library, "-", given="The crews voted.")
    assert code == 0
    assert "has no date. Set one with: dateline set" in noted


@pytest.mark.parametrize(
    ("arguments", "given", "suffix"),
    [
        (("-",), "<title>Crews</title><p>The crews of the ferries voted to stop.</p>", ".html"),
        (("-", "--format", "md"), "The crews *voted*.", ".md"),
        (("-", "--format", ".HTML"), "The crews of the ferries voted.", ".html"),
    ],
)
def test_the_format_is_recognised_or_named(
    arguments: tuple[str, ...], given: str, suffix: str, library: Path
) -> None:
    code, printed, noted = add(library, *arguments, "--json", given=given)
    assert code == 0, noted
    assert Path(json.loads(printed)["articles"][0]["path"]).suffix == suffix


def test_a_file_with_another_name_is_recognised_by_its_content(library: Path, write: WriteArticle) -> None:
    path = write("page.aspx", "<html><title>Crews</title><p>The crews of the ferries voted to stop.</p>")
    code, printed, _ = add(library, path, "--json")
    assert code == 0
    (article,) = json.loads(printed)["articles"]
    assert (article["title"], Path(article["path"]).suffix) == ("Crews", ".html")


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("nowhere.txt",), 2, "doesn't exist"),
        (("good.txt", "nowhere.txt"), 1, "doesn't exist"),
        ((".",), 2, "dateline index FOLDER"),
        (("data.bin",), 2, "not recognised"),
        (("-",), 2, "no text"),
        (("questions.csv",), 2, "dateline batch"),
        (("-", "--format", "exe"), 2, "is not a format"),
        (("-", "--date", "May 2031"), 2, "after --date is not a date"),
        (("table.csv", "--title", "One"), 2, "several articles"),
    ],
)
def test_what_can_not_be_added_is_said(
    arguments: tuple[str, ...], code: int, reason: str, library: Path, write: WriteArticle
) -> None:
    write("data.bin", b"\x00\x01")
    write("questions.csv", "id,question\n1,Who voted?\n")
    write("table.csv", "title,text\nOne,The crews voted.\n")
    folder = write("good.txt", "The talks failed.").parent
    places = [folder / each if "." in each and each[0] != "-" else each for each in arguments]
    done = dateline("add", "--library", library, *places, given="")
    assert (done.returncode, reason in done.stderr) == (code, True), done.stderr


def test_a_pipe_of_bytes_is_added(library: Path) -> None:
    done = whole_process("add", "-", "--library", library, given=TEXT.replace("work", "wörk"))
    assert (done.returncode, done.stdout.split()[0]) == (0, "added"), done.stderr


def test_on_a_terminal_the_date_of_an_undated_text_is_asked_for(library: Path) -> None:
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        command("add", "-", "--library", library), stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    try:
        _wait_for(controller, b"Ctrl+D")
        os.write(controller, b"The crews voted on Tuesday.\n\x04")
        _wait_for(controller, b"Date of publication")
        os.write(controller, b"soon\n")
        _wait_for(controller, b"is not a date")
        os.write(controller, b"2031-05-07\n")
        _wait_for(controller, b"(date: set by you)")
        assert process.wait(60) == 0
    finally:
        process.kill()
        os.close(controller)


def _wait_for(controller: int, words: bytes) -> None:
    seen, end = b"", time.monotonic() + 60
    while words not in seen:
        assert time.monotonic() < end, seen
        try:
            seen += os.read(controller, 4096)
        except OSError:
            break
    assert words in seen, seen
