"""Connections to the library's SQLite file, with errors for the user."""

import errno
import itertools
import os
import shutil
import threading
import uuid
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw

from qa.errors import (
    LibraryBrokenError,
    LibraryBusyError,
    LibraryDiskError,
    LibraryError,
    LibraryFileEmptyError,
    LibraryForbiddenError,
    LibraryFullError,
    LibraryMissingError,
    LibraryNewerError,
    LibraryUnmergedError,
)
from qa.library.migrations import OLDEST_VERSION, SCHEMA_VERSION
from qa.library.passage_days import create_functions
from qa.library.upgrading import Upgrader
from qa.settings.locations import LIBRARY_FILE
from qa.utils.private_files import create_private_file
from qa.utils.sqlite import (
    closed,
    file_state,
    has_log,
    noting_cause,
    open_immutable,
    remove_side_files,
    system_errno,
    transaction,
)
from qa.utils.text import folded

FILE_NAME = LIBRARY_FILE
_APPLICATION_ID = 0x444C4E45  # "DLNE"
_UNUSABLE_FOLDER = (errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ENOENT)  # read-only, or no folder
_BUSY_MILLISECONDS = 5_000
_FULL_BELOW_BYTES = 256 * 1024
_SCHEMA = Path(__file__).with_name("schema.sql")


class Database:
    """One SQLite file, with one connection per thread."""

    def __init__(self, folder: Path, upgrader: Upgrader) -> None:
        self.folder = folder
        self._upgrader = upgrader
        self._path = folder / FILE_NAME
        self._local = threading.local()
        self._numbers = itertools.count()  # of connections
        # weak references, so that the connection of a finished thread is closed
        self._opened: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()

    @property
    def exists(self) -> bool:
        """Whether there is a database, intact or not."""
        try:
            return self._path.is_file()
        except PermissionError as error:
            raise LibraryForbiddenError(self.folder, "reading") from error

    def create(self) -> None:
        """Create an empty database if there is none; the folder exists and the caller is its only writer.

        It gets its name when it is complete, so that an interruption leaves no broken library.
        """
        if self.exists:
            return
        with self.speaking():
            partial = self.folder / f"{FILE_NAME}.partial"
            for left_over in self.folder.glob(f"{partial.name}*"):
                left_over.unlink()
            create_private_file(partial).close()
            with closed(self._connect(partial, apsw.SQLITE_OPEN_READWRITE)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                with transaction(connection):
                    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
                    connection.execute(_SCHEMA.read_text(encoding="utf-8"))
                    connection.execute("INSERT INTO settings VALUES ('uuid', ?)", (uuid.uuid4().hex,))
            remove_side_files(self._path)
            partial.replace(self._path)

    def rows(self, sql: str, values: Any = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return all its rows."""
        with self.speaking():
            found = self._run(sql, values)
            return self._run(sql, values) if self._is_outdated() else found

    def _run(self, sql: str, values: Any) -> list[tuple[Any, ...]]:
        connection = self._connection()
        with noting_cause(connection):
            return list(connection.execute(sql, values))

    @contextmanager
    def transaction(self) -> Iterator[apsw.Connection]:
        """Run the block in a transaction; it is on disk when this returns.

        Within another transaction of this thread, it is on disk when that one ends.
        """
        with self.speaking():
            connection = self._connection()
            if connection.in_transaction:
                yield connection
                return
            with transaction(connection):
                yield connection

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let several reads of this thread see the same state of the library."""
        with self.speaking():
            connection = self._connection()
            if connection.in_transaction:
                yield
                return
            connection.execute("BEGIN")
            try:
                yield
            finally:
                connection.execute("COMMIT")

    def state(self) -> tuple[int, int, int]:
        """Return a value that changes for this thread whenever anything is written to the library."""
        ((version,),) = self.rows("PRAGMA data_version")
        return self._local.number, int(version), self._local.connection.total_changes()

    def identity(self) -> tuple[str, tuple[int, int] | None]:
        """Return the library's random name and what identifies its file; they change if the folder is replaced."""
        stored = self.rows("SELECT value FROM settings WHERE name = 'uuid'")
        return str(stored[0][0]) if stored else "", self._local.file

    def close(self) -> None:
        """Close every thread's connection."""
        for connection in list(self._opened):
            # A connection in use is closed when its thread ends.
            with suppress(apsw.ThreadingViolationError):
                connection.close()
        self._opened.clear()
        self._local = threading.local()

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Turn errors of SQLite and the operating system into errors for the user."""
        try:
            yield
        except (
            apsw.NotADBError,
            apsw.CorruptError,
            apsw.SQLError,
            apsw.FormatError,
            UnicodeDecodeError,
        ) as error:
            raise LibraryBrokenError(self.folder, str(error)) from error
        except apsw.FullError as error:
            raise LibraryFullError(self.folder) from error
        except (apsw.BusyError, apsw.LockedError) as error:
            raise LibraryBusyError(self.folder) from error
        except (
            apsw.ReadOnlyError,
            apsw.PermissionsError,
            apsw.AuthError,
            PermissionError,
        ) as error:
            raise LibraryForbiddenError(self.folder, "writing to") from error
        except (apsw.IOError, apsw.CantOpenError, OSError) as error:
            raise self._disk_error(error) from error

    def understanding(self) -> AbstractContextManager[None]:
        """Turn stored values that make no sense into the error that the library is broken."""
        return understanding(self.folder)

    def _connection(self) -> apsw.Connection:
        connection: apsw.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and (self._is_outdated() or self._is_lost(connection)):
            connection.close()
            connection = self._local.connection = None
        if connection is None:
            if not self.exists:
                raise LibraryMissingError(self.folder)
            connection = self._open()
            self._local.connection, self._local.number = connection, next(self._numbers)
            self._local.file = self._file()
        return connection

    def _open(self) -> apsw.Connection:
        """Open the file; where SQLite cannot create its side files, it is read as it is."""
        self._local.read_only_state = None
        try:
            connection = self._connect(self._path, apsw.SQLITE_OPEN_READWRITE)
            self._check(connection)
        except (apsw.ReadOnlyError, apsw.CantOpenError):
            if os.access(self.folder, os.W_OK):
                raise
        else:
            return connection
        if has_log(self._path):
            raise LibraryUnmergedError(self.folder)
        state = file_state(self._path)
        connection = self._prepared(open_immutable(self._path))
        self._check(connection)
        self._local.read_only_state = state
        return connection

    def _is_outdated(self) -> bool:
        """Return whether another process has written to the file since this thread opened it as it was."""
        state = getattr(self._local, "read_only_state", None)
        return state is not None and state != file_state(self._path)

    def _is_lost(self, connection: apsw.Connection) -> bool:
        """Return whether the file was removed or replaced since this thread opened it, and no transaction is open."""
        return getattr(self._local, "file", None) != self._file() and not connection.in_transaction

    def _file(self) -> tuple[int, int] | None:
        """Return the identity of the file, or None if it no longer exists."""
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _connect(self, path: Path, flags: int) -> apsw.Connection:
        return self._prepared(apsw.Connection(str(path), flags))

    def _prepared(self, connection: apsw.Connection) -> apsw.Connection:
        self._opened.add(connection)
        connection.set_busy_timeout(_BUSY_MILLISECONDS)
        with noting_cause(connection):
            connection.execute(
                "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF"
            )
        # SQLite's own lower() only handles ASCII and keeps accents.
        connection.create_scalar_function("folded", _folded, 1, deterministic=True)
        create_functions(connection)
        return connection

    def _check(self, connection: apsw.Connection) -> None:
        version = check_format(self.folder, connection)
        if version < SCHEMA_VERSION:
            self._upgrader.upgrade(connection, version)

    def _disk_error(self, error: Exception) -> LibraryError:
        """Return the error that names the operating system's reason."""
        number = system_errno(error)
        cause = os.strerror(number) if number else ""
        if number in (errno.ENOSPC, errno.EDQUOT) or (number != errno.EFBIG and self._disk_is_full()):
            return LibraryFullError(self.folder)
        if number in _UNUSABLE_FOLDER:
            return LibraryForbiddenError(self.folder, "writing to", cause)
        if isinstance(error, apsw.CantOpenError):
            return LibraryForbiddenError(self.folder, "opening", cause)
        if number:
            return LibraryDiskError(self.folder, number, cause)
        return LibraryBrokenError(self.folder, str(error))

    def _disk_is_full(self) -> bool:
        try:
            return shutil.disk_usage(self.folder).free < _FULL_BELOW_BYTES
        except OSError:
            return False


@contextmanager
def understanding(location: object) -> Iterator[None]:
    """Turn stored values that make no sense into the error that the library is broken."""
    try:
        yield
    except (ValueError, TypeError) as error:
        raise LibraryBrokenError(location, str(error)) from error


def check_format(folder: Path, connection: apsw.Connection) -> int:
    """Return the format of a library's file.

    Raises LibraryBrokenError if it is another program's or unknown, and LibraryNewerError.
    """
    ((n_pages,),) = connection.execute("PRAGMA page_count")
    if n_pages == 0:
        raise LibraryFileEmptyError(folder)
    ((application,),) = connection.execute("PRAGMA application_id")
    ((version,),) = connection.execute("PRAGMA user_version")
    if application != _APPLICATION_ID:
        raise LibraryBrokenError(folder, "it is not a Dateline library")
    if version > SCHEMA_VERSION:
        raise LibraryNewerError(folder, version, SCHEMA_VERSION)
    if version < OLDEST_VERSION:
        raise LibraryBrokenError(folder, f"it has format {version}, this Dateline reads {SCHEMA_VERSION}")
    return int(version)


def _folded(*values: Any) -> str | None:
    (text,) = values
    return None if text is None else folded(str(text))
