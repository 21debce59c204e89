"""Escaping text for each kind of output: terminal, table, document, JSON.

Articles are cleaned when they are loaded, but file names, other programs' messages and the contents of a library file
are not. Each kind of output has one function here, and everything that is written passes through it.
"""

import json
import re
from typing import Any

from qa.utils.text import REPLACEMENT

# Control characters (C0 except tab and line feed, DEL, C1), line separators, characters that reorder text or show
# nothing, tag characters, and halves of surrogate pairs. Joiners stay: emoji and several scripts need them.
_ACTIVE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")
_LINE_START = re.compile(r"(?m)^([^\S\n]*+\d*+)([-+=.)])")


def visible(text: str) -> str:
    """Return a text of the same length, for terminals and documents, in which no character acts on anything.

    Each such character becomes U+FFFD, so offsets stay true. Tabs and line feeds are kept.
    """
    return _ACTIVE.sub(REPLACEMENT, text)


def escaped(text: str) -> str:
    r"""Return a text for a table; characters that could act on a terminal are escaped (ESC becomes `\u001b`)."""
    return _ACTIVE.sub(_escape, text)


def markdown_text(text: str) -> str:
    """Return a text that Markdown shows as it is, and in which nothing acts on a terminal."""
    return _LINE_START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", visible(text)))


def json_text(value: Any, *, indent: int | None = None) -> str:
    r"""Return a value as JSON without loss; characters that could act on a terminal are escaped in its strings.

    Raises ValueError for NaN and infinity, which JSON does not have.
    """
    written = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return _ACTIVE.sub(_escape, written)


def _escape(match: re.Match[str]) -> str:
    r"""Return a character as JSON escapes it: `\u001b`, and a surrogate pair above U+FFFF."""
    return json.dumps(match[0])[1:-1] if match[0] > "\x7f" else f"\\u{ord(match[0]):04x}"
