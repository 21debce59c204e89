"""Near-duplicate texts, found by the word sequences they share."""

import re
from collections import Counter
from collections.abc import Iterator

Shingles = frozenset[tuple[str, ...]]

_WORD = re.compile(r"\w+(?:[.,:]\d+)*+")
_SHINGLE_WORDS = 4
_NEAR_COPY_SHARE = 0.35
_MOST_HOLDERS = 64  # texts that one shingle is indexed for; in more it is boilerplate


def near_copies(one: str, other: str) -> bool:
    """Return whether two texts share so many runs of four words that one is a copy of the other (Broder, 1997)."""
    mine, theirs = shingles(one), shingles(other)
    if not mine or not theirs:
        return one.split() == other.split()
    return len(mine & theirs) >= _least_shared(len(mine), len(theirs))


def shingles(text: str) -> Shingles:
    """Return the sequences of four words of a text, in lower case."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return frozenset(
        tuple(words[start : start + _SHINGLE_WORDS]) for start in range(len(words) - _SHINGLE_WORDS + 1)
    )


def _least_shared(n_mine: int, n_theirs: int) -> float:
    return _NEAR_COPY_SHARE * min(n_mine, n_theirs)


class NearCopyIndex:
    """Texts numbered from 0 in the order they are added, indexed by their shingles.

    The result of `find` is that of comparing a text with every text before it, at a cost that grows with the text's
    length and not with the number of texts. A shingle is indexed for the first 64 texts that hold it. Texts that
    share only shingles that more texts hold are not found.
    """

    def __init__(self) -> None:
        self._held: list[Shingles] = []
        self._holders: dict[tuple[str, ...], list[int]] = {}
        self._short: dict[tuple[str, ...], int] = {}  # texts without shingles, by their words

    def find(self, text: str) -> int | None:
        """Return the number of the first text that `text` is a near-copy of; None without any."""
        return next(self.find_all(text), None)

    def find_all(self, text: str) -> Iterator[int]:
        """Yield the numbers of the texts that `text` is a near-copy of, in order."""
        mine = shingles(text)
        if not mine:
            if (number := self._short.get(tuple(text.split()))) is not None:
                yield number
            return
        shared: Counter[int] = Counter()
        n_crowded = 0
        for mark in mine:
            holders = self._holders.get(mark, ())
            n_crowded += len(holders) == _MOST_HOLDERS
            shared.update(holders)
        n_compared = 0
        for number in sorted(shared):
            least = _least_shared(len(mine), len(self._held[number]))
            if shared[number] >= least:
                yield number
            elif shared[number] + n_crowded >= least and n_compared < _MOST_HOLDERS:
                n_compared += 1
                if len(mine & self._held[number]) >= least:
                    yield number

    def add(self, text: str) -> None:
        """Add a text under the next number."""
        mine = shingles(text)
        number = len(self._held)
        self._held.append(mine)
        if not mine:
            self._short.setdefault(tuple(text.split()), number)
        for mark in mine:
            holders = self._holders.setdefault(mark, [])
            if len(holders) < _MOST_HOLDERS:
                holders.append(number)
