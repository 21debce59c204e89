"""The speaker whose words stand before a verb, with what only adds to his name between them or not."""

from collections.abc import Sequence

from qa.attribution.phrases import speaker_between, speaker_in
from qa.attribution.tokens import FURTHEST, Kind, Range, Token
from qa.attribution.words import OPENING, PREPOSITIONS


def subject_before(tokens: Sequence[Token], last: int) -> tuple[Range, int] | None:
    """Return the speaker whose words end at tokens[last], and the place before it, −1 at the sentence's beginning."""
    ends = [last + 1]
    if tokens[last].kind is Kind.COMMA:
        if _lists(tokens, last):
            return None
        ends = [
            number
            for number in range(last - 1, max(-1, last - FURTHEST), -1)
            if tokens[number].kind is Kind.COMMA
        ]
    for end in ends:
        first = end
        while first > 0 and tokens[first - 1].is_word and end - first < FURTHEST:
            first -= 1
        speaker = speaker_in(tokens, first, end)
        if speaker is not None:
            return _wider(tokens, speaker, first - 1)
    return None


def _lists(tokens: Sequence[Token], last: int) -> bool:
    """Say whether "Economy, Trade, and Industry," ends at tokens[last]: where a name begins there cannot be told."""
    first = last
    while first > 0 and tokens[first - 1].is_word:
        first -= 1
    return tokens[first].plain == "and" and first > 0


def _wider(tokens: Sequence[Token], speaker: Range, edge: int) -> tuple[Range, int] | None:
    """Take the name before "the mayor," where "the mayor" only adds to it."""
    if edge > 0 and tokens[edge].kind is Kind.COMMA and speaker[0] == edge + 1:
        first = edge
        while first > 0 and tokens[first - 1].is_word:
            first -= 1
        listed = any(token.plain == "and" for token in tokens[speaker[0] : speaker[1]])
        name = speaker_between(tokens, first, edge)
        if listed and first == 0 and name == (first, edge) and tokens[first].is_capital:
            return (first, speaker[1]), first - 1
        if listed and tokens[edge - 1].is_capital and tokens[first].plain not in PREPOSITIONS | OPENING:
            return None  # "the Minister of Economy, Trade and Industry": where the name begins cannot be told
    return speaker, edge
