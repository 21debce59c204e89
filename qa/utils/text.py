"""Text that is safe to keep and to show, wherever it comes from: articles, file names, questions, error details."""

import re
import unicodedata

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """Normalise line ends and Unicode (NFC), and take out what could act on a screen.

    Control characters, escapes among them, and halves of a surrogate pair become U+FFFD so that one can see
    that something stood there; zero-width and direction-override characters, which show nothing and can hide
    a word from a search or turn a sentence round, are dropped.
    """
    text = _LINE_END.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _CONTROL.sub(REPLACEMENT, text)
    return unicodedata.normalize("NFC", text)


def printable(text: str, *, one_line: bool = True) -> str:
    """Return a text in which nothing can act on a terminal; by default as one line.

    Bytes of file names that are no text (kept by Python as lone surrogates) become U+FFFD.
    """
    shown = clean(text)
    return " ".join(shown.split()) if one_line else shown


def shortened(text: str, n_characters: int = 90) -> str:
    """Return the beginning of a text as one printable line, cut at a word and marked with "…" if it is cut."""
    whole = printable(text)
    return whole if len(whole) <= n_characters else whole[:n_characters].rsplit(" ", 1)[0] + "…"
