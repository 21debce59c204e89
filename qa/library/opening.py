"""Opens a library with the engine that stores it."""

from collections.abc import Callable
from pathlib import Path

from qa.errors import UnsupportedError
from qa.library.embedded import EmbeddedLibrary
from qa.library.interface import Library
from qa.library.upgrading import Upgrade


def _ignore(upgrade: Upgrade) -> None:
    """Do nothing."""


def open_library(location: Path, on_upgrade: Callable[[Upgrade], None] = _ignore) -> Library:
    """Return the library at a location, which need not exist yet; nothing is read before it is used."""
    return EmbeddedLibrary(location, on_upgrade=on_upgrade)


def embedded(library: Library, what: str, instead: str) -> EmbeddedLibrary:
    """Return a library that the embedded engine stores; UnsupportedError if another does.

    `what` is the plural of what only that engine has ("Snapshots"), and `instead` is what the user can do.
    """
    if isinstance(library, EmbeddedLibrary):
        return library
    raise UnsupportedError(library.folder, what, instead)
