"""Query rewriting: a follow-up → a standalone question, completed from earlier turns."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.english.question_words import (
    ASKING,
    AUXILIARIES,
    PAST_FORMS,
    PREPOSITIONS,
    SMALL,
    VERBS,
    plain,
    tokens,
)
from qa.questions.clauses import split_clauses
from qa.questions.context_dependence import ContextDependence, context_dependence_of, is_bare_question
from qa.questions.coreference import Antecedents, PastTurn
from qa.questions.ellipsis import resolve_ellipsis
from qa.questions.mentions import names_in
from qa.questions.quotation_questions import topic_of_statements
from qa.questions.small_talk import small_talk_reply
from qa.records import Turn

_OPENING = re.compile(r"^(?:(?:and|but|so|or|also|then|ok(?:ay)?|well)\b[\s,]*)+", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:what|how) (?:about|of)\s+", re.IGNORECASE)
_ABOUT_THEN = re.compile(r"^(?:what|how) (?:about|of)\s+([^?]+)\?\s+(\S.*\?)\s*$", re.IGNORECASE)
_HAPPENED = re.compile(
    r"^((?:(?:on|in|at|since|until|from|by|for)\s+)?(?:when|where|why|how|what (?:day|date|time|year|month)|which (?:day|date|year|month)))\s+"
    r"(?:was|is|did|does|has|had|will|would)\s+(?:that|this|it|all (?:that|this))"
    r"(?:\s+(?:happen|happened|occur|take place|be|done|decided))?\s*\??$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(
    rf"\b(?:his|their|its|her(?=\s+\w+))\b(?!\s+(?:{'|'.join(sorted(PREPOSITIONS))}|when|and)\b)",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:he|she|him|her)\b", re.IGNORECASE)
_IT = re.compile(r"\bit\b", re.IGNORECASE)
_THEY = re.compile(r"\b(?:they|them)\b", re.IGNORECASE)
_THERE = re.compile(
    r"(?<!\bare )(?<!\bis )(?<!\bwas )(?<!\bwere )(?<!\bbe )\bthere\b(?!\s+(?:is|are|was|were|will|has|have)\b)",
    re.IGNORECASE,
)
_THIS_NOUN = re.compile(
    r"\b(?:this|these|those|that)\s+(?!(?:happen|year|month|week|time|who|which|is|was|are|were|from|far)\b)([a-z]{3,})\b(?=\s*(?:[?.,]|\w))",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"\b(?:this|these|those)\b(?!\s+(?:year|month|week|time))|\bthat\b(?=\s*(?:[?.!]|$)|\s+(?:happen|be|come|take|mean|cost|last|start|end|begin|go|work|from|far|in|on|at)\b)",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"^how many (\w+)", re.IGNORECASE)
_SAID_SO = re.compile(
    r"\b(say|said|says|announced|claimed|reported|think|thinks)\s+(?:this|that|so|it)\s*(?=[?.!]|$)",
    re.IGNORECASE,
)
_ALL_SHE_SAID = re.compile(
    r"^what did (?:he|she|they) say(?: (?:about|on) (?:it|that|this))?\s*\??$", re.IGNORECASE
)
_FURTHEST = 4  # number of earlier turns that are used


@dataclass(frozen=True, slots=True)
class Standalone:
    """A standalone question, and whether it depended on its conversation.

    `text` is the question as asked if `lean` is NO. If it is PERHAPS, the articles decide between `text` and the
    question as asked.
    """

    text: str
    lean: ContextDependence


def standalone(question: str, history: Sequence[Turn]) -> Standalone:
    """Return a question completed from earlier turns, oldest first.

    Turns without a `standalone_question` are completed first.
    """
    turns = _asked(history)
    lean = context_dependence_of(question) if turns and tokens(question) else ContextDependence.NO
    if lean is ContextDependence.NO:
        return Standalone(question, lean)
    past = [PastTurn.of(turn) for turn in reversed(worked_out(turns)[-_FURTHEST:])]
    filled = _filled_in(question, past)
    return Standalone(filled.rstrip(" ?!.") + "?", lean)


def topic_question(history: Sequence[Turn]) -> str | None:
    """Return the last standalone question of a conversation that has a name, or else the last one."""
    past = [PastTurn.of(turn).question for turn in reversed(worked_out(_asked(history))[-_FURTHEST:])]
    return next((question for question in past if names_in(question)), past[0] if past else None)


def last_question(history: Sequence[Turn]) -> str | None:
    """Return the last standalone question of a conversation, None if there is none."""
    turns = worked_out(_asked(history))
    return PastTurn.of(turns[-1]).question if turns else None


def _asked(history: Sequence[Turn]) -> list[Turn]:
    return [turn for turn in history if tokens(turn.question) and small_talk_reply(turn.question) is None]


def worked_out(history: Sequence[Turn]) -> list[Turn]:
    """Return turns, oldest first, each with its standalone question if it depended on earlier ones."""
    known: list[Turn] = []
    for turn in history:
        if (
            turn.standalone_question is None
            and known
            and context_dependence_of(turn.question) is ContextDependence.YES
        ):
            filled = _filled_in(turn.question, [PastTurn.of(each) for each in reversed(known[-_FURTHEST:])])
            known.append(replace(turn, standalone_question=filled))
        else:
            known.append(turn)
    return known


def _filled_in(question: str, past: Sequence[PastTurn]) -> str:
    text = _OPENING.sub("", question.strip())
    if not tokens(text):
        return question
    if pair := _ABOUT_THEN.match(text):
        return _resolved(pair[2], [PastTurn(pair[1], pair[1], ()), *past])
    return _of_statements(text, past) or _of_answers(text, past)


def _of_answers(text: str, past: Sequence[PastTurn]) -> str:
    if happened := _HAPPENED.match(text):
        return _asked_again(happened[1], past[0]) or text
    if _ABOUT.match(text) or not _asks(text):
        return resolve_ellipsis(_ABOUT.sub("", text).rstrip(" ?!."), past)
    if is_bare_question(text):
        return _asked_again(text.rstrip(" ?!."), past[0]) or text
    return _resolved(text[:1].upper() + text[1:], past)


def _of_statements(text: str, past: Sequence[PastTurn]) -> str | None:
    """Return the standalone form of a follow-up on quotations; None if it is an ordinary question.

    "When was it?" is about the topic, not about when somebody spoke; "What did she say?" is about it too.
    """
    if _ALL_SHE_SAID.match(text):
        return _statements_of(text, past)
    if topic_of_statements(past[0].question) is None:
        return None
    if _HAPPENED.match(text):
        return _resolved(text[:1].upper() + text[1:], past)
    return text if is_bare_question(text) else None


def _statements_of(text: str, past: Sequence[PastTurn]) -> str | None:
    """Ask for the statements of one of the last speakers, on the same topic."""
    speakers = next((each.speakers for each in past if each.speakers), ())
    topic = next((each.topic for each in past if each.topic), None)
    meant = Antecedents(past, text)
    speaker = meant.group() if re.search(r"\bthey\b", text, re.IGNORECASE) else meant.person()
    if speaker is None or not any(speaker.split()[-1] in each for each in speakers):
        return None
    return f"What did {speaker} say about {topic}?"


def _asks(text: str) -> bool:
    """Return whether a text is a question with a verb, not only a phrase."""
    words = [plain(token.group()) for token in tokens(text)]
    start = 1 if words and words[0] in PREPOSITIONS and len(words) > 1 else 0
    return bool(words) and words[start] in (
        ASKING | AUXILIARIES | {"tell", "name", "list", "give", "say", "explain"}
    )


def _asked_again(asking: str, last: PastTurn) -> str | None:
    """Ask the last question with other question words."""
    clause = split_clauses(last.question)
    return clause.asked_with(asking, last.answer or None) if clause else None


def _resolved(text: str, past: Sequence[PastTurn]) -> str:
    """Replace references by names."""
    meant = Antecedents(past, text)
    filled = _counting(text, meant)
    if _SAID_SO.search(filled):
        return filled
    for pattern, find in (
        (_THIS_NOUN, None),
        (_POSSESSIVE, None),
        (_PERSONAL, Antecedents.person),
        (_THEY, Antecedents.group),
        (_THERE, Antecedents.place),
        (_IT, Antecedents.thing),
        (_THIS, Antecedents.thing),
    ):
        found = pattern.search(filled)
        if found is None or (pattern is _POSSESSIVE and _is_said_again(found, text)):
            continue
        if pattern is _THIS_NOUN:
            filled = _described(filled, found, meant)
        elif pattern is _POSSESSIVE:
            filled = _owned(filled, found, meant)
        elif find is not None:
            # Two references in one question have different antecedents, so one that was used is excluded.
            others = Antecedents(past, filled)
            filled = _replaced(filled, found, find(others), at_place=pattern is _THERE)
    return filled


def _is_said_again(owner: re.Match[str], text: str) -> bool:
    """Return whether a possessive follows its own pronoun, as in "What happened to him in his career?"."""
    kin = {"its": _IT, "their": _THEY}.get(owner.group().lower(), _PERSONAL)
    before = kin.search(text)
    return before is not None and before.start() < owner.start()


def _counting(text: str, meant: Antecedents) -> str:
    """Insert the missing noun after "how many": "How many were against?"."""
    found = _HOW_MANY.match(text)
    counted = meant.counted() if found and _verbal(plain(found[1])) else None
    return f"How many {counted} {text[found.start(1) :]}" if found and counted else text


def _verbal(word: str) -> bool:
    return word in AUXILIARIES or word in VERBS or word in PAST_FORMS or word.endswith("ed")


def _described(text: str, found: re.Match[str], meant: Antecedents) -> str:
    following = tokens(text[found.end() :])
    goes_on = (
        bool(following)
        and plain(following[0].group()) not in SMALL
        and not _verbal(plain(following[0].group()))
    )
    phrase = None if goes_on else meant.described(found[1])
    return _put(text, found, phrase) if phrase else _put(text, found, f"the {found[1]}")


def _owned(text: str, found: re.Match[str], meant: Antecedents) -> str:
    finders: dict[str, Callable[[], str | None]] = {"its": meant.thing, "their": meant.group}
    owner = finders.get(found.group().lower(), meant.person)()
    if owner is None:
        return text
    return _put(text, found, f"{owner}'" if owner.endswith("s") else f"{owner}'s")


def _replaced(text: str, found: re.Match[str], meant: str | None, *, at_place: bool) -> str:
    if meant is None:
        return text
    before = text[: found.start()].split()
    if at_place and not (before and plain(before[-1]) in PREPOSITIONS):
        meant = f"in {meant}"
    return _put(text, found, meant)


def _put(text: str, found: re.Match[str], words: str) -> str:
    return text[: found.start()] + words + text[found.end() :]
