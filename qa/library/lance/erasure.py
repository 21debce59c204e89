"""Erasing deleted rows: afterwards, no file of the tables has anything of them.

LanceDB keeps deleted rows in data files, indexes and earlier versions. So all rows that are left are written to new
files, the indexes are made from them alone, and everything else is deleted.
"""

import warnings
from datetime import timedelta
from typing import Any

from qa.library.lance.connection import naming_errors
from qa.library.lance.indexes import rebuild
from qa.library.lance.schema import KEYS, PASSAGES, SETTINGS
from qa.library.lance.tables import Tables

_UNCHANGED = {name: key for name, key in KEYS.items() if name not in (PASSAGES, SETTINGS)} | {
    PASSAGES: "ordinal"
}


def erase_deleted(tables: Tables) -> None:
    """Rewrite the tables of articles without their deleted rows, and delete all other files.

    Processes that read an earlier version get an error once; what others write meanwhile may be lost, also files
    that they have not committed yet.
    """
    for name, column in _UNCHANGED.items():
        if (table := tables.table(name)) is not None:
            with naming_errors(tables.address):
                _rewrite(table, column)
                if name == PASSAGES:
                    rebuild(table)
                _delete_other_files(table)


def _rewrite(table: Any, column: str) -> None:
    """Write all rows to new files: an update moves rows even if it changes nothing in them."""
    table.update(where="TRUE", values_sql={column: column})


def _delete_other_files(table: Any) -> None:
    """Delete what the newest version doesn't need, also tagged versions and files that a killed process left."""
    for tag in table.tags.list():
        table.tags.delete(tag)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # about processes that read earlier versions
        table.optimize(cleanup_older_than=timedelta(0), delete_unverified=True)
