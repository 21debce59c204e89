"""Whether a span has the form of an answer: a name if one is asked for, and no length for "when"."""

import re

from qa.answering.counted_things import repeats_question
from qa.answering.event_dates import is_a_length
from qa.answering.event_mentions import past_event_of
from qa.answering.same_answer import TITLES
from qa.dates import speaks_of_time
from qa.dates.numerals import CARDINALS
from qa.english.question_words import JOINING, PREPOSITIONS, SMALL, plain, tokens
from qa.questions.answer_type import AnswerType, TypedQuestion, has_name
from qa.questions.mentions import is_person, names_in, shown_person
from qa.questions.offices import is_title
from qa.records import AnswerSpan

_ASKS_NAME = re.compile(
    r"\b(?:what|which)\s(?:(?:is|was|are|were|'s)\s)?(?:the\s|his\s|her\s|its\s|their\s)?(?:\w+\s)?names?\b"
    r"|\bwhat\b.{1,120}\b(?:called|named)\W*$|\bwhat(?:'s| is| was)\b.{1,120}['’]s?\sname\W*$"
    r"|^\W*name\sthe\b|\bby what name\b",
    re.IGNORECASE,
)
_ASKS_MANNER = re.compile(
    r"^\W*(?:and\s|but\s)?how\s(?:did|do|does|was|were|is|are|can|could|will|would|has|have|had)\b",
    re.IGNORECASE,
)
_FUNCTION_WORDS = PREPOSITIONS | JOINING | {"a", "an", "the"}
_NOBLE = frozenset("prince princess king queen lord lady".split())


def can_answer(question: TypedQuestion, span: AnswerSpan) -> bool:
    """Return whether a span has the form of an answer to its question."""
    text = span.text
    if all(plain(word.group()) in _FUNCTION_WORDS for word in tokens(text)) or _repeats(question, text):
        return False
    if _ASKS_NAME.search(question.text) and not has_name(text):
        return False
    return _fits_type(question, span) and _has_time(question, span)


def _fits_type(question: TypedQuestion, span: AnswerSpan) -> bool:
    """Return whether a span has the requested form.

    Only numbers answer "how many", bare numbers don't answer "why" or "how", and people don't answer "where".
    """
    if question.answer_type is AnswerType.NUMBER:
        return not repeats_question(question.text, span.text)
    if question.answer_type is AnswerType.REASON or _ASKS_MANNER.match(question.text):
        return not _is_bare_number(span.text)
    return question.answer_type is not AnswerType.PLACE or not _is_somebody(span)


def _is_somebody(span: AnswerSpan) -> bool:
    """Return whether a span names only people, as their titles show: "chancellor Ada Lind"."""
    text = span.text
    names = names_in(text, sentence=False)
    words = [
        word
        for word in tokens(text)
        if not any(name.span.start <= word.start() < name.span.end for name in names)
    ]
    is_bare = all(is_title(plain(word.group())) for word in words)
    return bool(names) and is_bare and all(_is_shown(name.text, text) for name in names)


def _is_shown(name: str, text: str) -> bool:
    is_noble = plain(name.split(maxsplit=1)[0]) in _NOBLE  # towns are named so, too: "Prince Rupert"
    return not is_noble and is_person(name, text) and shown_person(name, text) is True


def _has_time(question: TypedQuestion, span: AnswerSpan) -> bool:
    """Return whether a span is more than a length if "when" is asked, and has a time of day if one is asked for."""
    is_when = question.answer_type is AnswerType.TIME
    is_past = is_when and past_event_of(question.text) is not None
    if is_when and is_a_length(span.hit.passage.text, span.passage_span, is_past=is_past):
        return False
    return question.granularity != "hour" or speaks_of_time(span.text, "hour")


def _repeats(question: TypedQuestion, answer: str) -> bool:
    """Return whether the answer to "who" is only a name of the question: "President Lind"."""
    if question.answer_type is not AnswerType.PERSON:
        return False
    named = {part for word in tokens(question.text) for part in _parts(word.group())}
    words = [part for word in tokens(answer) for part in _parts(word.group())]
    heavy = [word for word in words if word not in SMALL | TITLES]
    return bool(heavy) and named.issuperset(heavy) and "or" not in named


def _parts(word: str) -> list[str]:
    """Return what hyphens join in a word, in lower case: "al" and "lind" of "al-Lind"."""
    return plain(word).split("-")


def _is_bare_number(text: str) -> bool:
    words = [plain(word.group()) for word in tokens(text)]
    return bool(words) and all(word in CARDINALS or word in SMALL or word[0].isdigit() for word in words)
