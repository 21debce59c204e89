"""Reading an article's text in the user's pager."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tui.external_editor import command_in

_AT_LINE = ("less", "more", "most")  # accept +N
# less must not start other programs, and must not preprocess what it is given.
_SAFE = {"LESSSECURE": "1", "LESSOPEN": "", "LESSCLOSE": ""}


def pager() -> list[str] | None:
    """Return the command in $PAGER, None if it is not set. Raises NoEditorError if it can't be parsed or found."""
    return command_in("PAGER") if os.environ.get("PAGER", "").strip() else None


def command(pager: Sequence[str], line_number: int) -> list[str]:
    """Return the command that shows its standard input at a line (from 1)."""
    at_line = [f"+{line_number}"] if Path(pager[0]).name in _AT_LINE else []
    return [*pager, *at_line]


def show(command: Sequence[str], text: str) -> OSError | None:
    """Run a pager on a text until it ends; return why it could not be started.

    The text goes to its standard input, so nothing in it is an option, a file name or a command. Ctrl+C is for the
    pager only.
    """
    environment = {**os.environ, **_SAFE}
    try:
        with _interrupts_ignored():
            subprocess.run(command, input=text, encoding="utf-8", env=environment, check=False)  # noqa: S603 - the user's pager
    except OSError as error:
        return error
    return None


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ignore Ctrl+C in this process; a handler, unlike SIG_IGN, is not inherited by the pager."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
