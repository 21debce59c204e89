"""Keeping the tables fast and small: what `dateline maintain` does to a library in LanceDB."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from qa.library.lance.connection import naming_errors
from qa.library.lance.indexes import INDEXED_FROM, TRAINED_ON, build, has_vector_index, n_unindexed
from qa.library.lance.schema import KEYS, PASSAGES
from qa.library.lance.search import LanceSearch
from qa.library.lance.stored_settings import StoredSettings
from qa.library.lance.tables import Tables
from qa.library.lance.vector_maintenance import VectorMaintainer
from qa.utils.text import printable

_KEPT_FOR = timedelta(days=1)  # so that a process that reads an earlier version can finish
_MARGIN = timedelta(seconds=1)


class LanceMaintainer:
    """Maintains the tables of one library; readers and other writers need not stop."""

    def __init__(self, tables: Tables, search: LanceSearch, settings: StoredSettings) -> None:
        self._tables, self._search, self._settings = tables, search, settings

    def run(self) -> Iterator[str]:
        """Do one step after the other, and yield what it did in a sentence."""
        table = self._tables.table(PASSAGES)
        if table is None:
            yield "There are no passages yet."
            return
        with naming_errors(self._tables.address):
            yield self._index(table)
            yield from VectorMaintainer(table, self._search, self._settings).run()
            yield self._drop_old_versions()

    def _index(self, table: Any) -> str:
        """Extend the indexes, and make that of the vectors if the table has become large."""
        n_new, n_rows = n_unindexed(table), table.count_rows()
        had_vectors = has_vector_index(table)
        build(table)
        made = ""
        if not had_vectors and n_rows >= INDEXED_FROM:
            self._settings.put({TRAINED_ON: str(n_rows)})
            made = ", and the index of the vectors was made"
        if not n_new and not made:
            return "The indexes are up to date."
        return f"Indexes: {n_new:,} of {n_rows:,} passages were added{made}."

    def _drop_old_versions(self) -> str:
        """Compact the small tables as well, and delete what only versions older than a day need."""
        tags: set[str] = set()
        for name in KEYS:
            if (table := self._tables.table(name)) is not None:
                old = _old_tags(table)
                tags.update(old)
                table.optimize(cleanup_older_than=max((*old.values(), _KEPT_FOR)))
        kept = (
            f" Those that other programs have tagged are kept, with all later ones: {', '.join(sorted(tags))}."
            if tags
            else ""
        )
        return f"Tables: compacted, and versions older than a day dropped.{kept}"


def _old_tags(table: Any) -> dict[str, timedelta]:
    """Return the ages of tagged versions that are old enough to be dropped, by tag.

    LanceDB refuses to drop any version if one of them is tagged, so only older ones than the tagged can be dropped.
    """
    tags = table.tags.list()
    now = datetime.now(UTC)
    ages = (
        {each["version"]: now - each["timestamp"].astimezone() for each in table.list_versions()}
        if tags
        else {}
    )
    tagged = {printable(tag): ages.get(each["version"], _KEPT_FOR) for tag, each in tags.items()}
    return {tag: age + _MARGIN for tag, age in tagged.items() if age > _KEPT_FOR}
