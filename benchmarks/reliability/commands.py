"""`dateline` in a separate process that runs to its end or is killed."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

DATELINE = [sys.executable, "-P", "-m", "qa.cli"]
_STORED = re.compile(r"^(?:stored|unchanged) (.*?)(?: \(.*)?$")
_REMOVED = re.compile(r"^removed (.*)$")
_TIMEOUT_SECONDS = 300
_LONGEST_START_SECONDS, _LONGEST_DELAY_SECONDS = 3.0, 0.08


@dataclass(frozen=True, slots=True)
class Ended:
    """What a process wrote, and its exit code; negative is the signal that ended it."""

    code: int
    output: str
    errors: str

    @property
    def problems(self) -> list[str]:
        """Return the faults that no command may show, even on a damaged library."""
        if "Traceback (most recent call last)" in self.errors:
            return [f"traceback: {self.errors.strip().splitlines()[-1][:200]}"]
        return [f"ended by signal {-self.code}"] if self.code < 0 else []

    @property
    def message(self) -> str:
        """The error message and its hint, in one line."""
        return " ".join(self.errors.split())[-300:]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The files that a command reported as stored and as removed."""

    stored: frozenset[str]
    removed: frozenset[str]


def run(*arguments: str | Path, environment: Mapping[str, str] | None = None) -> Ended:
    """Run `dateline` to its end."""
    done = subprocess.run(
        [*DATELINE, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_SECONDS,
        env={**os.environ, **(environment or {})},
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def started(*arguments: str | Path, environment: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
    """Start `dateline`; both of its outputs are piped."""
    return subprocess.Popen(
        [*DATELINE, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {})},
    )


def killed(arguments: Sequence[str | Path], chance: random.Random, n_lines: int) -> Acknowledged:
    """Start `dateline`, kill it (SIGKILL) at a random moment, and return what it had reported by then.

    The moment is some milliseconds after one of the `n_lines` lines that it is going to print on standard error, or,
    now and then, a moment during its start.
    """
    process = started(*arguments)
    wanted = chance.randint(0, n_lines)
    timer = threading.Timer(chance.uniform(0.1, _LONGEST_START_SECONDS), process.kill)
    if wanted == 0:
        timer.start()
    lines: list[str] = []
    errors: IO[str] | None = process.stderr
    for line in errors or ():
        lines.append(line)
        if len(lines) == wanted:
            timer = threading.Timer(chance.uniform(0, _LONGEST_DELAY_SECONDS), process.kill)
            timer.start()
    timer.cancel()
    process.communicate()
    if process.returncode not in (0, -signal.SIGKILL):
        raise RuntimeError(f"{arguments[0]} ended with {process.returncode}: {''.join(lines)[-500:]}")
    return acknowledged("".join(lines))


def acknowledged(errors: str) -> Acknowledged:
    """Return what the lines of `dateline index --verbose` report; a last line without its end does not count."""
    lines = errors.split("\n")[:-1]
    stored = frozenset(match[1] for line in lines if (match := _STORED.match(line)))
    return Acknowledged(stored, frozenset(match[1] for line in lines if (match := _REMOVED.match(line))))


def doctor(library: Path, *arguments: str) -> tuple[list[str], list[str]]:
    """Run `dateline doctor`; return what it finds wrong, and what it may not do, such as end with a traceback."""
    ended = run("doctor", "--library", library, "--json", *arguments)
    if ended.problems:
        return [], [f"doctor: {problem}" for problem in ended.problems]
    try:
        report: Any = json.loads(ended.output)
    except ValueError:
        return [ended.message], []
    wrong = [f"{check['name']}: {check['finding']}" for check in report["checks"] if not check["healthy"]]
    return wrong, []
