"""Libraries by name. Importing this is cheap, because the app needs it before its first frame."""

import os
from pathlib import Path

from qa.errors import SettingsError
from qa.settings.library_location import (
    LanceAddress,
    LibraryLocation,
    has_tables,
    is_lance_address,
    lance_address,
)
from qa.settings.locations import LIBRARY_FILE, default_library
from qa.settings.recent_libraries import library_name, recent_libraries
from qa.utils.text import folded


def library_named(name: str) -> LibraryLocation:
    """Return where the library with a name, a path or an address is; SettingsError if several have the name.

    A name without a slash is a folder here if a library is in it, else a library that was used before, else a folder.
    """
    if is_lance_address(name):
        return _lance_address(name)
    path = Path(os.path.abspath(Path(name).expanduser()))  # noqa: PTH100 - keep links as the user wrote them
    if os.sep in name or is_library(path):
        return path
    found = [each.path for each in recent_libraries() if folded(library_name(each.path)) == folded(name)]
    if len(found) > 1:
        listed = ", ".join(map(str, found))
        raise SettingsError(f"{len(found)} libraries are called “{name}”: {listed}.", "Give the path of one.")
    return found[0] if found else path


def new_library_path(name: str) -> LibraryLocation:
    """Return the location of a new library: beside the default one, or at the given path or address."""
    if is_lance_address(name):
        return _lance_address(name)
    if os.sep in name or name.startswith("~"):
        return Path(os.path.abspath(Path(name).expanduser()))  # noqa: PTH100 - as in library_named
    return default_library().parent / name


def library_in(folder: Path) -> LibraryLocation | None:
    """Return the library that a folder is, holds as “library”, or has in LanceDB tables; None if there is none."""
    found = next((each for each in (folder, folder / "library") if is_library(each)), None)
    if found is None and has_tables(folder):
        return LanceAddress(str(folder))
    return found


def is_library(path: LibraryLocation) -> bool:
    """Return whether there is a library at a location; whether in a bucket, as far as this machine has used it."""
    try:
        if isinstance(path, LanceAddress):
            return path.folder.is_dir()
        return (path / LIBRARY_FILE).is_file()
    except OSError:
        return False


def _lance_address(name: str) -> LanceAddress:
    try:
        return lance_address(name)
    except ValueError as error:
        raise SettingsError(f"The library “{name}” {error}.", "Correct the address.") from None
