"""Take the pictures in docs/ from the real app, on the sample articles.

    python -m benchmarks.pictures [FOLDER]

Needs `rsvg-convert` (librsvg) and the font DejaVu Sans Mono.
"""

import argparse
import asyncio
import re
import subprocess
import tempfile
from pathlib import Path

from benchmarks.samples import SEEDS
from qa import Engine, load_settings
from tui.app import DatelineApp

_SIZE = (120, 36)
_FONT = "DejaVu Sans Mono"
_SPACED = "font-size: 20px; letter-spacing: 0.16px;"  # its cells are 12.04 wide, the picture's 12.2
_QUESTIONS = ("How many junior doctors were in the delegation?", "When was the second round of talks?")
_PATIENCE_SECONDS = 30.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parent.parent / "docs")
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as library:
        settings = load_settings(library=Path(library, "seeds"))
        engine = Engine(settings)
        engine.index([SEEDS])
        engine.close()
        asyncio.run(_take(DatelineApp(settings), folder))


async def _take(app: DatelineApp, folder: Path) -> None:
    async with app.run_test(size=_SIZE) as pilot:
        for number, question in enumerate(_QUESTIONS, start=1):
            await pilot.press(*question)
            await pilot.press("enter")
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while not _is_answered(app, number):
                    await pilot.pause(0.05)
        await pilot.pause(0.5)
        _save(app, folder / "ask.png")
        await pilot.press("enter")
        await pilot.pause(0.5)
        _save(app, folder / "article.png")


def _is_answered(app: DatelineApp, n_questions: int) -> bool:
    from tui.screens.ask import AskScreen

    screen = app.screen
    turns = screen.turns if isinstance(screen, AskScreen) else []
    return len(turns) == n_questions and not turns[-1].is_pending


def _save(app: DatelineApp, path: Path) -> None:
    """Save the screen as PNG.

    Textual's picture asks for a font from the net; ours names one that is here, spaced to the same cells.
    Blanks at the edges of a text would be dropped unless they are declared to count.
    """
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
