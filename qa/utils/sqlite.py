"""SQLite files: transactions that don't block other threads, read-only files, and the cause of an error.

The connection's own `with` holds the GIL while it commits, which blocks every thread, including the UI, until the
data is on disk: a second or more on a busy disk. Executing COMMIT as a statement releases it.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import apsw

_SIDE_FILES = ("-wal", "-shm", "-journal")
FileState = tuple[int, int, int, bool]


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """Run the block in a transaction; it is on disk when this returns."""
    with noting_cause(connection):
        connection.execute("BEGIN IMMEDIATE")
    try:
        with noting_cause(connection):  # before ROLLBACK forgets it
            yield
            connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def closed(connection: apsw.Connection) -> Iterator[apsw.Connection]:
    """Close a connection after use; checkpoint first, because closing holds the GIL too."""
    with closing(connection):
        yield connection
        with noting_cause(connection):
            list(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)"))


@contextmanager
def noting_cause(connection: apsw.Connection) -> Iterator[None]:
    """Add the operating system's error number to an error of SQLite; `system_errno` returns it."""
    try:
        yield
    except (apsw.IOError, apsw.CantOpenError) as error:
        vars(error).setdefault("system_errno", connection.system_errno)
        raise


def system_errno(error: Exception) -> int:
    """Return the operating system's number for an error, 0 if it has none."""
    return getattr(error, "system_errno", None) or getattr(error, "errno", None) or 0


def open_immutable(path: Path) -> apsw.Connection:
    """Open a file that cannot be written to, and in whose folder SQLite cannot create its side files either.

    The caller makes sure that there is no write-ahead log, which would be ignored, and that `file_state` stays the
    same while it reads.
    """
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    return apsw.Connection(f"{path.absolute().as_uri()}?immutable=1", flags)


def file_state(path: Path) -> FileState:
    """Return a value that changes when somebody has written to a file or is about to."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size, has_log(path)


def has_log(path: Path) -> bool:
    """Whether there is a write-ahead log with changes that may not be in the file."""
    try:
        return Path(f"{path}-wal").stat().st_size > 0
    except FileNotFoundError:
        return False


def remove_side_files(path: Path) -> None:
    """Remove the side files of a deleted database, because SQLite would write a stale log into the next one."""
    for ending in _SIDE_FILES:
        Path(f"{path}{ending}").unlink(missing_ok=True)
