"""Take the pictures in docs/ from the real app, on the sample articles.

    python -m benchmarks.pictures [FOLDER] [--size 120x36] [--theme dark]

Needs `rsvg-convert` (librsvg) and the font DejaVu Sans Mono.
"""

import argparse
import asyncio
import json
import re
import subprocess
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input, Static

from benchmarks.samples import SEEDS
from qa import Engine, Filters, load_settings
from tui.app import DatelineApp
from tui.batch_state import BatchStage
from tui.screens.ask import AskScreen

_FONT = "DejaVu Sans Mono"
_SPACED = "font-size: 20px; letter-spacing: 0.16px;"  # its cells are 12.04 wide, the picture's 12.2
_QUESTIONS = (
    "Who will win the next election?",
    "How many junior doctors were in the delegation?",
    "When was the second round of talks?",
)
_MISSED = "The doctors had gone to the state secretariat for the talks"
_N_BATCH = 30
_PATIENCE_SECONDS = 120.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parent.parent / "docs")
    parser.add_argument("--size", default="120x36")
    parser.add_argument("--theme", choices=("dark", "light", "contrast"), default="dark")
    chosen = parser.parse_args()
    width, height = map(int, chosen.size.split("x"))
    with tempfile.TemporaryDirectory() as library:
        settings = load_settings(library=Path(library, "seeds"), theme=chosen.theme)
        engine = Engine(settings)
        engine.index([SEEDS])
        engine.close()
        app = DatelineApp(settings)
        try:
            asyncio.run(_take(app, chosen.folder, (width, height)))
        finally:
            app.close()


async def _take(app: DatelineApp, folder: Path, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        for number, question in enumerate(_QUESTIONS, start=1):
            await pilot.press(*question, "enter")
            await _until(pilot, partial(_is_answered, app, number))
        await _save(pilot, app, folder / "ask.png")
        await pilot.press("enter")
        await _save(pilot, app, folder / "article.png")
        await pilot.press("escape", "tab", "a", "escape")
        app.asking.filters = Filters(since=date(2024, 9, 1), source="*doctors*")
        await _save(pilot, app, folder / "filters.png")
        await pilot.press("f2")
        await _save(pilot, app, folder / "library.png")
        await pilot.press("f4")
        await _save(pilot, app, folder / "conversations.png")
        await pilot.press("f7")
        await _until(pilot, partial(_is_listed, app))
        await pilot.press("a")
        await _until(pilot, partial(_is_listed, app))
        for name, day in (("since", "2031-05-01"), ("until", "2031-06-15")):
            app.screen.query_one(f"#timeline-{name}", Input).value = day
        await pilot.press(*["right"] * 5)
        await _save(pilot, app, folder / "timeline.png")
        await pilot.press("f5")
        await pilot.pause(1)
        line = app.screen.query_one("#sentence", Input)
        line.value = _MISSED
        await pilot.press("enter")
        await pilot.pause(1)
        await _save(pilot, app, folder / "inspector.png")
        await _take_batch(pilot, app, folder)
        await pilot.press("f8")
        app.screen.query_one("#set-library", Input).value = "~/.local/share/dateline/library"
        app.screen.query_one("#set-cache", Input).value = "~/.cache/dateline"
        await _save(pilot, app, folder / "settings.png")
        await pilot.press("escape", "f1")
        await _save(pilot, app, folder / "help.png")


async def _take_batch(pilot: Pilot[None], app: DatelineApp, folder: Path) -> None:
    """Ask the first sample questions, and one that cannot be asked, as a file."""
    lines = (SEEDS / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = app.settings.library.with_name("questions.txt")
    asked = [json.loads(line)["question"] for line in lines[:_N_BATCH]]
    questions.write_text("\n".join([*asked[:9], "?!", *asked[9:]]), encoding="utf-8")
    await pilot.press("f9")
    app.engine_worker.batch_worker.choose(questions)
    await _until(pilot, lambda: app.batch.stage is BatchStage.DONE)
    await pilot.press("home")
    app.screen.query_one("#batch-file", Static).update("~/questions.txt")
    await _save(pilot, app, folder / "batch.png")


async def _until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while not holds():
            await pilot.pause(0.05)


def _is_answered(app: DatelineApp, n_questions: int) -> bool:
    screen = app.screen
    turns = screen.turns if isinstance(screen, AskScreen) else []
    return len(turns) == n_questions and not turns[-1].is_pending


def _is_listed(app: DatelineApp) -> bool:
    return "dated event" in str(app.screen.query_one("#timeline-status", Static).render())


async def _save(pilot: Pilot[None], app: DatelineApp, path: Path) -> None:
    """Save the screen as PNG.

    Textual's picture asks for a font from the net; ours names one that is here, spaced to the same cells.
    Blanks at the edges of a text would be dropped unless they are declared to count.
    """
    await pilot.pause(0.5)
    drawn = app.export_screenshot(title="Dateline")
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    drawn = drawn.replace("Fira Code", _FONT).replace("font-size: 20px;", _SPACED)
    drawn = re.sub(r"<text ([^>]*)>([^<]*)</text>", _preserved, drawn)
    command = ["rsvg-convert", "--output", str(path), "--width", "1600"]
    subprocess.run(command, input=drawn, text=True, check=True)


def _preserved(text: re.Match[str]) -> str:
    words = text[2].replace("&#160;", " ").replace("\N{NO-BREAK SPACE}", " ")
    return f'<text xml:space="preserve" {text[1]}>{words}</text>'


if __name__ == "__main__":
    main()
