"""The app in its own terminal (tmux), driven by keys and read from the screen."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.reliability.samples import Sample

_PATIENCE_SECONDS = 90.0
_POLL_SECONDS = 0.05
_CARD = "▌"
_ANSWERED = re.compile(r"· \d+(?:\.\d+)? s\b")  # the last line of an answer's card


class AppInTerminal:
    """`dateline chat` in tmux; what was on the screen stays readable after the app is killed."""

    def __init__(self, socket: str, library: Path, *, environment: dict[str, str] | None = None) -> None:
        self._tmux = ["tmux", "-L", socket, "-f", "/dev/null"]
        variables = {name: os.environ[name] for name in os.environ if name.startswith("DATELINE_")}
        settings = [f"{name}={value}" for name, value in {**variables, **(environment or {})}.items()]
        command = ["env", *settings, sys.executable, "-m", "qa.cli", "chat", "--library", str(library)]
        self._run("new-session", "-d", "-x", "110", "-y", "40", "sleep", "1000")
        self._run("set", "-g", "remain-on-exit", "on")
        self._run("respawn-pane", "-k", *command)

    def ask(self, question: str) -> None:
        """Type a question and send it."""
        self._run("send-keys", "-l", question)
        self._run("send-keys", "Enter")

    def press(self, key: str) -> None:
        """Press one key, named as tmux names it."""
        self._run("send-keys", key)

    def screen(self) -> str:
        """Return what is on the screen."""
        return self._run("capture-pane", "-p")

    def until(self, holds: Callable[[str], bool]) -> bool:
        """Wait until the screen meets a condition. Return whether it did in time."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while not holds(self.screen()):
            if time.monotonic() > end or self.has_ended():
                return False
            time.sleep(_POLL_SECONDS)
        return True

    def has_ended(self) -> bool:
        """Whether the app has ended."""
        return self._run("display", "-p", "#{pane_dead}").strip() == "1"

    def kill(self) -> str:
        """Kill the app (SIGKILL) and return what was on the screen at that moment."""
        os.kill(int(self._run("display", "-p", "#{pane_pid}")), signal.SIGKILL)
        while not self.has_ended():
            time.sleep(_POLL_SECONDS)
        return self.screen()

    def close(self) -> None:
        """End the app and the terminal."""
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, check=True)
        return done.stdout


def is_asked(sample: Sample, screen: str) -> bool:
    """Whether the screen shows the question as asked: on its card, not in the input line."""
    return any(_CARD in line and sample.question in line for line in screen.splitlines())


def is_answered(sample: Sample, screen: str) -> bool:
    """Whether the screen shows the answer to a question that was asked last."""
    lines = screen.splitlines()
    asked = [
        number
        for number, line in enumerate(lines)
        if line.lstrip().startswith(_CARD) and sample.question in line
    ]
    return bool(asked) and any(_ANSWERED.search(line) for line in lines[asked[-1] :])


def is_ready(screen: str) -> bool:
    """Whether the app is ready for questions."""
    return screen.partition("\n")[0].rstrip().endswith("ready")
