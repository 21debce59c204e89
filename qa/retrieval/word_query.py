"""Question → FTS5 query."""

import re

from qa.dates.numerals import ORDINAL_NUMBERS, ordinal_ending

_WORD = re.compile(r"\w+")
_COMMON = frozenset(
    """
    a an and are as at be been by did do does for from had has have he her his how i in is it its me my of on
    or our she so that the their them they this to was we were what when where which who whom whose why will
    with would you your
    """.split()
)

_DIGITAL = {word: f"{number}{ordinal_ending(number)}" for word, number in ORDINAL_NUMBERS.items()}
_ORDINALS = _DIGITAL | {digits: word for word, digits in _DIGITAL.items()}


def content_terms(question: str) -> list[str]:
    """Return the question's words in lower case without duplicates and stop words (unless all are stop words)."""
    words = list(dict.fromkeys(word.lower() for word in _WORD.findall(question)))
    return [word for word in words if word not in _COMMON] or words


def word_query(question: str) -> str:
    """Return an FTS5 query for any of the content words, each quoted so that none is an operator.

    Stop words are left out because they rank nothing and cost the most. An ordinal is searched as a word and in
    digits, "second" and "2nd".
    """
    words = content_terms(question)
    written = [other for word in words if (other := _ORDINALS.get(word))]
    return " OR ".join(f'"{word}"' for word in dict.fromkeys((*words, *written)))
