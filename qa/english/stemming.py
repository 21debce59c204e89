"""Word stems, by the Snowball stemmer for English."""

import threading
from typing import Any

_local = threading.local()


def stem_of(word: str) -> str:
    """Return the stem of a word in lower case: "prices" → "price"."""
    return str(_stemmer().stemWord(word.lower()))


def stems_of(words: set[str]) -> set[str]:
    """Return the stems of words that are in lower case."""
    return set(_stemmer().stemWords(list(words)))


def _stemmer() -> Any:
    """Return this thread's stemmer, since one stemmer may not be used by two threads at once."""
    if not hasattr(_local, "stemmer"):
        import Stemmer

        _local.stemmer = Stemmer.Stemmer("english")
    return _local.stemmer
