"""`dateline snapshot`."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import dateline


@pytest.fixture
def library(tmp_path: Path) -> Path:
    news = tmp_path / "news"
    news.mkdir()
    (news / "bridge.txt").write_text("The bridge was closed on Monday.", encoding="utf-8")
    (news / "ferry.txt").write_text("The ferry was late again.", encoding="utf-8")
    dateline("index", news, "--library", tmp_path / "library")
    return tmp_path / "library"


def listed(library: Path) -> Any:
    return json.loads(dateline("snapshot", "list", "--json", "--library", library).stdout)


def test_a_snapshot_is_created_listed_restored_and_deleted(library: Path) -> None:
    assert listed(library) == []
    created = dateline("snapshot", "create", "before cleaning", "--library", library)
    assert created.stdout.startswith("created before cleaning: 2 articles in 2 passages, ")
    assert "created 20" in dateline("snapshot", "create", "--library", library).stdout
    dateline("remove", "ferry.txt", "--library", library)
    restored = dateline("snapshot", "restore", "before cleaning", "--library", library)
    assert restored.stdout.startswith("restored before cleaning: 2 articles")
    assert "The state before is kept as before-restore-" in restored.stderr
    assert len(json.loads(dateline("articles", "--json", "--library", library).stdout)) == 2
    assert dateline("ask", "when was the bridge closed?", "--library", library).stdout.startswith("Monday")
    names = [each["name"] for each in listed(library)]
    assert len(names) == 3
    assert dateline("snapshot", "delete", "before cleaning", "--library", library).returncode == 0
    assert [each["name"] for each in listed(library)] == [name for name in names if name != "before cleaning"]
    assert "before restoring “before cleaning”" in dateline("snapshot", "list", "--library", library).stdout


def test_errors_are_short(library: Path, tmp_path: Path) -> None:
    missing = dateline("snapshot", "restore", "nothing", "--library", library)
    assert (missing.returncode, "There is no snapshot “nothing”" in missing.stderr) == (2, True)
    nowhere = dateline("snapshot", "create", "--library", tmp_path / "nowhere")
    assert (nowhere.returncode, "There is no library" in nowhere.stderr) == (2, True)
    assert not (tmp_path / "nowhere").exists()
