"""One page's app: a separate process that speaks Textual's packet protocol on its pipes."""

import asyncio
import json
import os
import signal
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from tui.web.browser_messages import Resized

_READY = b"__GANGLION__\n"
_MOST_LINES_BEFORE = 10
_MOST_ERROR_LINES = 20
_QUIT_SECONDS = 5.0
_TERMINATE_SECONDS = 2.0

Packet = tuple[bytes, bytes]


class AppProcess:
    """Runs the app; `async with` starts it and makes sure that it has ended."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], size: Resized) -> None:
        self._command = command
        self._environment = {
            **environment,
            "TEXTUAL_DRIVER": "tui.web.driver:PageDriver",
            "TEXTUAL_COLOR_SYSTEM": "truecolor",
            "TEXTUAL_FPS": "60",
            "TERM_PROGRAM": "textual",
            "COLUMNS": str(size.columns),
            "ROWS": str(size.rows),
        }
        self._process: asyncio.subprocess.Process | None = None
        self._errors: deque[str] = deque(maxlen=_MOST_ERROR_LINES)
        self._reading_errors: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "AppProcess":
        # In its own session: Ctrl+C in the server's terminal stops only the server, which ends the whole group.
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._environment,
            start_new_session=True,
        )
        self._reading_errors = asyncio.create_task(self._read_errors())
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.shield(self._end())

    @property
    def errors(self) -> list[str]:
        """The last lines that the app wrote to standard error."""
        return list(self._errors)

    async def forward(self, receive: Callable[[bytes, bytes], Awaitable[None]]) -> None:
        """Hand each packet's letter and payload over until the app ends."""
        output = self._running.stdout
        assert output is not None  # noqa: S101 - it is a pipe
        for _ in range(_MOST_LINES_BEFORE):
            if await output.readline() == _READY:
                break
        with suppress(asyncio.IncompleteReadError, ConnectionResetError):
            while True:
                letter = await output.readexactly(1)
                size = int.from_bytes(await output.readexactly(4), "big")
                await receive(letter, await output.readexactly(size))

    async def send_data(self, data: bytes) -> bool:
        """Send typed input; False if the app has ended."""
        return await self._send(b"D", data)

    async def send_meta(self, meta: Mapping[str, Any]) -> bool:
        """Send a message that is not typed; False when the app has ended."""
        return await self._send(b"M", json.dumps(dict(meta)).encode())

    async def _send(self, letter: bytes, payload: bytes) -> bool:
        pipe = self._running.stdin
        assert pipe is not None  # noqa: S101
        try:
            pipe.write(letter + len(payload).to_bytes(4, "big") + payload)
            await pipe.drain()
        except (OSError, RuntimeError):
            return False
        return True

    async def _end(self) -> None:
        """Let the app end, then terminate it, then kill it and its children."""
        process = self._running
        assert process.stdin is not None  # noqa: S101
        process.stdin.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(_QUIT_SECONDS):
                await self._discard_output()
                await process.wait()
        if process.returncode is None:
            with suppress(ProcessLookupError, TimeoutError):
                process.terminate()
                await asyncio.wait_for(process.wait(), _TERMINATE_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        if self._reading_errors is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._reading_errors, _TERMINATE_SECONDS)

    async def _discard_output(self) -> None:
        """Read on: a full pipe would keep the app from ending."""
        output = self._running.stdout
        assert output is not None  # noqa: S101
        while await output.read(65536):
            pass

    async def _read_errors(self) -> None:
        stream = self._running.stderr
        assert stream is not None  # noqa: S101
        while True:
            try:
                line = await stream.readline()
            except ValueError:  # a line longer than the stream's limit
                continue
            if not line:
                return
            self._errors.append(line.decode("utf-8", "replace").rstrip())

    @property
    def _running(self) -> asyncio.subprocess.Process:
        assert self._process is not None, "not started"  # noqa: S101
        return self._process
