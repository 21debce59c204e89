"""Whether a date in a sentence is the day on which something was said."""

from collections.abc import Set

from qa.attribution.tokens import Kind, Token, tokens_of
from qa.attribution.words import ACTING, TELLING
from qa.records import Span

_BE = frozenset("is are was were be been being".split())  # "was rejected on Monday": nothing is said then
_ACCORDING = "according"  # "according to reports on Monday"
_N_BETWEEN = 5  # words between a verb of saying and its day: "told reporters in Port Ember on"


def verb_of_saying(sentence: str, date: Span, verbs: Set[str] = TELLING | ACTING) -> str | None:
    """Return which of these verbs a date belongs to: "the mayor said on Saturday that the men were hanged"."""
    tokens = tokens_of(sentence)
    first = next((n for n, token in enumerate(tokens) if token.span.end > date.start), None)
    if first is None:
        return None
    for number in range(first - 1, max(0, first - _N_BETWEEN) - 1, -1):
        token = tokens[number]
        if token.kind is not Kind.WORD:
            return None
        is_passive = number > 0 and token.plain in ACTING and tokens[number - 1].plain in _BE
        if token.plain == _ACCORDING or (is_verb(token, verbs) and not is_passive):
            return token.plain
    after = next((token for token in tokens if token.span.start >= date.end), None)
    return after.plain if after is not None and is_verb(after, verbs) else None


def is_verb(token: Token, verbs: Set[str] = TELLING | ACTING) -> bool:
    """Return whether a token is one of these verbs."""
    return token.is_word and not token.is_capital and token.plain in verbs
