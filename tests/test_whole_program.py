"""The whole program in a real terminal, driven by keys and checked on the screen."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SEEDS = Path(__file__).parent.parent / "seeds"
PATIENCE_SECONDS = 60.0

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Terminal:
    """A separate terminal, without the user's tmux settings."""

    def __init__(self, socket: str, size: tuple[int, int]) -> None:
        self._tmux = ["tmux", "-L", socket, "-f", "/dev/null"]
        width, height = map(str, size)
        self._run("new-session", "-d", "-x", width, "-y", height, "sh")

    def _run(self, *arguments: str) -> str:
        done = subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, check=True)
        return done.stdout

    def type(self, text: str) -> None:
        self._run("send-keys", "-l", text)

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

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)


@pytest.fixture(params=[(120, 36), (80, 24)], ids=["wide", "narrow"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(f"dateline-{tmp_path.name}", request.param)
    yield opened
    opened.close()


def test_index_ask_open_the_citation_and_leave(terminal: Terminal, tmp_path: Path, cache: Path) -> None:
    terminal.type(
        f"DATELINE_READER=best DATELINE_CACHE={cache} {sys.executable} -m qa.cli chat {SEEDS}"
        f" --library {tmp_path / 'library'}; echo left-$?"
    )
    terminal.press("Enter")
    # Typed while the program starts: nothing of it may be lost, and Enter is still Enter.
    terminal.type("When was the second round of talks?")
    terminal.press("Enter")
    terminal.until(lambda shown: "12 articles" in shown and "ready" in shown)
    shown = terminal.until(lambda shown: "Wednesday night" in " ".join(shown.split()))
    assert "19 September 2024" in shown
    terminal.press("Enter")
    quoted = "ended without agreement on Wednesday night"
    article = terminal.until(lambda shown: "Back" in shown and quoted in " ".join(shown.split()))
    assert "Kolkata's junior doctors stay off work" in article
    terminal.press("Escape")
    terminal.until(lambda shown: "Ask" in shown and "Back" not in shown)
    terminal.press("C-q")
    terminal.until(lambda shown: "left-0" in shown)
