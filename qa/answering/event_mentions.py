"""The event that a question asks about, and the words of a sentence that mention it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from qa.english.irregular_verbs import base_form
from qa.english.opposites import Sense, sense_of
from qa.english.question_words import (
    ASKING,
    AUXILIARIES,
    DETERMINERS,
    PAST_FORMS,
    PREPOSITIONS,
    SMALL,
    VERBS,
    plain,
    tokens,
)
from qa.english.stemming import stem_of
from qa.records import Span

_PAST_HELPERS = frozenset("did was were had has have been".split())
_ARRANGED = frozenset("expected scheduled due supposed planned likely meant".split())
# With these, the noun says which event is meant: "When did the vote take place?"
LIGHT_VERBS = frozenset(
    """
    happen happened occur occurred take took taken place hold held have had make made get got do done go went begin
    began begun start started end ended give gave given come came be become became
    """.split()
)
_NO_EVENTS = frozenset(
    """
    day date time year month week hour weekday many much long old far first last next new second third round exactly
    finally officially people person name say said says tell told ask asked know known think thought
    """.split()
)
# Verbs of the news besides those that people often ask with.
_EVENT_VERBS = frozenset(
    """
    abandon abduct abolish acquit adjourn adopt assassinate bomb bury capsize capture charge collide condemn convict
    crash crown defeat defect deploy deport derail detain detonate devalue dismiss dissolve divorce eject elect
    endorse erupt evacuate execute explode expel extradite flee free graduate halt hang hijack impeach impose
    inaugurate indict infect invade jail kidnap leak lift marry merge murder nominate oust overthrow pardon plead
    plunge poison postpone pull qualify quit raid ratify recall recover renew reopen rescue resume retire sack seize
    sentence sink slam storm stab submit summon surrender survive suspend swear topple transfer trap unveil veto
    welcome wreck
    """.split()
)
# What begins another clause of a sentence, or sets words apart.
_BREAK = re.compile(
    r"[;:()“”\"]|--|\s[–—-]\s|,\s(?:and|but|or|he|she|it|they|we|the|an?|his|her|its|their|[a-z]+ing|[a-z]+ed)\b"
    r"|\b(?:after|before|when|while|who|whom|which|whose|where|that|because|since|as|although|though|until|till|if"
    r"|unless|following|despite|during|amid|without|than)\b"
    r"|\band\s(?:was|were|is|are|has|had|have|will|would|then|later|[a-z]+ed)\b"
)

_IZE = re.compile(r"iz(?=(?:e|ed|es|ing)\Z)")
_SUBORDINATE = re.compile(
    r"\b(?:after|before|when|while|who|which|whose|where|because|since|although|though|until|following)\b"
)


@dataclass(frozen=True, slots=True)
class AskedEvent:
    """An event in the past that a question asks about: the senses of the words that can mention it.

    `is_verb` says whether the words are the question's verb; otherwise they are its nouns.
    """

    senses: frozenset[Sense]
    is_verb: bool


@lru_cache(maxsize=64)
def past_event_of(question: str) -> AskedEvent | None:
    """Return the event of a question in the past tense; None if it has none or asks about another time."""
    words = tokens(question)
    plains = [plain(word.group()) for word in words]
    if not _is_past(plains):
        return None
    content = [
        number
        for number, word in enumerate(words)
        if plains[number] not in SMALL | _NO_EVENTS and not word.group()[0].isupper()
    ]
    verbs = [number for number in content if _is_verb(plains, number) and plains[number] not in LIGHT_VERBS]
    verbs = verbs or [number for number in content if _follows_name(words, number)]
    nouns = [number for number in content if plains[number] not in LIGHT_VERBS]
    chosen = verbs or _before_preposition(plains, nouns) or nouns
    chosen = chosen or content
    if verbs and plains[verbs[0] + 1 : verbs[0] + 2] == ["to"]:
        return None  # "When were they invited to come?" may ask for either time
    senses = frozenset(sense for number in chosen for sense in senses_of(plains[number]))
    return AskedEvent(senses, bool(verbs)) if senses else None


def mentions_in(sentence: str, event: AskedEvent) -> list[Span]:
    """Return the words of a sentence that mention an event, in order.

    If the question's verb isn't known, only the words with the form of a verb are returned, if there are any.
    """
    words = tokens(sentence)
    found = [number for number, word in enumerate(words) if senses_of(plain(word.group())) & event.senses]
    if not event.is_verb:
        found = [number for number in found if _looks_like_verb(words, number)] or found
    return [Span(*words[number].span()) for number in found]


def is_verb_form(sentence: str, place: Span) -> bool:
    """Return whether a word has the form of a verb: "arrested", "will arrest"."""
    words = tokens(sentence)
    number = next(number for number, word in enumerate(words) if word.start() == place.start)
    return _looks_like_verb(words, number)


def begins_clause(words: str) -> bool:
    """Return whether a clause that gives a time or a reason begins in words: "after", "because", "when"."""
    return _SUBORDINATE.search(words) is not None


def n_breaks(sentence: str, one: Span, other: Span) -> int:
    """Return how many clauses begin between two parts of a sentence."""
    first, last = sorted((one, other))
    return len(_BREAK.findall(sentence[first.end : max(first.end, last.start)]))


@lru_cache(maxsize=4096)
def senses_of(word: str) -> frozenset[Sense]:
    """Return the senses of a word and of its stem, so that other forms and spellings of a known word count, too."""
    stem = stem_of(_IZE.sub("is", base_form(word)))
    return frozenset((sense_of(word), sense_of(stem), Sense(stem)))


def _before_preposition(plains: Sequence[str], nouns: Sequence[int]) -> list[int]:
    """Return the nouns before the first preposition: "verdict" of "the verdict in the trial"."""
    first = nouns[0] if nouns else 0
    end = next((n for n in range(first, len(plains)) if plains[n] in PREPOSITIONS), len(plains))
    return [number for number in nouns if number < end]


def _looks_like_verb(words: Sequence[re.Match[str]], number: int) -> bool:
    before = plain(words[number - 1].group()) if number else ""
    return plain(words[number].group()).endswith("ed") or before == "to" or before in AUXILIARIES


def _follows_name(words: Sequence[re.Match[str]], number: int) -> bool:
    """Return whether a word is the verb after "did" and a name: "When did Mara Quill abscond?"."""
    before = [plain(word.group()) for word in words[:number]]
    named = [word.group() for word in words[:number]][before.index("did") + 1 :] if "did" in before else []
    bare = [word for word in named if word != "of"]
    is_own = plain(words[number].group()) not in LIGHT_VERBS
    return is_own and bool(bare) and all(word[0].isupper() for word in bare)


def _is_past(plains: Sequence[str]) -> bool:
    helper = next((n for n, word in enumerate(plains) if word in AUXILIARIES), None)
    if helper is not None:
        is_arranged = ("to", "be") in pairwise(plains) or not _ARRANGED.isdisjoint(plains)
        return plains[helper] in _PAST_HELPERS and not is_arranged
    return any(word in PAST_FORMS or word.endswith("ed") for word in plains)


def _is_verb(plains: Sequence[str], number: int) -> bool:
    """Return whether a word is a verb of its question, and not a noun after a determiner."""
    word = plains[number]
    before = plains[number - 1] if number else ""
    if before in DETERMINERS | PREPOSITIONS or (before in ASKING and before not in ("who", "what")):
        return False
    return word in VERBS | PAST_FORMS | _EVENT_VERBS or word.endswith("ed")
