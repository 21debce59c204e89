"""Requests: questions that ask for more than one span, with what they ask about.

"Who is Mara Holt?" asks for a description, "any news on the ferry?" for the newest passages, "summarize the strike"
for a summary, "compare the ferry and the train" for two sides.
"""

import re
from dataclasses import dataclass

from qa.english.question_words import SMALL, VERBS, plain
from qa.questions.kinds import QuestionKind
from qa.questions.mentions import content_words
from qa.questions.offices import names_bearer

_LONGEST = 300  # characters
_MOST_NAME_WORDS = 6
_MOST_PLAIN_WORDS = 3  # of a name in lower case
_POLITE = (
    r"(?:(?:please|ok(?:ay)?|well|now|then|and|so|also|just|kindly)[\s,]{1,9}){0,4}"
    r"(?:(?:can|could|would|will) you (?:please )?|i(?:'d| would) like (?:you to |to (?:get|have|see|read) )?"
    r"|i want (?:you to )?)?"
)
_GIVE = r"(?:(?:give|show|tell|write|make|get)(?: me| us)?\s+)?"
_X = r"(?P<x>\S.*?)"
_NEWS = r"(?:news|headlines?|developments?|updates?|reports?|information)"
_ON = r"(?:on|about|of|regarding|concerning|with|from|in|for)"
_ARTICLE = r"(?:article|story|report|piece|news item)s?"
_SHORT = r"(?:short |brief |quick |concise |one-paragraph )?"
_PATTERNS = (
    (
        QuestionKind.COMPARISON,
        r"compare (?:what )?(?P<a>\S.*?) (?:and|with|to|versus|vs\.?|against) (?P<b>\S.*?)"
        r"(?: (?:said|say|says|have said|think) (?:about|on|of) (?P<topic>\S.*?))?",
        rf"{_GIVE}(?:what (?:is|are|was|were) )?(?:the |a )?(?:differences?|comparison) between (?P<a>\S.*?)"
        r" and (?P<b>\S.*?)",
        r"how (?:do|does|did) (?P<a>\S.*?) (?:compare (?:with|to)|differ from) (?P<b>\S.*?)",
        r"how (?:do|does|did) (?P<a>\S.*?) and (?P<b>\S.*?) (?:compare|differ)",
        r"(?P<a>\S[^,]*?) (?:vs\.?|versus) (?P<b>\S[^,]*?)",
    ),
    (
        QuestionKind.LATEST,
        rf"{_GIVE}(?:what(?:'s| is| are| was) |is there |are there |do you have )?(?:any |the |some )?"
        rf"(?:(?:latest|newest|most recent|recent|new|current)(?: {_NEWS})?|{_NEWS}) {_ON} {_X}",
        rf"what(?:'s| is) (?:new|happening|going on|up) {_ON} {_X}",
        rf"(?:the )?latest {_X} {_NEWS}",
    ),
    (
        QuestionKind.SUMMARY,
        r"(?:summari[sz]e|sum up|recap|outline|brief me on|tl;?\s?dr:?) "
        rf"(?:what happened (?:in|at|with|to|during) )?{_X}",
        rf"{_GIVE}(?:a |an |the )?{_SHORT}(?:summary|overview|recap|outline|rundown) (?:of|on|about|for) {_X}",
        rf"(?:tell (?:me|us) (?:more |something |everything )?about|what do you know about) {_X}",
        rf"what(?:'s| is| was) (?:the|that) {_ARTICLE} (?:about|on) {_X} about",
    ),
    (
        QuestionKind.YES_NO,
        r"(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should) "
        r"(?!you |i |we |there any )(?P<x>(?!.* or )\S+ \S.*)",
    ),
    (QuestionKind.DEFINITION, rf"(?:who|what)(?:'s|'re| is| are| was| were) {_X}"),
)
_COMPILED = tuple(
    (kind, re.compile(rf"{_POLITE}(?:{pattern})", re.IGNORECASE))
    for kind, *forms in _PATTERNS
    for pattern in forms
)
# "Summarize this" and "summarize article 2" are about what is on the screen.
_ON_SCREEN = re.compile(
    r"(?:this|that|it|these|those|everything|the above"
    rf"|(?:(?:the|this|that|last|first|second|third|cited|whole)\s+)*{_ARTICLE}(?:\s+\d+)?)"
    rf"|(?:the |that |this )?{_ARTICLE} (?:about|on|of|from) .+",
    re.IGNORECASE,
)
_DETERMINED = re.compile(
    r"(?:the|his|her|its|their|my|your|our|this|that|these|those|some|any|all)\s", re.IGNORECASE
)
_NAMED = re.compile(r"[Tt]he\s+[A-Z]")
_ARTICLE_FIRST = re.compile(r"^an?\s+", re.IGNORECASE)
# Words that describe somebody unknown: "who is missing?" asks for a name.
_STATES = frozenset(
    """
    alive dead missing responsible right wrong guilty innocent free available next new old first last happening going
    planned expected known it this that he she they there here you wrong true false
    """.split()
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request, and what it is about: the subject or topic, or both sides of a comparison.

    A yes/no question has no subject. `topic` is what both sides of a comparison speak about, None if none is given.
    """

    kind: QuestionKind
    subjects: tuple[str, ...]
    topic: str | None = None


def request_of(question: str) -> Request | None:
    """Return the request that a question makes, None if it asks for one span."""
    text = " ".join(question[: _LONGEST + 1].replace("’", "'").split()).rstrip(" ?!.")
    if len(text) > _LONGEST:
        return None
    for kind, pattern in _COMPILED:
        if (found := pattern.fullmatch(text)) is not None and (made := _request(kind, found)) is not None:
            return made
    return None


def _request(kind: QuestionKind, found: re.Match[str]) -> Request | None:
    given = {name: words for name, words in found.groupdict().items() if words}
    if kind is QuestionKind.COMPARISON:
        sides = [given[name] for name in sorted(given) if name[0] in "ab"]
        return Request(kind, _completed(*sides), given.get("topic"))
    subject = given["x"].strip(" ,;:\"'“”")
    if kind is QuestionKind.DEFINITION:
        return Request(kind, (_bare(subject),)) if _can_be_described(subject) else None
    if kind is QuestionKind.YES_NO:
        return Request(kind, ())
    if not content_words(subject) or (kind is QuestionKind.SUMMARY and _ON_SCREEN.fullmatch(subject)):
        return None
    return Request(kind, (_bare(subject),))


def _completed(one: str, other: str) -> tuple[str, str]:
    """Return both sides complete: "the first and the second round" compares two rounds."""
    shorter, longer = one.split(), other.split()
    ordinal = next((n for n, word in enumerate(longer) if word.casefold() in _ORDINALS), None)
    if ordinal is not None and shorter and shorter[-1].casefold() in _ORDINALS:
        return f"{one} {' '.join(longer[ordinal + 1 :])}".strip(), other
    return one, other


_ORDINALS = frozenset(
    "first second third fourth fifth last next previous old new earlier later former".split()
)


def _bare(subject: str) -> str:
    """Return a subject without "a" or "an", and without "the" before a name."""
    if _NAMED.match(subject):
        return subject.split(" ", 1)[1]
    return _ARTICLE_FIRST.sub("", subject, count=1)


def _can_be_described(subject: str) -> bool:
    """Return whether a subject is a name or a term, not a description whose bearer is asked for."""
    words = _bare(subject).split()
    if names_bearer(subject):
        return False
    if not words or len(words) > _MOST_NAME_WORDS or any(plain(word) in _STATES for word in words):
        return False
    if _DETERMINED.match(subject) and not _NAMED.match(subject):
        return False
    if all(word[0].isupper() or plain(word) in _IN_NAMES for word in words) and words[0][0].isupper():
        return True
    if any(plain(word) in SMALL for word in words) or len(words) > _MOST_PLAIN_WORDS:
        return False
    verbal = any(plain(word).endswith(("ed", "ing")) or plain(word) in VERBS for word in words)
    return not verbal


_IN_NAMES = frozenset("of de del der den di do dos da du la le el al bin ibn van von and for the".split())
