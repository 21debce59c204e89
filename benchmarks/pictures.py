"""Take the pictures in docs/ from the real app with the sample articles: one per screen, and an animated tour.

python -m benchmarks.pictures [FOLDER] [--size 120x36] [--theme dark] [--only stills|tour]
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Callable, Coroutine
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, Static

from benchmarks.samples import SEEDS
from benchmarks.screenshots import Screenshot, animation, still
from qa import Engine, Filters, load_settings
from tui.app import DatelineApp
from tui.batch_state import BatchStage
from tui.screens.ask import AskScreen
from tui.widgets.event_list import EventList

_QUESTIONS = (
    "Who will win the next election?",
    "How many junior doctors were in the delegation?",
    "When was the second round of talks?",
)
_MISSED = "The state had fixed the start for 6.30 pm."
_N_BATCH = 30
_PERIOD = ("2031-05-01", "2031-06-15")  # of the timeline
_TOUR_SIZE = (100, 30)
_TOUR_SECONDS = 3.5  # per frame
_TOUR_FIRST = "When was the second round of talks?"
_TOUR_NEXT = ("Who is the mediator in the ferry dispute?", "Where is she from?")
_TOUR_QUOTATIONS = "Who said what about the stoppage?"
_PATIENCE_SECONDS = 120.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parent.parent / "docs")
    parser.add_argument("--size", default="120x36")
    parser.add_argument("--theme", choices=("dark", "light", "contrast"), default="dark")
    parser.add_argument("--only", choices=("stills", "tour"))
    chosen = parser.parse_args()
    width, height = map(int, chosen.size.split("x"))
    if chosen.only != "tour":
        _run(chosen.theme, lambda app: _take(app, chosen.folder, (width, height)))
    if chosen.only != "stills":
        _run(chosen.theme, lambda app: _take_tour(app, chosen.folder / "tour.svg"))


def _run(theme: str, take: Callable[[DatelineApp], Coroutine[Any, Any, None]]) -> None:
    """Drive an app with the sample articles and an empty history."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(library=Path(folder, "seeds"), theme=theme)
        engine = Engine(settings)
        engine.index([SEEDS])
        engine.close()
        app = DatelineApp(settings)
        try:
            asyncio.run(take(app))
        finally:
            app.close()


async def _take(app: DatelineApp, folder: Path, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        for number, question in enumerate(_QUESTIONS, start=1):
            await pilot.press(*question, "enter")
            await _until(pilot, partial(_is_answered, app, number))
        await _save(pilot, app, folder / "ask.svg")
        await pilot.press("enter")
        await _save(pilot, app, folder / "article.svg")
        await pilot.press("escape", "tab", "a", "escape")
        app.asking.filters = Filters(since=date(2024, 9, 1), source="*doctors*")
        await _save(pilot, app, folder / "filters.svg")
        await pilot.press("f2")
        await _save(pilot, app, folder / "library.svg")
        await pilot.press("f4")
        await _save(pilot, app, folder / "conversations.svg")
        await _show_events(pilot, app)
        await _save(pilot, app, folder / "timeline.svg")
        await pilot.press("f5")
        await _until(pilot, partial(_is_inspected, app))
        line = app.screen.query_one("#sentence", Input)
        line.value = _MISSED
        await pilot.press("enter")
        await pilot.pause(1)
        await _save(pilot, app, folder / "inspector.svg")
        await _take_batch(pilot, app, folder)
        await pilot.press("f8")
        app.screen.query_one("#set-library", Input).value = "~/.local/share/dateline/library"
        app.screen.query_one("#set-cache", Input).value = "~/.cache/dateline"
        await _save(pilot, app, folder / "settings.svg")
        await pilot.press("escape", "f1")
        await _save(pilot, app, folder / "help.svg")


async def _take_batch(pilot: Pilot[None], app: DatelineApp, folder: Path) -> None:
    """Ask the first sample questions, and one that cannot be asked, as a file."""
    lines = (SEEDS / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = app.settings.folder.with_name("questions.txt")
    asked = [json.loads(line)["question"] for line in lines[:_N_BATCH]]
    questions.write_text("\n".join([*asked[:9], "?!", *asked[9:]]), encoding="utf-8")
    await pilot.press("f9")
    app.engine_worker.batch_worker.choose(questions)
    await _until(pilot, lambda: app.batch.stage is BatchStage.DONE)
    await pilot.press("home")
    app.screen.query_one("#batch-file", Static).update("~/questions.txt")
    await _save(pilot, app, folder / "batch.svg")


async def _show_events(pilot: Pilot[None], app: DatelineApp) -> None:
    """Open the timeline on all events of a period, in place of those about the last answer."""
    app.asking.filters = Filters()
    await pilot.press("f7")
    await _until(pilot, partial(_is_listed, app))
    for name, words in (("words", ""), ("since", _PERIOD[0]), ("until", _PERIOD[1])):
        app.screen.query_one(f"#timeline-{name}", Input).value = words
    app.screen.query_one("#timeline-until").focus()
    await pilot.press("enter")
    await pilot.pause(1)
    await _until(pilot, partial(_is_listed, app))
    if not app.screen.query_one(EventList).events:
        raise SystemExit(f"The timeline has no events from {_PERIOD[0]} to {_PERIOD[1]}.")
    await pilot.press("home", *["right"] * 5)


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


def _is_inspected(app: DatelineApp) -> bool:
    return app.screen.query_one("#steps", Static).has_class("-found")


async def _taken(pilot: Pilot[None], app: DatelineApp) -> Screenshot:
    await pilot.pause(0.5)
    return Screenshot.parse(app.export_screenshot())


async def _save(pilot: Pilot[None], app: DatelineApp, path: Path) -> None:
    path.write_text(still(await _taken(pilot, app)), encoding="utf-8")


async def _take_tour(app: DatelineApp, path: Path) -> None:
    """Ask, follow up, open the article, explain the answer, and show the timeline; save all as one animation."""
    frames: list[Screenshot] = []
    async with app.run_test(size=_TOUR_SIZE) as pilot:
        await _until(pilot, lambda: app.library.takes_questions and app.library.n_articles > 0)
        await pilot.press(*_TOUR_FIRST)
        frames.append(await _taken(pilot, app))
        await pilot.press("enter")
        await _until(pilot, partial(_is_answered, app, 1))
        frames.append(await _taken(pilot, app))
        await pilot.press("enter")
        frames.append(await _taken(pilot, app))
        await pilot.press("escape")
        for number, question in enumerate(_TOUR_NEXT, start=2):
            await pilot.press(*question, "enter")
            await _until(pilot, partial(_is_answered, app, number))
            frames.append(await _taken(pilot, app))
        await pilot.press("f5")
        await _until(pilot, partial(_is_inspected, app))
        frames.append(await _taken(pilot, app))
        await pilot.press("escape", *_TOUR_QUOTATIONS, "enter")
        await _until(pilot, partial(_is_answered, app, len(_TOUR_NEXT) + 2))
        frames.append(await _taken(pilot, app))
        await _show_events(pilot, app)
        frames.append(await _taken(pilot, app))
    path.write_text(animation(frames, _TOUR_SECONDS), encoding="utf-8")


if __name__ == "__main__":
    main()
