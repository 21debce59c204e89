"""What follows a reporting verb: the audience, time and place, and the statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from qa.attribution.phrases import is_clause
from qa.attribution.tokens import PAUSES, Kind, Token, clause_end, inside, span_of
from qa.attribution.words import (
    ACTING,
    BARE,
    DAYS,
    DETERMINERS,
    FINITE,
    HEARERS,
    PERSONAL,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVE,
    SUBORDINATE,
    TELLING,
    TIMES,
    TOLD,
    VENUES,
)
from qa.records import Span


class Manner(StrEnum):
    """The form of a statement: quoted, after the verb, before "NAME said", or "according to"."""

    QUOTED = "quoted"
    REPORTED = "reported"
    TAGGED = "tagged"
    SOURCED = "sourced"


@dataclass(frozen=True, slots=True)
class Reported:
    """What is reported after a verb."""

    statement: Span
    manner: Manner


def reported_after(tokens: Sequence[Token], verb: int) -> Reported | None:
    """Return the statement after a verb, including the verb if its meaning depends on it; None if there is none."""
    word = tokens[verb].plain
    if word in ACTING:
        return _act(tokens, verb)
    if word not in TELLING:
        return None
    number = verb + 1
    if number < len(tokens) and tokens[number].plain in ("off", "out", "up", "down"):
        return None  # "wrote off" is another verb
    if word in TOLD:
        number = past_hearer(tokens, number)
    is_order = word in TOLD and number < len(tokens) and tokens[number].plain == "to"
    number = past_circumstances(tokens, number)
    if is_order or number >= len(tokens):  # "told the firms to leave"
        return None
    token = tokens[number]
    if token.plain == "that" or token.text == ":":
        return _clause(tokens, number + 1)
    following = tokens[number + 1] if number + 1 < len(tokens) else None
    if token.kind is Kind.COMMA and following is not None and following.kind is Kind.QUOTE:
        return _clause(tokens, number + 1)
    if token.kind is Kind.QUOTE:
        return _clause(tokens, number)
    if word not in BARE or not token.is_word or not _opens_a_clause(tokens, verb, number):
        return None
    return _clause(tokens, number)


def _opens_a_clause(tokens: Sequence[Token], verb: int, number: int) -> bool:
    first = tokens[number]
    if first.plain in FINITE | RELATIVE | SUBORDINATE | {"to", "so", "by", "of", "and", "or"}:
        return False
    end = clause_end(tokens, number, commas=False)
    following = tokens[number + 1] if number + 1 < end else None
    is_participle = first.plain.endswith("ed") and not first.is_capital
    if is_participle and (following is None or following.plain in PREPOSITIONS | TIMES):
        return False  # "said in a report released here"
    if tokens[verb].plain in _SAID:
        return end - number >= _SHORTEST_CLAUSE or is_clause(tokens[number:end])
    if tokens[verb].plain in TOLD:
        return is_clause(tokens[number:end])
    # "confirmed the cases reported on Monday" is not a clause: only an auxiliary shows one here
    before_comma = list(takewhile(_is_no_link, tokens[number : clause_end(tokens, number)]))
    return _has_helper(before_comma)


def _has_helper(words: Sequence[Token]) -> bool:
    """Return whether words have an auxiliary or "he", outside "that …" and "who …"."""
    relative = False
    for number, token in enumerate(words):
        if token.plain in RELATIVE and number > 0:
            relative = True
        elif token.plain in FINITE | PERSONAL:
            if not relative:
                return True
            relative = False
    return False


def _is_no_link(token: Token) -> bool:
    """Return whether a word starts the statement: not "after" in "warned Norway after it had said …"."""
    return token.plain not in SUBORDINATE | {"but"}


_SAID = frozenset("said says say".split())
_SHORTEST_CLAUSE = 4


def _clause(tokens: Sequence[Token], first: int) -> Reported | None:
    """Return the words from tokens[first] to the end of the statement."""
    while first < len(tokens) and (tokens[first].kind in PAUSES or tokens[first].text in '“"'):
        first += 1
    if first >= len(tokens):
        return None
    end = clause_end(tokens, first, commas=False)
    if tokens[first].kind is Kind.QUOTE and (end == first + 1 or tokens[first + 1].kind in PAUSES):
        return Reported(inside(tokens[first]), Manner.QUOTED)
    return Reported(span_of(tokens, (first, end)), Manner.REPORTED) if end > first else None


def _act(tokens: Sequence[Token], verb: int) -> Reported | None:
    end = clause_end(tokens, verb + 1, commas=False)
    rest = tokens[verb + 1 : end]
    if not rest or rest[0].plain in FINITE | {
        "by",
        "of",
        "off",
        "in",
        "and",
        "or",
        "at",
        "from",
        "with",
        "as",
    }:
        return None
    if tokens[verb].plain in ("called", "calls"):
        quotes = any(token.kind is Kind.QUOTE for token in rest)
        if rest[0].plain not in ("for", "on") and not quotes:
            return None
    elif not rest[0].is_word or rest[0].plain in PREPOSITIONS - {"to"}:
        return None
    return Reported(span_of(tokens, (verb, end)), Manner.REPORTED)


def past_hearer(tokens: Sequence[Token], number: int) -> int:
    """Return the position after the audience: "reporters", "the BBC" or "a news conference"."""
    if number >= len(tokens) or not tokens[number].is_word:
        return number
    if (that := _that_behind(tokens, number)) is not None:
        return that
    if tokens[number].plain in PRONOUNS:
        return number + 1
    opened = tokens[number].plain in DETERMINERS
    number += 1
    while number < len(tokens) and tokens[number].is_word:
        token, before = tokens[number], tokens[number - 1]
        if token.plain in DETERMINERS | PERSONAL | PRONOUNS | PREPOSITIONS | DAYS | TIMES | FINITE:
            break
        if not opened and before.plain in HEARERS and token.plain not in HEARERS:
            break
        if not opened and before.text.isupper() and not token.is_capital:
            break
        if opened and before.is_capital and not token.is_capital and token.plain not in _ROOMS:
            break
        opened = opened and token.plain not in _ROOMS
        number += 1
    return number


def _that_behind(tokens: Sequence[Token], number: int) -> int | None:
    """Return the position of "that" if no verb or mark precedes it."""
    for place in range(number + 1, min(len(tokens), number + _LONGEST_HEARER)):
        if tokens[place].plain == "that":
            return place
        if not tokens[place].is_word or tokens[place].plain in FINITE:
            return None
    return None


_LONGEST_HEARER = 12
_ROOMS = frozenset(
    """
    conference newspaper agency television radio crowd court hearing meeting committee parliament briefing station
    rally daily magazine channel service council inquiry jury
    """.split()
)


def past_circumstances(tokens: Sequence[Token], number: int) -> int:
    """Return the position after "on Tuesday", "in a statement" and similar phrases."""
    while number < len(tokens) and tokens[number].is_word:
        token = tokens[number]
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        if token.plain in DAYS and token.is_capital and not (following and following.plain in FINITE):
            number += 1 + (following is not None and following.text[0].isdigit())
        elif token.plain in TIMES - {"this", "there"} and not (following and following.plain in FINITE):
            number += 1
        elif token.plain in ("this", "that") and following and following.plain in TIMES:
            number += 2
        elif token.plain in PREPOSITIONS:
            behind = _past_adverbial(tokens, number)
            if behind is None:
                return number
            number = behind
        else:
            return number
    return number


def _past_adverbial(tokens: Sequence[Token], number: int) -> int | None:
    """Return the position after "on Tuesday", "in a statement"; None if the phrase may be part of the statement."""
    first = number
    known = False
    number += 1
    while number < len(tokens) and tokens[number].is_word:
        token = tokens[number]
        begun = number > first + 1 and tokens[number - 1].plain not in DETERMINERS
        if token.plain == "that":
            return number
        if token.plain in FINITE:
            return None
        if token.plain in PERSONAL or (begun and token.plain in DETERMINERS | PREPOSITIONS):
            break
        if (
            known
            and tokens[number - 1].plain in VENUES | DAYS | TIMES
            and token.plain not in VENUES | DAYS | TIMES
            and not token.text[0].isdigit()
        ):
            break
        known = (
            known
            or token.plain in VENUES
            or (token.plain in DAYS | TIMES and token.plain not in ("last", "next"))
        )
        number += 1
    ended = number >= len(tokens) or not tokens[number].is_word or tokens[number].plain in PREPOSITIONS
    return number if known or ended else None
