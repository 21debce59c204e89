"""The lock that one writing process of a machine holds."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import LibraryBusyError
from qa.settings.library_location import LibraryLocation

if TYPE_CHECKING:
    from filelock import BaseFileLock

_LOCK_FILE = "writer.lock"
_POLL_SECONDS = 0.2


def acquired(folder: Path, location: LibraryLocation, wait: Callable[[], bool] | None) -> "BaseFileLock":
    """Return the writer's lock in a library's folder, acquired; the caller releases it.

    If another process holds it, `wait` is called a few times a second as long as it returns True. Then, and at once
    without `wait`, LibraryBusyError is raised.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / _LOCK_FILE)
    try:
        lock.acquire(
            timeout=0 if wait is None else -1,
            poll_interval=_POLL_SECONDS,
            cancel_check=lambda: wait is not None and not wait(),
        )
    except Timeout as error:
        raise LibraryBusyError(location) from error
    return lock
