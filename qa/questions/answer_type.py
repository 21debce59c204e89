"""What kind of thing a question asks for, and whether a sentence holds such a thing."""

import re
from enum import StrEnum

from qa.dates import speaks_of_time

_NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?"
)
_QUESTION_WORDS = r"(?:^|[,;]\s*|\b(?:in|on|at|by|for|since|until|from|to|and)\s+)"


class Expectation(StrEnum):
    """The kinds of answers that can be told from their surface."""

    TIME = "time"
    LENGTH = "length"
    NUMBER = "number"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    ANY = "any"


_ASKS = (
    (Expectation.REASON, re.compile(r"^why\b|\bhow come\b|\bfor what reason\b", re.IGNORECASE)),
    (Expectation.LENGTH, re.compile(r"\bhow long\b", re.IGNORECASE)),
    (
        Expectation.NUMBER,
        re.compile(r"\bhow (?:many|much|old|far|tall|big|large|high)\b", re.IGNORECASE),
    ),
    (
        Expectation.TIME,
        re.compile(
            rf"{_QUESTION_WORDS}(?:when|(?:what|which) (?:day|date|year|month|week|time|hour|weekday))\b",
            re.IGNORECASE,
        ),
    ),
    (
        Expectation.PLACE,
        re.compile(
            rf"{_QUESTION_WORDS}(?:where|(?:what|which) (?:city|country|town|place|building|state))\b",
            re.IGNORECASE,
        ),
    ),
    (Expectation.PERSON, re.compile(rf"{_QUESTION_WORDS}(?:who|whom|whose)\b", re.IGNORECASE)),
)
_SEVERAL = re.compile(
    r"\bwho (?:else|all|were|are)\b|\b(?:which|what)(?: other)? (?!was|is|does|has)\w{3,}(?<!s)s\b|\bnames of\b",
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
    rf"\b(?:\d[\d.,-]*|an?|several|{_NUMBERS})[\s-]+(?:more than |half )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"\d|\b(?:{_NUMBERS})\b", re.IGNORECASE)
_NAME = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][\w'’-]+")
_PERSON = re.compile(r"\b[A-Z][\w'’-]+\s+[A-Z][\w'’-]+|\b(?:he|she|they|police|officials?|doctors?|crews?)\b")
_WORD = re.compile(r"\w+")
_PEOPLE = re.compile(  # by what such words end in, and those that end otherwise
    r"\b(?:[a-z]{2,}(?:[eo]rs?|ists?|ians?|m[ae]n|ees?|ants?|ents?)|he|she|they|wife|wives|husbands?|sons?|famil(?:y|ies)|child(?:ren)?|kids?|boys?|girls?|teens?|people|persons?|police|troops|medics?|officials?|victims?|relatives?|friends?|colleagues?|spokes\w+|chiefs?|staff|crews?|teams?|guards?|pilots?|witness(?:es)?|couple|nobody|everyone)\b",
    re.IGNORECASE,
)
_OPENINGS = frozenset(  # what sentences begin with
    """
    a all an and as at both but by few for from he her his i in it its many most my on one our several she some that
    the their these they this those three two we you your
    """.split()
)


def expectation_of(question: str) -> Expectation:
    """Return what a question asks for, by its question word."""
    text = question.strip()
    return next((kind for kind, pattern in _ASKS if pattern.search(text)), Expectation.ANY)


def grain_of(question: str) -> str | None:
    """Return the unit of time that a question asks for ("what year" → "year"), or None when it leaves it open."""
    return next((unit for unit, pattern in _GRAINS if pattern.search(question.strip())), None)


def asks_for_several(question: str) -> bool:
    """Say whether a question asks for a list, by its words: "who else", "which officials"."""
    return _SEVERAL.search(question) is not None


def holds(kind: Expectation, sentence: str) -> bool:
    """Say whether a sentence holds something of the kind asked for; always true for ANY."""
    if kind is Expectation.TIME:
        return speaks_of_time(sentence)  # a point in time, not a length of it: "48 hours" does not say when
    pattern = {
        Expectation.LENGTH: _LENGTH,
        Expectation.NUMBER: _NUMBER,
        Expectation.PERSON: _PERSON,
        Expectation.PLACE: _NAME,
    }.get(kind)
    return pattern is None or pattern.search(sentence) is not None


def holds_a_name(words: str) -> bool:
    """Say whether a word has a capital that it does not owe to the beginning of a sentence: not "The medics"."""
    return any(word[0].isupper() and word.lower() not in _OPENINGS for word in _WORD.findall(words))


def holds_people(words: str) -> bool:
    """Say whether words may tell who: by name, or by what somebody is, like "three drivers"."""
    return holds_a_name(words) or _PEOPLE.search(words) is not None
