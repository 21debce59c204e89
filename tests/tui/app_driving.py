"""Drives the app as a user would, and reads its screen."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic, process_time

import pytest
import textual.app
import textual.pilot
from textual.app import App
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from qa import Settings
from tui.app import DatelineApp
from tui.screens.ask import AskScreen
from tui.state import Turn, Work
from tui.widgets.citation_list import CitationEntry
from tui.widgets.conversation import Conversation
from tui.widgets.question_input import QuestionInput

WIDE, NARROW = (120, 36), (80, 24)
_PATIENCE_SECONDS = 60.0
_REST_SECONDS = 0.1
_LOOK_SECONDS, _N_LOOKS = 0.002, 2
_MOST_WORK = 0.25  # of a processor, in a process that is idle
_POLLING_SECONDS = (0.002, 0.05)  # the first and the longest pause

KEEPER = "Who is the new lighthouse keeper of Port Ember?"
BRIDGE = "Why was the old stone bridge over the river Sorrel closed?"


class Driver:
    """Holds an app that runs without a terminal."""

    def __init__(self, app: DatelineApp, pilot: Pilot[None], heard: list[Message]) -> None:
        self.app = app
        self.pilot = pilot
        self.press = pilot.press
        self.heard = heard

    @property
    def asking(self) -> AskScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, AskScreen)
        return screen

    @property
    def line(self) -> QuestionInput:
        return self.asking.query_one(QuestionInput)

    @property
    def turns(self) -> list[Turn]:
        return self.asking.turns

    @property
    def entries(self) -> list[CitationEntry]:
        return list(self.asking.query(CitationEntry))

    def notices(self) -> list[str]:
        """The messages shown at the edge, as they were written."""
        return [note.message for note in self.app._notifications]

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds on the screen, or fail."""
        end = monotonic() + _PATIENCE_SECONDS
        pause, longest = _POLLING_SECONDS
        while not holds():
            assert monotonic() < end, f"waited in vain; on the screen:\n{self.text()}"
            await asyncio.sleep(pause)
            pause = min(longest, 1.5 * pause)
        await self.pilot.pause()

    async def ready(self) -> None:
        await self.until(lambda: self.app.library.work is Work.RESTING)

    async def type(self, text: str) -> None:
        """Enter text in the question input."""
        self.line.insert_text_at_cursor(text)
        await self.pilot.pause()

    async def submit(self, question: str) -> Turn:
        """Ask, and return at once."""
        self.line.value = question
        await self.press("enter")
        return self.turns[-1]

    async def ask(self, question: str) -> Turn:
        """Ask, and wait for the result."""
        number = (await self.submit(question)).number
        await self.until(lambda: not self.turns[number - 1].is_pending)
        return self.turns[number - 1]

    def text(self, of: Widget | None = None) -> str:
        """Return the text of the screen, or of a widget's part of it, on one line."""
        region = of.region if of is not None else Region(0, 0, *self.app.size)
        strips = self.app.screen._compositor.render_strips()
        rows = [strip.crop(region.x, region.right).text for strip in strips[region.y : region.bottom]]
        return one_line(" ".join(row.strip(" │▌") for row in rows))

    def notified(self) -> list[str]:
        """Return the messages in the corner, oldest first."""
        return [each.message for each in self.app._notifications]

    def card_text(self) -> str:
        """Return the text of the conversation."""
        return self.text(self.asking.query_one(Conversation))

    def listed_text(self) -> str:
        """Return the text of the citations."""
        return self.text(self.asking.query_one("#citations"))


@asynccontextmanager
async def driven(
    settings: Settings, paths: Sequence[Path] = (), size: tuple[int, int] = WIDE
) -> AsyncIterator[Driver]:
    """Run the app."""
    app = DatelineApp(settings, paths)
    heard: list[Message] = []

    def hear(message: Message) -> None:
        if type(message).__module__ == "tui.messages":
            heard.append(message)

    try:
        with hurried(app):
            async with app.run_test(size=size, message_hook=hear, notifications=True) as pilot:
                await pilot.pause()
                yield Driver(app, pilot, heard)
    finally:
        app.close()


@contextmanager
def hurried(app: App[None]) -> Iterator[None]:
    """After a key, wait until the app is idle, but less than Textual does: models may run for long meanwhile."""

    async def wait_for_idle(*_: float) -> None:
        end = monotonic() + _REST_SECONDS
        n_idle = 0
        while n_idle < _N_LOOKS and monotonic() < end:
            began, worked = monotonic(), process_time()
            await asyncio.sleep(_LOOK_SECONDS)
            share = (process_time() - worked) / (monotonic() - began)
            is_idle = not _is_drawing(app) and not _has_work(app) and share < _MOST_WORK
            n_idle = n_idle + 1 if is_idle else 0

    with pytest.MonkeyPatch.context() as patch:
        for module in (textual.app, textual.pilot):
            patch.setattr(module, "wait_for_idle", wait_for_idle)
        yield


def _is_drawing(app: App[None]) -> bool:
    """Whether the screen has yet to be drawn; if so, draw it now instead of at its next sixtieth of a second."""
    if not app.screen_stack or not app.screen._update_timer._active.is_set():
        return False
    app.screen._on_timer_update()
    return True


def _has_work(app: App[None]) -> bool:
    """Whether a message, a callback or a background job is waiting or running."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    return bool(ready) or any(job.is_running for job in app.workers)


def one_line(text: str) -> str:
    """Return a text with each run of white space as one space."""
    return " ".join(text.split())
