"""`--library NAME` and `dateline libraries`."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.commands import dateline


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_STATE", str(tmp_path / "state"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def made(folder: Path, *texts: str) -> Path:
    """Index texts into a new library."""
    news = folder.parent / f"{folder.name} news"
    news.mkdir(parents=True)
    for number, text in enumerate(texts):
        (news / f"{number}.txt").write_text(text, encoding="utf-8")
    assert dateline("index", news, "--library", folder).returncode == 0
    return folder


def listed(*arguments: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(dateline("libraries", *arguments, "--json").stdout)
    return found


def test_libraries_are_listed_and_used_by_name(tmp_path: Path) -> None:
    harbour = made(tmp_path / "Harbour", "The ferry sank.", "The quay was swept.")
    mill = made(tmp_path / "mill" / "library", "A fire closed the mill.")
    rows = {row["name"]: row for row in listed("--library", "harbour")}
    assert (rows["Harbour"]["articles"], rows["Harbour"]["path"]) == (2, str(harbour))
    assert rows["Harbour"]["current"] is True
    assert (rows["mill"]["articles"], rows["mill"]["path"]) == (1, str(mill))
    done = dateline("articles", "--library", "MILL", "--json")
    assert done.stderr == ""
    assert len(json.loads(done.stdout)) == 1
    assert listed("--library", str(mill))[0]["name"] == "mill", "used last"
    line = dateline("libraries", "--library", "mill").stdout.splitlines()[0].split("\t")
    assert (line[0], line[1], line[3]) == ("mill (current)", "1", str(mill))


def test_a_forgotten_library_is_kept(tmp_path: Path) -> None:
    harbour = made(tmp_path / "harbour", "The ferry sank.")
    assert dateline("libraries", "--forget", "harbour").returncode == 0
    assert [row for row in listed() if row["name"] == "harbour"] == []
    assert (harbour / "library.sqlite").is_file()


def test_two_libraries_of_one_name_are_told_apart_by_their_paths(tmp_path: Path) -> None:
    for place in ("one", "two"):
        made(tmp_path / place / "harbour", f"The ferry {place} sank.")
    done = dateline("articles", "--library", "harbour")
    assert done.returncode == 2
    assert "2 libraries are called “harbour”" in done.stderr
    assert dateline("articles", "--library", tmp_path / "one" / "harbour").returncode == 0


def test_a_library_in_this_folder_comes_first(tmp_path: Path) -> None:
    made(tmp_path / "elsewhere" / "harbour", "The ferry sank.", "The quay was swept.")
    made(tmp_path / "here" / "harbour", "The lamp was lit.")
    assert len(json.loads(dateline("articles", "--library", "harbour", "--json").stdout)) == 1


def test_counting_changes_nothing(tmp_path: Path) -> None:
    harbour = made(tmp_path / "harbour", "The ferry sank.")
    with sqlite3.connect(harbour / "library.sqlite") as connection:
        connection.execute("PRAGMA user_version = 3")
    assert listed("--library", str(tmp_path / "other"))[1]["articles"] == 1
    with sqlite3.connect(harbour / "library.sqlite") as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)


@pytest.mark.parametrize("content", ["", "[", "{}", '[{"path": 3}]', '[{"path": "/a", "used": "yesterday"}]'])
def test_a_damaged_list_is_empty(tmp_path: Path, content: str) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "libraries.json").write_text(content)
    assert [row["last_used"] for row in listed("--library", str(tmp_path / "none"))] == [None]
