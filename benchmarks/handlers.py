"""Measure which steps of the app's event loop take the most processor time, on every screen.

python -m benchmarks.handlers LIBRARY [--steps 15] [--only NAME] [--profile]

The library is copied first. A step is what runs between two looks at the keyboard: the handler of one message, or a
part of it up to the next wait. Processor time of the main thread is counted, so other work on the machine hardly
matters.
`--profile` prints the functions that the slowest steps spend their time in.
"""

import argparse
import asyncio
import cProfile
import gc
import io
import pstats
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from textual.message import Message
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.widgets import Input

from benchmarks.timing import print_table
from qa import Settings, load_settings
from tui.app import DatelineApp
from tui.state import Work

_SIZES = ((80, 24), (120, 36), (160, 45))
_WORTH_SECONDS = 0.005
_GOAL_MS = 50
_FULL = 2  # the generation of a full garbage collection
_QUIET_SECONDS = 0.15  # without a long step: the screen is finished
_MOST_SECONDS = 60.0
_VISITS: Mapping[str, Sequence[str]] = {  # the keys that a user presses on each screen
    "type a question": tuple("who said what"),
    "search": ("ctrl+f", *"minister", "down", "down", "enter"),
    "library": ("f2", "down", "pagedown", "slash", *"police", "enter", "s", "S"),
    "correct": ("f2", "i", *"12 June 2031"),
    "tag": ("f2", "t", *"ha"),
    "article": ("f2", "enter", "slash", *"the", "enter"),
    "history": ("f4",),
    "notebook": ("ctrl+o",),
    "timeline": ("f7", "down", "right"),
    "why": ("f5",),
    "settings": ("f8", "tab"),
    "batch": ("f9",),
    "libraries": ("f10",),
    "filters": ("ctrl+l", *"2031"),
    "palette": ("ctrl+p", *"lib"),
    "help": ("f1",),
}
_handled: ContextVar[str] = ContextVar("_handled", default="")


@dataclass
class Steps:
    """The steps that took longer than _WORTH_SECONDS: milliseconds, what the user did, and what was handled."""

    doing: str = "start"
    found: list[tuple[float, str, str]] = field(default_factory=list)
    profile: cProfile.Profile | None = None
    last: float = 0.0
    has_collected: bool = False

    def note_collection(self, phase: str, info: dict[str, int]) -> None:
        """Note that a step contained a full garbage collection."""
        self.has_collected |= phase == "stop" and info["generation"] == _FULL

    def run(self, handle: Any, run: Callable[[Any], None]) -> None:
        """Run a step of the event loop and record it."""
        self.has_collected = False
        began = time.thread_time()
        if self.profile is not None:
            self.profile.enable()
        try:
            run(handle)
        finally:
            if self.profile is not None:
                self.profile.disable()
        seconds = time.thread_time() - began
        if seconds >= _WORTH_SECONDS:
            self.last = time.monotonic()
            what = "garbage collection" if self.has_collected else handle._context.get(_handled)
            self.found.append((1000 * seconds, self.doing, what or repr(handle)[:60]))

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Record the steps of every event loop, and which message each one handles."""
        run: Callable[[Any], None] = vars(asyncio.Handle)["_run"]
        dispatch: Callable[[Any, Message], Awaitable[None]] = vars(MessagePump)["_dispatch_message"]

        async def named(pump: MessagePump, message: Message) -> None:
            _handled.set(f"{type(pump).__name__}: {type(message).__qualname__}")
            await dispatch(pump, message)

        with (
            patch.object(asyncio.Handle, "_run", lambda handle: self.run(handle, run)),
            patch.object(MessagePump, "_dispatch_message", named),
        ):
            gc.callbacks.append(self.note_collection)
            try:
                yield
            finally:
                gc.callbacks.remove(self.note_collection)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("library", type=Path)
    parser.add_argument("--steps", type=int, default=15, help="how many of the slowest steps to print")
    parser.add_argument("--only", default="", help="only visits whose name contains this")
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args()
    steps = Steps(profile=cProfile.Profile() if chosen.profile else None)
    with tempfile.TemporaryDirectory() as folder:
        library = Path(shutil.copytree(chosen.library, Path(folder, "library")))
        visits = {name: keys for name, keys in _VISITS.items() if chosen.only in name}
        asyncio.run(_measure(load_settings(library=library), steps, visits))
    _print(steps, chosen.steps)


async def _measure(settings: Settings, steps: Steps, visits: Mapping[str, Sequence[str]]) -> None:
    with steps.measured():
        async with _started(settings) as (app, pilot):
            await _quiet(pilot, steps, lambda: app.library.work is Work.RESTING)
            for width, height in _SIZES:
                await _do(pilot, steps, f"resize to {width}x{height}", pilot.resize_terminal(width, height))
                for name, keys in visits.items():
                    await _visit(app, pilot, steps, f"{name} at {width}x{height}", keys)


@asynccontextmanager
async def _started(settings: Settings) -> AsyncIterator[tuple[DatelineApp, Pilot[None]]]:
    app = DatelineApp(settings)
    try:
        async with app.run_test(size=_SIZES[0]) as pilot:
            yield app, pilot
    finally:
        app.close()


async def _visit(app: DatelineApp, pilot: Pilot[None], steps: Steps, doing: str, keys: Sequence[str]) -> None:
    for key in keys:
        await _do(pilot, steps, f"{doing}: {key}", pilot.press(key))
    while app.screen is not app.asking:
        await _do(pilot, steps, f"{doing}: close", pilot.press("escape"))
    app.asking.query_one("#question", Input).clear()


async def _do(pilot: Pilot[None], steps: Steps, doing: str, action: Awaitable[object]) -> None:
    steps.doing = doing
    await action
    await _quiet(pilot, steps)


async def _quiet(pilot: Pilot[None], steps: Steps, holds: Callable[[], bool] = lambda: True) -> None:
    """Wait until something holds and no step has taken long for a while."""
    steps.last = began = time.monotonic()
    while not holds() or time.monotonic() - steps.last < _QUIET_SECONDS:
        if time.monotonic() - began > _MOST_SECONDS:
            return
        await pilot.pause(0.02)


def _print(steps: Steps, n_shown: int) -> None:
    slowest = sorted(steps.found, reverse=True)[:n_shown]
    print_table([{"ms": f"{ms:.0f}", "doing": doing, "handler": what} for ms, doing, what in slowest])
    n_over = sum(ms > _GOAL_MS for ms, *_ in steps.found)
    print(
        f"{n_over} of {len(steps.found)} steps above {1000 * _WORTH_SECONDS:.0f} ms took more than {_GOAL_MS} ms."
    )
    if steps.profile is not None:
        out = io.StringIO()
        pstats.Stats(steps.profile, stream=out).sort_stats("cumulative").print_stats(60)
        print(out.getvalue())


if __name__ == "__main__":
    main()
