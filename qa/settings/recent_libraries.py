"""The libraries that were used lately, in a small file of the user."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qa.settings.library_location import LanceAddress, LibraryLocation, is_lance_address, lance_address
from qa.settings.locations import default_library, state_folder

_MOST_LIBRARIES = 50
_GENERAL_NAMES = ("library", ".dateline")
DEFAULT_NAME = "default"


@dataclass(frozen=True, slots=True)
class RecentLibrary:
    """Where a library is, and when it was used last, in UTC."""

    path: LibraryLocation
    used: datetime


def recent_libraries() -> list[RecentLibrary]:
    """Return the libraries that were used, the last one first; none if the file can't be read."""
    try:
        stored = json.loads(_file().read_text(encoding="utf-8"))
        found = [
            RecentLibrary(_location(each["path"]), datetime.fromisoformat(each["used"])) for each in stored
        ]
    except (OSError, ValueError, TypeError, KeyError):
        return []
    return sorted(found, key=lambda each: each.used.timestamp(), reverse=True)


def note_library(path: LibraryLocation) -> None:
    """Record that a library is used now; a file that can't be written only costs the record."""
    others = [each for each in recent_libraries() if each.path != path]
    _write([RecentLibrary(path, datetime.now(UTC)), *others])


def forget_library(path: LibraryLocation) -> None:
    """Take a library off the list; it is not deleted."""
    _write([each for each in recent_libraries() if each.path != path])


def library_name(path: LibraryLocation) -> str:
    """Return the name of a library: that of its folder, or of the folder above if every library is called so."""
    if path == default_library():
        return DEFAULT_NAME
    if isinstance(path, LanceAddress):
        return path.name
    return path.parent.name if path.name in _GENERAL_NAMES and path.parent.name else path.name


def _location(stored: Any) -> LibraryLocation:
    is_address = isinstance(stored, str) and is_lance_address(stored)
    return lance_address(stored) if is_address else Path(stored)


def _file() -> Path:
    return state_folder() / "libraries.json"


def _write(libraries: list[RecentLibrary]) -> None:
    from qa.utils.atomic_write import replacing  # only needed for a change
    from qa.utils.private_files import FILE_MODE, make_private_folder

    entries = [
        {"path": str(each.path), "used": each.used.isoformat()} for each in libraries[:_MOST_LIBRARIES]
    ]
    try:
        make_private_folder(_file().parent)
        with replacing(_file(), FILE_MODE) as file:
            json.dump(entries, file, indent=1)
    except (OSError, UnicodeEncodeError):
        return
