"""Errors of the conversations' file: the message gives the actual cause, and nothing is lost."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from qa import ConversationsError, ConversationStore, Filters
from tests.full_disks import fill_up, no_room, small_disk
from tests.history.test_two_windows import old  # noqa: F401 - a fixture

LONG = "Why? " * 5000


def ask(folder: Path, question: str = "Who?") -> None:
    with closing(ConversationStore(folder)) as store:
        store.keep_question("one", question[:8], question, Filters())


def questions(folder: Path) -> list[str]:
    with closing(ConversationStore(folder)) as store:
        return store.questions()


def test_a_newer_format_is_not_reported_as_broken(tmp_path: Path) -> None:
    ask(tmp_path)
    with closing(sqlite3.connect(tmp_path / "conversations.sqlite3")) as connection:
        connection.execute("PRAGMA user_version = 9")
    with pytest.raises(ConversationsError, match=r"newer version of Dateline .* format 9") as caught:
        questions(tmp_path)
    assert caught.value.hint == "Update Dateline. Nothing was changed."


def test_an_empty_file_is_reported_and_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "conversations.sqlite3"
    file.touch()
    for use in (questions, ask):
        with pytest.raises(ConversationsError, match="the file is empty: 0 bytes") as caught:
            use(tmp_path)
        assert "backup" in caught.value.hint
    assert file.stat().st_size == 0


def test_the_log_of_a_deleted_file_does_not_get_into_the_next(tmp_path: Path) -> None:
    with closing(ConversationStore(tmp_path)) as store:
        store.keep_question("one", "t1", "Who is secret?", Filters())
        log = Path(f"{store.path}-wal")
        stale = log.read_bytes()
    assert b"Who is secret?" in stale
    store.path.unlink()
    log.write_bytes(stale)
    ask(tmp_path, "What?")
    assert questions(tmp_path) == ["What?"]


def test_a_file_deleted_while_it_is_open_is_made_again(tmp_path: Path) -> None:
    with closing(ConversationStore(tmp_path)) as store:
        store.keep_question("one", "t1", "Who?", Filters())
        for left in tmp_path.glob("conversations*"):
            left.unlink()
        store.keep_question("one", "t2", "When?", Filters())
    assert questions(tmp_path) == ["When?"]


def test_a_limit_on_file_sizes_is_named(tmp_path: Path) -> None:
    ask(tmp_path)
    with no_room(4096), pytest.raises(ConversationsError, match="File too large") as caught:
        ask(tmp_path, LONG)
    assert "ulimit -f" in caught.value.hint
    assert questions(tmp_path) == ["Who?"]


def test_a_full_disk_is_named_and_no_half_file_is_left(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 512 * 1024) as disk:
        ballast = fill_up(disk)
        with pytest.raises(ConversationsError, match="the disk is full") as caught:
            ask(disk)
        assert caught.value.hint == "Free some space on that disk."
        assert not list(disk.glob("*.partial*"))
        ballast.unlink()
        ask(disk)
        ballast = fill_up(disk)
        with pytest.raises(ConversationsError, match="the disk is full"):
            ask(disk, LONG)
        ballast.unlink()
        assert questions(disk) == ["Who?"]


def test_conversations_on_a_read_only_disk_are_read(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 512 * 1024) as disk, closing(ConversationStore(disk)) as store:
        ask(disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        assert store.questions() == ["Who?"]
        with pytest.raises(ConversationsError, match="Read-only file system") as caught:
            store.keep_question("one", "t2", "When?", Filters())
        assert "writable" in caught.value.hint
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        store.keep_question("one", "t2", "When?", Filters())
        assert store.questions() == ["Who?", "When?"]


def test_a_read_only_file_of_the_first_format_is_read(tmp_path: Path, old: Path) -> None:  # noqa: F811
    with small_disk(tmp_path / "disk", 512 * 1024) as disk:
        shutil.copy(old / "conversations.sqlite3", disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with closing(ConversationStore(disk)) as store:
            assert [turn.question for turn in store.conversation("one").turns] == ["a?", "b?"]
            with pytest.raises(ConversationsError, match="Read-only"):
                store.delete("one")
            assert len(store.conversations()) == 2
