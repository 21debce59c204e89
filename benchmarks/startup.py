"""Seconds to the help page, to an answer on a library that exists, and to the app's first frame.

    python -m benchmarks.startup [--rounds N] [--library FOLDER --question TEXT]

Each is a whole process, from its start; the smallest and the middle of N rounds are printed, the middle of their
processor time, and the highest resident memory of any of them. Without a library, the sample articles are asked.
Modules are compiled before, as they are when a package is installed: compiling them takes a process 0.3 s.
"""

import argparse
import os
import pty
import resource
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

_SEEDS = Path(__file__).parent.parent / "seeds"
_DATELINE = [sys.executable, "-P", "-m", "qa.cli"]
_FRAME_TIMEOUT_SECONDS = 30.0
_FRAME_MARK = b"Dateline"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--question", default="When was the second round of talks?")
    arguments = parser.parse_args()
    rounds = arguments.rounds
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder, "compiled"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        library = ["--library", str(arguments.library or Path(folder, "library"))]
        if arguments.library is None:
            _run(["index", str(_SEEDS), *library])
        measured: Sequence[tuple[str, Callable[[], float]]] = (
            ("python -c pass", lambda: _timed([sys.executable, "-c", "pass"])),
            ("dateline --help", lambda: _timed([*_DATELINE, "--help"])),
            (
                "dateline ask",
                lambda: _timed([*_DATELINE, "ask", arguments.question, *library], (0, 1)),
            ),
            ("dateline chat, first frame", lambda: _first_frame(["chat", *library])),
        )
        print(f"{'seconds of ' + str(rounds) + ' rounds':28}{'least':>8}{'middle':>8}{'processor':>11}")
        for name, measure in measured:
            measure()  # compiles what it imports
            begun = _processor_seconds()
            taken = [(measure(), _processor_seconds()) for _ in range(rounds)]
            seconds = [each for each, _ in taken]
            processor = [after - before for (_, before), (_, after) in pairwise([(0.0, begun), *taken])]
            middles = f"{statistics.median(seconds):8.3f}{statistics.median(processor):11.3f}"
            print(f"{name:28}{min(seconds):8.3f}{middles}", flush=True)
    highest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"highest resident memory, MB {highest:8}")


def _run(arguments: Sequence[str]) -> None:
    subprocess.run([*_DATELINE, *arguments], check=True, capture_output=True)


def _timed(command: Sequence[str], expected: Sequence[int] = (0,)) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True)
    if done.returncode not in expected:
        raise subprocess.CalledProcessError(done.returncode, command, stderr=done.stderr)
    return time.perf_counter() - began


def _processor_seconds() -> float:
    """Return the processor time of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _first_frame(arguments: Sequence[str]) -> float:
    """Run the app in its own terminal until its name is drawn."""
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="36")
        os.execv(sys.executable, [*_DATELINE, *arguments])  # noqa: S606 - no shell is wanted, and the arguments are our own
    drawn = b""
    try:
        while _FRAME_MARK not in drawn:
            left = _FRAME_TIMEOUT_SECONDS - (time.perf_counter() - began)
            if not select.select([terminal], [], [], max(left, 0))[0]:
                raise TimeoutError(f"no frame within {_FRAME_TIMEOUT_SECONDS:.0f} s")
            drawn += os.read(terminal, 65536)
        return time.perf_counter() - began
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)


if __name__ == "__main__":
    main()
