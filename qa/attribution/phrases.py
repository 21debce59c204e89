"""Noun phrases that can name a speaker, and clauses."""

from collections.abc import Sequence
from itertools import pairwise

from qa.attribution.tokens import Kind, Range, Token
from qa.attribution.words import (
    ACTING,
    BARE_SPEAKERS,
    BODIES,
    DAYS,
    DETERMINERS,
    FINITE,
    HEAD_PREPOSITIONS,
    JOINED,
    MONTHS,
    NEVER,
    NO_ADVERBS,
    OFFICES,
    OPENING,
    PARTICLES,
    PERSONAL,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVE,
    SUBORDINATE,
    TELLING,
    TIMES,
)
from qa.english.question_words import PAST_FORMS
from qa.english.titles import ROLES

_LONGEST = 18
_SHORTEST_ED = 4
_NAME, _LONGEST_NAME = 2, 6


def is_clause(tokens: Sequence[Token]) -> bool:
    """Return whether words have a verb of their own, outside "who …" and "which …"."""
    relative = False
    for number, token in enumerate(tokens):
        if token.kind is Kind.COMMA:
            relative = False
        elif token.kind is Kind.WORD:
            if token.plain in RELATIVE and number > 0:
                relative = True
            elif _is_verb(token) or token.plain in PERSONAL:
                if not relative:
                    return True
                relative = False
    return False


def _is_verb(token: Token) -> bool:
    word = token.plain
    if token.is_capital:
        return word in FINITE - DAYS
    return word in FINITE or word in PAST_FORMS or (word.endswith("ed") and len(word) > _SHORTEST_ED)


def speaker_in(tokens: Sequence[Token], first: int, end: int) -> Range | None:
    """Return the speaker in tokens[first:end] directly before `end`, or None."""
    if 0 < first < end and tokens[first].plain in ("while", "whereas"):
        first += 1
    first = _past_opening(tokens, first, end)
    if first < end and tokens[end - 1].plain in JOINED | {"but"}:
        end = _before_verb(tokens, first, end - 1)
    return speaker_between(tokens, first, end)


def speaker_from(tokens: Sequence[Token], first: int) -> tuple[Range, int] | None:
    """Return the speaker that tokens[first:] start with and the end of the phrase, or None."""
    end = first
    while end < len(tokens) and end - first < _LONGEST and _goes_on(tokens, first, end):
        end += 1
    found = speaker_between(tokens, first, end)
    return (found, end) if found else None


def speaker_between(tokens: Sequence[Token], first: int, end: int) -> Range | None:
    """Return tokens[first:end] reduced to the speaker's name, or None if they name no speaker."""
    end = _before_time(tokens, first, end)
    while end - first > 1 and tokens[end - 1].plain in OPENING | _LATER:
        end -= 1
    words = tokens[first:end]
    if not words or len(words) > _LONGEST or any(not token.is_word for token in words):
        return None
    named = [token.plain for token in words]
    if (
        named[0] in PRONOUNS - {"one"}
        or named == ["one"]
        or named[0] in PREPOSITIONS | SUBORDINATE | NEVER | DAYS
    ):
        return None
    relative = next((number for number, word in enumerate(named) if word in RELATIVE), len(named))
    core = words[:relative]
    if any(token.plain in FINITE or (token.plain in PAST_FORMS and not token.is_capital) for token in core):
        return None
    if any(_tells(token) and _is_told_of(ahead) for token, ahead in pairwise(words[:relative])):
        return None  # "the right recalled his plans that it said": the subject of another verb
    if _ENDS & set(named[:2]) and "of" in named[1:3]:  # "the end of the month"
        return None
    if any(word in PERSONAL | NEVER | SUBORDINATE - {"where"} for word in named[:relative]):
        return None
    if not _names(core) or (named[-1].endswith("'s") and not _is_firm(words)):
        return None
    if relative == len(named):
        end = first + _name_alone(words)
    return first, end


_LATER = frozenset("meanwhile also however".split())
_ENDS = frozenset("end eve wake start beginning outset run-up aftermath middle rest case event".split())


def _before_time(tokens: Sequence[Token], first: int, end: int) -> int:
    """Return the start of a final "on Monday", "Monday" or "in late May"."""
    last = end
    while last - first > 1 and tokens[last - 1].plain in DAYS:
        last -= 1
    if last == end:
        return end
    while (
        last - first > 1
        and tokens[last - 1].plain in TIMES - {"here", "there"}
        and not tokens[last - 1].is_capital
    ):
        last -= 1
    return last - 1 if last - first > 1 and tokens[last - 1].plain in PREPOSITIONS else last


def _names(words: Sequence[Token]) -> bool:
    """Return whether words can name a speaker: a name, "the …", or a plural."""
    if any(token.is_capital and token.plain not in DAYS for token in words[1:]):
        return True
    if words[0].plain in DETERMINERS or words[0].text[0].isdigit():
        return len(words) > 1
    if (
        words[0].is_capital
        and words[0].plain not in DAYS | TIMES | OPENING
        and not words[0].plain.endswith("ly")
    ):
        is_office = words[-1].plain in ROLES | OFFICES
        return (
            len(words) == 1 or words[1].plain in HEAD_PREPOSITIONS | JOINED or is_office or _is_plural(words)
        )
    return _is_plural(words)


def _is_firm(words: Sequence[Token]) -> bool:
    """Return whether a name with a possessive ending is complete: "Moody's"."""
    return len(words) == 1 and words[0].is_capital


def _is_plural(words: Sequence[Token]) -> bool:
    head = next((n for n, token in enumerate(words) if token.plain in PREPOSITIONS | RELATIVE), len(words))
    last = words[head - 1].plain if head else ""
    return (last.endswith("s") and not last.endswith(("'s", "ss"))) or last in BARE_SPEAKERS


def _name_alone(words: Sequence[Token]) -> int:
    """Return the number of words without "of the crews' union" after a person's name."""
    for number, token in enumerate(words):
        ahead = words[number + 1].plain if number + 1 < len(words) else ""
        named = number and words[0].is_capital and words[0].plain not in DETERMINERS
        if named and token.plain == "in" and ahead in ("his", "her", "its", "their", "a", "an"):
            return number  # "Lind in his letter"
        if token.plain in HEAD_PREPOSITIONS and _is_person(words[:number]):
            if _names_later(words[number:]):
                continue
            following = words[number + 1] if number + 1 < len(words) else None
            return (
                number if following is None or token.plain != "of" or not following.is_capital else len(words)
            )
    return len(words)


def _names_later(words: Sequence[Token]) -> bool:
    """Return whether a title precedes its name: "for Refugees spokesman Ron Redmond"."""
    return any(
        token.plain in ROLES and not token.is_capital and following.is_capital
        for token, following in pairwise(words)
    )


def is_role(words: Sequence[Token]) -> bool:
    """Return whether words are a role without a name: "the minister for fisheries"."""
    return any(
        token.plain in ROLES and (number + 1 == len(words) or not words[number + 1].is_capital)
        for number, token in enumerate(words)
    )


def name_behind(tokens: Sequence[Token], comma: int) -> int | None:
    """Return the end of a person's name after a comma, None if there is none."""
    end = comma + 1
    while end < len(tokens) and end - comma <= _LONGEST_NAME and _is_of_a_name(tokens[end]):
        end += 1
    n_capitals = sum(token.is_capital for token in tokens[comma + 1 : end])
    is_name = n_capitals >= _NAME and tokens[end - 1].is_capital and tokens[end - 1].plain not in ROLES
    return end if is_name else None


def _is_of_a_name(token: Token) -> bool:
    named = token.is_capital or token.plain in PARTICLES - {"and", "of", "the"}
    return named and token.plain not in DAYS | DETERMINERS and (token.is_capital or token.plain not in ROLES)


def _is_title(words: Sequence[Token]) -> bool:
    """Return whether words end within a title: "Secretary of State", "Minister for Foreign Affairs"."""
    held = next(
        (
            n
            for n, (token, ahead) in enumerate(pairwise(words))
            if token.plain in ROLES and ahead.plain in _IN_TITLES
        ),
        None,
    )
    return words[-1].plain in ROLES or (held is not None and len(words) - held - 2 <= _NAME)


_IN_TITLES = ("of", "for")


def _is_person(words: Sequence[Token]) -> bool:
    capitals = [token for token in words if token.is_capital]
    return (
        len(capitals) >= _NAME
        and words[-1].is_capital
        and not _is_title(words)
        and words[0].plain not in DETERMINERS
        and not any(token.plain in BODIES for token in words)
    )


def _past_opening(tokens: Sequence[Token], first: int, end: int) -> int:
    """Return the start of a clause's subject, after "But", "Meanwhile" or "On Monday"."""
    while first < end:
        word = tokens[first].plain
        if (
            word in OPENING
            or word in DAYS | {"yesterday", "today"}
            or (word.endswith("ly") and word not in BODIES)
            or _is_number_of_date(tokens, first, end)
        ):
            first += 1
        elif word in PREPOSITIONS:
            behind = _past_phrase(tokens, first + 1, end)
            if behind is None:
                return first
            first = behind
        else:
            break
    return first


_DATE_BEFORE = 3  # tokens before a year: "April 4,"


def _is_number_of_date(tokens: Sequence[Token], number: int, end: int) -> bool:
    """Return whether a token is the day or year of "4 April 2031": beside a month, and no number of speakers."""
    if not tokens[number].text.isdigit() or number + 1 >= end:
        return False
    following = tokens[number + 1]
    if following.plain in MONTHS:
        return True
    earlier = [each for each in tokens[max(0, number - _DATE_BEFORE) : number] if each.kind is not Kind.COMMA]
    if earlier and earlier[-1].text.isdigit():
        earlier.pop()  # the day, in front of a year
    is_after_month = bool(earlier) and earlier[-1].plain in MONTHS
    return is_after_month and (following.is_capital or following.plain in DETERMINERS)


def _past_phrase(tokens: Sequence[Token], first: int, end: int) -> int | None:
    """Return the end of a prepositional phrase; None if unclear."""
    number = first + 1
    while number < end:
        before, token = tokens[number - 1], tokens[number]
        if token.plain in DETERMINERS and before.plain not in DETERMINERS | PREPOSITIONS | JOINED:
            return number
        dated = before.plain in DAYS | TIMES or before.text[0].isdigit()
        if dated and token.plain not in DAYS | TIMES | PREPOSITIONS and not token.text[0].isdigit():
            return number
        if (
            token.is_capital
            and not before.is_capital
            and before.plain not in DETERMINERS | PREPOSITIONS | PARTICLES
        ):
            return number
        number += 1
    return None


def _before_verb(tokens: Sequence[Token], first: int, end: int) -> int:
    """Return the first verb in "Smith resigned and"; `first` if none is known."""
    return next(
        (
            n
            for n in range(first + 1, end)
            if tokens[n].is_word and (_is_verb(tokens[n]) or _tells(tokens[n]))
        ),
        first,
    )


def _tells(token: Token) -> bool:
    return token.plain in TELLING | ACTING and not token.is_capital


def _is_told_of(token: Token) -> bool:
    return token.plain in DETERMINERS | PERSONAL


def _goes_on(tokens: Sequence[Token], first: int, number: int) -> bool:
    """Return whether the phrase that starts at `first` includes tokens[number]."""
    token = tokens[number]
    word = token.plain
    if not token.is_word or word in RELATIVE | SUBORDINATE | FINITE | OPENING - {"and"}:
        return False
    if number == first:
        return True
    following = tokens[number + 1] if number + 1 < len(tokens) else None
    if word in DAYS - {"may", "march"} or (word in TIMES and not token.is_capital):
        return False
    if word in ("may", "march"):
        return token.is_capital
    if word in HEAD_PREPOSITIONS:
        return _belongs(tokens, first, number, following)
    if word in JOINED:
        return following is not None and (following.is_capital or following.plain in DETERMINERS)
    if word.endswith("ed") and not token.is_capital and following and following.plain in PREPOSITIONS:
        return False
    return word not in PREPOSITIONS and (not word.endswith("ly") or word in NO_ADVERBS)


def _belongs(tokens: Sequence[Token], first: int, number: int, following: Token | None) -> bool:
    if following is None or not following.is_word or following.plain in DAYS | TIMES | PRONOUNS:
        return False
    word = tokens[number].plain
    if word == "in":
        return following.is_capital and not _is_person(tokens[first:number])
    return word in ("of", "for", "from", "at", "with") and not following.text[0].isdigit()
