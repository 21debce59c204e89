"""Bytes → clean text, before any offset is counted."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_MAX_CONTROL_SHARE = 0.02
REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was read in; `n_replaced` characters could not be read."""

    text: str
    encoding: str
    n_replaced: int = 0


def decode(data: bytes) -> Decoded | None:
    """Decode by byte-order mark, then strict UTF-8, then cp1252, then a guess; None when not text.

    A file that is mostly good UTF-8 keeps that reading, and its few bad bytes become U+FFFD: reading the
    whole of it as cp1252 would garble every accent in it.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _counted(data[len(bom) :] if encoding == "utf-8" else data, encoding)
    if _is_binary(data):
        return None
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        lenient = _counted(data, "utf-8")
        n_good = sum(char > "\x7f" and char != REPLACEMENT for char in lenient.text)
        if n_good > 2 * lenient.n_replaced:
            return lenient
    try:
        return Decoded(data.decode("cp1252"), "cp1252")
    except UnicodeDecodeError:
        return _guessed(data)


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


def _counted(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count(REPLACEMENT))


def _is_binary(data: bytes) -> bool:
    if b"\x00" in data:
        return True
    sample = data[:65536]
    n_control = sum(byte < ord(" ") and byte not in b"\t\n\r\x0b\x0c\x1b" for byte in sample)
    return n_control > _MAX_CONTROL_SHARE * len(sample)


def _guessed(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    match = from_bytes(data).best()
    return Decoded(str(match), match.encoding) if match else None
