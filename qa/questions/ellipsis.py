"""Ellipsis: a phrase ("And in 1995?", "What about Egypt?") that replaces a part of an earlier question."""

import re
from collections.abc import Sequence

from qa.english.question_words import PREPOSITIONS, TIME_WORDS, plain, tokens
from qa.questions.clauses import subject_of, with_complement
from qa.questions.coreference import PastTurn
from qa.questions.mentions import content_words, names_in
from qa.questions.quotation_questions import topic_of_statements
from qa.records import Span

_POSSESSIVE = re.compile(r"\b(?:the\s+)?(?:[A-Z][\w’'-]{0,40}\s+){0,6}[\w-]{1,40}['’]s?(?=\s|$)")
_ACCORDING = re.compile(r"\baccording to .*$", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:about|on|of|regarding|concerning)\s+(?=\S)", re.IGNORECASE)
_N_BACK = 3


def resolve_ellipsis(phrase: str, past: Sequence[PastTurn]) -> str:
    """Return the question that a phrase stands for: an earlier one with the phrase in place of a similar one."""
    question = _like(phrase, past)
    if not tokens(phrase):
        return question
    for put in (_as_topic, _as_time, _as_source, _as_owner, _as_adjunct, _as_kin, _as_subject):
        if (made := put(phrase, question)) is not None:
            return made
    return _added(question, phrase)


def _like(phrase: str, past: Sequence[PastTurn]) -> str:
    """Return the last question that shares a word with the phrase, or else the last one."""
    words = {_stem(word) for word in content_words(phrase)}
    for each in past[:_N_BACK]:
        if words & {_stem(word) for word in content_words(each.question)}:
            return each.question
    return past[0].question


def _as_time(phrase: str, question: str) -> str | None:
    time = TIME_WORDS.search(phrase)
    if time is None and plain(phrase) not in ("before", "earlier", "later", "after", "now"):
        return None
    if time is not None and len(content_words(phrase.replace(time.group(), ""))) > 0:
        return None
    there = TIME_WORDS.search(question)
    return _put(question, Span(*there.span()), phrase) if there else _added(question, phrase)


def _as_source(phrase: str, question: str) -> str | None:
    source = _ACCORDING.match(phrase)
    if source is None:
        return None
    there = _ACCORDING.search(question.rstrip(" ?!."))
    return f"{question[: there.start()]}{phrase}?" if there else _added(question, f", {phrase}")


def _as_topic(phrase: str, question: str) -> str | None:
    """Replace the topic of a quotation question."""
    topic = topic_of_statements(question)
    phrase = _ABOUT.sub("", phrase)
    first = plain(phrase.split(maxsplit=1)[0])
    if topic is None or first in PREPOSITIONS or TIME_WORDS.fullmatch(phrase):
        return None
    return question.replace(topic, phrase, 1)


def _as_owner(phrase: str, question: str) -> str | None:
    """Replace an owner: "Egypt's?", or just "Egypt?", for "South Africa's"."""
    owned = _POSSESSIVE.search(question)
    if owned is None:
        return None
    if re.search(r"['’]s?$", phrase):
        return _put(question, Span(*owned.span()), phrase)
    named = names_in(phrase, sentence=False)
    return _put(question, Span(*owned.span()), f"{phrase}'s") if named and named[0].text == phrase else None


def _as_adjunct(phrase: str, question: str) -> str | None:
    first = plain(phrase.split(maxsplit=1)[0])
    if first not in PREPOSITIONS:
        return None
    there = re.search(rf"\b{first}\b\s+(?:the\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*", question)
    return _put(question, Span(*there.span()), phrase) if there else _added(question, phrase)


def _as_kin(phrase: str, question: str) -> str | None:
    """Replace a phrase with the same last word: "gross investment" for "net investment"."""
    words = content_words(phrase)
    head = re.search(rf"\b{re.escape(words[-1])}\b", question, re.IGNORECASE) if len(words) > 1 else None
    subject = subject_of(question)
    if head and subject and subject.start <= head.start() <= subject.end:
        return _put(question, subject, phrase)
    if head is None:
        return None
    named = [name for name in names_in(question) if name.span.end <= head.start()]
    return _put(question, Span(named[-1].span.start, head.end()), phrase) if named else None


def _as_subject(phrase: str, question: str) -> str | None:
    subject = subject_of(question)
    named = names_in(phrase, sentence=False)
    there = names_in(question)
    is_name = len(named) == 1 and named[0].text == re.sub("^the ", "", phrase)
    if subject is None or (is_name and there and not names_in(subject.of(question), sentence=False)):
        return _put(question, there[0].span, phrase) if is_name and there else None
    wide = with_complement(question, subject)
    return _put(question, wide if not names_in(wide.of(question), sentence=False) else subject, phrase)


def _put(question: str, span: Span, phrase: str) -> str:
    return question[: span.start] + phrase + question[span.end :]


def _added(question: str, phrase: str) -> str:
    return f"{question.rstrip(' ?!.')} {phrase}?".replace(" ,", ",")


def _stem(word: str) -> str:
    return word.rstrip("s")
