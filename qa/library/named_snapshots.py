"""Named snapshots of a library: whole copies of its databases, kept in its folder until they are deleted."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw

from qa.errors import LibraryBusyError, LibraryMissingError, SnapshotError
from qa.progress import CopyAdvanced, Event
from qa.utils.checksums import sha256_of
from qa.utils.database_copy import copy_database, flush_folder, require_room, size_of
from qa.utils.private_files import create_private_file, make_private_folder
from qa.utils.sqlite import open_immutable

FOLDER = "snapshots"
LIBRARY_FILE = "library.sqlite"
_MANIFEST = "snapshot.json"
_WORK = ".partial-"
_NAME = re.compile(r"\w[\w .+-]{0,79}")
_LOCK_SECONDS = 60.0
_FIRST_WITH_REMOVED = 4
_HAS_STORED = "SELECT 1 FROM articles WHERE id IN (SELECT value FROM json_each(?)) LIMIT 1"
_HAS_REMOVED = (
    "SELECT 1 FROM removed_articles WHERE article IS NOT NULL"
    " AND id IN (SELECT value FROM json_each(?)) LIMIT 1"
)
Watcher = Callable[[Event], None]
StopSign = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class SnapshotSummary:
    """A snapshot; `created` is in UTC, `reason` is empty if the user asked for it.

    `digests` are the SHA-256 of its files by name, `state` changes whenever the library's articles do.
    """

    name: str
    created: datetime
    n_articles: int
    n_passages: int
    n_bytes: int
    format: int
    reason: str
    state: str
    digests: dict[str, str]


class NamedSnapshots:
    """The snapshots of the library in a folder; `others` are databases in it that are copied, too, if they exist."""

    def __init__(self, folder: Path, others: Sequence[str] = ()) -> None:
        self._library = folder
        self._folder = folder / FOLDER
        self._files = (LIBRARY_FILE, *others)

    @property
    def n_bytes(self) -> int:
        """The size of the databases that a new snapshot would copy."""
        return sum(size_of(self._library / file) for file in self._files)

    def listed(self) -> list[SnapshotSummary]:
        """Return the snapshots, the newest first; folders without a readable description are left out."""
        found = []
        for path in self._folder.glob(f"*/{_MANIFEST}"):
            if not path.parent.name.startswith("."):
                try:
                    found.append(_read(path))
                except (OSError, ValueError, KeyError, TypeError):
                    continue
        return sorted(found, key=lambda each: each.created, reverse=True)

    def named(self, name: str) -> SnapshotSummary:
        """Return the snapshot with a name, or raise SnapshotError."""
        found = next((each for each in self.listed() if each.name == name), None)
        if found is None:
            raise SnapshotError(
                self._library, f"There is no snapshot “{name}”.", "List them with: dateline snapshot list"
            )
        return found

    def unused_name(self, name: str) -> str:
        """Return a name, with a number after it if there is such a snapshot already."""
        taken = {path.name for path in self._folder.glob("*")}
        number = next(n for n in range(1, len(taken) + 2) if (name if n == 1 else f"{name}-{n}") not in taken)
        return name if number == 1 else f"{name}-{number}"

    def create(self, name: str, watch: Watcher, stopped: StopSign, reason: str = "") -> SnapshotSummary:
        """Copy the databases as they are at one moment each. Other processes may write to them meanwhile.

        A snapshot that is stopped, or fails, leaves nothing. Raises SnapshotError, NoRoomError, CancelledError.
        """
        _refuse_unsuitable(self._library, name)
        if not (self._library / LIBRARY_FILE).is_file():
            raise LibraryMissingError(self._library)
        with self._alone():
            if (self._folder / name).exists():
                raise SnapshotError(
                    self._library, f"There is already a snapshot “{name}”.", "Choose another name."
                )
            require_room(self._folder, self.n_bytes)
            with tempfile.TemporaryDirectory(
                dir=self._folder, prefix=_WORK, ignore_cleanup_errors=True
            ) as made:
                work = Path(made) / name
                work.mkdir(mode=0o700)
                self._copy(work, watch, stopped)
                _describe(work, reason)
                flush_folder(work)
                work.replace(self._folder / name)
            flush_folder(self._folder)
        return self.named(name)

    def delete(self, name: str) -> SnapshotSummary:
        """Delete a snapshot."""
        found = self.named(name)
        with self._alone():
            # Under a name that `listed` ignores, a deletion that is killed leaves no half of a snapshot.
            doomed = self._folder / f"{_WORK}{name}"
            (self._folder / name).replace(doomed)
            shutil.rmtree(doomed, ignore_errors=True)
        return found

    def verified(self, name: str) -> Path:
        """Return the folder of a snapshot whose files are as they were written, or raise SnapshotError."""
        found = self.named(name)
        folder = self._folder / name
        for file, digest in found.digests.items():
            path = folder / file
            if file not in self._files or not path.is_file() or sha256_of(path) != digest:
                raise SnapshotError(
                    self._library,
                    f"The snapshot “{name}” is damaged: {file} is missing or was changed.",
                    "Nothing was restored. Use another snapshot.",
                )
        return folder

    def containing(self, article_ids: Sequence[str]) -> list[str]:
        """Return the names of the snapshots that have the text of one of these articles, or may have it."""
        return [
            each.name
            for each in self.listed()
            if _contains(self._folder / each.name / LIBRARY_FILE, article_ids)
        ]

    def _copy(self, work: Path, watch: Watcher, stopped: StopSign) -> None:
        for file in self._files:
            if (self._library / file).is_file():
                copy_database(
                    self._library / file,
                    work / file,
                    lambda done, total, file=file: watch(CopyAdvanced(file, done, total)),  # type: ignore[misc]
                    stopped,
                )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock of the snapshots, and remove what killed processes have left."""
        from filelock import FileLock, Timeout

        make_private_folder(self._folder)
        try:
            with FileLock(self._folder / ".lock", timeout=_LOCK_SECONDS):
                for left_over in self._folder.glob(f"{_WORK}*"):
                    shutil.rmtree(left_over, ignore_errors=True)
                yield
        except Timeout as error:
            raise LibraryBusyError(self._library) from error


def timestamp() -> str:
    """Return the present local time as part of a name."""
    return f"{datetime.now().astimezone():%Y-%m-%d-%H%M%S}"


def _refuse_unsuitable(folder: Path, name: str) -> None:
    if not _NAME.fullmatch(name) or name.endswith((" ", ".")):
        raise SnapshotError(
            folder,
            f"“{name}” can't be the name of a snapshot.",
            "Use letters, digits, spaces and - _ + . (at most 80, beginning with a letter or digit).",
        )


def _describe(folder: Path, reason: str) -> None:
    """Write the description of the files in a folder, and flush it."""
    files = sorted(path.name for path in folder.iterdir())
    with closing(open_immutable(folder / LIBRARY_FILE)) as connection:
        values = {
            "created": datetime.now(UTC).isoformat(timespec="microseconds"),
            "reason": reason,
            "articles": _number(connection, "SELECT count(*) FROM articles"),
            "passages": _number(connection, "SELECT count(*) FROM passages"),
            "format": _number(connection, "PRAGMA user_version"),
            "state": state_of(connection),
            "bytes": sum((folder / file).stat().st_size for file in files),
            "sha256": {file: sha256_of(folder / file) for file in files},
        }
    with create_private_file(folder / _MANIFEST) as file:
        file.write(json.dumps(values, indent=2) + "\n")


def _read(path: Path) -> SnapshotSummary:
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return SnapshotSummary(
        path.parent.name,
        datetime.fromisoformat(values["created"]),
        int(values["articles"]),
        int(values["passages"]),
        int(values["bytes"]),
        int(values["format"]),
        str(values["reason"]),
        str(values["state"]),
        {str(file): str(digest) for file, digest in values["sha256"].items()},
    )


def state_of(connection: apsw.Connection) -> str:
    """Return a text that changes whenever a library's articles do."""
    rows = list(connection.execute("SELECT value FROM settings WHERE name = 'uuid'"))
    uuid = rows[0][0] if rows else ""
    sequence = _number(connection, "SELECT coalesce(max(sequence), 0) FROM changes")
    return f"{uuid} {sequence}"


def _contains(path: Path, article_ids: Sequence[str]) -> bool:
    """Return whether a database has the text of one of these articles; True if it can't be read."""
    wanted = (json.dumps(list(article_ids)),)
    try:
        with closing(open_immutable(path)) as connection:
            has_removed = _number(connection, "PRAGMA user_version") >= _FIRST_WITH_REMOVED
            queries = (_HAS_STORED, _HAS_REMOVED) if has_removed else (_HAS_STORED,)
            return any(list(connection.execute(query, wanted)) for query in queries)
    except (apsw.Error, OSError):
        return True


def _number(connection: apsw.Connection, sql: str) -> int:
    ((number,),) = connection.execute(sql)
    return int(number)
