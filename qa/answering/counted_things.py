"""Whether a number counts what its question asks for: civilians, and not soldiers."""

import re

from qa.answering.other_answers import first_noun_phrase, words_counted
from qa.answering.same_answer import has_numbers
from qa.english.opposite_groups import opposite_groups
from qa.english.question_words import plain, tokens
from qa.english.stemming import stem_of
from qa.records import AnswerSpan

_ASKED = re.compile(r"\bhow many (?P<noun>[^?.,;:]{1,80})", re.IGNORECASE)
_ASKS_NUMBER = re.compile(r"\bhow (?:many|much|old)\b", re.IGNORECASE)


def repeats_question(question: str, answer: str) -> bool:
    """Return whether the answer to "how many" has no number, and no word but "the" that isn't in the question."""
    if _ASKS_NUMBER.search(question) is None or has_numbers(answer):
        return False
    asked = {stem_of(plain(word.group())) for word in tokens(question)} | {"the"}
    return "or" not in asked and asked.issuperset(stem_of(plain(word.group())) for word in tokens(answer))


def counts_opposite_group(question: str, span: AnswerSpan) -> bool:
    """Return whether a number counts soldiers, for example, if the question asks only for civilians."""
    if (asked := _ASKED.search(question)) is None:
        return False
    counted = {word.casefold() for word in words_counted(span)}
    named = _words(span.text) | counted
    return any(
        counted & theirs and not named & mine and theirs.isdisjoint(_words(question))
        for word in first_noun_phrase(asked["noun"])
        for mine, theirs in opposite_groups(word.casefold())
    )


def _words(text: str) -> set[str]:
    return {word.group().casefold() for word in tokens(text)}
