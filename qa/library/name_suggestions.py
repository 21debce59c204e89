"""Names in the articles, found by capitalisation: good enough for suggestions while typing."""

import re
from collections import Counter
from collections.abc import Iterable

_WORD = r"[A-Z][\w’'-]*\w"
_NAME = re.compile(rf"(?<=[a-z,;:] ){_WORD}(?: (?:(?:of|de|van|von|al) )?{_WORD})*")
_POSSESSIVE = re.compile(r"[’']s$")
_NO_NAMES = frozenset(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December
    """.split()
)


def names_in(texts: Iterable[str], limit: int) -> list[str]:
    """Return at most `limit` names, the most frequent first.

    The first word of a sentence is always capitalised, so only capitals after a lower-case letter or a comma count.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_POSSESSIVE.sub("", found) for found in _NAME.findall(text))
    return [name for name, _ in counts.most_common() if name not in _NO_NAMES][:limit]
