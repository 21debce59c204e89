"""Whether a sentence is about another member of a series than the question, or a length is that of something else."""

import re
from collections.abc import Iterator
from itertools import pairwise

from qa.answering.event_order import sentence_of
from qa.english.question_words import SMALL, plain, tokens
from qa.english.stemming import stem_of
from qa.questions.answer_type import AnswerType, TypedQuestion
from qa.questions.mentions import content_words
from qa.records import AnswerSpan

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_NUMBERED = {word: str(number) for number, word in enumerate(_ORDINALS, start=1)}
_NUMERAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_AS_MODIFIER = re.compile(
    r"-(?:second|minute|hour|day|night|week|month|year|decade)(?:-long)?\s+(?P<noun>[a-z]{3,})"
)
_REACH = 12  # characters after the start of a span's last word in which its unit is


def is_of_another_member(question: str, span: AnswerSpan) -> bool:
    """Return whether a sentence only names another member of a series: the first round, and not the second one."""
    asked = dict(_members(question))
    if not asked:
        return False
    sentence, _ = sentence_of(span)
    numbers = {_number_of(plain(word.group())) for word in tokens(sentence)}
    return any(
        noun in asked and number != asked[noun] and asked[noun] not in numbers
        for noun, number in _members(sentence)
    )


def _members(text: str) -> Iterator[tuple[str, str]]:
    """Yield the stems of nouns right after an ordinal or year, each with its number."""
    words = tokens(text)
    for word, noun in pairwise(words):
        number = _number_of(plain(word.group()))
        if number and plain(noun.group()) not in SMALL and text[word.end() : noun.start()] == " ":
            yield stem_of(plain(noun.group())), number


def _number_of(word: str) -> str | None:
    found = _NUMERAL.match(word)
    if found is not None:
        return found[1]
    return word if _YEAR.match(word) else _NUMBERED.get(word)


def is_length_of_another(question: TypedQuestion, span: AnswerSpan) -> bool:
    """Return whether a length describes another noun than the question, whose own noun is in the sentence, too.

    "The first round of a two-day summit" doesn't say how long the round lasted.
    """
    if question.answer_type is not AnswerType.LENGTH:
        return False
    text, end = span.hit.passage.text, span.passage_span.end
    found = _AS_MODIFIER.search(text, max(span.passage_span.start, end - _REACH), end + _LONGEST_NOUN)
    if found is None:
        return False
    asked = {stem_of(word) for word in content_words(question.text)}
    sentence, _ = sentence_of(span)
    return stem_of(found["noun"]) not in asked and bool(
        (asked - _OF_LENGTH) & {stem_of(word) for word in content_words(sentence)}
    )


_LONGEST_NOUN = 30
_OF_LENGTH = {stem_of(word) for word in "long last lasted take took stay stayed first second third".split()}
