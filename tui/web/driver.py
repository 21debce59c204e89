"""The driver of an app whose screen is a page in a browser."""

import os
import signal
from contextlib import suppress
from typing import Any

from textual.drivers.web_driver import WebDriver
from textual.events import AppFocus
from textual.messages import ExitApp


class PageDriver(WebDriver):
    """Ends the app in order when the server is gone; Textual's own driver would let it run on unseen."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # Without a reader, a write must neither kill the app nor raise, because questions are still to be saved.
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        self._write = self._write_if_read  # type: ignore[assignment]

    def run_input_thread(self) -> None:
        """Read what the server sends until it closes the pipe."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            with suppress(RuntimeError):  # the event loop has ended meanwhile
                self.send_message(ExitApp())

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Act on a message of the server.

        Textual blurs the app when it starts, by a callback. A page that is in front already reports its focus
        meanwhile; the same way keeps the order, or the keys would be ignored.
        """
        if packet_type == "focus":
            self._loop.call_soon_threadsafe(self._app.call_later, self._app.post_message, AppFocus())
        else:
            super().on_meta(packet_type, payload)

    def _write_if_read(self, data: bytes) -> int:
        with suppress(BrokenPipeError):
            return os.write(self.fileno, data)
        return len(data)
