"""References of a question to something outside it, and questions that lack a verb or a question word."""

import re
from dataclasses import dataclass
from enum import StrEnum

from qa.english.question_words import ASKING, AUXILIARIES, PREPOSITIONS, SMALL, plain, tokens
from qa.questions.mentions import content_words, names_in
from qa.questions.phrases import is_verb
from qa.records import Span

_OPENER = re.compile(r"^(?:(?:and|but|so|or|also|then|ok(?:ay)?|well)\b[\s,]*)+", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:what|how) (?:about|of)\s+(?=\S)", re.IGNORECASE)
_HAPPENED = re.compile(
    r"^((?:(?:on|in|at|since|until|from|by|for)\s+)?"
    r"(?:when|where|why|how|(?:what|which) (?:day|date|time|year|month)))\s+"
    r"(?:was|is|did|does|has|had|will|would)\s+(?:that|this|it|all (?:that|this))"
    r"(?:\s+(?:happen|happened|occur|take place|be|done|decided))?$",
    re.IGNORECASE,
)
_PERIODS = r"(?:year|month|week|morning|evening|afternoon|season|summer|winter|spring|autumn|time|weekend)"
# "How much does it cost to …?", "Is it true that …?": "it" refers forward.
_FORWARD = re.compile(
    r"\bit\s+(?:take|takes|took|cost|costs)\b.{0,200}\bto\b|\b(?:is|was)\s+it\s+\w+\s+(?:to|that|for)\b"
    r"|\bit\s+(?:rain|snow)\w*\b|\b(?:is|was)\s+it\s+that\b",
    re.IGNORECASE,
)
_STATEMENT = re.compile(r"\b(?:say|said|says|claimed|announced|think|thinks|so)\s+$", re.IGNORECASE)
_LONGEST_FRAGMENT = 8  # words
_LONGEST_BARE = 3  # content words of a question without a verb: "at which palace?"


class ReferenceKind(StrEnum):
    """What a word that points back can refer to; COUNTED is the noun missing after "how many"."""

    PERSON = "person"
    THING = "thing"
    GROUP = "group"
    PLACE = "place"
    NOUN = "noun"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class Reference:
    """A word that points back; `span` is empty if a word is missing there. `noun` is that of "these talks"."""

    kind: ReferenceKind
    span: Span
    is_possessive: bool = False
    noun: str = ""


_PATTERNS = (
    (ReferenceKind.COUNTED, re.compile(r"^how many\b(?=\s+(\w+)(?:\s+(\w+))?)", re.IGNORECASE)),
    (ReferenceKind.PERSON, re.compile(r"\b(?:he|she|him|his|hers?)\b(?!\s*[-’']s\s)", re.IGNORECASE)),
    (ReferenceKind.THING, re.compile(r"\b(?:it|its)\b", re.IGNORECASE)),
    (ReferenceKind.GROUP, re.compile(r"\b(?:they|them|theirs?)\b", re.IGNORECASE)),
    (
        ReferenceKind.PLACE,
        re.compile(
            r"(?<!\bare )(?<!\bis )(?<!\bwas )(?<!\bwere )(?<!\bbe )(?<!\bbeen )\bthere\b"
            r"(?!\s+(?:is|are|was|were|will|be|has|have|to be)\b)",
            re.IGNORECASE,
        ),
    ),
    (
        ReferenceKind.NOUN,
        re.compile(
            rf"\b(?:this|these|those)\s+(?!(?:{_PERIODS}|happen|who|which|is|was|are|were|that)\b)([a-z]{{3,}})\b"
            rf"|\bthat\s+(?!(?:{_PERIODS}|happen|be|come|take|mean|last|the|has|had|will|would|did|does)\b)([a-z]{{3,}})(?=\s*[?.,]|$)",
            re.IGNORECASE,
        ),
    ),
    (
        ReferenceKind.THING,
        re.compile(
            rf"\b(?:this|these|those)\b(?!\s+(?:{_PERIODS}|who|which|that)\b)"
            r"|\bthat\b(?=\s*(?:[?.!]|$)|\s+(?:happen|be|come|take|mean|cost|last|start|end|begin|go|from|far)\b)",
            re.IGNORECASE,
        ),
    ),
)


def references_in(question: str) -> list[Reference]:
    """Return the references of a question in order."""
    found: dict[int, Reference] = {}
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(question):
            reference = _reference(kind, match, question)
            if reference is not None:
                found.setdefault(match.start(), reference)
    return [found[start] for start in sorted(found)]


def is_inside(reference: Reference, question: str) -> bool:
    """Return whether a reference may refer to a name before it in the question, or to what follows it."""
    before = any(name.span.end <= reference.span.start for name in names_in(question))
    return before or _FORWARD.search(question) is not None


def without_opener(question: str) -> str:
    """Return a question without "and", "but", "so" at its start."""
    return _OPENER.sub("", question.strip())


def has_opener(question: str) -> bool:
    """Return whether a question starts with a connective, or with "what about"."""
    text = without_opener(question)
    return text != question.strip() or _ABOUT.match(text) is not None


def fragment_of(question: str) -> str | None:
    """Return the phrase of "What about Egypt?" or "And in 1995?"; None for a question with a verb."""
    text = without_opener(question).rstrip(" ?!.")
    phrase = _ABOUT.sub("", text)
    return phrase if tokens(phrase) and not _asks(phrase) else None


def bare_question_words(question: str) -> str | None:
    """Return the question words of "By whom?", "When was that?"; None if there is more to a question."""
    text = without_opener(question).rstrip(" ?!.")
    if happened := _HAPPENED.match(text):
        return happened[1]
    words = [plain(token.group()) for token in tokens(text)]
    start = 1 if words[:1] and words[0] in PREPOSITIONS and len(words) > 1 else 0
    if not words or words[start] not in ASKING or names_in(text) or len(content_words(text)) > _LONGEST_BARE:
        return None
    rest = words[start + 1 :]
    if any(word in AUXILIARIES or is_verb(word) for word in rest):
        return None
    return text if words[start] not in ("who", "whom", "what") or start or not rest else None


def _reference(kind: ReferenceKind, match: re.Match[str], question: str) -> Reference | None:
    if kind is ReferenceKind.COUNTED:
        word, following = match[1].lower(), plain(match[2] or "")
        is_missing = word in AUXILIARIES or (is_verb(word) and (following in SMALL or not following))
        return Reference(kind, Span(match.end(), match.end())) if is_missing else None
    rest = question[match.start() :]
    end = match.end() - match.start()
    if kind is ReferenceKind.THING and _STATEMENT.search(question[: match.start()]):
        return None  # "Who said this?" refers to a statement, not to a thing
    owns = re.match(rf"(?:his|their|its|her(?=\s+\w))\b(?!\s+(?:{_FUNCTION})\b)", rest, re.IGNORECASE)
    noun = next((each for each in match.groups() if each), "") if kind is ReferenceKind.NOUN else ""
    return Reference(kind, Span(match.start(), match.start() + end), owns is not None, noun.lower())


_FUNCTION = "|".join(sorted(PREPOSITIONS | {"when", "and"}))


def _asks(text: str) -> bool:
    """Return whether a text has a question word or an auxiliary, starts with a verb, or is long."""
    words = [plain(token.group()) for token in tokens(text)]
    if not words or len(words) > _LONGEST_FRAGMENT:
        return True
    return is_verb(words[0]) or any(word in ASKING | AUXILIARIES for word in words)
