"""Enumerations in a sentence: the members of "A, B and C"."""

from collections.abc import Sequence
from itertools import pairwise

from qa.attribution.tokens import Kind, Range, Token, span_of, tokens_of
from qa.attribution.words import (
    FINITE,
    JOINED,
    OPENING,
    PERSONAL,
    PREPOSITIONS,
    RELATIVE,
    SUBORDINATE,
    TELLING,
)
from qa.english.question_words import PAST_FORMS
from qa.records import Span

_LONGEST_MEMBER = 10  # words
_ANDS = JOINED | {"or"}
_INSIDE = frozenset("of for de del la el al bin ibn".split())  # prepositions inside a member
_STOPS = (
    (PREPOSITIONS - _INSIDE)
    | FINITE
    | RELATIVE
    | SUBORDINATE
    | PERSONAL
    | TELLING
    | PAST_FORMS
    | (OPENING - JOINED)
    | frozenset("where respectively be been being".split())
)
_FEWEST_OPEN = 4  # members of a list of names without "and"


def enumeration_around(sentence: str, span: Span) -> list[Span]:
    """Return the members of the enumeration that contains a span of a sentence; the span alone if there is none.

    An enumeration needs "and" or "or" before its last member, or four names.
    """
    tokens = tokens_of(sentence)
    inside = [n for n, token in enumerate(tokens) if token.span.overlaps(span)]
    if not inside:
        return [span]
    first, end = inside[0], inside[-1] + 1
    members = [*_before(tokens, first), *_split(tokens, (first, end)), *_after(tokens, end)]
    if len(members) > _PAIR and not _is_name(tokens, members[0]) and _are_names(tokens, members[1:]):
        members = members[1:]  # "four cities, Oslo, Bergen and Bodø"
    if len(members) < _PAIR or not _is_closed(tokens, members):
        return [span]
    return [span_of(tokens, each) for each in (_without_head(tokens, members[0], members[1:]), *members[1:])]


def _without_head(tokens: Sequence[Token], first: Range, others: Sequence[Range]) -> Range:
    """Return the first of several plain names without "the towns of"."""
    plain_names = all(tokens[n].is_capital for each in others for n in range(*each))
    cut = next((n for n in range(*first) if tokens[n].plain == "of"), None)
    if not plain_names or cut is None or cut + 1 >= first[1] or tokens[cut - 1].is_capital:
        return first
    return cut + 1, first[1]


_PAIR = 2


def _after(tokens: Sequence[Token], end: int) -> list[Range]:
    """Return the members that follow tokens[:end], up to the one after "and"."""
    members: list[Range] = []
    while (first := _past_separator(tokens, end)) is not None:
        is_last = any(token.plain in _ANDS for token in tokens[end:first])
        end = first
        while end < len(tokens) and end - first < _LONGEST_MEMBER and not _stops(tokens, end):
            end += 1
        if end == first:
            break
        members.append((first, end))
        if is_last:
            break
    return members


def _before(tokens: Sequence[Token], first: int) -> list[Range]:
    """Return the members that precede tokens[first:]."""
    members: list[Range] = []
    while (end := _before_separator(tokens, first)) is not None:
        first = end
        while first > 0 and end - first < _LONGEST_MEMBER and not _stops(tokens, first - 1):
            first -= 1
        if first == end:
            break
        members.insert(0, (first, end))
    return members


def _stops(tokens: Sequence[Token], number: int) -> bool:
    """Return whether a token is not part of a member: punctuation, "and", or a word of another clause."""
    token = tokens[number]
    if not token.is_word or token.plain in _ANDS:
        return True
    is_verb = token.plain.endswith("ed") and not token.is_capital and "-" not in token.text
    return (token.plain in _STOPS and not token.is_capital) or (is_verb and number > 0)


def _past_separator(tokens: Sequence[Token], at: int) -> int | None:
    """Return the position after ",", "and" or ", and" at a token."""
    start = at
    if at < len(tokens) and tokens[at].kind is Kind.COMMA:
        at += 1
    if at < len(tokens) and tokens[at].plain in _ANDS:
        at += 1
    return at if start < at < len(tokens) else None


def _before_separator(tokens: Sequence[Token], at: int) -> int | None:
    """Return the end of what precedes ",", "and" or ", and" before a token."""
    start = at
    if at > 0 and tokens[at - 1].plain in _ANDS:
        at -= 1
    if at > 0 and tokens[at - 1].kind is Kind.COMMA:
        at -= 1
    return at if 0 < at < start else None


def _split(tokens: Sequence[Token], words: Range) -> list[Range]:
    """Return the members inside a span; "and" alone only separates capitalised members."""
    cuts = [n for n in range(*words) if tokens[n].kind is Kind.COMMA or tokens[n].plain in _ANDS]
    has_comma = any(tokens[n].kind is Kind.COMMA for n in cuts)
    if not has_comma and not all(tokens[n - 1].is_capital and _next_capital(tokens, n) for n in cuts):
        return [words]
    bounds = [words[0] - 1, *cuts, words[1]]
    return [(left + 1, right) for left, right in pairwise(bounds) if right - left > 1]


def _next_capital(tokens: Sequence[Token], number: int) -> bool:
    return number + 1 < len(tokens) and tokens[number + 1].is_capital


def _is_closed(tokens: Sequence[Token], members: Sequence[Range]) -> bool:
    """Return whether members are an enumeration: by "and" before the last one, or because all are names.

    Two members without a comma must be of one kind: "the silver and Kim Su" are not, and "Ministry of Trade and
    Industry" is one name.
    """
    between = tokens[members[-2][1] : members[-1][0]]
    if not any(token.plain in _ANDS for token in between):
        return len(members) >= _FEWEST_OPEN and _are_names(tokens, members)
    if len(members) > _PAIR or any(token.kind is Kind.COMMA for token in between):
        return True
    (first, end), other = members
    is_one_name = _are_names(tokens, members) and any(token.plain == "of" for token in tokens[first:end])
    return not is_one_name and _is_name(tokens, members[0]) == _is_name(tokens, other)


def _are_names(tokens: Sequence[Token], members: Sequence[Range]) -> bool:
    return all(_is_name(tokens, each) for each in members)


def _is_name(tokens: Sequence[Token], member: Range) -> bool:
    words = [token for token in tokens[member[0] : member[1]] if token.is_word]
    return bool(words) and words[-1].is_capital
