"""Named snapshots: consistent, whole or not there, restored without losing the present state."""

import json
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from qa.errors import CancelledError, LibraryMissingError, NoRoomError, SnapshotError
from qa.library import EmbeddedLibrary
from qa.library.database import FILE_NAME
from qa.library.named_snapshots import NamedSnapshots
from qa.library.restoring import Restored, restore_snapshot
from tests.full_disks import small_disk
from tests.library.toy import BUDGET, NO_FILTERS, TOY, agrees, article, fill, put, texts, vector

TALKS = article("The talks ended. Nobody signed.", "/news/talks.txt", "2024-09-19")
FERRY = article("The ferry was late.", "/news/ferry.txt")
FLOOD = article("The flood reached the quay. It rained.", "/news/flood.txt")
OTHER = "conversations.sqlite3"


def create(folder: Path, name: str = "monday", stopped: Callable[[], bool] = lambda: False) -> NamedSnapshots:
    snapshots = NamedSnapshots(folder, (OTHER,))
    snapshots.create(name, lambda _: None, stopped)
    return snapshots


def restore(library: EmbeddedLibrary, name: str = "monday", others: tuple[str, ...] = ()) -> Restored:
    snapshots = NamedSnapshots(library.folder, (OTHER,))
    return restore_snapshot(library, snapshots, name, others, lambda _: None, lambda: False)


def other(folder: Path, value: str | None = None) -> str:
    """Write a value into the other database, or read it."""
    with closing(sqlite3.connect(folder / OTHER)) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS t (x)")
        if value is not None:
            connection.execute("DELETE FROM t")
            connection.execute("INSERT INTO t VALUES (?)", (value,))
        return str(connection.execute("SELECT x FROM t").fetchone()[0])


def ids(library: EmbeddedLibrary) -> set[str]:
    return {each.id for each in library.articles()}


def is_sound(library: EmbeddedLibrary) -> bool:
    return agrees(library) and not [e for p in library.check_parts(lambda _: None) for e in p.problems]


def test_a_snapshot_is_restored_and_the_present_state_is_kept(library: EmbeddedLibrary, folder: Path) -> None:
    fill(library, [TALKS, FERRY])
    other(folder, "before")
    snapshots = create(folder)
    library.removed.remove([TALKS.id])
    fill(library, [FLOOD])
    other(folder, "after")
    done = restore(library)
    assert ids(library) == {TALKS.id, FERRY.id}
    assert library.removed.listed() == []
    assert other(folder) == "after", "it was not asked for"
    assert is_sound(library)
    assert [each.name for each in snapshots.listed()] == [done.before, "monday"]
    assert snapshots.named(done.before).reason == "before restoring “monday”"
    restore(library, done.before, (OTHER,))
    assert ids(library) == {FERRY.id, FLOOD.id}
    assert [each.id for each in library.removed.listed()] == [TALKS.id]
    assert is_sound(library)
    restore(library, "monday", (OTHER,))
    assert other(folder) == "before"


def test_a_process_that_has_it_open_follows(library: EmbeddedLibrary, folder: Path) -> None:
    fill(library, [TALKS])
    create(folder)
    with closing(EmbeddedLibrary(folder)) as open_elsewhere:
        for number in range(5):
            fill(library, [article(f"Report {number}.", f"/news/{number}.txt")])
        assert len(open_elsewhere.vector_ids()) == 7
        restore(library)
        found = open_elsewhere.search_vectors(vector("The talks ended."), NO_FILTERS, 9)
        assert texts(open_elsewhere, found)[0] == "The talks ended."
        assert agrees(open_elsewhere)
        fill(library, [FERRY, FLOOD])
        assert agrees(open_elsewhere)
        assert ids(open_elsewhere) == {TALKS.id, FERRY.id, FLOOD.id}


def test_it_is_consistent_while_another_process_writes(library: EmbeddedLibrary, folder: Path) -> None:
    """Each transaction writes an article with its passages; a snapshot in between has whole articles only."""
    stop = threading.Event()
    fill(library, [article("Long. " * 4000, "/news/long.txt")])

    def write() -> None:
        with closing(EmbeddedLibrary(folder)) as writer, writer.writing():
            number = 0
            while not stop.is_set():
                put(
                    writer,
                    article(f"Report {number} on the quay. It rained. " * 20, f"/news/{number % 7}.txt"),
                )
                number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(8):
            create(folder, f"s{number}")
    finally:
        stop.set()
        thread.join()
    for number in range(8):
        with closing(EmbeddedLibrary(folder / "snapshots" / f"s{number}")) as copy:
            assert [e for part in copy.check_parts(lambda _: None) for e in part.problems] == []


def test_one_that_is_stopped_leaves_nothing(library: EmbeddedLibrary, folder: Path) -> None:
    fill(library, [TALKS])
    with pytest.raises(CancelledError):
        create(folder, stopped=lambda: True)
    assert NamedSnapshots(folder).listed() == []
    assert [path.name for path in (folder / "snapshots").iterdir()] == [".lock"]


def test_files_of_an_interrupted_snapshot_are_removed(library: EmbeddedLibrary, folder: Path) -> None:
    fill(library, [TALKS])
    left = folder / "snapshots" / ".partial-abc" / "monday"
    left.mkdir(parents=True)
    (left / "snapshot.json").write_text("{}", encoding="utf-8")
    assert NamedSnapshots(folder).listed() == []
    create(folder)
    assert sorted(path.name for path in (folder / "snapshots").iterdir()) == [".lock", "monday"]


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "a\n", "x" * 81, "-rf", "a ", "\x1b[31m"])
def test_names_that_are_no_folder_names_are_refused(
    library: EmbeddedLibrary, folder: Path, name: str
) -> None:
    fill(library, [TALKS])
    with pytest.raises(SnapshotError, match="can't be the name"):
        create(folder, name)
    with pytest.raises(SnapshotError, match="There is no snapshot"):
        NamedSnapshots(folder).delete(name)


def test_names_are_unique_and_deleted_ones_free_again(library: EmbeddedLibrary, folder: Path) -> None:
    fill(library, [TALKS])
    snapshots = create(folder)
    with pytest.raises(SnapshotError, match="is already"):
        create(folder)
    assert snapshots.unused_name("monday") == "monday-2"
    snapshots.delete("monday")
    assert snapshots.listed() == []
    create(folder)


def test_a_damaged_snapshot_is_not_restored(library: EmbeddedLibrary, folder: Path) -> None:
    fill(library, [TALKS])
    create(folder)
    path = folder / "snapshots" / "monday" / FILE_NAME
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    fill(library, [FERRY])
    with pytest.raises(SnapshotError, match="damaged"):
        restore(library)
    assert ids(library) == {TALKS.id, FERRY.id}
    assert [each.name for each in NamedSnapshots(folder).listed()] == ["monday"]


def test_a_description_that_names_other_files_is_not_followed(library: EmbeddedLibrary, folder: Path) -> None:
    fill(library, [TALKS])
    create(folder)
    path = folder / "snapshots" / "monday" / "snapshot.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    values["sha256"]["../../library.sqlite"] = "0" * 64
    path.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(SnapshotError, match="damaged"):
        restore(library)


def test_a_library_that_cannot_be_read_is_replaced_and_kept(folder: Path) -> None:
    fill(EmbeddedLibrary(folder), [TALKS])
    create(folder)
    (folder / FILE_NAME).write_bytes(b"no database" * 1000)
    library = EmbeddedLibrary(folder)
    done = restore(library)
    assert ids(library) == {TALKS.id}
    assert (folder / done.before).read_bytes() == b"no database" * 1000


def test_killed_before_the_vectors_are_written_the_library_is_whole(
    library: EmbeddedLibrary, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The snapshot is of another library, as when the database was deleted and made again since."""
    fill(EmbeddedLibrary(tmp_path / "earlier"), [TALKS])
    create(tmp_path / "earlier")
    fill(library, [FERRY])
    (tmp_path / "earlier" / "snapshots").rename(folder / "snapshots")

    def killed(_: EmbeddedLibrary) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(EmbeddedLibrary, "rewrite_vectors", killed)
    with pytest.raises(KeyboardInterrupt):
        restore(library)
    with closing(EmbeddedLibrary(folder)) as after:
        assert ids(after) == {TALKS.id}
        assert is_sound(after)


def test_without_a_library_there_is_nothing_to_save(folder: Path) -> None:
    with pytest.raises(LibraryMissingError):
        create(folder)


def test_a_disk_without_room_is_noticed_before(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 1_500_000) as disk:
        library = EmbeddedLibrary(disk / "library")
        fill(library, [article("The quay is long. " * 3000, "/news/quay.txt")])
        library.close()
        with pytest.raises(NoRoomError, match="too little free space"):
            create(disk / "library")
        assert [path.name for path in (disk / "library" / "snapshots").iterdir()] == [".lock"]


def test_snapshots_that_have_a_text_are_named(library: EmbeddedLibrary, folder: Path) -> None:
    fill(library, [TALKS])
    create(folder, "one")
    with library.writing():
        library.removed.remove([TALKS.id])
    create(folder, "two")
    with library.writing():
        library.delete_permanently([TALKS.id])
    snapshots = create(folder, "three")
    assert sorted(snapshots.containing([TALKS.id, "0" * 32])) == ["one", "two"]
    assert snapshots.containing([FERRY.id]) == []


def test_the_budget_and_the_model_come_back(library: EmbeddedLibrary, folder: Path) -> None:
    fill(library, [TALKS])
    create(folder)
    restore(library)
    assert library.identity() == (TOY, BUDGET)
