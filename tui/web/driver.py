"""The driver of an app whose screen is a page in a browser."""

import os
import signal
from contextlib import suppress
from typing import Any

from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp


class PageDriver(WebDriver):
    """Ends the app in order when the server is gone; Textual's own driver would let it run on unseen."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # Without a reader, a write must neither kill the app nor raise: what was asked is still to be saved.
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        self._write = self._write_if_read  # type: ignore[assignment]

    def run_input_thread(self) -> None:
        """Read what the server sends until it closes the pipe."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            with suppress(RuntimeError):  # the event loop has ended meanwhile
                self.send_message(ExitApp())

    def _write_if_read(self, data: bytes) -> int:
        with suppress(BrokenPipeError):
            return os.write(self.fileno, data)
        return len(data)
