"""Opening workers of either kind."""

from collections.abc import Iterator
from contextlib import contextmanager

from qa.utils.parallel import n_processors
from qa.workers.pool import Workers


@contextmanager
def opened_workers(n_workers: int | None, address: str | None = None) -> Iterator[Workers]:
    """Open workers, and end them with the block.

    With an address they run on a Ray cluster, and `n_workers` limits how many of its processors are used; `LOCAL`
    starts a cluster on this machine. Without one they are processes of this machine. Raises WorkersError.
    """
    workers = _opened(n_workers, address)
    try:
        yield workers
    finally:
        workers.close()


def _opened(n_workers: int | None, address: str | None) -> Workers:
    if address is None:
        from qa.workers.process_workers import ProcessWorkers

        return ProcessWorkers(n_workers or n_processors())
    from qa.workers.ray_workers import RayWorkers

    return RayWorkers(address, n_workers)
