"""The SQLite file of the conversations: created on first write, one connection for all threads."""

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import apsw

from qa.errors import ConversationsError, brief, disk_hint
from qa.history import schema
from qa.utils.private_files import create_private_file, make_private_folder
from qa.utils.sqlite import (
    FileState,
    closed,
    file_state,
    has_log,
    noting_cause,
    open_immutable,
    remove_side_files,
    system_errno,
    transaction,
)

FILE_NAME = "conversations.sqlite3"
_BUSY_MILLISECONDS = 5_000
_MAKE_WRITABLE = "Make the file and its folder writable, or choose another library with --library."
_MAKE_ROOM = "Free some space on that disk."
_UPDATE = "Update Dateline. Nothing was changed."
_START_ANEW = "Move the file away to start a new history. The articles are not affected."
_EMPTY = "Restore it from a backup, or delete it to start a new history."
_COPY = "Copy the folder to a place where you can write, and use the copy with --library."


class ConversationDatabase:
    """Runs statements on the file in a folder; safe to use from several threads. Raises ConversationsError."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._connection: apsw.Connection | None = None
        self._read_only_state: FileState | None = None
        self._lock = threading.RLock()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = self._read_only_state = None

    def rows(self, sql: str, values: Any = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return all rows; none if there is no file."""
        with self._lock, self._naming_errors():
            if self._connection is None and not self.path.is_file():
                return []
            if self._read_only_state not in (None, file_state(self.path)):
                self.close()
            connection = self._opened()
            with noting_cause(connection):
                return list(connection.execute(sql, values))

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """Run the block in a transaction; it is on disk when this returns."""
        with self._lock, self._naming_errors():
            if self._read_only_state is not None or not self.path.is_file():
                self.close()  # it may be writable by now, or deleted
            connection = self._opened()
            if self._read_only_state is not None:
                raise PermissionError(errno.EROFS, os.strerror(errno.EROFS))
            with transaction(connection):
                yield connection

    def _opened(self) -> apsw.Connection:
        if self._connection is None:
            if not self._is_made():
                self._make()
            try:
                self._connection = self._connected(self.path)
            except (apsw.ReadOnlyError, apsw.CantOpenError):
                if os.access(self.path.parent, os.W_OK):
                    raise
                self._connection = self._opened_read_only()
        return self._connection

    def _connected(self, path: Path) -> apsw.Connection:
        connection = apsw.Connection(str(path), apsw.SQLITE_OPEN_READWRITE)
        with ExitStack() as unless_ours, noting_cause(connection):
            unless_ours.callback(connection.close)
            self._prepare(connection)
            if self._is_old(connection):
                schema.migrate(connection)
            unless_ours.pop_all()
        return connection

    def _opened_read_only(self) -> apsw.Connection:
        """Read the file as it is; one of an earlier format is read from a migrated copy in memory."""
        if has_log(self.path):
            raise ConversationsError(
                self.path, f"it is read-only, and its last changes are still in {FILE_NAME}-wal", _COPY
            )
        state = file_state(self.path)
        connection = open_immutable(self.path)
        self._prepare(connection)
        if self._is_old(connection):
            copy = apsw.Connection(":memory:")
            with copy.backup("main", connection, "main") as backup:
                backup.step(-1)
            connection.close()
            connection = copy
            self._prepare(connection)
            schema.migrate(connection)
        self._read_only_state = state
        return connection

    def _prepare(self, connection: apsw.Connection) -> None:
        connection.set_busy_timeout(_BUSY_MILLISECONDS)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA secure_delete = ON")
        connection.create_scalar_function("folded", _folded, 1, deterministic=True)

    def _is_made(self) -> bool:
        """Whether the file is there; an empty one is damaged, because it gets its name only when it is whole."""
        if not self.path.is_file():
            return False
        if self.path.stat().st_size == 0:
            raise ConversationsError(self.path, "the file is empty: 0 bytes", _EMPTY)
        return True

    def _make(self) -> None:
        """Make the file with its tables, unless another does; it gets its name when it is whole.

        SQLite does not wait when two connections make one database, so one of them would lose its question.
        """
        from filelock import FileLock

        make_private_folder(self.path.parent)
        with FileLock(self.path.with_suffix(".lock")):
            if self._is_made():
                return
            partial = self.path.with_name(f"{FILE_NAME}.partial")
            try:
                self._remove_left_overs(partial)
                create_private_file(partial).close()
                connection = apsw.Connection(str(partial), apsw.SQLITE_OPEN_READWRITE)
                with closed(connection), noting_cause(connection):
                    self._prepare(connection)
                    connection.execute("PRAGMA journal_mode = WAL")
                    schema.create(connection)
                remove_side_files(self.path)
                partial.replace(self.path)
            finally:
                self._remove_left_overs(partial)

    def _remove_left_overs(self, partial: Path) -> None:
        for left_over in partial.parent.glob(f"{partial.name}*"):
            left_over.unlink(missing_ok=True)

    def _is_old(self, connection: apsw.Connection) -> bool:
        """Whether a file has an earlier format; ConversationsError if it is another program's, or a newer one's."""
        application, version = schema.identity(connection)
        if application != schema.APPLICATION_ID:
            raise ConversationsError(self.path, "it is another program's file", _START_ANEW)
        if version > schema.FORMAT:
            detail = (
                f"a newer version of Dateline wrote them: format {version}, this one reads {schema.FORMAT}"
            )
            raise ConversationsError(self.path, detail, _UPDATE)
        if not schema.is_migratable(version):
            raise ConversationsError(self.path, f"its format is {version}", _START_ANEW)
        return version < schema.FORMAT

    @contextmanager
    def _naming_errors(self) -> Iterator[None]:
        try:
            yield
        except (apsw.Error, OSError, UnicodeError) as error:
            raise ConversationsError(self.path, *_cause_and_hint(error)) from error


def _cause_and_hint(error: Exception) -> tuple[str, str]:
    """Return the cause of an error, and what to do about it."""
    number = system_errno(error)
    told = os.strerror(number) if number else brief(error), disk_hint(number)
    match error:
        case apsw.BusyError() | apsw.LockedError():
            told = "another process is writing to it", "Try again in a moment."
        case apsw.ReadOnlyError() | apsw.PermissionsError() | apsw.AuthError() | PermissionError():
            told = told[0], _MAKE_WRITABLE
        case apsw.NotADBError() | apsw.CorruptError() | apsw.SQLError():
            told = brief(error), _START_ANEW
    if isinstance(error, apsw.FullError) or number in (errno.ENOSPC, errno.EDQUOT):
        told = "the disk is full", _MAKE_ROOM
    return told


def _folded(*values: Any) -> str:
    return str(values[0] or "").casefold()
