"""Upgrades with a backup: a snapshot is made before a library of an older format is changed."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import apsw

from qa.library.migrations import SCHEMA_VERSION, format_of, upgrade
from qa.library.named_snapshots import NamedSnapshots, SnapshotSummary, state_of

_NAME = "before-format-"


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A library was upgraded from an older format; `backup` is the snapshot made before, None without one.

    A read-only library is not changed: what it lacks is added for this process only.
    """

    folder: Path
    before: int
    now: int
    backup: str | None
    is_read_only: bool

    @property
    def notice(self) -> tuple[str, ...]:
        """Sentences for the user."""
        if self.is_read_only:
            said = f"The library at {self.folder} is read-only and has an older format. It is used as it is."
            return (said, "To upgrade it, copy it to a place where you can write.")
        did = f"The library at {self.folder} was upgraded from format {self.before} to {self.now}."
        if self.backup is None:
            return (did,)
        return (
            did,
            f"A snapshot from before is kept until you delete it: {self.backup} (dateline snapshot list).",
        )


class Upgrader:
    """Upgrades the library in a folder, in whichever thread opens it first."""

    def __init__(self, folder: Path, on_upgrade: Callable[[Upgrade], None], *, backs_up: bool) -> None:
        self._folder = folder
        self._on_upgrade = on_upgrade
        self._backs_up = backs_up
        self._has_reported = False
        self._lock = threading.Lock()

    def upgrade(self, connection: apsw.Connection, version: int) -> None:
        """Back up the library, upgrade it in one transaction, and report it once.

        If it is killed in between, the next one finds the backup and uses it.
        """
        is_read_only = connection.readonly("main")
        with self._lock:
            if not is_read_only and format_of(connection) == SCHEMA_VERSION:
                return  # another thread or process has done it
            backup = self._back_up(connection, version) if self._backs_up and not is_read_only else None
            upgrade(connection)
            if self._has_reported:
                return
            self._has_reported = True
        self._on_upgrade(Upgrade(self._folder, version, SCHEMA_VERSION, backup, is_read_only))

    def _back_up(self, connection: apsw.Connection, version: int) -> str | None:
        snapshots = NamedSnapshots(self._folder)
        state = state_of(connection)
        for each in snapshots.listed():
            if (each.format, each.state, each.name.startswith(_NAME)) == (version, state, True):
                return each.name
        name = snapshots.unused_name(f"{_NAME}{SCHEMA_VERSION}")
        try:
            made = snapshots.create(name, _ignore, _never, f"before the upgrade from format {version}")
        except PermissionError as error:
            raise apsw.ReadOnlyError(str(error)) from error
        return _kept(snapshots, made, version)


def _kept(snapshots: NamedSnapshots, made: SnapshotSummary, version: int) -> str | None:
    """Return the name of a backup, or delete it if another process had upgraded the library before it was made."""
    if made.format != version:
        snapshots.delete(made.name)
        return None
    return made.name


def _ignore(event: object) -> None:
    """Watch nothing."""


def _never() -> bool:
    return False
