"""Damaged SQLite files: backups, the rows that can still be read, and a sound file put in their place."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw

_LARGEST_GAP = 1_000_000
_PAGES_AT_ONCE = 1_000
_BUSY_MILLISECONDS = 5_000
_WAL, _INDEX = "-wal", "-shm"


def back_up(path: Path) -> Path:
    """Copy a file beside itself with its write-ahead log, and return the path of the copy. Raises OSError."""
    backup = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}")
    shutil.copy2(path, backup)
    with suppress(FileNotFoundError):
        shutil.copy2(_beside(path, _WAL), _beside(backup, _WAL))
    return backup


def remove_backup(backup: Path) -> None:
    """Delete a copy that `back_up` made."""
    for path in (backup, _beside(backup, _WAL), _beside(backup, _INDEX)):
        path.unlink(missing_ok=True)


def replace_contents(path: Path, sound: Path) -> None:
    """Replace a damaged file with the contents of an intact one that is not open.

    SQLite copies them in one transaction, so other processes that have the file open see the new contents. A file
    that is too damaged for that is replaced. Raises apsw.Error and OSError.
    """
    try:
        with closing(apsw.Connection(str(path), apsw.SQLITE_OPEN_READWRITE)) as connection:
            connection.set_busy_timeout(_BUSY_MILLISECONDS)
            _copy(sound, connection)
    except (apsw.CorruptError, apsw.NotADBError):
        with sound.open("rb") as file:
            os.fsync(file.fileno())
        for side in (_WAL, _INDEX):
            _beside(path, side).unlink(missing_ok=True)
        sound.replace(path)


def open_damaged(path: Path) -> apsw.Connection:
    """Open a file for reading, even one that is shorter than it should be. Raises apsw.Error."""
    connection = apsw.Connection(str(path), apsw.SQLITE_OPEN_READWRITE)
    # With a writable schema, SQLite takes the size of the file instead of the one written in it.
    connection.execute("PRAGMA trusted_schema = OFF; PRAGMA writable_schema = ON")
    return connection


def readable_rows(connection: apsw.Connection, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table that can be read, in the order of their row ids."""
    select = f"SELECT {columns} FROM {table} NOT INDEXED WHERE rowid = ?"
    for row_id in _row_ids(connection, table):
        with suppress(apsw.Error, UnicodeDecodeError):
            yield from list(connection.execute(select, (row_id,)))


def _row_ids(connection: apsw.Connection, table: str) -> list[int]:
    """Return the row ids that a table may hold: read from both ends, with everything between the two."""
    found: dict[str, list[int]] = {"ASC": [], "DESC": []}
    for order, ids in found.items():
        with suppress(apsw.Error):
            select = f"SELECT rowid FROM {table} NOT INDEXED ORDER BY rowid {order}"
            for (row_id,) in connection.execute(select):
                ids.append(row_id)
    forward, backward = found["ASC"], found["DESC"]
    gap = range(forward[-1] + 1, backward[-1]) if forward and backward else range(0)
    return sorted({*forward, *backward, *gap[:_LARGEST_GAP]})


def _copy(sound: Path, target: apsw.Connection) -> None:
    with (
        closing(apsw.Connection(str(sound), apsw.SQLITE_OPEN_READONLY)) as source,
        target.backup("main", source, "main") as backup,
    ):
        while not backup.done:
            backup.step(_PAGES_AT_ONCE)
    list(target.execute("PRAGMA wal_checkpoint(TRUNCATE)"))


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
