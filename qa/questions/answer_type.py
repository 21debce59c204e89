"""The type of answer that a question asks for, and whether a sentence contains one."""

import re
from dataclasses import dataclass
from enum import StrEnum

from qa.dates import speaks_of_time

_NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?"
)
_QUESTION_WORDS = r"(?:^|[,;]\s*|\b(?:in|on|at|by|for|since|until|from|to|and)\s+)"


class AnswerType(StrEnum):
    """The types of answers that can be recognised by their form."""

    TIME = "time"
    LENGTH = "length"
    NUMBER = "number"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    ANY = "any"


_ASKS = (
    (AnswerType.REASON, re.compile(r"^why\b|\bhow come\b|\bfor what reason\b", re.IGNORECASE)),
    (AnswerType.LENGTH, re.compile(r"\bhow long\b", re.IGNORECASE)),
    (
        AnswerType.NUMBER,
        re.compile(r"\bhow (?:many|much|old|far|tall|big|large|high)\b", re.IGNORECASE),
    ),
    (
        AnswerType.TIME,
        re.compile(
            rf"{_QUESTION_WORDS}(?:when|(?:what|which) (?:day|date|year|month|week|time|hour|weekday))\b",
            re.IGNORECASE,
        ),
    ),
    (
        AnswerType.PLACE,
        re.compile(
            rf"{_QUESTION_WORDS}(?:where|(?:what|which) (?:city|country|town|place|building|state))\b",
            re.IGNORECASE,
        ),
    ),
    (AnswerType.PERSON, re.compile(rf"{_QUESTION_WORDS}(?:who|whom|whose)\b", re.IGNORECASE)),
)
_LEADING_WHO = re.compile(r"\A\W*+whom?\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"^\W*(?:please )?(?:list|name|enumerate)\b|\bwho (?:else|all|were|are)\b"
    r"|\b(?:which|what)(?: other)? (?!was|is|does|has)(?-i:[a-z])\w{2,}(?<!s)s\b|\bnames of\b",
    re.IGNORECASE,
)
_GRAINS = (
    ("hour", re.compile(rf"{_QUESTION_WORDS}(?:what|which) (?:time|hour)\b", re.IGNORECASE)),
    ("day", re.compile(rf"{_QUESTION_WORDS}(?:what|which) (?:day|date|weekday)\b", re.IGNORECASE)),
    ("week", re.compile(rf"{_QUESTION_WORDS}(?:what|which) week\b", re.IGNORECASE)),
    ("month", re.compile(rf"{_QUESTION_WORDS}(?:what|which) month\b", re.IGNORECASE)),
    ("year", re.compile(rf"{_QUESTION_WORDS}(?:what|which) year\b", re.IGNORECASE)),
)
_LENGTH = re.compile(
    rf"\b(?:\d[\d.,-]{{0,20}}|an?|several|{_NUMBERS})[\s-]+(?:more than |half )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"\d|\b(?:{_NUMBERS})\b", re.IGNORECASE)
_NAME = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][\w'’-]+")
_PERSON = re.compile(
    r"\b[A-Z][\w'’-]{1,40}\s+[A-Z][\w'’-]+|\b(?:he|she|they|police|officials?|doctors?|crews?)\b"
)
_WORD = re.compile(r"\w+")
_PEOPLE = re.compile(  # by common endings, and exceptions
    r"\b(?:[a-z]{2,}(?:[eo]rs?|ists?|ians?|m[ae]n|ees?|ants?|ents?)|he|she|they|wife|wives|husbands?|sons?|famil(?:y|ies)|child(?:ren)?|kids?|boys?|girls?|teens?|people|persons?|police|troops|medics?|officials?|victims?|relatives?|friends?|colleagues?|spokes\w+|chiefs?|staff|crews?|teams?|guards?|pilots?|witness(?:es)?|couple|nobody|everyone)\b",
    re.IGNORECASE,
)
_OPENINGS = frozenset(  # common first words of sentences
    """
    a all an and as at both but by few for from he her his i in it its many most my on one our several she some that
    the their these they this those three two we you your
    """.split()
)


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    """A question's wording and the answer that it asks for.

    `granularity` is the unit of time asked for ("what year" → "year"), None for any; `is_list` says whether it asks
    for a list.
    """

    text: str
    answer_type: AnswerType
    granularity: str | None
    is_list: bool


def typed(question: str) -> TypedQuestion:
    """Return a question with its answer type."""
    return TypedQuestion(
        question, answer_type_of(question), granularity_of(question), is_list_question(question)
    )


def answer_type_of(question: str) -> AnswerType:
    """Return the type of answer by the question word."""
    text = question.strip()
    if _LEADING_WHO.match(text):
        return AnswerType.PERSON  # "Who said how much it costs?"
    return next((kind for kind, pattern in _ASKS if pattern.search(text)), AnswerType.ANY)


def granularity_of(question: str) -> str | None:
    """Return the requested unit of time ("what year" → "year"), or None if there is none."""
    return next((unit for unit, pattern in _GRAINS if pattern.search(question.strip())), None)


def is_list_question(question: str) -> bool:
    """Return whether a question asks for a list: "who else", "which officials"."""
    return _SEVERAL.search(question) is not None


def asks_for_members(question: TypedQuestion) -> bool:
    """Return whether a question asks for all members of a group, not for a figure or a time."""
    named = (AnswerType.ANY, AnswerType.PERSON, AnswerType.PLACE)
    return question.is_list and question.answer_type in named


def holds(kind: AnswerType, sentence: str) -> bool:
    """Return whether a sentence contains an answer of this type; always true for ANY."""
    if kind is AnswerType.TIME:
        return speaks_of_time(sentence)  # a point in time, not a length: "48 hours" does not answer when
    pattern = {
        AnswerType.LENGTH: _LENGTH,
        AnswerType.NUMBER: _NUMBER,
        AnswerType.PERSON: _PERSON,
        AnswerType.PLACE: _NAME,
    }.get(kind)
    return pattern is None or pattern.search(sentence) is not None


def has_name(words: str) -> bool:
    """Return whether a word is capitalised for another reason than starting the sentence: not "The medics"."""
    return any(word[0].isupper() and word.lower() not in _OPENINGS for word in _WORD.findall(words))


def has_person(words: str) -> bool:
    """Return whether words can answer "who": a name, or a description like "three drivers"."""
    return has_name(words) or _PEOPLE.search(words) is not None
