"""The SQLite file of the conversations: created on first write, one connection for all threads."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import apsw

from qa.errors import ConversationsError, brief
from qa.history import schema
from qa.utils.private_files import create_private_file, make_private_folder
from qa.utils.sqlite import closed, transaction

FILE_NAME = "conversations.sqlite3"
_BUSY_MILLISECONDS = 5_000


class ConversationDatabase:
    """Runs statements on the file in a folder; safe to use from several threads. Raises ConversationsError."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._connection: apsw.Connection | None = None
        self._lock = threading.RLock()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def rows(self, sql: str, values: Any = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return all rows; none if there is no file."""
        with self._lock, self._naming_errors():
            if self._connection is None and not self.path.is_file():
                return []
            return list(self._opened().execute(sql, values))

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """Run the block in a transaction; it is on disk when this returns."""
        with self._lock, self._naming_errors():
            connection = self._opened()
            with transaction(connection):
                yield connection

    def _opened(self) -> apsw.Connection:
        if self._connection is None:
            if not self._is_made():
                self._make()
            connection = self._connected(self.path)
            with ExitStack() as unless_ours:
                unless_ours.callback(connection.close)
                self._bring_up_to_date(connection)
                unless_ours.pop_all()
            self._connection = connection
        return self._connection

    def _connected(self, path: Path) -> apsw.Connection:
        connection = apsw.Connection(str(path), apsw.SQLITE_OPEN_READWRITE)
        connection.set_busy_timeout(_BUSY_MILLISECONDS)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA secure_delete = ON")
        connection.create_scalar_function("folded", _folded, 1, deterministic=True)
        return connection

    def _is_made(self) -> bool:
        return self.path.is_file() and self.path.stat().st_size > 0

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
            for left_over in partial.parent.glob(f"{partial.name}*"):
                left_over.unlink()
            create_private_file(partial).close()
            with closed(self._connected(partial)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                schema.create(connection)
            partial.replace(self.path)

    def _bring_up_to_date(self, connection: apsw.Connection) -> None:
        application, version = schema.identity(connection)
        if schema.is_migratable(application, version):
            schema.migrate(connection)
        elif (application, version) != (schema.APPLICATION_ID, schema.FORMAT):
            raise ConversationsError(
                self.path, f"its format is {version}, this Dateline reads {schema.FORMAT}"
            )

    @contextmanager
    def _naming_errors(self) -> Iterator[None]:
        try:
            yield
        except (apsw.Error, OSError, UnicodeError) as error:
            raise ConversationsError(self.path, brief(error)) from error


def _folded(*values: Any) -> str:
    return str(values[0] or "").casefold()
