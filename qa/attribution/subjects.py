"""The speaker before a verb, possibly with an apposition in between."""

from collections.abc import Sequence

from qa.attribution.phrases import is_role, name_behind, speaker_between, speaker_in
from qa.attribution.tokens import FURTHEST, Kind, Range, Token
from qa.attribution.words import DETERMINERS, OPENING, PREPOSITIONS
from qa.english.titles import ROLES


def subject_before(tokens: Sequence[Token], last: int) -> tuple[Range, int] | None:
    """Return the speaker whose phrase ends at tokens[last], and the position before it (−1 at the start)."""
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
            if first > 1 and tokens[first].plain == "and" and tokens[first - 2].text.isdigit():
                return None  # "Odd, 24, and Even, 22, said": one of them alone is not the speaker
            if len(ends) > 1 and (name := _described(tokens, speaker)) is not None:
                return name, name[0] - 1
            speaker = _with_body(tokens, with_name(tokens, speaker, end, certain=True), end, last)
            return _wider(tokens, speaker, first - 1)
    return None


def with_name(tokens: Sequence[Token], speaker: Range, end: int, *, certain: bool = False) -> Range:
    """Extend "the minister," by a following name if it is only a role.

    `certain` means that a verb follows, so that what is between commas belongs to the speaker.
    """
    if end >= len(tokens) or tokens[end].kind is not Kind.COMMA or speaker[1] != end:
        return speaker
    behind = name_behind(tokens, end)
    opening = tokens[speaker[0]].plain
    common = certain and (not tokens[speaker[1] - 1].is_capital or opening in DETERMINERS)
    if behind is None or not (common or is_role(tokens[speaker[0] : speaker[1]])):
        return speaker
    ended = behind >= len(tokens) or not tokens[behind].is_word or tokens[behind].plain in PREPOSITIONS
    return (speaker[0], behind) if ended else speaker


def _with_body(tokens: Sequence[Token], speaker: Range, end: int, last: int) -> Range:
    """Extend "the lender," by "the World Bank" if it is only a description."""
    named = tokens[end + 1 : last]
    is_body = len(named) > _BODY and named[0].plain == "the" and named[1].is_capital and named[-1].is_capital
    common = tokens[speaker[0]].plain in DETERMINERS or tokens[speaker[0]].plain.endswith("'s")
    if not is_body or speaker[1] != end or not common or tokens[end - 1].is_capital:
        return speaker
    if speaker_between(tokens, end + 1, last) != (end + 1, last):
        return speaker
    return speaker[0], last


_BODY = 2  # words: a single one, as "the CBI", can't be assigned


def _lists(tokens: Sequence[Token], last: int) -> bool:
    """Return whether a list as "Economy, Trade, and Industry," ends at tokens[last]: its name's start is unclear."""
    first = last
    while first > 0 and tokens[first - 1].is_word:
        first -= 1
    return tokens[first].plain == "and" and first > 0


_ARTICLES = ("a", "an", "the")


def _describes(tokens: Sequence[Token], first: int, articles: Sequence[str]) -> bool:
    """Return whether words are a description: "a baker", "vice chairman of the club"."""
    roles = (token for token in tokens[first : first + 2] if not token.is_capital)
    return tokens[first].plain in articles or any(token.plain in ROLES for token in roles)


def _described(tokens: Sequence[Token], speaker: Range) -> Range | None:
    """Return the name before a description: "Bo Lind, a baker, once of Oslo, said"."""
    comma = speaker[0] - 1
    first = comma
    while first > 0 and tokens[first - 1].is_capital:
        first -= 1
    opens = first == 0 or not tokens[first - 1].is_word
    is_described = (
        comma > 0 and tokens[comma].kind is Kind.COMMA and tokens[speaker[0]].plain in ("a", "an", "the")
    )
    if not (opens and is_described) or comma - first < _BODY:
        return None
    return (first, comma) if speaker_between(tokens, first, comma) == (first, comma) else None


def _name_left_open(tokens: Sequence[Token], comma: int) -> Range | None:
    """Return the name before a description that no comma ends: `"…," Bo Lind, head of the clinic told reporters`."""
    first = comma
    while first > 0 and tokens[first - 1].is_capital:
        first -= 1
    quoted = first > 0 and tokens[first - 1].kind is Kind.QUOTE
    opening = first == 0 and comma >= _BODY and _describes(tokens, comma + 1, ("a", "an"))
    if first == comma or not (quoted or opening):
        return None
    return (first, comma) if speaker_between(tokens, first, comma) == (first, comma) else None


def _wider(tokens: Sequence[Token], speaker: Range, edge: int) -> tuple[Range, int] | None:
    """Extend "the mayor," by the name before it if "the mayor" only describes it."""
    if edge > 0 and tokens[edge].kind is Kind.COMMA and speaker[0] == edge + 1:
        name = _name_left_open(tokens, edge)
        if name is not None:
            return name, name[0] - 1
        first = edge
        while first > 0 and tokens[first - 1].is_word:
            first -= 1
        listed = any(token.plain == "and" for token in tokens[speaker[0] : speaker[1]])
        whole = speaker_between(tokens, first, edge)
        if listed and first == 0 and whole == (first, edge) and tokens[first].is_capital:
            return (first, speaker[1]), first - 1
        if listed and tokens[edge - 1].is_capital and tokens[first].plain not in PREPOSITIONS | OPENING:
            return None  # "the Minister of Economy, Trade and Industry": the start of the name is unclear
    return speaker, edge
