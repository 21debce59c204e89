"""Workers: processes that run a task's functions, on this machine or on a Ray cluster."""

from qa.workers.opening import opened_workers
from qa.workers.ordered import Ordered
from qa.workers.pool import Workers

__all__ = ["Ordered", "Workers", "opened_workers"]
