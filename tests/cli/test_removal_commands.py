"""`dateline remove`, `restore` and `articles --removed`."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from qa import ConversationStore, Engine, Filters, Settings
from tests.cli.commands import dateline


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "bridge.txt").write_text("The bridge was closed by Lena Ortiz on Monday.", encoding="utf-8")
    (folder / "ferry.txt").write_text("The ferry was late again.", encoding="utf-8")
    return folder


def test_a_removed_article_stays_removed_until_it_is_restored(news: Path, tmp_path: Path) -> None:
    library = ("--library", tmp_path / "library")
    dateline("index", news, *library)
    removed = dateline("remove", "ferry.txt", *library)
    article_id = removed.stdout.split()[1]
    assert f"dateline restore {article_id}" in removed.stderr
    again = dateline("index", news, *library)
    assert again.returncode == 0
    assert "1 unchanged, 1 skipped because you removed them; the library has 1 article" in again.stdout
    assert "dateline articles --removed" in again.stderr
    assert dateline("articles", "--removed", *library).stdout.startswith(f"{article_id}\t")
    (listed,) = json.loads(dateline("articles", "--removed", "--json", *library).stdout)
    assert listed["can_be_restored"]
    assert dateline("restore", article_id, *library).stdout.startswith(f"restored {article_id} ")
    assert json.loads(dateline("index", news, "--json", *library).stdout)["left_out"] == 0
    assert dateline("restore", article_id, *library).returncode == 2


def test_only_a_removed_file_is_no_error(news: Path, tmp_path: Path) -> None:
    library = ("--library", tmp_path / "library")
    dateline("index", news, *library)
    dateline("remove", "ferry.txt", *library)
    (news / "notes.xyz").write_text("?", encoding="utf-8")
    done = dateline("index", news / "ferry.txt", *library)
    assert done.returncode == 0
    assert "1 skipped because you removed them" in done.stdout


def test_permanent_deletion_says_what_still_quotes_the_text(news: Path, tmp_path: Path, cache: Path) -> None:
    folder = tmp_path / "library"
    dateline("index", news, "--library", folder)
    with closing(Engine(Settings(library=folder, cache=cache))) as engine:
        answer = engine.ask("Who closed the bridge?")
    assert answer.citations
    with closing(ConversationStore(folder)) as store:
        store.keep_question("one", "turn", answer.question, Filters())
        store.keep_answer("one", "turn", answer, [])
        store.notebook.pin("note", answer)
    done = dateline("remove", "--forever", "bridge.txt", "--library", folder)
    assert "1 conversation and 1 note still quote the text" in done.stderr
    assert b"Ortiz" not in (folder / "library.sqlite").read_bytes()
    assert "(permanently deleted)" in dateline("articles", "--removed", "--library", folder).stdout
    assert "1 skipped" in dateline("index", news, "--library", folder).stdout
    restored = dateline("restore", done.stdout.split()[1], "--library", folder)
    assert "added again when its file is indexed" in restored.stdout
    assert "1 added" in dateline("index", news, "--library", folder).stdout


def test_a_wildcard_removes_several_articles_after_confirmation(news: Path, tmp_path: Path) -> None:
    library = ("--library", tmp_path / "library")
    dateline("index", news, *library)
    asked = dateline("remove", "*.txt", *library)
    assert asked.returncode == 2
    assert "Remove 2 articles?" in asked.stderr
    assert "The ferry was late again · undated" in asked.stderr
    assert dateline("articles", "--removed", *library).stdout == ""
    removed = dateline("remove", "ferry.txt", "*.txt", "--yes", *library)
    assert removed.stdout.count("removed ") == 2
    key = removed.stdout.split()[1]
    nonsense = dateline("add", f"{key}…", *library)
    assert nonsense.returncode == 2
    assert f"an article that you removed. Restore it with: dateline restore {key}" in nonsense.stderr
    assert dateline("restore", f"{key}…", *library).stdout.startswith(f"restored {key}")
    assert f"dateline set {key}" in dateline("add", key, *library).stderr
    assert dateline("restore", "*.txt", *library).stdout.count("restored ") == 1
    missing = dateline("restore", "*.txt", *library)
    assert (missing.returncode, "No removed article matches" in missing.stderr) == (2, True)
