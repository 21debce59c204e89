"""`dateline set`: correcting dates, sources and titles."""

import json
import shlex
from pathlib import Path

import pytest

from tests.cli.commands import dateline


@pytest.fixture
def library(tmp_path: Path) -> tuple[str, Path]:
    folder = tmp_path / "my news"
    folder.mkdir()
    (folder / "1997-08-11-bridge.txt").write_text("The bridge was closed on Monday.", encoding="utf-8")
    (folder / "1997-08-12-ferry.txt").write_text("The ferry was late on Tuesday.", encoding="utf-8")
    dateline("index", folder, "--library", tmp_path / "my library")
    return "--library", tmp_path / "my library"


def test_a_date_is_typed_freely_kept_and_reset(library: tuple[str, Path]) -> None:
    done = dateline("set", "1997-08-12-ferry.txt", "--date", "12.8.1997", "--source", "Quay News", *library)
    assert done.returncode == 0, done.stderr
    assert "date: Tuesday 12 August 1997 (was none)" in done.stdout
    assert "source: Quay News (was none)" in done.stdout
    key = done.stdout.split()[1]
    undo = done.stderr[done.stderr.index("dateline set") :].splitlines()[0]
    assert shlex.split(undo) == ["dateline", "set", key, "--reset", *map(str, library)]
    shown = dateline("show", key, *library)
    assert "Set by you: date (the file states: nothing)" in shown.stderr
    timeline = dateline("timeline", "--json", *library)
    assert [each["value"] for each in json.loads(timeline.stdout)] == ["1997-08-12"]
    reset = dateline("set", f"{key}…", "--reset", *library)
    assert "date: none (was Tuesday 12 August 1997)" in reset.stdout
    again = dateline("set", key, "--reset", *library)
    assert (again.returncode, again.stdout) == (0, "")
    assert "Nothing changed" in again.stderr


def test_several_articles_are_changed_only_when_it_is_meant(library: tuple[str, Path]) -> None:
    asked = dateline("set", "1997-08-*", "--source", "Quay News", *library)
    assert asked.returncode == 2
    assert "ferry.txt" not in asked.stdout
    assert "Change 2 articles?" in asked.stderr
    assert "--yes" in asked.stderr
    done = dateline("set", "1997-08-*", "--source", "Quay News", "--yes", "--json", *library)
    changed = json.loads(done.stdout)["articles"]
    assert [(each["source"], each["was"]) for each in changed] == [("Quay News", {"source": None})] * 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "Nothing to set."),
        (("--date", "12/8/1997"), "This can mean Tuesday 12 August 1997 or Monday 8 December 1997."),
        (("--date", "30 February 1997"), "February 1997 has 28 days"),
        (("--title", "One"), "for one article only"),
    ],
    ids=["nothing", "two-readings", "no-such-day", "one-title-for-two"],
)
def test_what_can_not_be_set_is_refused(
    library: tuple[str, Path], options: tuple[str, ...], words: str
) -> None:
    done = dateline("set", "1997-08-*", *options, *library)
    assert done.returncode == 2
    assert words in done.stderr
    assert all(not each["given"] for each in json.loads(dateline("articles", "--json", *library).stdout))
