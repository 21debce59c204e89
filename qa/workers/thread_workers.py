"""Worker threads of this process."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from qa.utils.parallel import run_alone


class ThreadWorkers:
    """A pool of threads; what they call runs on one thread each, see qa.utils.parallel.each."""

    shares_settings = True

    def __init__(self, n_workers: int) -> None:
        self.n_workers = n_workers
        self._pool = ThreadPoolExecutor(n_workers, "dateline-worker", initializer=run_alone)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Run a function on a thread; see Workers. Nothing is pickled."""
        return self._pool.submit(function, *arguments)

    def renew(self) -> None:
        """Do nothing, because threads only end with the process."""

    def close(self) -> None:
        """Wait for the calls in progress, and leave out the others."""
        self._pool.shutdown(cancel_futures=True)
