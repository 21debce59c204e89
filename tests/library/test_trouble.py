"""Errors of a library's files, each with a clear message and nothing lost."""

import gc
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import (
    DatelineError,
    DeletionPendingError,
    LibraryBrokenError,
    LibraryDiskError,
    LibraryError,
    LibraryForbiddenError,
    LibraryFullError,
    LibraryMissingError,
    LibraryNewerError,
    LibraryUnmergedError,
)
from qa.library import EmbeddedLibrary, Upgrade
from qa.library.checks import PARTS
from qa.library.database import FILE_NAME
from qa.library.migrations import SCHEMA_VERSION
from tests import full_disks
from tests.library.toy import (
    BUDGET,
    NO_FILTERS,
    TO_FORMAT,
    TOY,
    agrees,
    article,
    fill,
    passages,
    put,
    texts,
    vector,
)
from tests.unprivileged import run_unprivileged

TALKS = article("The talks ended. Nobody signed.", "/news/talks.txt")


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    with pytest.raises(LibraryBrokenError, match=r"the file library\.sqlite is empty") as raised:
        EmbeddedLibrary(tmp_path).articles()
    assert "delete it and index" in raised.value.hint
    assert "doctor" not in raised.value.hint


def use(folder: Path) -> None:
    """Use every way of reading a library."""
    library = EmbeddedLibrary(folder)
    try:
        library.articles()
        library.article(TALKS.id)
        found = library.search_vectors(vector("x"), NO_FILTERS, 5)
        library.store.passages([passage_id for passage_id, _ in found])
        library.search_words('"talks"', NO_FILTERS, 5)
        library.identity()
    finally:
        library.close()


def _garbage(path: Path) -> None:
    path.write_bytes(b"this is no database " * 1000)


def _truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _zero(path: Path) -> None:
    path.write_bytes(b"")


def _of_another_program(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE articles (id TEXT)")
    connection.close()


def _of_another_version(path: Path, version: int = 0) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")


def _holes(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    path.write_bytes(data)


@pytest.mark.parametrize(
    "harm", [_garbage, _truncated, _zero, _of_another_program, _of_another_version, _holes]
)
def test_a_broken_database_is_reported_and_not_touched(folder: Path, harm: Callable[[Path], None]) -> None:
    fill(EmbeddedLibrary(folder), [article(f"Report {number}. " * 20, f"/{number}") for number in range(20)])
    EmbeddedLibrary(folder).close()
    harm(folder / FILE_NAME)
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(LibraryBrokenError) as caught:
        use(folder)
    assert str(folder) in caught.value.message
    assert "index your articles again" in caught.value.hint
    assert "that folder away" not in caught.value.hint, "the conversations are in it"
    with pytest.raises(LibraryBrokenError):
        fill(EmbeddedLibrary(folder), [TALKS])
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_library_of_a_newer_version_is_not_reported_as_broken(folder: Path) -> None:
    fill(EmbeddedLibrary(folder), [TALKS])
    EmbeddedLibrary(folder).close()
    _of_another_version(folder / FILE_NAME, 99)
    with pytest.raises(LibraryNewerError) as caught:
        use(folder)
    assert f"format 99; this one reads {SCHEMA_VERSION}" in caught.value.message
    assert caught.value.hint.startswith("Update Dateline")


def test_the_log_of_a_deleted_library_does_not_get_into_the_next(folder: Path) -> None:
    """SQLite would use it for the new file and write its pages there."""
    library = EmbeddedLibrary(folder)
    fill(library, [article(f"Report {number}. " * 20, f"/{number}") for number in range(20)])
    log = folder / f"{FILE_NAME}-wal"
    stale = log.read_bytes()
    assert stale
    library.close()
    (folder / FILE_NAME).unlink()
    log.write_bytes(stale)
    fill(EmbeddedLibrary(folder), [TALKS])
    again = EmbeddedLibrary(folder)
    assert [each.id for each in again.articles()] == [TALKS.id]
    assert agrees(again)
    again.close()
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    library = EmbeddedLibrary(folder)
    fill(
        library,
        [TALKS, *(article(f"Élysée report {number}.", f"/{number}", "2024-09-19") for number in range(20))],
    )
    library.close()
    return folder


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 2**20), st.integers(1, 255)), min_size=1, max_size=30))
def test_any_damage_is_a_dateline_error(
    sound: Path, tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    data = bytearray((sound / FILE_NAME).read_bytes())
    for place, change in flips:
        data[place % len(data)] ^= change
    (folder / FILE_NAME).write_bytes(data)
    with suppress(DatelineError):
        use(folder)
    shutil.rmtree(folder)


def test_a_library_can_be_created_after_a_killed_attempt(folder: Path) -> None:
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom qa.library import EmbeddedLibrary, database\n"
        "class Dying:\n"
        "    def read_text(self, encoding): os.kill(os.getpid(), signal.SIGKILL)\n"
        "database._SCHEMA = Dying()\n"
        "with EmbeddedLibrary(Path(sys.argv[1])).writing(): pass\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], check=False, timeout=240)
    assert done.returncode == -9
    library = EmbeddedLibrary(folder)
    assert not library.exists
    assert library.articles() == []
    fill(library, [TALKS])
    assert agrees(library)


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_file_in_place_of_the_folder_is_reported(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    library = EmbeddedLibrary(tmp_path / place)
    assert not library.exists
    with pytest.raises(LibraryError) as caught:
        fill(library, [TALKS])
    assert str(tmp_path / place) in caught.value.message


def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    code = """
try:
    with qa.library.EmbeddedLibrary(Path(sys.argv[1]) / "library").writing():
        print("written")
except DatelineError as error:
    print(type(error).__name__, "|", error.hint)
"""
    output = run_unprivileged(code, closed, opened=closed)
    assert (
        output == "LibraryForbiddenError | "
        "Check the folder's permissions, or use another folder with --library.\n"
    )


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        pytest.param(0o555, "LibraryForbiddenError", id="read only: writing is refused"),
        pytest.param(0o000, "LibraryForbiddenError", id="closed: reading too"),
    ],
)
def test_a_library_whose_rights_do_not_allow_it(folder: Path, mode: int, error: str) -> None:
    fill(EmbeddedLibrary(folder), [TALKS])
    EmbeddedLibrary(folder).close()
    folder.chmod(mode)
    for path in folder.iterdir():
        path.chmod(0o444)
    code = """
library = qa.library.EmbeddedLibrary(Path(sys.argv[1]))
def attempt(name, do):
    try:
        print(name, do())
    except DatelineError as error:
        print(name, type(error).__name__)
def write():
    with library.writing():
        pass
attempt("articles", lambda: len(library.articles()))
attempt("writing", write)
"""
    try:
        output = run_unprivileged(code, folder, opened=folder.parent).splitlines()
    finally:
        folder.chmod(0o755)
    assert output[1] == f"writing {error}"
    assert output[0] == ("articles 1" if mode else f"articles {error}")


# A disk that is read-only


@pytest.fixture
def read_only_disk(small_disk: Path) -> Callable[[str], None]:
    def remount(how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", str(small_disk)], check=True)

    return remount


def test_a_library_on_a_read_only_disk_is_read(
    small_disk: Path, read_only_disk: Callable[[str], None]
) -> None:
    folder = small_disk / "library"
    fill(EmbeddedLibrary(folder), [TALKS])
    EmbeddedLibrary(folder).close()
    gc.collect()
    read_only_disk("ro")
    library = EmbeddedLibrary(folder)
    use(folder)
    assert [each.id for each in library.articles()] == [TALKS.id]
    with pytest.raises(
        LibraryForbiddenError, match=r"No permission for writing to .* \(Read-only file system\)"
    ):
        fill(library, [TALKS])
    # Somebody else can write to it, and does.
    read_only_disk("rw")
    with closing(EmbeddedLibrary(folder)) as other:
        fill(other, [article("The talks went on.", "/news/b.txt")])
    gc.collect()
    read_only_disk("ro")
    assert len(library.articles()) == 2
    library.close()


@pytest.mark.parametrize("version", sorted(TO_FORMAT))
def test_a_read_only_library_of_an_older_format_is_read(
    small_disk: Path, read_only_disk: Callable[[str], None], version: int
) -> None:
    folder = small_disk / "library"
    fill(EmbeddedLibrary(folder), [TALKS])
    gc.collect()
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.executescript(TO_FORMAT[version])
    read_only_disk("ro")
    reported: list[Upgrade] = []
    with closing(EmbeddedLibrary(folder, on_upgrade=reported.append)) as library:
        assert library.time_expressions(TALKS.id) == ()
        assert library.article(TALKS.id) == TALKS
        assert [part.problems for part in library.check_parts(lambda _: None)] == [()] * len(PARTS)
        assert [each.id for each in library.articles()] == [TALKS.id]
    (upgrade,) = reported
    assert (upgrade.is_read_only, upgrade.backup) == (True, None)
    assert "read-only and has an older format" in upgrade.notice[0]
    assert not (folder / "snapshots").exists()


def test_changes_that_are_still_in_the_log_are_not_left_out(
    small_disk: Path, read_only_disk: Callable[[str], None], tmp_path: Path
) -> None:
    folder, copy = tmp_path / "library", small_disk / "library"
    library = EmbeddedLibrary(folder)
    fill(library, [TALKS])
    assert (folder / f"{FILE_NAME}-wal").stat().st_size > 0
    copy.mkdir()
    for name in (FILE_NAME, f"{FILE_NAME}-wal"):
        shutil.copy(folder / name, copy)
    library.close()
    read_only_disk("ro")
    with closing(EmbeddedLibrary(copy)) as copied, pytest.raises(LibraryUnmergedError) as caught:
        copied.articles()
    assert "library.sqlite-wal" in caught.value.message
    assert "Copy the folder" in caught.value.hint


# A disk that does not take more


def test_a_limit_on_file_sizes_is_named(folder: Path) -> None:
    with closing(EmbeddedLibrary(folder)) as library:
        fill(library, [TALKS])
        with full_disks.no_room(8192), pytest.raises(LibraryDiskError) as caught:
            fill(library, [article("Words and words. " * 2000, "/news/long.txt")])
        assert "File too large" in caught.value.message
        assert "ulimit -f" in caught.value.hint
        assert "index" not in caught.value.hint
        assert [each.id for each in library.articles()] == [TALKS.id]
        fill(library, [article("The talks went on.", "/news/b.txt")])
        assert agrees(library)


_DISK_BYTES = 3 * 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with full_disks.small_disk(tmp_path / "disk", _DISK_BYTES) as place:
        yield place


def free_bytes(place: Path) -> int:
    return shutil.disk_usage(place).free


def test_a_full_disk_keeps_what_was_stored_and_the_next_run_continues(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(1024 * 1024))
    library = EmbeddedLibrary(small_disk / "library")
    stored = []

    def fill_up() -> None:
        for number in range(10_000):
            each = article(f"Report {number}. " + f"{number} words " * 2000, f"/news/{number}.txt")
            put(library, each)
            stored.append(each.id)

    with library.writing():
        library.adopt(TOY, BUDGET)
        with pytest.raises(LibraryFullError) as caught:
            fill_up()
    assert len(stored) > 3
    assert "Free some space" in caught.value.hint
    assert {each.id for each in library.articles()} == set(stored)
    library.close()
    ballast.unlink()
    again = EmbeddedLibrary(small_disk / "library")
    assert {each.id for each in again.articles()} == set(stored)
    fill(again, [TALKS])
    assert agrees(again)
    assert again.store.counts()[0] == len(stored) + 1
    again.close()


def test_no_room_for_the_copy_of_the_vectors_is_a_full_disk_too(small_disk: Path) -> None:
    """The copy needs more than the free space; the rest fits after it is deleted."""
    library = EmbeddedLibrary(small_disk / "library")
    each = article(". ".join(f"S{number}" for number in range(12_000)) + ".")
    found = passages(each)
    with library.writing():
        library.adopt(TOY, BUDGET)
        library.put(each, "1:x", found, np.tile(vector("x"), (len(found), 1)))
        (small_disk / "ballast").write_bytes(bytes(free_bytes(small_disk) - 320 * 1024))
        with pytest.raises(LibraryFullError):
            library.save_vectors()
    assert free_bytes(small_disk) > 256 * 1024
    assert agrees(library)
    assert not list((small_disk / "library").glob("*.partial"))
    library.close()


def test_no_room_to_make_a_library(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(free_bytes(small_disk)))
    with pytest.raises(LibraryFullError):
        fill(EmbeddedLibrary(small_disk / "library"), [TALKS])
    (small_disk / "ballast").unlink()
    library = EmbeddedLibrary(small_disk / "library")
    fill(library, [TALKS])
    assert agrees(library)
    library.close()


@pytest.mark.parametrize(
    ("limit_bytes", "is_deleted"),
    [
        pytest.param(4_096, False, id="the deletion itself doesn't fit"),
        pytest.param(150_000, True, id="the rewritten database doesn't fit"),
    ],
)
def test_no_room_to_delete_articles_permanently(folder: Path, limit_bytes: int, *, is_deleted: bool) -> None:
    long = article("The long report. " + "Its words go on. " * 2_000, "/news/long.txt")
    library = EmbeddedLibrary(folder)
    fill(library, [TALKS, long])
    library.close()  # which empties the write-ahead log
    with (
        library.writing(),
        full_disks.no_room(limit_bytes),
        pytest.raises(DeletionPendingError if is_deleted else LibraryDiskError) as caught,
    ):
        library.delete_permanently([TALKS.id])
    assert "ulimit -f" in caught.value.hint
    assert ("dateline maintain" in caught.value.hint) == is_deleted
    assert (TALKS.id in {each.id for each in library.articles()}) != is_deleted
    with library.writing():
        list(library.maintain())
    assert not [each for each in library.check_parts(lambda _: None) if each.problems]
    library.close()


def test_a_deletion_on_a_full_disk_is_completed_by_maintaining() -> None:
    hint = DeletionPendingError("here", LibraryFullError("here")).hint
    assert "Free some space. Then run: dateline maintain" in hint
    assert "again" not in hint


def test_a_library_that_was_removed_while_it_is_open_is_made_again(folder: Path) -> None:
    library = EmbeddedLibrary(folder)
    fill(library, [TALKS, article("The ferry sails. It is late.", "/news/ferry.txt")])
    library.search_vectors(vector("x"), NO_FILTERS, 5)
    shutil.rmtree(folder)
    assert library.articles() == []
    with pytest.raises(LibraryMissingError):
        library.article(TALKS.id)
    new = article("A bakery opened. People came.", "/news/bakery.txt")
    fill(library, [new])
    assert [each.id for each in library.articles()] == [new.id]
    assert len(library.search_vectors(vector("x"), NO_FILTERS, 5)) == 2
    library.close()
    again = EmbeddedLibrary(folder)
    assert [each.id for each in again.articles()] == [new.id]
    assert agrees(again)
    again.close()


def test_a_library_that_was_replaced_while_it_is_open_is_searched_with_its_own_vectors(
    folder: Path, tmp_path: Path
) -> None:
    with closing(EmbeddedLibrary(tmp_path / "other", few_passages=0)) as other:
        fill(other, [article("Kites flew. Rain fell.", "/news/kites.txt"), TALKS])
    library = EmbeddedLibrary(folder, few_passages=0)
    fill(library, [TALKS, article("The ferry sails. It is late.", "/news/ferry.txt")])
    assert library.search_vectors(vector("x"), NO_FILTERS, 5)
    assert library.search_words('"ferry"', NO_FILTERS, 5)
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "other", folder)
    assert _best_vector(library, "Kites flew.") == "Kites flew."
    assert "Kites flew." in texts(library, library.search_words('"kites"', NO_FILTERS, 5))
    fill(library, [article("A bakery opened. People came.", "/news/bakery.txt")])
    library.close()
    with closing(EmbeddedLibrary(folder)) as again:
        assert agrees(again)
        assert _best_vector(again, "Kites flew.") == "Kites flew."


def _best_vector(library: EmbeddedLibrary, text: str) -> str:
    (best,) = library.search_vectors(vector(text), NO_FILTERS, 1)
    return texts(library, [best])[0]
