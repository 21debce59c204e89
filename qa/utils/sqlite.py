"""One transaction on a SQLite connection, the end of which keeps no other thread waiting.

The connection's own `with` holds Python's lock while it commits, and so every thread, the screen's too, until the
disk has written: a second and more on a busy one. A statement that is executed lets go of it.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import apsw


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """Keep all that is done inside, or nothing; it is on disk when this returns."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def closed(connection: apsw.Connection) -> Iterator[apsw.Connection]:
    """Close a connection after use; what it wrote is carried over before, for closing holds the lock, too."""
    with closing(connection):
        yield connection
        list(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)"))
