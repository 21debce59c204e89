"""Tells years from other four-digit numbers: "1400 injured", "the 1000-km race", "1345 B.C.", "kick-off (1730)"."""

import re

from qa.dates.context import Context
from qa.dates.expressions import Mention
from qa.dates.tokens import Tokens

_EARLIEST_COMMON, _LATEST_COMMON = 1500, 2100  # outside these, only clear words make a number a year
_MODERN = 1800
_NEAR_FUTURE = 30  # years after the dateline
_MINUTES = range(0, 60, 5)
_HOURS = 24
_BEFORE_YEARS = ("in", "of", "by", "from", "to", "last", "early", "late", "and", "open", "comma")
_CLEAR = frozenset("in since from between until till before after during around circa year years ad".split())
_SPANS = ("to", "and", "dash")
_COUNTERS = ("currency", "number", "daynum", "other")
_CURRENCIES = ("Rs", "INR", "USD", "EUR", "GBP")
_SCALES = frozenset("hundred thousand dozen million billion trillion mln bln mn bn percent".split())
_NO_THINGS = ("was", "is", "has", "as", "does", "vs")
_OF_A_YEAR = frozenset("style era vintage model".split())
_ERA = re.compile(r"\s{0,4}(?:(?:to|and|[-–—])\s{0,4}\d{1,4}\s{0,4})?B\.?\s?C\b")


def is_quantity(mention: Mention, context: Context) -> bool:
    """Return whether the number of a mention without a month is not a year: an amount, a measure, a time, a name."""
    tokens, first = mention.tokens, mention.first
    if first and (_follows_amount(tokens, first) or _is_glued(tokens, first)):
        return True
    if is_before_christ(mention):
        return True
    if mention.names != ["year"]:
        return False
    return _counts_something(mention) or _is_clock(mention, context) or not _is_common(mention)


def is_before_christ(mention: Mention) -> bool:
    """Return whether "B.C." follows, or another number and then "B.C."."""
    return _ERA.match(mention.tokens.text, mention.span.end) is not None


def _follows_amount(tokens: Tokens, first: int) -> bool:
    """Return whether the words before make it an amount: "$ 2000", "more than 1995", "1.1700-1702"."""
    name = tokens.named(first - 1)
    if name in _COUNTERS or name == "than" or tokens.word(first - 1) in _CURRENCIES:
        return True
    return (
        name == "dash" and first > 1 and tokens.named(first - 2) == "number" and "." in tokens.word(first - 2)
    )


def _is_glued(tokens: Tokens, first: int) -> bool:
    """Return whether letters touch the number, as in "CDMA2000"; "FY2000" is a year."""
    return tokens.text[tokens.starts[first] - 1].isalpha() and tokens.word(first - 1) != "FY"


def _counts_something(mention: Mention) -> bool:
    """Return whether the next word is counted or measured: "1300 billion", "1000-km", "2000 people"."""
    tokens, last = mention.tokens, mention.last
    word = _word(tokens, last)
    if word in _SCALES:
        return True
    if _named(tokens, last) == "dash" and tokens.ends[last - 1] == tokens.starts[last]:
        return _named(tokens, last + 1) in ("word", "capital") and _word(tokens, last + 1) not in _OF_A_YEAR
    alone = not mention.first or tokens.named(mention.first - 1) not in _BEFORE_YEARS
    return alone and _is_plural(tokens, last)


def _is_plural(tokens: Tokens, place: int) -> bool:
    word = _word(tokens, place)
    return _named(tokens, place) == "word" and word.endswith(("s", "people")) and word not in _NO_THINGS


def _is_clock(mention: Mention, context: Context) -> bool:
    """Return whether a number in brackets is a time of day: "Lorne v Alba (1730)"."""
    tokens, first, last = mention.tokens, mention.first, mention.last
    if not first or tokens.named(first - 1) != "open" or _named(tokens, last) != "close":
        return False
    hour, minute = divmod(int(tokens.word(first)), 100)
    latest = context.published.year + _NEAR_FUTURE if context.published else _LATEST_COMMON
    in_time = _MODERN <= 100 * hour + minute <= latest
    return hour < _HOURS and minute in _MINUTES and not in_time


def _is_common(mention: Mention) -> bool:
    """Return whether it is in the usual range of years, or clear words make it a year: "in 1066", "1066 to 1087"."""
    tokens, first = mention.tokens, mention.first
    if _EARLIEST_COMMON <= int(tokens.word(first)) <= _LATEST_COMMON:
        return True
    if not first or _is_plural(tokens, mention.last):
        return not first and not _is_plural(tokens, mention.last)
    if tokens.named(first - 1) in _SPANS and first > 1:
        return tokens.named(first - 2) in ("year", "number")
    return _word(tokens, first - 1) in _CLEAR or tokens.named(first - 1) == "open"


def _named(tokens: Tokens, place: int) -> str:
    return tokens.named(place) if place < len(tokens.letters) else "paragraph"


def _word(tokens: Tokens, place: int) -> str:
    return tokens.word(place).lower() if place < len(tokens.letters) else ""
