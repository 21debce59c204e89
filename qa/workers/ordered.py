"""Results of workers in the order of the calls, even if some workers end."""

import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from concurrent.futures import TimeoutError as NotDoneError
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from qa.errors import CancelledError
from qa.workers.pool import Workers

_Item = TypeVar("_Item")
_AHEAD = 4  # calls that are submitted for each worker, so that none waits for the results before its own
_MOST_LOST = 3
_POLL_SECONDS = 0.2


@dataclass(slots=True)
class _Call(Generic[_Item]):
    item: _Item
    arguments: tuple[Any, ...] | None
    future: Future[Any] = field(default_factory=Future)
    size: int = 0

    @property
    def is_lost(self) -> bool:
        return self.future.done() and isinstance(self.future.exception(), BrokenExecutor)


@dataclass(frozen=True, slots=True)
class LostCall:
    """The result of a call whose workers ended each time, with nothing else running."""


class Ordered(Generic[_Item]):
    """Calls of one function by workers; results come back in the order of the calls.

    When a worker ends, the oldest call is repeated alone, and the others after it. So a call that ends its worker
    each time is found, and costs the others nothing but time. The calls are full at a total size of `most_held`.
    """

    def __init__(
        self,
        workers: Workers,
        function: Callable[..., Any],
        stopped: Callable[[], bool] = lambda: False,
        most_held: int = sys.maxsize,
    ) -> None:
        self._workers, self._function, self._stopped = workers, function, stopped
        self._most_held, self._held = most_held, 0
        self._calls: deque[_Call[_Item]] = deque()

    def __len__(self) -> int:
        return len(self._calls)

    @property
    def is_full(self) -> bool:
        """Whether enough calls are submitted to keep all workers busy, or they hold as much as they may."""
        return len(self._calls) >= _AHEAD * self._workers.n_workers or self._held >= self._most_held

    @property
    def is_ready(self) -> bool:
        """Whether the result of the oldest call is there."""
        return bool(self._calls) and self._calls[0].future.done() and not self._calls[0].is_lost

    def add(self, item: _Item, *arguments: Any, size: int = 0) -> None:
        """Submit a call; `item` is returned with its result."""
        call = _Call(item, arguments, size=size)
        call.future = self._workers.submit(self._function, *arguments)
        self._append(call)

    def add_done(self, item: _Item, result: Any, *, size: int = 0) -> None:
        """Add an item that needs no call, with its result."""
        call = _Call(item, None, size=size)
        call.future.set_result(result)
        self._append(call)

    def take(self) -> tuple[_Item, Any]:
        """Wait for the oldest call; return its item and its result, or LostCall.

        Raises what the call raised, and CancelledError if `stopped` returns True.
        """
        call = self._calls[0]
        result: Any = LostCall()
        for _ in range(1 + _MOST_LOST):
            try:
                result = self._result(call.future)
                break
            except BrokenExecutor:
                self._workers.renew()
                self._submit_again(call)
        self._calls.popleft()
        self._held -= call.size
        for each in self._calls:
            if each.is_lost:
                self._submit_again(each)
        return call.item, result

    def _append(self, call: _Call[_Item]) -> None:
        self._calls.append(call)
        self._held += call.size

    def _submit_again(self, call: _Call[_Item]) -> None:
        call.future = self._workers.submit(self._function, *(call.arguments or ()))

    def _result(self, future: Future[Any]) -> Any:
        while True:
            if self._stopped():
                raise CancelledError
            try:
                return future.result(_POLL_SECONDS)
            except NotDoneError:
                if future.done():  # the call itself timed out
                    raise
