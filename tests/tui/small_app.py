"""A small app for the tests of the server: `python -m tests.tui.small_app LOG [stubborn]`.

It notes in LOG its process id, its size, its focus, its keys, and that it ended.
A stubborn app does not end when asked to.
"""

import os
import signal
import sys
import time
from pathlib import Path

from textual.app import App
from textual.events import Key, Resize


class SmallApp(App[None]):
    def __init__(self, log: Path) -> None:
        super().__init__()
        self.log_path = log

    def note(self, words: str) -> None:
        with self.log_path.open("a") as file:
            file.write(f"{words}\n")

    def on_resize(self, event: Resize) -> None:
        self.note(f"size {event.size.width}x{event.size.height}")

    def on_app_focus(self) -> None:
        self.note("focus")

    def on_app_blur(self) -> None:
        self.note("blur")

    def on_key(self, event: Key) -> None:
        self.note(f"key {event.key}")
        if event.key == "s":
            self.deliver_screenshot("../é.svg")
        elif event.key == "u":
            self.open_url("https://x.example/")
        elif event.key == "q":
            self.exit()


def main() -> None:
    app = SmallApp(Path(sys.argv[1]))
    app.note(f"pid {os.getpid()}")
    app.run()
    if "stubborn" in sys.argv:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)
    app.note("ended")


if __name__ == "__main__":
    main()
