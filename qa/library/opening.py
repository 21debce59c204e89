"""Opens a library with the engine that stores it."""

from collections.abc import Callable

from qa.errors import EngineMissingError, UnsupportedError
from qa.library.embedded import EmbeddedLibrary
from qa.library.interface import Library
from qa.library.upgrading import Upgrade
from qa.settings.library_location import LanceAddress, LibraryLocation


def _ignore(upgrade: Upgrade) -> None:
    """Do nothing."""


def open_library(location: LibraryLocation, on_upgrade: Callable[[Upgrade], None] = _ignore) -> Library:
    """Return the library at a location, which need not exist yet; nothing is read before it is used."""
    if isinstance(location, LanceAddress):
        return _lance_library(location)
    return EmbeddedLibrary(location, on_upgrade=on_upgrade)


def embedded(library: Library, what: str, instead: str) -> EmbeddedLibrary:
    """Return a library of the embedded engine. Raises UnsupportedError for another engine.

    `what` is what only that engine has ("snapshots"), and `instead` is what the user can do.
    """
    if isinstance(library, EmbeddedLibrary):
        return library
    raise UnsupportedError(library.location, what, instead)


def _lance_library(address: LanceAddress) -> Library:
    """Return a library in LanceDB tables; EngineMissingError if the packages for it are not installed."""
    try:
        from qa.library.lance.library import LanceLibrary
    except ModuleNotFoundError as error:
        if error.name != "pyarrow":
            raise
        raise EngineMissingError(address, "LanceDB", "scale") from None
    return LanceLibrary(address)
