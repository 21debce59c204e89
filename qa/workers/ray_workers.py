"""Workers of a Ray cluster: one that exists, or one that is started on this machine and ends with this process."""

import importlib
import ipaddress
import logging
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from importlib.metadata import version
from pathlib import Path
from typing import Any

from qa.errors import DatelineError, WorkersError, brief
from qa.utils.parallel import n_processors
from qa.workers.pool import LOCAL

_STORE_BYTES = 256 << 20  # for results on their way; more of them go to the disk
_FOLDER = "dateline-ray-"
_SHORT_FOLDER = "/tmp"  # noqa: S108 - only private folders are made in it
_LONGEST_FOLDER = (
    9  # characters; the sockets of Ray have paths of up to 94 more, and the limit of macOS is 103
)
_TRIED_AGAIN = 3  # by Ray itself, when the worker or its machine ends
_ALWAYS = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
}
# Ray only listens on all addresses on Linux, where other machines may belong to the cluster; this turns it off.
_LOOPBACK_ONLY = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token"}


class RayWorkers:
    """Ray tasks with one processor each.

    A cluster that this process started or joined before is used again, and stays open.
    """

    shares_settings = False

    def __init__(self, address: str, n_workers: int | None) -> None:
        if n_workers is not None and address != LOCAL:
            raise WorkersError(
                "--workers can't limit the workers of a running cluster.", "Leave it out, or use --ray local."
            )
        self._folder: Path | None = None
        self._ray = _imported(is_local=address == LOCAL)
        self._ray._private.worker._worker_logs_enabled = False  # else Ray prints on standard output
        self._owned = not self._ray.is_initialized()
        if self._owned:
            try:
                self._start(n_workers or n_processors()) if address == LOCAL else self._join(address)
            except BaseException:
                self.close()
                raise
        self.n_workers = max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        self._task = self._ray.remote(num_cpus=1, max_retries=_TRIED_AGAIN)(_called)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Run a function on a worker; see Workers."""
        ours: Future[Any] = Future()
        reference = self._task.remote(
            version("dateline-qa"), function.__module__, function.__qualname__, arguments
        )
        reference.future().add_done_callback(lambda theirs: self._pass_on(theirs, ours))
        return ours

    def renew(self) -> None:
        """Do nothing, because Ray replaces workers itself."""

    def close(self) -> None:
        """Leave the cluster, which ends this process's tasks; one that was started here ends."""
        if self._owned:
            self._ray.shutdown()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, n_workers: int) -> None:
        """Start a cluster that only this process can use: on the loopback address, with a token nobody else has."""
        _remove_left_over()
        self._folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-", dir=_folder()))
        self._init(
            LOCAL,
            num_cpus=n_workers,
            object_store_memory=_STORE_BYTES,
            include_dashboard=False,
            _temp_dir=str(self._folder),
        )
        address = self._ray.util.get_node_ip_address()
        if not ipaddress.ip_address(address).is_loopback:
            raise WorkersError(
                f"Ray would accept connections from other machines, at {address}.",
                "Use --workers without --ray.",
            )

    def _join(self, address: str) -> None:
        self._init(address)

    def _init(self, address: str, **options: Any) -> None:
        try:
            self._ray.init(
                address=address,
                log_to_driver=False,
                logging_level=logging.CRITICAL,
                configure_logging=True,
                **options,
            )
        except (OSError, RuntimeError, ValueError, TimeoutError) as error:
            where = "start Ray on this machine" if address == LOCAL else f"use the Ray cluster at {address}"
            raise WorkersError(
                f"Can't {where} ({brief(error)}).",
                "Check the address, and that the cluster is running and has the same version of Ray.",
            ) from error

    def _pass_on(self, theirs: Future[Any], ours: Future[Any]) -> None:
        error = theirs.exception()
        if error is None:
            result = theirs.result()
            ours.set_exception(result.error) if isinstance(result, _Raised) else ours.set_result(result)
        elif isinstance(error, self._ray.exceptions.RayTaskError):
            ours.set_exception(error)
        else:
            lost = BrokenExecutor(brief(error) if isinstance(error, Exception) else str(error))
            ours.set_exception(lost)


def _folder() -> str:
    """Return the folder for temporary files, or a shorter one if its path is too long for sockets."""
    usual = tempfile.gettempdir()
    is_short = len(os.fsencode(usual)) <= _LONGEST_FOLDER
    return usual if is_short or not Path(_SHORT_FOLDER).is_dir() else _SHORT_FOLDER


def _remove_left_over() -> None:
    """Delete the folders of killed processes."""
    for folder in Path(_folder()).glob(f"{_FOLDER}*"):
        owner = folder.name.removeprefix(_FOLDER).partition("-")[0]
        if owner.isdecimal() and not _is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # another user's
    return True


class _Raised:
    """An error for the user. Ray would wrap it in its own error."""

    def __init__(self, error: DatelineError) -> None:
        self.error = error


def _called(wanted_version: str, module: str, name: str, arguments: tuple[Any, ...]) -> Any:
    """Run a function of Dateline, found by its name, on a worker that has the same version."""
    try:
        if (found := version("dateline-qa")) != wanted_version:
            raise WorkersError(
                f"A worker has Dateline {found}, this machine has {wanted_version}.",
                "Install the same version on all machines of the cluster.",
            )
        return getattr(importlib.import_module(module), name)(*arguments)
    except DatelineError as error:
        return _Raised(error)


def _imported(*, is_local: bool) -> Any:
    """Return Ray, set up not to send anything, not to print, and, on this machine, not to be reachable."""
    os.environ.update(_ALWAYS)
    if is_local and "ray" not in sys.modules:
        os.environ.update(_LOOPBACK_ONLY | {"RAY_AUTH_TOKEN": secrets.token_hex(32)})
    try:
        import ray
    except ImportError as error:
        raise WorkersError(
            "Ray is not installed.", "Install it with: pip install 'dateline-qa[scale]'"
        ) from error
    return ray
