"""SQLite transactions that don't block other threads when they end.

The connection's own `with` holds the GIL while it commits, which blocks every thread, including the UI, until the
data is on disk: a second or more on a busy disk. Executing COMMIT as a statement releases it.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import apsw


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """Run the block in a transaction; it is on disk when this returns."""
    connection.execute("BEGIN IMMEDIATE")
    try:
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
        list(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)"))
