"""Worker processes on this machine."""

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from typing import Any

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


class ProcessWorkers:
    """A pool of processes that ends with its parent, even if that one is killed."""

    shares_settings = True

    def __init__(self, n_workers: int) -> None:
        self.n_workers = n_workers
        self._pool = self._started()

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Run a function on a worker; see Workers."""
        try:
            return self._pool.submit(function, *arguments)
        except BrokenProcessPool as error:
            lost: Future[Any] = Future()
            lost.set_exception(error)
            return lost

    def renew(self) -> None:
        """Start new processes if one has ended, because the pool then ends the others, too."""
        try:
            self._pool.submit(os.getpid)
        except BrokenProcessPool:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = self._started()

    def close(self) -> None:
        """End the processes at once."""
        processes = list((self._pool._processes or {}).values())  # no public way before 3.14
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()

    def _started(self) -> ProcessPoolExecutor:
        # A forked copy of a process with threads, such as those of the models, can hang.
        return ProcessPoolExecutor(self.n_workers, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Prepare a worker: the parent decides what Ctrl+C stops, and the worker ends when its parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    threading.Thread(target=_end_with_parent, name="dateline-parent", daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
