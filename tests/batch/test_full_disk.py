"""A run on a full disk ends with a clear message, leaves no incomplete files, and can be resumed."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.batch.formats import JsonLines
from qa.batch.journal import Journal
from qa.batch.running import write_rows
from qa.errors import AnswerFileError
from tests.full_disks import fill_up, no_room, small_disk

ROW = {"question": "Who? " * 100}


@contextlib.contextmanager
def opened(out: Path, *, resume: bool = False) -> Iterator[tuple[Journal, dict[int, object]]]:
    """Use a journal as a run does."""
    journal = Journal(out, ["these questions"])
    try:
        yield journal, dict(journal.open(resume=resume))
    finally:
        journal.close()


def test_a_disk_that_fills_up_during_a_run(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 256 * 1024) as disk:
        out = disk / "answers.jsonl"
        n_rows = 0

        def run() -> None:
            nonlocal n_rows
            with opened(out) as (journal, _):
                while n_rows < 10_000:
                    journal.add(n_rows, ROW)
                    n_rows += 1

        with pytest.raises(AnswerFileError, match=r"can't be written .No space left on device.") as caught:
            run()
        assert "Free some space" in caught.value.hint
        assert n_rows > 10
        assert [path.name for path in disk.iterdir()] == ["answers.jsonl.unfinished"]
        rows = Journal(out, ["these questions"]).look()[0]
        assert rows == dict.fromkeys(range(n_rows), ROW)
        with pytest.raises(AnswerFileError, match="No space left"):
            write_rows(out, JsonLines([]), rows)
        assert [path.name for path in disk.iterdir()] == ["answers.jsonl.unfinished"]


def test_a_record_that_cannot_be_created_leaves_no_file(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 256 * 1024) as disk:
        fill_up(disk)
        with pytest.raises(AnswerFileError, match="No space left"), opened(disk / "answers.jsonl"):
            pytest.fail("there is no room for the first line")
        assert [path.name for path in disk.iterdir()] == ["ballast"]


def test_a_record_that_cannot_be_continued_stays_as_it_is(tmp_path: Path) -> None:
    out = tmp_path / "answers.jsonl"
    with opened(out) as (journal, _):
        journal.add(0, ROW)
    before = Journal(out, []).path.read_bytes()
    with (
        no_room(100),
        pytest.raises(AnswerFileError, match=r"can't be written .File too large."),
        opened(out, resume=True),
    ):
        pytest.fail("there is no room for the first line")
    assert [path.name for path in tmp_path.iterdir()] == ["answers.jsonl.unfinished"]
    assert Journal(out, []).path.read_bytes() == before
    with opened(out, resume=True) as (_, rows):
        assert rows == {0: ROW}
