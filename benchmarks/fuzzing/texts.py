"""Bytes → texts made of words that matter to a target, of odd characters and of long repetitions."""

from collections.abc import Sequence

MAX_CHARACTERS = 1_000
_N_WORD_BYTES, _N_ODD_BYTES = 176, 48
_REPEAT, _CODE_POINT = 224, 240
_N_REPEATED_PIECES = 3
_HIGHEST_PLANE = 0x10FFFF
# Quotation marks, dashes, spaces, line ends, combining and invisible characters, directions, controls.
_ODD = (
    *".,;:!?'\"“”‘’()[]{}<>|/\\–—-_#*=`~$%&@+",
    *("\n", "\n\n", "\r", "\t", " ", "\u00a0", "\u2028", "\u0085", "\x00", "\x1b[", "\ud800"),
    *("\u200b", "\u200f", "\u202e", "\u2066", "\u2061", "\u034f", "\u180e", "\ufeff", "\ufe0f", "\u0301"),
    *("🙂", "İ", "ß", "ﬁ", "½", "٣", "１", "\U000e0041"),
)


def text_of(data: bytes, words: Sequence[str]) -> str:
    """Return a text of at most MAX_CHARACTERS characters; neighbouring inputs give neighbouring texts.

    A byte stands for one of `words` with a space after it, for an odd character, for up to 16 * 255 repetitions
    of the last pieces, or, with the three bytes after it, for any code point.
    """
    pieces: list[str] = []
    rest = iter(data)
    for byte in rest:
        if byte < _N_WORD_BYTES:
            pieces.append(words[byte % len(words)] + " ")
        elif byte < _REPEAT:
            pieces.append(_ODD[(byte - _N_WORD_BYTES) * len(_ODD) // _N_ODD_BYTES])
        elif byte < _CODE_POINT:
            times = (byte - _REPEAT + 1) * next(rest, 0)
            pieces.append(_repeated("".join(pieces[-_N_REPEATED_PIECES:]), times))
        else:
            number = int.from_bytes(bytes(next(rest, 0) for _ in range(3)))
            pieces.append(chr(number % (_HIGHEST_PLANE + 1)))
    return "".join(pieces)[:MAX_CHARACTERS]


def _repeated(unit: str, times: int) -> str:
    return unit * min(times, MAX_CHARACTERS // max(len(unit), 1))
