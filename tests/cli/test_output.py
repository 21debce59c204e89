"""No printed character acts on the terminal, and JSON on standard output keeps every character."""

import json
from pathlib import Path

import pytest
from rich.progress import Progress, TextColumn
from rich.table import Table
from rich.text import Text

from qa.cli.output import err, out, print_json, print_text, reading_notice
from qa.errors import ArticleError
from qa.indexing.indexer import IndexReport
from qa.json_output import report_json
from tests.utils.test_escaping import ACTIVE

NAME = "a\x1b]52;c;cm0gLXJm\x07\x9b2J\u202etxt.exe"
SHOWN = "a\ufffd]52;c;cm0gLXJm\ufffd2J\ufffdtxt."  # the end is cut, because the width was measured before


@pytest.mark.parametrize(("char", "written"), ACTIVE)
def test_no_character_acts_on_a_console(char: str, written: str, capsys: pytest.CaptureFixture[str]) -> None:
    _ = written
    out().print(f"a{char}b")
    err().print(Text(f"a{char}b", style="bold"))
    print_text(f"a{char}b")
    printed, reported = capsys.readouterr()
    shown = "ab" if char in "\x07\r" else "a\ufffdb"  # Rich drops a few
    assert (printed, reported) == (f"{shown}\na\ufffdb\n", f"{shown}\n")


def test_no_character_acts_in_tables_and_progress_lines(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table(box=None)
    table.add_column("name", overflow="fold")
    table.add_row(NAME)
    out().print(table)
    console = err()
    console._force_terminal = True
    with Progress(TextColumn("{task.fields[name]}", markup=False), console=console) as progress:
        progress.add_task("index", name=NAME)
    printed, reported = capsys.readouterr()
    assert SHOWN in printed
    assert SHOWN in reported
    assert "\x1b[?25l" in reported, "the console's own control codes still work"
    for text in (printed, reported):
        assert "\x1b]" not in text
        assert not set(text) & {"\x07", "\x9b", "\u202e"}


def test_reading_a_long_file_says_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.cli.output._LINE_EVERY_SECONDS", 0.0)
    with reading_notice("q\x1b.xlsx") as tell:
        tell(120_000)
    assert capsys.readouterr().err == "Reading q\ufffd.xlsx: 120,000 rows\n"


def test_json_has_the_exact_names_of_files(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("/news") / f"{NAME}\udce9.txt"
    report = IndexReport(failed=[ArticleError(path, "It is empty.")], passed_over=[path])
    print_json(report_json(report))
    printed = capsys.readouterr().out
    assert printed.rstrip("\n").isprintable()
    reported = json.loads(printed)
    assert (reported["failed"][0]["path"], reported["passed_over"]) == (str(path), [str(path)])
