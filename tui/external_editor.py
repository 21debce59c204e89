"""Opening an article's file in the user's editor at a line."""

import errno
import os
import re
import shlex
import shutil
import stat
from collections.abc import Sequence
from pathlib import Path

_COLON = ("subl", "zed", "hx", "helix")  # accept file:line
_GOTO = ("code", "codium", "code-insiders")  # accept --goto file:line
_FALLBACKS = ("nano", "vim", "vi")
_N_WORDS = 8
_MOST_BYTES = 16_000_000


class NoEditorError(Exception):
    """No editor can be opened; its text has the reason and what to do."""


def editor() -> list[str]:
    """Return the command of the user's editor, or of one that is installed.

    Raises NoEditorError when there is none, or when the user's cannot be read or found.
    """
    name = next((each for each in ("VISUAL", "EDITOR") if os.environ.get(each, "").strip()), None)
    if name is None:
        found = next((each for each in _FALLBACKS if shutil.which(each)), None)
        if found is None:
            raise NoEditorError("No editor found. Set $EDITOR.")
        return [found]
    return command_in(name)


def command_in(name: str) -> list[str]:
    """Return the command in an environment variable, without a shell. Raises NoEditorError."""
    try:
        words = shlex.split(os.environ[name])
    except ValueError as error:
        raise NoEditorError(f"Can't parse ${name}: {os.environ[name]}. Check its quotation marks.") from error
    if not words or shutil.which(words[0]) is None:
        kind = "pager" if name == "PAGER" else "editor"
        raise NoEditorError(f"Can't run the {kind} {words[0] if words else '“”'}. Check ${name}.")
    return words


def command(editor: Sequence[str], path: Path, line_number: int) -> list[str]:
    """Return the command that opens a file at a line (from 1)."""
    name = Path(editor[0]).name
    if name in _GOTO:
        return [*editor, "--wait", "--goto", f"{path}:{line_number}"]
    if name in _COLON:
        return [*editor, f"{path}:{line_number}"]
    return [*editor, f"+{line_number}", str(path)]


def line_in_file(path: Path, words: str) -> int:
    """Return the line of the file (from 1) where some words of its article start; 1 if they are not found.

    The file has front matter and other line ends than the stored text, so its words are looked for.
    Raises OSError when it cannot be read or is not a regular file.
    """
    wanted = re.findall(r"\w+", words)[:_N_WORDS]
    content = _content(path)
    if not wanted or content is None:
        return 1
    text = content.decode("utf-8", "replace")
    found = re.search(r"\W+".join(map(re.escape, wanted)), text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _content(path: Path) -> bytes | None:
    """Return the content of a regular file, None if it is too large."""
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(opened, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        return file.read() if status.st_size <= _MOST_BYTES else None
