"""Restoring a snapshot: it replaces the contents of a library, which are first saved as another snapshot."""

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import apsw

from qa.errors import LibraryBrokenError
from qa.library.embedded import EmbeddedLibrary
from qa.library.named_snapshots import (
    LIBRARY_FILE,
    NamedSnapshots,
    SnapshotSummary,
    StopSign,
    Watcher,
    timestamp,
)
from qa.utils.database_copy import require_room
from qa.utils.salvage import back_up, replace_contents

_WORK = "restore-"


@dataclass(frozen=True, slots=True)
class Restored:
    """A snapshot that was restored, and where the state before it is: a snapshot's name, or a damaged file's copy."""

    snapshot: SnapshotSummary
    before: str
    others: tuple[str, ...] = ()


def restore_snapshot(
    library: EmbeddedLibrary,
    snapshots: NamedSnapshots,
    name: str,
    others: Sequence[str],
    watch: Watcher,
    stopped: StopSign,
) -> Restored:
    """Replace a library's contents with a snapshot's; `others` are further databases to restore from it.

    The whole present state is saved as a snapshot first. Each database is replaced in one transaction: if this is
    stopped or killed, it has the old contents or the new ones. Other processes that have it open see the new ones.
    """
    with library.writing(), library.naming_errors():
        for left_over in library.folder.glob(f"{_WORK}*"):
            shutil.rmtree(left_over, ignore_errors=True)
        source = snapshots.verified(name)
        # The present state, the working copy, the write-ahead log and the library can all be there at once.
        require_room(library.folder, snapshots.n_bytes + 3 * snapshots.named(name).n_bytes)
        before = _save_present(library, snapshots, name, watch, stopped)
        with tempfile.TemporaryDirectory(dir=library.folder, prefix=_WORK) as work:
            shutil.copyfile(source / LIBRARY_FILE, Path(work) / LIBRARY_FILE)
            with closing(EmbeddedLibrary(Path(work), backs_up=False)) as sound:
                sound.store.write_without_waiting()
                sound.store.continue_from(_last_numbers(library))
                library.replace_contents(sound)
        there = tuple(file for file in others if (source / file).is_file())
        for file in there:
            replace_contents(library.folder / file, source / file)
    return Restored(snapshots.named(name), before, there)


def _save_present(
    library: EmbeddedLibrary, snapshots: NamedSnapshots, name: str, watch: Watcher, stopped: StopSign
) -> str:
    """Save the present state and return its name; a database that can't be read is copied as it is."""
    saved = snapshots.unused_name(f"before-restore-{timestamp()}")
    try:
        return snapshots.create(saved, watch, stopped, f"before restoring “{name}”").name
    except (apsw.CorruptError, apsw.NotADBError, apsw.SQLError):
        return back_up(library.folder / LIBRARY_FILE).name


def _last_numbers(library: EmbeddedLibrary) -> dict[str, int]:
    """Return the highest numbers that a library has given to passages and changes; none if it can't be read."""
    try:
        return library.store.last_numbers()
    except LibraryBrokenError:
        return {}
