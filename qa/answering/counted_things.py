"""Whether a number counts what its question asks for: wounded soldiers, and not dead ones, or civilians."""

import re
from collections.abc import Sequence

from qa.answering.event_order import sentence_of
from qa.answering.other_answers import first_noun_phrase, words_counted
from qa.answering.same_answer import has_numbers
from qa.answering.same_quantity import senses_near
from qa.english.groups_of_people import are_exclusive, is_particular, is_same_group
from qa.english.nationalities import is_nationality, is_same_country
from qa.english.opposites import sense_of
from qa.english.question_words import TOKEN, plain
from qa.records import AnswerSpan

_ASKED = re.compile(r"\bhow many (?P<noun>[^?.,;:]{1,80})", re.IGNORECASE)
_ASKS_NUMBER = re.compile(r"\bhow (?:many|much|old)\b", re.IGNORECASE)
_QUANTITY = re.compile(
    r"\b(?:dozens?|scores|hundreds?|thousands?|millions?|billions?|several|few|many|most|half|none|no|nobody|nothing"
    r"|all|both|thirds?|quarters?|double|twice|pairs?|couple)\b",
    re.IGNORECASE,
)
_ANYBODY = frozenset("people person persons others victims".split())
# Nobody is in two of these states at once, as reports count them.
_STATES = {sense_of(word).group for word in ("killed", "injured", "missing", "arrested")}


def has_quantity(question: str, span: AnswerSpan) -> bool:
    """Return whether a span names a quantity, if the question asks "how many", "how much" or "how old"."""
    if _ASKS_NUMBER.search(question) is None:
        return True
    return has_numbers(span.text) or _QUANTITY.search(span.text) is not None


def counts_something_else(question: str, span: AnswerSpan) -> bool:
    """Return whether a number counts other people than the question asks for, or people in another state."""
    if (asked := _ASKED.search(question)) is None:
        return False
    wanted, found = first_noun_phrase(asked["noun"]), words_counted(span)
    return (
        _are_others(wanted, found)
        or _is_of_another_country(wanted, found)
        or _are_just_people(wanted, found, span)
        or _is_in_another_state(question, span)
    )


def _are_others(wanted: Sequence[str], found: Sequence[str]) -> bool:
    return any(are_exclusive(plain(one), plain(other)) for one in wanted for other in found)


def _are_just_people(wanted: Sequence[str], found: Sequence[str], span: AnswerSpan) -> bool:
    """Return whether a number counts people, and its sentence doesn't name the group that the question asks for."""
    groups = [plain(word) for word in wanted if is_particular(plain(word))]
    if not groups or _ANYBODY.isdisjoint(map(plain, found)):
        return False
    words = [plain(word.group()) for word in TOKEN.finditer(sentence_of(span)[0])]
    return not any(is_same_group(group, word) for group in groups for word in words)


def _is_of_another_country(wanted: Sequence[str], found: Sequence[str]) -> bool:
    """Return whether both noun phrases name nationalities, and different ones."""
    mine, theirs = ([_singular(word) for word in words if is_nationality(word)] for words in (wanted, found))
    same = any(is_same_country(one, other) for one in mine for other in theirs)
    return bool(mine and theirs) and not same


def _singular(word: str) -> str:
    return plain(word).removesuffix("s")


def _is_in_another_state(question: str, span: AnswerSpan) -> bool:
    """Return whether the question asks for the wounded, and the words around a number say that they died."""
    asked = {sense_of(word.group()).group for word in TOKEN.finditer(question)} & _STATES
    if len(asked) != 1:
        return False
    (group,) = asked
    near = [sense.group for sense in senses_near(span, group)]
    return group not in near and bool(near) and near[0] in _STATES
