"""Text → mentions: which words are a temporal expression, and of which family."""

from collections.abc import Iterator
from dataclasses import replace

from qa.dates.expressions import NUMBERS, Mention
from qa.dates.grammar import search
from qa.dates.numerals import number_starts
from qa.dates.tokens import Tokens
from qa.dates.vocabulary import NO_NOUNS

_NUMBERED = frozenset(
    """
    airbus apartment article boeing bus case channel chapter directive docket figure flight form gate highway
    interstate item lot model no number page psalm regulation resolution room route section story suite
    table train unit version volume windows
    """.split()
)
_COUNTED = frozenset("gmt utc hrs words g kg km metres meters tonnes".split())  # "(1000 GMT)", "1000g"
_NAMED_LIKE_MONTHS = {"May", "March", "April", "June", "August"}
_ANNOUNCING = {
    "in",
    "on",
    "by",
    "to",
    "from",
    "of",
    "last",
    "next",
    "this",
    "early",
    "late",
    "and",
    "or",
    "the",
    "daynum",
    "ordinal",
}

_SHORT = 2


def mentions(tokens: Tokens) -> Iterator[Mention]:
    """Return the temporal expressions of a text in order, without overlaps."""
    place = 0
    while found := search(tokens.letters, place):
        mention = Mention(tokens, found.lastgroup or "", *found.span())
        if (
            _is_name(mention)
            or _is_compound(mention)
            or (mention.family == "no_day" and not _is_written_like_a_day(mention))
        ):
            place = found.start() + 1
            continue
        place = found.end()
        yield _without_prefix(mention)


def _without_prefix(mention: Mention) -> Mention:
    """Leave out words at the start that belong to the text: "six" of "six 24-hour days", "following" as "after"."""
    names = mention.names
    if mention.family in ("duration", "shift"):
        places = [at for at, name in enumerate(names) if name in NUMBERS]
        start = number_starts([mention.tokens.word(mention.first + at) for at in places])
        if start and names[places[start] - 1] in NUMBERS:
            return replace(mention, first=mention.first + places[start])
    if names in (["a", "weekday"], ["a", "short_weekday"]) and _is_before_a_noun(mention):
        return replace(mention, first=mention.first + 1)
    if names[0] == "following" and mention.has("weekday", "short_weekday", "month", "may", "short_month"):
        return replace(mention, first=mention.first + 1)
    return mention


def _is_before_a_noun(mention: Mention) -> bool:
    """Return whether a weekday describes one event: "a Wednesday landslide", not "on a Wednesday"."""
    tokens, last = mention.tokens, mention.last
    return (
        last < len(tokens.letters)
        and tokens.named(last) == "word"
        and tokens.starts[last] == tokens.ends[last - 1] + 1
        and tokens.word(last) not in NO_NOUNS
    )


def _is_written_like_a_day(mention: Mention) -> bool:
    """Return whether an impossible day of a month looks like a day: "32 March", not "1,200 March 2024"."""
    number = mention.word("number") or ""
    return number.isdigit() and len(number) <= _SHORT


def _is_compound(mention: Mention) -> bool:
    """Return whether a mention only says what something was before or after: "pre-dawn", "post-Christmas"."""
    tokens, first = mention.tokens, mention.first
    if first < _SHORT or tokens.named(first - 1) != "dash":
        return False
    is_joined = tokens.ends[first - 2] + 1 == tokens.ends[first - 1] == tokens.starts[first]
    return is_joined and tokens.word(first - 2).lower() in ("pre", "post")


def _is_name(mention: Mention) -> bool:
    """Return whether the words are a name: "Theresa May", "the Sunday Times", "March on Rome", "Flight 1549"."""
    tokens, first, last = mention.tokens, mention.first, mention.last
    before = tokens.named(first - 1) if first else "paragraph"
    after = tokens.named(last) if last < len(tokens.letters) else "paragraph"
    if mention.has("weekday", "short_weekday") and after == "paper":
        return True
    if mention.names in (["short_weekday"], ["the", "short_weekday"]):
        return True
    if mention.family == "month" and last - first == 1:
        return _is_named_like_a_month(tokens.word(first), before, after)
    if mention.names == ["year"]:
        return _is_numbered(mention)
    if mention.has("short_units") and tokens.word(last - 1).istitle():
        return True
    return _is_part_of_a_name(mention, before, after) or _is_part_of_a_word(mention)


def _is_named_like_a_month(word: str, before: str, after: str) -> bool:
    if word == "March" and after == "on" and before in ("the", "paragraph", "stop"):
        return True
    if word in ("May", "March"):
        return before not in _ANNOUNCING and after != "year"
    return word in _NAMED_LIKE_MONTHS and after == "capital" and before not in _ANNOUNCING


def _is_numbered(mention: Mention) -> bool:
    """Return whether a number belongs to the word beside it: "Flight 1549", "1000 GMT"."""
    tokens, first, last = mention.tokens, mention.first, mention.last
    if first and tokens.word(first - 1).lower() in _NUMBERED:
        return True
    return last < len(tokens.letters) and tokens.word(last).lower() in _COUNTED


def _is_part_of_a_name(mention: Mention, before: str, after: str) -> bool:
    """Return whether a capitalised unit, season or feast is part of a name: "USA Today", "Midnight Oil"."""
    word = mention.tokens.word(mention.last - 1)
    if not word.istitle() or before == "paragraph":
        return False
    if before != "stop" and (
        mention.names[-1] == "noon" or (mention.has("season", "again") and after == "capital")
    ):
        return True  # "the newspaper Dawn", "Midnight Oil", "the Mid-Autumn Festival", "the Daily Star"
    if mention.has("feast"):
        return before == "capital" and after == "possessive"  # a surname
    if word == "Year" and after == "of":
        return True  # "the Year of the Pig"
    # "ABC's This Week", "USA Today": a title, unless the whole text is in capitals
    is_short = bool(mention.first) and mention.last - mention.first <= _SHORT
    return mention.has("unit", "today") and is_short and before in ("capital", "other", "possessive", "paper")


def _is_part_of_a_word(mention: Mention) -> bool:
    """Return whether a quarter is not a period: "quarter-finals", "one quarter percent"."""
    tokens, last = mention.tokens, mention.last
    after = [tokens.word(place).lower() for place in range(last, min(last + 2, len(tokens.letters)))]
    if tokens.named(last - 1) not in ("quarter", "quarters") or len(after) < _SHORT:
        return False
    if after[0] == "-":
        return after[1].startswith("final")
    is_part = after in (["of", "a"], ["of", "an"], ["of", "the"]) and tokens.named(last - 1) == "quarters"
    return mention.family == "duration" and (is_part or after[0] in ("percent", "percentage", "point"))
