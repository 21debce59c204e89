"""The copy of the vectors is disposable: if it is damaged, searches still find the same."""

import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.library import EmbeddedLibrary
from qa.library.snapshot import FILE_NAME, Snapshot, read_snapshot, remove_stale_snapshots, write_snapshot
from tests.library.toy import NO_FILTERS, agrees, article, fill, marks, texts, vector

ARTICLES = [
    article(f"Report number {number}. It has two sentences.", f"/news/{number}.txt") for number in range(6)
]
MARK = "0" * 32


def snapshot() -> Snapshot:
    ids = np.array([3, 5, 9], dtype=np.int64)
    return Snapshot(MARK, 17, ids, np.array([vector(str(each)) for each in ids]))


def results(folder: Path) -> list[str]:
    library = EmbeddedLibrary(folder)
    found = texts(library, library.search_vectors(vector("a question"), NO_FILTERS, 5))
    assert agrees(library)
    library.close()
    return found


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    written = snapshot()
    write_snapshot(tmp_path, written)
    read = read_snapshot(tmp_path, {MARK}, 8)
    assert read is not None
    assert (read.mark, read.sequence, read.ids.tolist()) == (MARK, 17, [3, 5, 9])
    assert np.array_equal(read.vectors, written.vectors)
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_an_empty_one_too(tmp_path: Path) -> None:
    write_snapshot(tmp_path, Snapshot(MARK, 0, np.array([], np.int64), np.empty((0, 8), np.float32)))
    read = read_snapshot(tmp_path, {MARK}, 8)
    assert read is not None
    assert len(read.ids) == 0


@given(st.integers(0, 1000), st.integers(1, 255))
def test_any_changed_byte_is_noticed(tmp_path: Path, place: int, change: int) -> None:
    write_snapshot(tmp_path, snapshot())
    data = bytearray((tmp_path / FILE_NAME).read_bytes())
    data[place % len(data)] ^= change
    (tmp_path / FILE_NAME).write_bytes(data)
    assert read_snapshot(tmp_path, {MARK}, 8) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_handled(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(data)
    assert read_snapshot(tmp_path, {MARK}, 8) is None


@pytest.mark.parametrize("n_bytes", [0, 1, 63, 64, 65, 100])
def test_a_cut_one_is_not_used(tmp_path: Path, n_bytes: int) -> None:
    write_snapshot(tmp_path, snapshot())
    data = (tmp_path / FILE_NAME).read_bytes()
    (tmp_path / FILE_NAME).write_bytes(data[:n_bytes])
    assert read_snapshot(tmp_path, {MARK}, 8) is None


@pytest.mark.parametrize(("mark", "dimensions"), [("1" * 32, 8), (MARK, 9), (MARK, 4)])
def test_one_of_another_library_or_model_is_not_used(tmp_path: Path, mark: str, dimensions: int) -> None:
    write_snapshot(tmp_path, snapshot())
    assert read_snapshot(tmp_path, {mark}, dimensions) is None


def test_files_of_killed_writers_are_removed(tmp_path: Path) -> None:
    write_snapshot(tmp_path, snapshot())
    (tmp_path / "vectors-abc.partial").write_bytes(b"half")
    remove_stale_snapshots(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def _remove(path: Path) -> None:
    path.unlink()


def _zero(path: Path) -> None:
    path.write_bytes(b"")


def _garble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-7] ^= 0xFF
    path.write_bytes(data)


def _promise_more(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[48:56] = struct.pack("<q", 2**60)
    path.write_bytes(data)


def _make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [_remove, _zero, _garble, _promise_more, _make_folder])
def test_a_damaged_copy_changes_no_result(folder: Path, harm: Callable[[Path], None]) -> None:
    fill(EmbeddedLibrary(folder), ARTICLES)
    before = results(folder)
    harm(folder / FILE_NAME)
    assert results(folder) == before


def test_the_copy_of_another_library_changes_no_result(folder: Path, tmp_path: Path) -> None:
    fill(EmbeddedLibrary(folder), ARTICLES)
    fill(
        EmbeddedLibrary(tmp_path / "other"),
        [article(f"Other {number}.", f"/{number}") for number in range(12)],
    )
    before = results(folder)
    shutil.copy(tmp_path / "other" / FILE_NAME, folder / FILE_NAME)
    assert results(folder) == before


def test_an_older_copy_is_brought_up_to_date(folder: Path, tmp_path: Path) -> None:
    library = EmbeddedLibrary(folder)
    fill(library, ARTICLES[:3])
    shutil.copy(folder / FILE_NAME, tmp_path / "older")
    library.removed.remove([ARTICLES[1].id])
    fill(library, ARTICLES[3:])
    before = results(folder)
    shutil.copy(tmp_path / "older", folder / FILE_NAME)
    assert results(folder) == before


def test_a_copy_from_the_future_of_a_restored_database_is_not_used(folder: Path, tmp_path: Path) -> None:
    library = EmbeddedLibrary(folder)
    fill(library, ARTICLES[:3])
    library.close()
    shutil.copytree(folder, tmp_path / "backup")
    before = results(folder)
    fill(EmbeddedLibrary(folder), ARTICLES[3:])
    shutil.copy(tmp_path / "backup" / "library.sqlite", folder / "library.sqlite")
    assert results(folder) == before


def test_the_copy_is_used_when_it_is_good(folder: Path) -> None:
    """A valid copy with one changed vector changes the result, which shows that it is searched."""
    fill(EmbeddedLibrary(folder), ARTICLES)
    library = EmbeddedLibrary(folder)
    read = read_snapshot(folder, marks(library, FILE_NAME), 8)
    assert read is not None
    turned = read.vectors.copy()
    turned[4] = vector("a question")
    write_snapshot(folder, Snapshot(read.mark, read.sequence, read.ids, turned))
    ((best, score),) = library.search_vectors(vector("a question"), NO_FILTERS, 1)
    assert best == read.ids[4]
    assert score == pytest.approx(1.0)


def test_a_copy_of_lost_changes_is_not_used_for_later_ones(folder: Path, tmp_path: Path) -> None:
    fill(EmbeddedLibrary(folder), ARTICLES[:3])
    shutil.copytree(folder, tmp_path / "backup")
    fill(EmbeddedLibrary(folder), [article("One report. It was lost.", "/lost")])
    shutil.copy(tmp_path / "backup" / "library.sqlite", folder / "library.sqlite")
    fill(EmbeddedLibrary(folder), [article("Another one. It took the same ids.", "/new")])
    with_copy = results(folder)
    (folder / FILE_NAME).unlink()
    assert results(folder) == with_copy
