"""Near-duplicate texts, found by the word sequences they share."""

import re

_WORD = re.compile(r"\w+(?:[.,:]\d+)*")
_SHINGLE_WORDS = 4
_NEAR_COPY_SHARE = 0.35


def near_copies(one: str, other: str) -> bool:
    """Say whether two texts share so many runs of four words that one is a copy of the other (Broder, 1997)."""
    mine, theirs = shingles(one), shingles(other)
    if not mine or not theirs:
        return one.split() == other.split()
    return len(mine & theirs) >= _NEAR_COPY_SHARE * min(len(mine), len(theirs))


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return the runs of four words of a text, in small letters."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return {tuple(words[start : start + _SHINGLE_WORDS]) for start in range(len(words) - _SHINGLE_WORDS + 1)}
