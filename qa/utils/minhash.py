"""MinHash bands of a text: similar texts have one in common (Broder, 1997).

A signature of 128 values estimates the Jaccard similarity of two sets. It is cut into 64 bands of two values. Texts
with a similarity of s have a band in common with a probability of 1 - (1 - s²)^64: 0.93 for 0.2, 0.006 for 0.01.
"""

import hashlib
from collections.abc import Iterable

SCHEME = "affine32 128/2, 4 words"  # bands can only be compared with those of the same scheme
N_BANDS = 64
_N_VALUES, _SEED = 128, 1
_VALUES_A_BAND = _N_VALUES // N_BANDS
_AT_ONCE = 2_000  # marks whose values are in memory together


def bands_of(marks: Iterable[str]) -> list[int]:
    """Return the 64 bands of a set of texts, each as a signed number of 64 bits."""
    from datasketch import MinHash

    sketch = MinHash(num_perm=_N_VALUES, seed=_SEED, scheme="affine32")
    encoded = [mark.encode() for mark in marks]
    for start in range(0, len(encoded), _AT_ONCE):
        sketch.update_batch(encoded[start : start + _AT_ONCE])
    values = sketch.hashvalues.astype("<u4").reshape(N_BANDS, _VALUES_A_BAND)
    return [_key(number, row.tobytes()) for number, row in enumerate(values)]


def _key(number: int, values: bytes) -> int:
    digest = hashlib.blake2b(bytes([number]) + values, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
