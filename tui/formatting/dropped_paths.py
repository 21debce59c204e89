"""What a pasted text may be instead of a question: the paths of dropped files, or a web address."""

import os
import re
import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit

_ADDRESS = re.compile(r"https?://[^\s/?#]+(?:[/?#]\S*)?", re.IGNORECASE)
_LONGEST = 20_000  # characters
_STARTS = ("/", "~/", "file://", "'/", '"/', "'~/", '"~/')


def readings_of(text: str) -> tuple[tuple[Path, ...], ...]:
    """Return the ways to read a text as paths: as one, one a line, or words quoted for a shell; none for other text.

    A caller takes the first whose paths all exist, because "/tmp/a b" may be one path or two.
    """
    written = text.strip()
    if len(written) > _LONGEST or not written.startswith(_STARTS):
        return ()
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    splits = [[written], lines, _shell_words(written)]
    found = [tuple(map(_path, words)) for words in splits if words and all(map(_is_path, words))]
    return tuple(dict.fromkeys(found))


def web_address(text: str) -> str | None:
    """Return a text that is one http or https address, None for any other text."""
    written = text.strip()
    return written if _ADDRESS.fullmatch(written) else None


def _shell_words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return []


def _is_path(word: str) -> bool:
    is_local = not word.startswith("file://") or urlsplit(word).netloc in ("", "localhost")
    return word.startswith(("/", "~/", "file:///", "file://localhost/")) and is_local and "\0" not in word


def _path(word: str) -> Path:
    name = unquote(urlsplit(word).path) if word.startswith("file://") else word
    return Path(os.path.expanduser(name))  # noqa: PTH111 - an unknown user's `~name` stays as it is
