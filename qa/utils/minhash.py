"""MinHash bands of a text: similar texts have one in common (Broder, 1997).

A signature of 128 values estimates the Jaccard similarity of two sets. It is cut into 64 bands of two values. Texts
with a similarity of s have a band in common with a probability of 1 - (1 - s²)^64: 0.93 for 0.2, 0.006 for 0.01.
"""

import hashlib
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.uint32]

SCHEME = "affine32 128/2, 4 words"  # bands can only be compared with those of the same scheme
N_BANDS = 64
_N_VALUES, _SEED = 128, 1
_VALUES_A_BAND = _N_VALUES // N_BANDS
_AT_ONCE = 2_000  # marks whose values are in memory together


def bands_of(marks: Iterable[str]) -> list[int]:
    """Return the 64 bands of a set of texts, each as a signed number of 64 bits."""
    values = signature_of(marks).astype("<u4").reshape(N_BANDS, _VALUES_A_BAND)
    return [_key(number, row.tobytes()) for number, row in enumerate(values)]


def signature_of(marks: Iterable[str]) -> Values:
    """Return the MinHash signature of a set of texts, shape (128,).

    It is that of the scheme "affine32" of the package datasketch, whose import takes half a second. Each function
    is a·h + b modulo 2³², with odd a, of the first 32 bits of a text's SHA-1, mixed like the end of MurmurHash3.
    """
    factors, summands = _functions()
    hashes = _mixed(np.array([_hash(mark) for mark in marks], dtype=np.uint32))
    least = np.full(_N_VALUES, np.iinfo(np.uint32).max, dtype=np.uint32)
    for start in range(0, len(hashes), _AT_ONCE):
        part = hashes[start : start + _AT_ONCE, None]
        least = np.minimum(least, (part * factors + summands).min(axis=0))
    return least


@cache
def _functions() -> tuple[Values, Values]:
    drawn = np.random.RandomState(_SEED)  # its numbers never change, and signatures are stored
    factors = drawn.randint(0, 1 << 31, _N_VALUES, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, drawn.randint(0, 1 << 32, _N_VALUES, dtype=np.uint32)


def _hash(mark: str) -> int:
    return int.from_bytes(hashlib.sha1(mark.encode(), usedforsecurity=False).digest()[:4], "little")


def _mixed(hashes: Values) -> Values:
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return hashes ^ (hashes >> np.uint32(16))


def _key(number: int, values: bytes) -> int:
    digest = hashlib.blake2b(bytes([number]) + values, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
