"""Workers: threads, processes of this machine, or those of a Ray cluster, that run a task's functions."""

from qa.workers.opening import opened_workers
from qa.workers.ordered import Ordered
from qa.workers.pool import Workers
from qa.workers.thread_workers import ThreadWorkers

__all__ = ["Ordered", "ThreadWorkers", "Workers", "opened_workers"]
