"""Libraries by name. Importing this is cheap, because the app needs it before its first frame."""

import os
from pathlib import Path

from qa.errors import SettingsError
from qa.settings.locations import LIBRARY_FILE, default_library
from qa.settings.recent_libraries import library_name, recent_libraries
from qa.utils.text import folded


def library_named(name: str) -> Path:
    """Return the folder of the library with a name, or at a path; SettingsError if several have the name.

    A name without a slash is a folder here if a library is in it, else a library that was used before, else a folder.
    """
    path = Path(os.path.abspath(Path(name).expanduser()))  # noqa: PTH100 - keep links as the user wrote them
    if os.sep in name or is_library(path):
        return path
    found = [each.path for each in recent_libraries() if folded(library_name(each.path)) == folded(name)]
    if len(found) > 1:
        listed = ", ".join(map(str, found))
        raise SettingsError(f"{len(found)} libraries are called “{name}”: {listed}.", "Give the path of one.")
    return found[0] if found else path


def new_library_path(name: str) -> Path:
    """Return the folder for a new library: beside the default one, or where a name with a slash says."""
    if os.sep in name or name.startswith("~"):
        return Path(os.path.abspath(Path(name).expanduser()))  # noqa: PTH100 - as in library_named
    return default_library().parent / name


def is_library(path: Path) -> bool:
    """Return whether there is a library in a folder."""
    try:
        return (path / LIBRARY_FILE).is_file()
    except OSError:
        return False
