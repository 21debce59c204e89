"""The whole program in a real terminal, driven by keys and checked on the screen."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tmux_terminal import Terminal, needs_tmux

SEEDS = Path(__file__).parent.parent / "seeds"

pytestmark = needs_tmux


@pytest.fixture(params=[(120, 36), (80, 24)], ids=["wide", "narrow"])
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    opened = Terminal(request.param)
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
