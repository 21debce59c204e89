"""Copies of SQLite files, consistent while other processes write to them."""

import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import apsw

from qa.errors import CancelledError, NoRoomError
from qa.utils.private_files import create_private_file
from qa.utils.sqlite import has_log, noting_cause, open_immutable

_PAGES_AT_ONCE = 500
_BUSY_MILLISECONDS = 5_000
_SPARE_BYTES = 1024 * 1024
Watch = Callable[[int, int], None]
StopSign = Callable[[], bool]


def copy_database(source: Path, target: Path, watch: Watch, stopped: StopSign) -> None:
    """Copy a SQLite file to a new one, as it was at one moment, without its side files; `watch` gets bytes.

    Other processes may write to the source meanwhile. The copy is on disk when this returns. It is removed if this is
    stopped (CancelledError) or fails: apsw.Error or OSError.
    """
    create_private_file(target).close()
    with ExitStack() as unless_done:
        unless_done.callback(target.unlink, missing_ok=True)
        with (
            closing(_opened(source)) as read,
            closing(apsw.Connection(str(target))) as written,
            noting_cause(read),
            noting_cause(written),
        ):
            _copy_pages(read, written, watch, stopped)
            written.execute("PRAGMA journal_mode = DELETE")
        _flush(target)
        unless_done.pop_all()


def size_of(path: Path) -> int:
    """Return the bytes of a database with its write-ahead log, 0 if there is none."""
    log = Path(f"{path}-wal")
    return sum(each.stat().st_size for each in (path, log) if each.exists())


def require_room(folder: Path, n_bytes: int) -> None:
    """Raise NoRoomError unless a folder's disk has this much free space, and a little more."""
    free = shutil.disk_usage(folder).free
    if free < n_bytes + _SPARE_BYTES:
        raise NoRoomError(folder, n_bytes + _SPARE_BYTES, free)


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _opened(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path), apsw.SQLITE_OPEN_READWRITE)
    try:
        connection.set_busy_timeout(_BUSY_MILLISECONDS)
        # An open transaction reads one state, so that the copy doesn't start again when another process writes.
        connection.execute("BEGIN; SELECT count(*) FROM sqlite_schema")
    except (apsw.ReadOnlyError, apsw.CantOpenError):
        connection.close()
        if has_log(path) or os.access(path.parent, os.W_OK):
            raise
        return open_immutable(path)
    return connection


def _copy_pages(source: apsw.Connection, target: apsw.Connection, watch: Watch, stopped: StopSign) -> None:
    ((page_bytes,),) = source.execute("PRAGMA page_size")
    target.execute("PRAGMA synchronous = OFF")
    with target.backup("main", source, "main") as backup:
        while not backup.done:
            if stopped():
                raise CancelledError
            backup.step(_PAGES_AT_ONCE)
            watch((backup.page_count - backup.remaining) * page_bytes, backup.page_count * page_bytes)


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
