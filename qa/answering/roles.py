"""The agent and the patient of a verb: "Lind appointed Orso", "Orso was appointed by Lind"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from qa.answering.event_mentions import AskedEvent, mentions_in, past_event_of, senses_of
from qa.attribution.descriptions import Form, descriptions_of
from qa.attribution.saying_days import is_verb
from qa.attribution.tokens import tokens_of
from qa.attribution.words import TELLING
from qa.english.question_words import (
    AUXILIARIES,
    DAYS,
    DETERMINERS,
    MONTHS,
    PAST_FORMS,
    SMALL,
    plain,
    tokens,
)
from qa.questions.mentions import is_person, names_in
from qa.records import Span

_BE = frozenset("is are was were be been being".split())
_RELATIVE = frozenset("who which that".split())
_BETWEEN = AUXILIARIES | _RELATIVE | frozenset("on in at also later earlier early late then first".split())
_TIMES = frozenset(f"{DAYS}|{MONTHS}".split("|"))
_JOINING = frozenset("and or but by".split())
# Both sides of these do the same.
_SYMMETRIC = frozenset("meet met marry married fight fought face faced play played join joined".split())
_MOST_BETWEEN = (
    5  # words between a verb and someone beside it: "who on Friday also", "former Finnish president"
)


class Role(StrEnum):
    """The part that someone has in an event."""

    AGENT = "agent"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True)
class AskedRole:
    """The role that a question asks for, in the event of its main verb."""

    role: Role
    event: AskedEvent


@lru_cache(maxsize=64)
def asked_role(question: str) -> AskedRole | None:
    """Return the role that a who-question about a past event asks for, None if that isn't clear.

    What was said has no such roles, because "said Lind" and "Lind said" are the same.
    """
    event = past_event_of(question)
    words = [plain(word.group()) for word in tokens(question)]
    asking = next((n for n, word in enumerate(words[:2]) if word in ("who", "whom")), None)
    if event is None or not event.is_verb or asking is None or not _SYMMETRIC.isdisjoint(words):
        return None
    if any(is_verb(token, TELLING) for token in tokens_of(question)):
        return None
    verb = next(number for number, word in enumerate(words) if senses_of(word) & event.senses)
    role = _role_before(words[asking + 1 : verb])
    return AskedRole(role, AskedEvent(senses_of(words[verb]), is_verb=True)) if role else None


def _role_before(words: Sequence[str]) -> Role | None:
    """Return the role that "who" has if these words are between it and the verb."""
    if AUXILIARIES.issuperset(words):
        return Role.PATIENT if words and words[-1] in _BE else Role.AGENT
    return Role.PATIENT if words[0] == "did" else None


def has_other_role(question: str, sentence: str, place: Span) -> bool:
    """Return whether the words of a sentence show that someone has another role than the question asks for."""
    if (asked := asked_role(question)) is None:
        return False
    if _describes_named(question, sentence, place):
        return True
    verbs = [each for each in mentions_in(sentence, asked.event) if _is_finite(each.of(sentence))]
    found = [_role(sentence, each, place) for each in verbs]
    if asked.role in found:
        return False
    is_filled = asked.role is Role.AGENT and any(
        _has_agent(sentence, each) and not _is_among_agents(sentence, each, place) for each in verbs
    )
    return is_filled or any(role is not None for role in found)


def _describes_named(question: str, sentence: str, place: Span) -> bool:
    """Return whether words belong to the title of somebody in the question: "Oddby" of "Oddby captain Ada Lind"."""
    described = (
        each.span
        for name in names_in(question)
        if is_person(name.text)
        for each in descriptions_of(name.text, sentence)
        if each.form is Form.TITLE
    )
    return any(title.contains(place) for title in described)


def _is_finite(word: str) -> bool:
    return plain(word) in PAST_FORMS or plain(word).endswith(("ed", "en"))


def _role(sentence: str, verb: Span, place: Span) -> Role | None:
    """Return the role of someone right before or after a verb, None for anyone else."""
    is_passive = _is_passive(sentence, verb)
    if place.end <= verb.start:
        if not _is_subject(sentence[place.end : verb.start]):
            return None
        return Role.PATIENT if is_passive else Role.AGENT
    if place.start < verb.end:
        return None
    between = sentence[verb.end : place.start]
    if is_passive:
        agent = re.match(r"\s(?:\w+\s)?by\b", between)
        return Role.AGENT if agent and _is_phrase(between[agent.end() :]) else None
    return Role.PATIENT if _is_phrase(between) else None


def _is_passive(sentence: str, verb: Span) -> bool:
    before = [plain(word.group()) for word in tokens(sentence[: verb.start])][-2:]
    helpers = [word for word in before if not word.endswith("ly")]
    return (bool(helpers) and helpers[-1] in _BE) or _has_agent(sentence, verb)


def _has_agent(sentence: str, verb: Span) -> bool:
    """Return whether "by" and someone follow a verb: "criticised by Lind", not "by a wide margin", "by Friday"."""
    after = re.match(r"\sby\s(?:the\s)?(?P<agent>[A-Z][\w’'-]*)", sentence[verb.end :])
    return after is not None and plain(after["agent"]) not in _TIMES


def _is_among_agents(sentence: str, verb: Span, place: Span) -> bool:
    """Return whether someone belongs to what follows "by": "by Varga, Lind and Orso", "not by Varga but by Lind".

    What is followed by a verb begins another clause: "criticised by Varga, Lind said".
    """
    between = sentence[verb.end : max(verb.end, place.start)]
    words = [plain(word.group()) for word in tokens(between)]
    if words[:1] != ["by"] or re.search(r"[;:()“”\"]|\.\s", between):
        return False
    after = tokens(sentence[place.end :])[:1]
    if after and (_is_finite(after[0].group()) or plain(after[0].group()) in AUXILIARIES):
        return False
    return not any(
        word in (SMALL - DETERMINERS - _JOINING) or word in PAST_FORMS or word.endswith("ed")
        for word in words
    )


def _is_subject(between: str) -> bool:
    """Return whether only auxiliaries, adverbs and dates are between someone and a verb."""
    words = [plain(word.group()) for word in tokens(between)]
    is_cut = re.search(r"[;:.()“”\"]", between) or ("," in between and not _RELATIVE & set(words[:1]))
    return (
        not is_cut
        and len(words) <= _MOST_BETWEEN
        and all(
            word in _BETWEEN or word in _TIMES or word.endswith("ly") or word[0].isdigit() for word in words
        )
    )


def _is_phrase(between: str) -> bool:
    """Return whether words only lead to a name: "former Finnish president"."""
    words = [plain(word.group()) for word in tokens(between)]
    is_cut = re.search(r"[,;:.()“”\"]", between)
    return not is_cut and len(words) <= _MOST_BETWEEN and not set(words) & (SMALL - DETERMINERS)
