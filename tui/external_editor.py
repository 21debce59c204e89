"""An article's file in the user's editor, at a line."""

import os
import re
import shlex
import shutil
from collections.abc import Sequence
from pathlib import Path

_COLON = ("subl", "zed", "hx", "helix")  # take file:line
_GOTO = ("code", "codium", "code-insiders")  # take --goto file:line
_FALLBACKS = ("nano", "vim", "vi")
_N_WORDS = 8
_MOST_BYTES = 16_000_000


def editor() -> list[str] | None:
    """Return the command of the user's editor, or of one that is here; None without any."""
    given = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if given:
        return shlex.split(given)
    found = next((name for name in _FALLBACKS if shutil.which(name)), None)
    return [found] if found else None


def command(editor: Sequence[str], path: Path, line_number: int) -> list[str]:
    """Return the command that opens a file at a line, counted from 1."""
    name = Path(editor[0]).name
    if name in _GOTO:
        return [*editor, "--wait", "--goto", f"{path}:{line_number}"]
    if name in _COLON:
        return [*editor, f"{path}:{line_number}"]
    return [*editor, f"+{line_number}", str(path)]


def line_in_file(path: Path, words: str) -> int:
    """Return the line of the file, from 1, that some words of its article begin in; 1 where they are not found.

    The file has front matter and other line ends than the stored text, so its words are looked for.
    """
    wanted = re.findall(r"\w+", words)[:_N_WORDS]
    if not wanted or path.stat().st_size > _MOST_BYTES:
        return 1
    text = path.read_bytes().decode("utf-8", "replace")
    found = re.search(r"\W+".join(map(re.escape, wanted)), text)
    return text.count("\n", 0, found.start()) + 1 if found else 1
