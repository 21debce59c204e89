"""The tables of one library: opened when they are first used, created when something is first written."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from qa.library.lance.connection import connect, naming_errors
from qa.library.lance.schema import KEYS, PASSAGES, schema_of
from qa.settings.library_location import LanceAddress

_AT_ONCE = 2_000  # values in one condition


class Tables:
    """Reads and writes the tables at an address; a missing table has no rows."""

    def __init__(self, address: LanceAddress) -> None:
        self.address = address
        self._lock = threading.RLock()
        self._connection: Any = None
        self._tables: dict[str, Any] = {}
        self._pinned = threading.local()
        self._last_pinned: dict[str, tuple[int, Any]] = {}

    def table(self, name: str) -> Any:
        """Return a table as it is now, or as this thread's `pinned` block sees it; None if it is missing."""
        pinned: dict[str, Any] | None = getattr(self._pinned, "tables", None)
        if pinned is not None:
            if name not in pinned:
                pinned[name] = self._pin(name)
            return pinned[name]
        return self._current(name)

    def create(self, name: str, dimensions: int = 0) -> Any:
        """Return a table, created if it is missing; `dimensions` are those of the vectors of `passages`."""
        if (table := self.table(name)) is not None:
            return table
        with self._lock, naming_errors(self.address):
            schema = schema_of(name, dimensions)
            table = self._connected().create_table(name, schema=schema, exist_ok=True)
            # Without a key, two processes that store the same row at once would both append it.
            table.set_unenforced_primary_key(KEYS[name])
            if name == PASSAGES:
                create_word_indexes(table)
            self._tables[name] = table
        return table

    @contextmanager
    def pinned(self) -> Iterator[None]:
        """Let all reads of this thread see the tables as they are when the block first reads them."""
        if getattr(self._pinned, "tables", None) is not None:
            yield
            return
        self._pinned.tables = {}
        try:
            yield
        finally:
            self._pinned.tables = None

    def rows(
        self, name: str, where: str | None, columns: Sequence[str], limit: int | None = None
    ) -> list[dict[str, Any]]:
        """Return the rows that meet a condition, in any order."""
        found = self.arrow(name, where, columns, limit)
        return [] if found is None else list(found.to_pylist())

    def arrow(
        self, name: str, where: str | None, columns: Sequence[str], limit: int | None = None
    ) -> Any | None:
        """Return the same as an Arrow table; None if the table is missing."""
        table = self.table(name)
        if table is None:
            return None
        with naming_errors(self.address):
            query = table.search().select(list(columns))
            query = query if where is None else query.where(where)
            query = query if limit is None else query.limit(limit)
            return query.to_arrow()

    def count(self, name: str, where: str | None = None) -> int:
        """Return how many rows meet a condition."""
        table = self.table(name)
        if table is None:
            return 0
        with naming_errors(self.address):
            return int(table.count_rows(where))

    def upsert(self, name: str, rows: Any, deleting: str | None = None) -> None:
        """Insert rows or replace those with the same keys, and delete others that meet `deleting`, in one commit."""
        dimensions = rows.schema.field("vector").type.list_size if name == PASSAGES else 0
        table = self.create(name, dimensions)
        with naming_errors(self.address):
            merge = table.merge_insert(KEYS[name]).when_matched_update_all().when_not_matched_insert_all()
            if deleting is not None:
                merge = merge.when_not_matched_by_source_delete(deleting)
            merge.execute(rows)

    def put(self, name: str, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows of a small table, or replace those with the same keys."""
        if rows:
            import pyarrow as pa

            self.upsert(name, pa.Table.from_pylist(list(rows), schema=schema_of(name)))

    def delete(self, name: str, where: str) -> None:
        """Delete the rows that meet a condition."""
        table = self.table(name)
        if table is not None:
            with naming_errors(self.address):
                table.delete(where)

    def update(self, name: str, where: str, values: dict[str, Any]) -> None:
        """Set columns of the rows that meet a condition."""
        table = self.table(name)
        if table is not None:
            with naming_errors(self.address):
                table.update(where=where, values=values)

    def version(self, name: str) -> int:
        """Return a table's version, which every commit increases; 0 if it is missing."""
        table = self.table(name)
        if table is None:
            return 0
        with naming_errors(self.address):
            return int(table.version)

    def close(self) -> None:
        """Forget the open tables."""
        with self._lock:
            self._tables.clear()
            self._last_pinned.clear()
            self._connection = None

    def _connected(self) -> Any:
        with self._lock:
            if self._connection is None:
                self._connection = connect(self.address)
            return self._connection

    def _open(self, name: str) -> Any:
        connection = self._connected()
        with naming_errors(self.address):
            try:
                return connection.open_table(name)
            except (ValueError, FileNotFoundError) as error:
                if "not found" in str(error).lower():
                    return None
                raise

    def _current(self, name: str) -> Any:
        """Return a table that every read brings up to date."""
        with self._lock:
            if name not in self._tables:
                table = self._open(name)
                if table is None:
                    return None
                self._tables[name] = table
            return self._tables[name]

    def _pin(self, name: str) -> Any:
        """Return a table that stays as it is now; the one that was pinned before, if nothing has changed since."""
        current = self._current(name)
        if current is None:
            return None
        with naming_errors(self.address):
            version = int(current.version)
            before = self._last_pinned.get(name)
            if before is not None and before[0] == version:
                return before[1]
            table = self._open(name)
            table.checkout(version)
        self._last_pinned[name] = (version, table)
        return table


def create_word_indexes(table: Any, *, rebuild: bool = False) -> None:
    """Create the full-text indexes of titles and passages: stems without accents and capitals, as in FTS5."""
    from lancedb.index import FTS

    for column in ("text", "title"):
        config = FTS(stem=True, remove_stop_words=False, ascii_folding=True, lower_case=True)
        create_index(table, column, config, rebuild=rebuild)


def create_index(table: Any, column: str, config: Any, *, rebuild: bool = False) -> None:
    """Create an index unless it is there; another process may be creating it at the same time.

    With `rebuild`, it is made from the rows alone and replaces the one that exists.
    """
    if rebuild:
        table.create_index(column, config=config, replace=True)
        return
    if f"{column}_idx" in {index.name for index in table.list_indices()}:
        return
    try:
        table.create_index(column, config=config, replace=False)
    except RuntimeError as error:
        if "already exists" not in str(error):
            raise


def in_parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield values in parts that are small enough for one condition."""
    waiting = list(values)
    for start in range(0, len(waiting), _AT_ONCE):
        yield waiting[start : start + _AT_ONCE]
