"""Runs commands of the command line: in this process, or as a process where that makes a difference."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa.cli.app import main
from qa.engine import Engine


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended."""

    returncode: object
    stdout: str
    stderr: str


def dateline(*arguments: str | Path, given: str | None = None) -> Done:
    """Run a command in this process; `given` is its standard input."""
    with (
        pytest.MonkeyPatch.context() as patch,
        _closed_engines(patch),
        _same_signals(),
        CliRunner().isolation(input=given) as (out, err, _),
    ):
        patch.setattr(sys, "argv", ["dateline", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        sys.stdout.flush()
        sys.stderr.flush()
        return Done(end.value.code, out.getvalue().decode(), err.getvalue().decode())


def command(*arguments: str | Path) -> list[str]:
    """Return a command as a process is started with it."""
    return [sys.executable, "-m", "qa.cli", *map(str, arguments)]


def whole_process(
    *arguments: str | Path, given: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own."""
    return subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        input=given,
        env={**os.environ, **environment},
    )


@contextmanager
def _closed_engines(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close the engines that a command opens, which the end of its process does otherwise."""
    opened: list[Engine] = []
    begin = Engine.__init__

    def noted(self: Engine, *arguments: object, **options: object) -> None:
        opened.append(self)
        begin(self, *arguments, **options)  # type: ignore[arg-type]

    patch.setattr(Engine, "__init__", noted)
    yield
    for engine in opened:
        engine.close()


@contextmanager
def _same_signals() -> Iterator[None]:
    """Restore the handlers that a command sets."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGPIPE, signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)
