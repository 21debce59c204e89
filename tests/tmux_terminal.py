"""A real terminal for tests of the whole program."""

import shutil
import subprocess
import time
from collections.abc import Callable
from uuid import uuid4

import pytest

PATIENCE_SECONDS = 60.0

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Terminal:
    """A separate terminal, without the user's tmux settings."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._tmux = ["tmux", "-L", f"dateline-{uuid4().hex}", "-f", "/dev/null"]
        width, height = map(str, size)
        self._run("new-session", "-d", "-x", width, "-y", height, "sh")

    def _run(self, *arguments: str) -> str:
        done = subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, check=True)
        return done.stdout

    def type(self, text: str) -> None:
        self._run("send-keys", "-l", text)

    def paste(self, text: str) -> None:
        """Paste as the terminal's own key does."""
        self._run("set-buffer", text)
        self._run("paste-buffer", "-p", "-d")

    def press(self, key: str) -> None:
        self._run("send-keys", key)

    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def until(self, holds: Callable[[str], bool]) -> str:
        end = time.monotonic() + PATIENCE_SECONDS
        while not holds(shown := self.screen()):
            assert time.monotonic() < end, f"waited in vain; on the screen:\n{shown}"
            time.sleep(0.1)
        return shown

    def shows(self, *words: str) -> str:
        """Wait until all words are on the screen, wherever its lines are broken; return the screen."""
        return self.until(lambda shown: all(each in _unbroken(shown) for each in words))

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)


def _unbroken(shown: str) -> str:
    return " ".join("".join(" " if char in "│┃▌▎╭╮╰╯─" else char for char in shown).split())
