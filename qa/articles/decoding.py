"""Bytes → clean text, before any offset is counted."""

import codecs
from dataclasses import dataclass

from qa.utils.text import REPLACEMENT

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MEANT_AS_CP1252 = ("iso8859-1", "ascii")  # as browsers read them
_MAX_CONTROL_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with its encoding; `n_replaced` characters could not be decoded."""

    text: str
    encoding: str
    n_replaced: int = 0


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """Decode by byte-order mark, as strict UTF-8, as declared, as cp1252, or by a guess; None for binary data.

    A file that is mostly valid UTF-8 is decoded as UTF-8 and its few bad bytes become U+FFFD, because decoding it as
    cp1252 would garble every accent.
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
    return _declared(data, declared) or _declared(data, "cp1252") or _guessed(data)


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    """Return the text in a declared encoding; None if it doesn't fit, is unknown or is UTF-8."""
    try:
        info = codecs.lookup(declared or "")
        name = "cp1252" if info.name in _MEANT_AS_CP1252 else info.name
        return Decoded(data.decode(name), name) if name != "utf-8" and _is_text(info) else None
    except (LookupError, ValueError):
        return None


def _is_text(codec: codecs.CodecInfo) -> bool:
    """Return whether a codec decodes bytes to text; others decompress, and could use up all memory."""
    return bool(getattr(codec, "_is_text_encoding", False))


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
