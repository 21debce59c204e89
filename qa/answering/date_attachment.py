"""Whether a date in a sentence belongs to another word than the one that mentions the asked event.

"Sharon quit the party that he founded in 1973" doesn't date the quitting, and "the 2002 book" dates a book.
"""

import re
from collections.abc import Sequence

from qa.answering.event_mentions import LIGHT_VERBS
from qa.attribution.saying_days import is_verb
from qa.attribution.tokens import tokens_of
from qa.english.question_words import (
    AUXILIARIES,
    DETERMINERS,
    MONTHS,
    PAST_FORMS,
    PREPOSITIONS,
    SMALL,
    plain,
    tokens,
)
from qa.records import Span

_BETWEEN = (
    PREPOSITIONS | DETERMINERS | frozenset("early late only just here there back again earlier".split())
)
_JOINED = frozenset("and or then".split())
_LATEST = frozenset("by before until till within".split())
_MOST_JOINED = (
    4  # words from one verb to the next if both have the same date: "was arrested and two others charged"
)
_LONGEST_PHRASE = 5  # words after a date that can belong to its noun: "Wednesday's market plunge"
_ADJUNCT = frozenset("in during at by".split())
_RELATIVE = frozenset("who whom whose which where".split())
_LINKING = _JOINED | _RELATIVE | AUXILIARIES | {"that"}
_MONTHS = frozenset(MONTHS.split("|"))
_YEAR = re.compile(r"(?:19|20)\d\d")


def belongs_to_another(sentence: str, mentions: Sequence[Span], date: Span) -> bool:
    """Return whether a date belongs to a name, or to another verb or noun than the mentioned event."""
    if _is_in_name(sentence, date):
        return True
    if not mentions or any(each.overlaps(date) for each in mentions):
        return False
    return (
        _describes_noun(sentence, mentions, date)
        or _follows_verb(sentence, mentions, date)
        or _precedes_verb(sentence, mentions, date)
        or _is_before_relative(sentence, mentions, date)
    )


def is_deadline(sentence: str, date: Span) -> bool:
    """Return whether words give the latest time for something: "by Friday", "before the end of the year"."""
    before = tokens(sentence[: date.start])[-1:] if date.start else []
    first = tokens(date.of(sentence))[:1]
    return any(plain(word.group()) in _LATEST for word in (*before, *first))


def follows_infinitive(sentence: str, mentions: Sequence[Span], date: Span) -> bool:
    """Return whether an infinitive comes between each mention and a later date: "told them to leave by Friday"."""
    return bool(mentions) and all(
        each.end <= date.start and re.search(r"\bto [a-z]{2,}\b", sentence[each.end : date.start])
        for each in mentions
    )


def has_verb_between(sentence: str, mentions: Sequence[Span], date: Span) -> bool:
    """Return whether a verb in the past, and none like "was held", is between a date and each mention of an event."""
    return bool(mentions) and all(
        any(
            _divides(sentence, first.end + word.start(), word.group())
            for word in tokens(sentence[first.end : last.start])
        )
        for first, last in (sorted((each, date)) for each in mentions)
    )


def _divides(sentence: str, start: int, word: str) -> bool:
    """Return whether a word is a verb in the past; after a determiner, it describes a noun: "the disputed vote"."""
    known = plain(word)
    if word[0].isupper() or known in AUXILIARIES | LIGHT_VERBS:
        return False
    before = sentence[:start].rstrip()
    last = tokens(before)[-1:]
    describes = re.search(r"['’]s?\Z", before) or (last and plain(last[0].group()) in DETERMINERS)
    return not describes and (known in PAST_FORMS or known.endswith("ed"))


def _is_in_name(sentence: str, date: Span) -> bool:
    """Return whether a year belongs to a name: "Euro 2004"."""
    before = tokens(sentence[: date.start])
    if len(before) <= 1 or not _YEAR.fullmatch(date.of(sentence)):  # the first word has a capital anyway
        return False
    word = before[-1].group()
    is_close = sentence[before[-1].end() : date.start] == " "
    return is_close and word[0].isupper() and plain(word) not in SMALL | _MONTHS


def _describes_noun(sentence: str, mentions: Sequence[Span], date: Span) -> bool:
    """Return whether a date describes a noun that isn't the event: "the 2002 book", "Wednesday's plunge"."""
    rest = sentence[date.end :]
    owner = re.match(r"['’]s?\s", rest)
    own = re.search(r"['’]s?\Z", date.of(sentence))
    before = [plain(word.group()) for word in tokens(sentence[: date.start])[-2:]]
    has_article = bool(before) and before[-1] in DETERMINERS and sentence[: date.start].endswith(" ")
    if not (owner or own or (has_article and re.match(r"\s[\w]", rest))):
        return False
    if before[-1:] and (before[-1] in _ADJUNCT or (has_article and before[0] in _ADJUNCT)):
        return False
    end = date.end + _phrase_end(rest)
    return end > date.end and not any(date.start <= each.start < end for each in mentions)


def _phrase_end(rest: str) -> int:
    """Return where the noun phrase after a date ends, 0 if no word of one follows."""
    end = 0
    for word in tokens(rest)[:_LONGEST_PHRASE]:
        gap = rest[end : word.start()]
        if re.search(r"[,;:.()]", gap) or plain(word.group()) in SMALL | PAST_FORMS:
            break
        end = word.end()
    return end


def _follows_verb(sentence: str, mentions: Sequence[Span], date: Span) -> bool:
    """Return whether a date directly follows another verb: "the party he founded in 1973"."""
    for word in reversed(tokens(sentence[: date.start])):
        if any(each.start == word.start() for each in mentions):
            return False
        if plain(word.group()) in _BETWEEN:
            continue
        verb = Span(word.start(), word.end())
        return _is_past_verb(sentence, verb) and not _are_joined(sentence, mentions, verb)
    return False


def _precedes_verb(sentence: str, mentions: Sequence[Span], date: Span) -> bool:
    """Return whether another verb comes right after a date: "on Saturday condemned the hanging"."""
    word = next(iter(tokens(sentence[date.end :])), None)
    if word is None or sentence[date.end : date.end + word.start()] != " ":
        return False
    verb = Span(date.end + word.start(), date.end + word.end())
    if any(each.start == verb.start for each in mentions):
        return False
    return _is_past_verb(sentence, verb) and not _are_joined(sentence, mentions, verb)


def _is_before_relative(sentence: str, mentions: Sequence[Span], date: Span) -> bool:
    """Return whether a date comes before the relative clauses that mention the event: "…, who died last week"."""
    for each in mentions:
        before = [plain(word.group()) for word in tokens(sentence[date.end : max(date.end, each.start)])]
        while before and before[-1] in AUXILIARIES:
            before.pop()
        if not (before and before[-1] in _RELATIVE):
            return False
    return True


def _are_joined(sentence: str, mentions: Sequence[Span], verb: Span) -> bool:
    """Return whether a verb has the date of a mention: "was arrested and charged", "the deal that was reached"."""
    for each in mentions:
        first, last = sorted((each, verb))
        between = [plain(word.group()) for word in tokens(sentence[first.end : last.start])]
        if len(between) <= _MOST_JOINED and (not _JOINED.isdisjoint(between) or _LINKING.issuperset(between)):
            return True
    return False


def _is_past_verb(sentence: str, place: Span) -> bool:
    """Return whether a word is a verb in the past tense that doesn't only say something."""
    word = plain(place.of(sentence))
    if word in AUXILIARIES or place.of(sentence)[0].isupper():
        return False
    is_saying = any(is_verb(token) for token in tokens_of(place.of(sentence)))
    return not is_saying and (word in PAST_FORMS or word.endswith("ed"))
