"""Index many files of all formats, some of them broken, and watch the memory and the progress.

    python -m benchmarks.mixed_files [--files 2000] [--broken 50] [--every 0.5]

Up to 50 files are broken in different ways, more of them in the same ways. The files are made in a temporary folder,
and `dateline index` runs on them as a process, with standard error on a terminal. Memory is the sum of the resident
memory (VmRSS) of the command and of the process that parses files. The command ends with 1 if a sound file was not
indexed, a broken one was not named with a reason, or the memory grew.
"""

import argparse
import json
import os
import pty
import re
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.broken_documents import BROKEN
from benchmarks.documents import MAKERS, document, story
from qa.articles.files import file_on_disk
from qa.articles.formats import format_of

_FILES_PER_FOLDER = 100
_STORIES_PER_FILE = 2
_MOST_GROWTH_MEGABYTES = 60.0  # from the second quarter of the run to the last
_TIME_LEFT = re.compile(rb"\d+:\d\d:\d\d")
_COUNTED = re.compile(rb"(\d+)/(\d+)")
_KILOBYTES = re.compile(r"VmRSS:\s*(\d+) kB")
_DATELINE = [sys.executable, "-P", "-m", "qa.cli"]


@dataclass(slots=True)
class Run:
    """What was seen of the command: its output, and the memory in MB with the seconds since its start."""

    code: int = 0
    seconds: float = 0.0
    printed: bytes = b""
    shown: bytes = b""
    memory: list[tuple[float, float]] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--broken", type=int, default=50)
    parser.add_argument("--every", type=float, default=0.5, metavar="SECONDS", help="between two samples")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder, library = Path(work) / "news", Path(work) / "library"
        broken = set(_made(folder, arguments.files, arguments.broken))
        run = _indexed(folder, library, arguments.every)
        listed = subprocess.run(
            [*_DATELINE, "articles", "--library", library, "--json"], capture_output=True, check=True
        )
        problems = _report(run, broken, arguments.files, json.loads(listed.stdout))
    for problem in problems:
        print(f"problem: {problem}")
    sys.exit(bool(problems))


def _made(folder: Path, n_files: int, n_broken: int) -> Iterator[Path]:
    """Make the files, in folders of 100, and yield the broken ones."""
    makers, ways = list(MAKERS), list(BROKEN)
    n_good = n_bad = 0
    for number in range(n_files):
        place = folder / f"{number // _FILES_PER_FOLDER:03}"
        place.mkdir(parents=True, exist_ok=True)
        if (number + 1) * n_broken // n_files > n_bad:
            name = ways[n_bad % len(ways)]
            path = place / f"{number:05}-{name}"
            path.write_bytes(BROKEN[name]())
            n_bad += 1
            yield path
            continue
        suffix = makers[n_good % len(makers)]
        n_good += 1
        kind = format_of(f"x{suffix}")
        count = _STORIES_PER_FILE if kind and kind.holds_many else 1
        stories = [story(number * _STORIES_PER_FILE + each) for each in range(count)]
        (place / f"{number:05}{suffix}").write_bytes(document(suffix, stories))


def _indexed(folder: Path, library: Path, every: float) -> Run:
    """Run `dateline index` with standard error on a terminal."""
    run = Run()
    controller, terminal = pty.openpty()
    began = time.monotonic()
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(
            [*_DATELINE, "index", folder, "--library", library, "--json"],
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=terminal,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "150"},
        )
        os.close(terminal)
        sampled = began
        while process.poll() is None:
            run.shown += _ready(controller)
            if time.monotonic() - sampled >= every:
                sampled = time.monotonic()
                run.memory.append((sampled - began, _megabytes(process.pid)))
        run.shown += _ready(controller)
        run.code, run.seconds = process.returncode, time.monotonic() - began
        printed.seek(0)
        run.printed = printed.read()
    os.close(controller)
    return run


def _ready(controller: int) -> bytes:
    if not select.select([controller], [], [], 0.1)[0]:
        return b""
    try:
        return os.read(controller, 1 << 16)
    except OSError:
        time.sleep(0.1)  # the terminal is closed, and the command about to end
        return b""


def _megabytes(pid: int) -> float:
    """Return the resident memory of a process and its children."""
    total = 0.0
    left = [pid]
    while left:
        each = left.pop()
        try:
            status = Path(f"/proc/{each}/status").read_text(encoding="utf-8")
            children = Path(f"/proc/{each}/task/{each}/children").read_text(encoding="utf-8")
        except OSError:
            continue
        left += map(int, children.split())
        resident = _KILOBYTES.search(status)
        total += int(resident[1]) / 1024 if resident else 0
    return total


def _report(run: Run, broken: set[Path], n_files: int, articles: Sequence[dict[str, str]]) -> list[str]:
    """Print what was measured, and return what should be otherwise."""
    report = json.loads(run.printed or b"{}")
    failed = {str(file_on_disk(Path(each["path"]))): each["error"] for each in report.get("failed", [])}
    indexed = {str(file_on_disk(Path(each["path"]))) for each in articles}
    wrong = {str(path) for path in broken}
    reasons = Counter(failed.values())
    print(f"files: {n_files}, of them broken: {len(broken)}; seconds: {run.seconds:.0f}")
    print(f"indexed: {len(indexed)} files, {len(articles)} articles; exit code: {run.code}")
    print(f"named with a reason: {len(failed)} files, {len(reasons)} different reasons")
    grown = _print_memory(run)
    bars = _COUNTED.findall(run.shown)
    n_times_left = len(_TIME_LEFT.findall(run.shown))
    print(f"progress: shown {len(bars)} times, {n_times_left} times with the time left")
    problems = [f"not indexed: {path}: {failed.get(path)}" for path in sorted(failed.keys() - wrong)]
    problems += [f"broken, but not named: {path}" for path in sorted(wrong - failed.keys())]
    problems += [f"named without a reason: {path}" for path, reason in failed.items() if not reason]
    if len(indexed) != n_files - len(broken):
        problems.append(f"{len(indexed)} files are indexed, not {n_files - len(broken)}")
    if run.code != 1:
        problems.append(f"the exit code is {run.code}, not 1")
    if grown > _MOST_GROWTH_MEGABYTES:
        problems.append(f"the memory grew by {grown:.0f} MB from the second quarter to the last")
    if not (bars and n_times_left):
        problems.append("no progress was shown")
    return problems


def _print_memory(run: Run) -> float:
    """Print the memory by tenths of the run, and return its growth in MB from the second quarter to the last."""
    if not run.memory:
        return 0.0
    values = [value for _, value in run.memory]
    tenths = [values[len(values) * part // 10 : len(values) * (part + 1) // 10] for part in range(10)]
    shown = " ".join(f"{max(tenth):.0f}" for tenth in tenths if tenth)
    print(f"memory: at most {max(values):.0f} MB; at most in each tenth of the time: {shown}")
    quarter = max(1, len(values) // 4)
    second, last = values[quarter : 2 * quarter] or values, values[-quarter:]
    grown = statistics.median(last) - statistics.median(second)
    print(f"memory: {grown:+.0f} MB from the second quarter to the last (medians)")
    return grown


if __name__ == "__main__":
    main()
