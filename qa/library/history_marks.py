"""Marks that tie a snapshot file to the history of its library.

A number of changes proves nothing: a database that was restored from a backup gives the numbers of its lost changes
to other ones. So the database stores a random mark before a file is written, and the file begins with it. A database
that has a file's mark also has every change that the file knows.
"""

import uuid
from pathlib import Path

from qa.library.snapshot import mark_of
from qa.library.store import Store


class HistoryMarks:
    """The marks of one file in a library's folder."""

    def __init__(self, store: Store, path: Path) -> None:
        self._store = store
        self._path = path
        self._name = f"marks of {path.name}"

    def known(self) -> frozenset[str]:
        """Return the marks that the database has: of the present file, and of one that is being written."""
        return frozenset((self._store.setting(self._name) or "").split())

    def renewed(self) -> str:
        """Store and return the mark for a new file, which has no changes but those that are stored already.

        The present file's mark stays valid, in case the new one can't be written.
        """
        mark = uuid.uuid4().hex
        present = self.known() & {mark_of(self._path)}
        self._store.remember({self._name: " ".join((mark, *present))})
        return mark
