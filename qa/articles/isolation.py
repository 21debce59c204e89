"""Parsing in a separate process, so that a hostile file can neither crash nor stall an import."""

import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from qa.articles.documents import DocumentError, Failure, Found, Limits, Request, from_json
from qa.articles.worker import request_json
from qa.utils.child_process import child_environment, python_command

_WORKER = "qa.articles.worker"
_MOST_RESTARTS = 50
_FRAME_BYTES_PER_TEXT_BYTE, _FRAME_EXTRA_BYTES = 6, 1_000_000
_WAITING = 10  # times the processor time: on a busy machine a process gets only a part of it
_TOO_SLOW = "Reading this file took too long."
_READ_BYTES = 1 << 16
_HINT = "Open it in its own program and save it again, or leave it out."


class _LostError(Exception):
    """The process ended, stalled or sent nonsense; the text says why."""


@dataclass(slots=True)
class _Reached:
    """How many members have been started, and the place of the last one."""

    n_started: int = 0
    place: str = ""


class IsolatedParser:
    """Parses files in one long-lived process, which is replaced after a fault; for one thread at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._buffer = bytearray()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        self._buffer.clear()
        if process is not None:
            process.kill()
            process.communicate()

    def documents(self, data: bytes, request: Request) -> Iterator[Found]:
        """Yield the documents of a file; a member that ends the process is a failure, and the next ones follow."""
        reached = _Reached()
        for _ in range(_MOST_RESTARTS):
            skip = reached.n_started
            try:
                yield from self._once(data, request, reached)
            except _LostError as error:
                yield Failure(f"{error}", _HINT, reached.place)
                if reached.n_started == skip:
                    return
            else:
                return
        yield Failure("Too many files in this archive can't be read; the rest was left out.", _HINT)

    def frame(self, data: bytes, request: Request, extra: dict[str, Any]) -> dict[str, Any]:
        """Return the one frame that answers a request with `extra` entries; DocumentError if the process ends."""
        try:
            self._send(data, {**request_json(request, len(data), 0), **extra})
            return self._frame()
        except _LostError as error:
            self.close()
            raise DocumentError(f"{error}", _HINT) from error

    def _once(self, data: bytes, request: Request, reached: _Reached) -> Iterator[Found]:
        is_done = False
        try:
            self._send(data, request_json(request, len(data), reached.n_started))
            while "end" not in (frame := self._frame()):
                if "starting" in frame:
                    reached.n_started += 1
                    reached.place = str(frame["starting"])
                else:
                    yield _found(frame)
            is_done = True
        finally:
            if not is_done:  # also when the caller stops: what follows would answer the next request
                self.close()

    def _send(self, data: bytes, header: dict[str, Any]) -> None:
        if self._process is None or self._process.poll() is not None:
            self.close()
            command = python_command(_WORKER, str(self._limits.memory_bytes))
            self._process = subprocess.Popen(  # noqa: S603 - this Python and a module of ours
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=child_environment(),
            )
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        with suppress(BrokenPipeError):  # reading tells why the process ended
            self._process.stdin.write(json.dumps(header).encode() + b"\n" + data)
            self._process.stdin.flush()

    def _frame(self) -> dict[str, Any]:
        deadline = time.monotonic() + self._limits.seconds * _WAITING
        size = int.from_bytes(self._exactly(4, deadline))
        if size > self._limits.text_bytes * _FRAME_BYTES_PER_TEXT_BYTE + _FRAME_EXTRA_BYTES:
            raise _LostError("The text of this file is too long.")
        try:
            frame = json.loads(self._exactly(size, deadline))
        except ValueError as error:
            raise _LostError("The parser failed on this file.") from error
        return frame if isinstance(frame, dict) else {}

    def _exactly(self, n_bytes: int, deadline: float) -> bytes:
        process = self._process
        assert process is not None  # noqa: S101 - a request was sent
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        output = process.stdout.fileno()
        while len(self._buffer) < n_bytes:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([output], [], [], left)[0]:
                raise _LostError(_TOO_SLOW)
            if not (more := os.read(output, _READ_BYTES)):
                raise _LostError(self._ending(process.wait()))
            self._buffer += more
        taken = bytes(self._buffer[:n_bytes])
        del self._buffer[:n_bytes]
        return taken

    def _ending(self, code: int) -> str:
        if code == -signal.SIGXCPU:
            return _TOO_SLOW
        reason = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"The parser crashed on this file ({reason})."


def _found(frame: dict[str, Any]) -> Found:
    try:
        return from_json(frame["found"])
    except (KeyError, TypeError, ValueError) as error:
        raise _LostError("The parser failed on this file.") from error
