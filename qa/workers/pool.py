"""What all kinds of workers have in common."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

LOCAL = "local"  # the address that starts a Ray cluster on this machine


class Workers(Protocol):
    """Processes that run functions of modules that they can import, each on one thread."""

    @property
    def n_workers(self) -> int:
        """The number of calls that run at a time."""

    @property
    def shares_settings(self) -> bool:
        """Whether the workers run on this machine, with this process's paths."""

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Run a function on a worker; arguments, result and errors are pickled.

        The future has a `BrokenExecutor` error if the worker ended before the call did.
        """

    def renew(self) -> None:
        """Replace workers that have ended. Calls that were lost with them must be submitted again."""

    def close(self) -> None:
        """End the workers at once; calls in progress are abandoned."""
