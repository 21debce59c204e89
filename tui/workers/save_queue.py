"""A queue of saves that are retried, in the order requested, until they succeed."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from qa import ConversationsError

_FIRST_WAIT_SECONDS = 5.0
_LONGEST_WAIT_SECONDS = 60.0


class SaveQueue:
    """Runs saves in order on the pool's thread.

    A save that fails with a ConversationsError is retried, and later saves wait for it; one that fails with any
    other error is dropped. `failed` is called after each failure and `recovered` once a retry has succeeded and the
    queue is empty, both on that thread.
    """

    def __init__(
        self,
        pool: ThreadPoolExecutor,
        failed: Callable[[Exception], None],
        recovered: Callable[[], None],
        first_wait_seconds: float = _FIRST_WAIT_SECONDS,
    ) -> None:
        self._pool = pool
        self._failed, self._recovered = failed, recovered
        self._first_wait_seconds = self._wait_seconds = first_wait_seconds
        self._waiting: deque[Callable[[], object]] = deque()
        self._timer: threading.Timer | None = None
        self._error: ConversationsError | None = None

    def add(self, save: Callable[[], object]) -> None:
        """Run a save after those that are waiting."""
        self._pool.submit(self._add, save)

    def try_now(self) -> ConversationsError | None:
        """Run what waits, on the pool's thread, and return the error if something was not saved."""
        self._flush()
        return self._error

    def close(self) -> ConversationsError | None:
        """Try again, shut the pool down, and return the error if something was not saved."""
        self._submit_flush()
        self._pool.shutdown(wait=True)
        if self._timer is not None:
            self._timer.cancel()
        return self._error

    def _add(self, save: Callable[[], object]) -> None:
        self._waiting.append(save)
        self._flush()

    def _flush(self) -> None:
        while self._waiting:
            try:
                self._waiting[0]()
            except ConversationsError as error:
                self._error = error
                self._failed(error)
                self._try_later()
                return
            except Exception as error:  # noqa: BLE001 - a defect would fail again
                self._failed(error)
            self._waiting.popleft()
        if self._error is not None:
            self._error = None
            self._wait_seconds = self._first_wait_seconds
            self._recovered()

    def _try_later(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(self._wait_seconds, self._submit_flush)
        self._timer.daemon = True
        self._timer.start()
        self._wait_seconds = min(2 * self._wait_seconds, _LONGEST_WAIT_SECONDS)

    def _submit_flush(self) -> None:
        with suppress(RuntimeError):  # the pool has been shut down
            self._pool.submit(self._flush)
