"""Mentions in questions and answers: names, people, places, and the phrases around them."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.english.question_words import PREPOSITIONS, SMALL, plain, tokens
from qa.records import Span

_INSIDE_NAMES = frozenset("of de del der den di do dos da du la le el al bin ibn van von and for the".split())
_DAYS_AND_MONTHS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december sept dec nov oct aug jan feb
    """.split()
)
_TITLES = (
    "mr|mrs|ms|miss|dr|sir|dame|lord|lady|king|queen|prince|princess|pope|president|minister|premier|chancellor|"
    "senator|judge|justice|general|colonel|major|captain|sergeant|secretary|governor|mayor|chief|director|chairman|"
    "chairwoman|chair|spokesman|spokeswoman|spokesperson|leader|coach|manager|attorney|lawyer|professor|bishop|"
    "archbishop|cardinal|ambassador|commissioner|superintendent|economist|keeper|goalkeeper|striker|captain|champion"
)
_PEOPLE = re.compile(
    rf"\b(?:{_TITLES}|man|woman|boy|girl|person|actor|actress|singer|player|doctor|engineer|reporter|journalist|writer|"
    r"author|businessman|businesswoman|official|politician|rebel|soldier|officer|pilot|scientist|teacher|nurse|victim|"
    r"suspect|candidate|founder|head|prince|member|bookkeeper|treasurer|mediator|driver|worker|baker|skipper)\b",
    re.IGNORECASE,
)
_TITLED = re.compile(rf"(?:\b(?:{_TITLES})\b[\s.,]*)$", re.IGNORECASE)
_NOT_PEOPLE = re.compile(
    r"\b(?:party|front|congress|union|council|board|bank|agency|company|corp|inc|ltd|university|college|school|hospital|"
    r"clinic|ministry|department|office|army|navy|force|forces|police|court|club|united|city|games|cup|open|fair|summit|"
    r"association|organi[sz]ation|commission|committee|street|road|square|palace|airport|station|bridge|river|island|"
    r"house|house|hotel|province|region|district|state|states|republic|kingdom|authority|times|post|daily|journal|news|"
    r"service|group|nations|league|championship|museum|zoo|plant|factory|system|programme|program|project|crossing)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:in|at|near|from|to|into|outside|inside|around|off|on)\s+(?:the\s+)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase with its position in the text."""

    span: Span
    text: str


def names_in(text: str, *, sentence: bool = True) -> list[Phrase]:
    """Return the capitalised names of a text in order, without possessive endings.

    With `sentence`, the first word only counts as a name if it is not a function word or auxiliary.
    """
    found: list[Phrase] = []
    run: list[re.Match[str]] = []
    words = tokens(text)
    for number, word in enumerate(words):
        if is_capital(word.group()) and not (sentence and number == 0 and plain(word.group()) in SMALL):
            if run and not _joined(text, run[-1], word):
                found.append(_phrase(text, run))
                run = []
            run.append(word)
            if re.search(r"['’]s?$", word.group()):
                found.append(_phrase(text, run))
                run = []
    if run:
        found.append(_phrase(text, run))
    return [name for name in found if plain(name.text) not in (_DAYS_AND_MONTHS | SMALL)]


def is_person(name: str, *texts: str) -> bool:
    """Return whether a name is probably a person's, judged by the words around it in `texts`."""
    if _NOT_PEOPLE.search(name) or len(name.split()) > _LONGEST_PERSON + 3:
        return False
    if (shown := shown_person(name, *texts)) is not None:
        return shown
    parts = name.lower().split()
    return _SHORTEST_PERSON <= len(parts) <= _LONGEST_PERSON and parts[0] not in _NO_FIRST_NAMES


def shown_person(name: str, *texts: str) -> bool | None:
    """Return whether a role or the words around a name show that it is a person's, None if they don't tell."""
    if _PEOPLE.search(name) and len(name.split()) > 1:
        return True
    last = re.escape(name)
    for text in texts:
        for place in re.finditer(rf"\b{last}\b", text):
            before = text[max(0, place.start() - _REACH) : place.start()]
            after = text[place.end() : place.end() + _REACH]
            if _TITLED.search(before) or re.match(
                r"(?:,? \d\d,|,? (?:who|whom|whose)\b|,? (?:said|told|added|says)\b|, (?:a|an|the) \w+ )",
                after,
            ):
                return True
            if re.match(
                r"\s{1,9}(?:is|was|will be)\s+(?:a |an |the )?(?:\d\d|accused|arrested|born|wanted|charged)",
                after,
            ):
                return True
            if _PLACED.search(before):
                return False
    return None


_REACH = 80  # characters next to a name that show what it is
_SHORTEST_PERSON, _LONGEST_PERSON = 2, 4
_NO_FIRST_NAMES = ("the", "new", "north", "south", "east", "west")


def is_body(phrase: str) -> bool:
    """Return whether a phrase is an organisation or a place: "the harbour board", "the island"."""
    return _NOT_PEOPLE.search(phrase) is not None


def asks_for_a_person(question: str) -> bool:
    """Return whether a question asks for a person: "who", "whom", "whose", "which lawyer"."""
    if re.search(r"\b(?:who|whom|whose)\b", question, re.IGNORECASE):
        return True
    which = re.search(r"\b(?:which|what)\s+((?:[\w'’-]+\s+){1,4})", question, re.IGNORECASE)
    if not which:
        return False
    asked = itertools.takewhile(lambda word: plain(word) not in SMALL, which[1].split())
    return _PEOPLE.search(" ".join(asked)) is not None


def people_in(question: str) -> list[str]:
    """Return people described by their role: "the crew member" for "a crew member"."""
    found = re.finditer(rf"\b(?:a|an|the)\s+((?:[\w-]+\s+){{0,2}}?(?:{_PEOPLE.pattern}))", question)
    return [f"the {each[1]}" for each in found]


def is_thing(answer: str) -> bool:
    """Return whether an answer can be called "it": a short phrase that is not a number, time or clause."""
    words = answer.split()
    if not words or len(words) > _LONGEST_THING or any(char.isdigit() for char in words[0]):
        return False
    if plain(words[0]) in (PREPOSITIONS | _DAYS_AND_MONTHS | _NUMBER_WORDS | {"because", "due", "to"}):
        return False
    return not any(plain(word) in _DAYS_AND_MONTHS for word in words)


_LONGEST_THING = 6
_NUMBER_WORDS = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million about around over some more
    nearly almost fewer less
    """.split()
)


def content_words(text: str) -> list[str]:
    """Return the content words of a text in lower case."""
    return [word for word in (plain(token.group()) for token in tokens(text)) if word not in SMALL]


def is_capital(word: str) -> bool:
    """Return whether a word has a capital letter."""
    return any(char.isupper() for char in word)


def _joined(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    """Return whether two capitalised words belong to one name: adjacent, or joined by "of", "de"."""
    between = text[left.end() : right.start()]
    inner = [word.casefold() for word in between.split()]
    if re.search(r"[,;:?!()]", between):
        return False
    if inner in (["and"], ["for"], ["the"]):
        return False
    return all(word in _INSIDE_NAMES for word in inner)


def _phrase(text: str, run: Sequence[re.Match[str]]) -> Phrase:
    end = run[-1].end()
    shown = text[run[0].start() : end]
    bare = re.sub(r"['’]s?$", "", shown)
    return Phrase(Span(run[0].start(), run[0].start() + len(bare)), bare)
