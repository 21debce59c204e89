"""Whether a span can answer its question at all: a name if one is asked for, and no length for "when"."""

import re

from qa.answering.counted_things import counts_opposite_group, repeats_question
from qa.answering.event_dates import is_a_length
from qa.answering.event_mentions import past_event_of
from qa.answering.event_years import is_of_another_year
from qa.answering.same_answer import TITLES
from qa.dates import speaks_of_time
from qa.dates.numerals import CARDINALS
from qa.english.question_words import JOINING, PREPOSITIONS, SMALL, plain, tokens
from qa.english.stemming import stem_of
from qa.indexing.passages import sentence_spans
from qa.questions.answer_type import AnswerType, TypedQuestion, has_name, has_person
from qa.questions.mentions import is_person, names_in, people_in, shown_person
from qa.questions.offices import is_title
from qa.records import AnswerSpan

_ASKS_NAME = re.compile(
    r"\b(?:what|which)\s(?:(?:is|was|are|were|'s)\s)?(?:the\s|his\s|her\s|its\s|their\s)?(?:\w+\s)?names?\b"
    r"|\bwhat\b.{1,120}\b(?:called|named)\W*$|\bwhat(?:'s| is| was)\b.{1,120}['’]s?\sname\W*$"
    r"|^\W*name\sthe\b|\bby what name\b",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(
    r"\bnames? of (?:the|an?|this|that)\s(?P<owner>[a-z][a-z -]{1,60}?)"
    r"(?:\s(?:who|that|which|of|in|at|from|whose)\b|\W*$)"
)
_ASKS_MANNER = re.compile(
    r"^\W*(?:and\s|but\s)?how\s(?:did|do|does|was|were|is|are|can|could|will|would|has|have|had)\b",
    re.IGNORECASE,
)
_ASKS_ROLE = re.compile(
    r"^\W*(?i:who)\s(?:is|was|are|were)\s(?:the|its|their|his|her)\s(?P<role>[a-z][\w -]{2,60}?)"
    r"(?:\s(?:of|in|at|for|who|that|which|when|during|on)\b|\W*$)"
)
_FUNCTION_WORDS = PREPOSITIONS | JOINING | {"a", "an", "the"}
_NOBLE = frozenset("prince princess king queen lord lady".split())
_GENERAL = frozenset(
    "new current present main former next last first late only other real same top old".split()
)


def can_answer(question: TypedQuestion, span: AnswerSpan) -> bool:
    """Return whether a span has the form of an answer to its question, and its surroundings the role asked about."""
    text = span.text
    if all(plain(word.group()) in _FUNCTION_WORDS for word in tokens(text)) or _repeats(question, text):
        return False
    if _ASKS_NAME.search(question.text) and not _is_name(question.text, span):
        return False
    if is_of_another_year(question.text, span):
        return False
    return _fits_type(question, span) and _has_time(question, span) and _has_role(question.text, span)


def _fits_type(question: TypedQuestion, span: AnswerSpan) -> bool:
    """Return whether a span has the requested form.

    Only numbers answer "how many", bare numbers don't answer "why" or "how", and people don't answer "where".
    """
    if question.answer_type is AnswerType.NUMBER:
        return _counts_what_is_asked(question.text, span)
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
    """Return whether a span is no mere length if "when" is asked, and has a time of day if that is asked."""
    is_when = question.answer_type is AnswerType.TIME
    is_past = is_when and past_event_of(question.text) is not None
    if is_when and is_a_length(span.hit.passage.text, span.passage_span, is_past=is_past):
        return False
    return question.granularity != "hour" or speaks_of_time(span.text, "hour")


def _counts_what_is_asked(question: str, span: AnswerSpan) -> bool:
    return not (repeats_question(question, span.text) or counts_opposite_group(question, span))


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


def _is_name(question: str, span: AnswerSpan) -> bool:
    """Return whether a span holds a name; if a person's is asked for, a school named after one doesn't count."""
    owner = _OF_WHOM.search(question)
    if owner is None or not has_person(owner["owner"]):
        return has_name(span.text)
    text = span.hit.passage.text
    touched = [each for each in names_in(text, sentence=False) if each.span.overlaps(span.passage_span)]
    return any(
        (is_person(each.text, text) and not _is_described(text, each.span.start))
        or _is_titled(text, each.span.start)
        for each in touched
    )


def _is_described(text: str, start: int) -> bool:
    """Return whether an article comes before a name, as in "the Ada Holm case"."""
    return plain("".join(text[:start].split()[-1:])) in ("the", "a", "an")


def _is_titled(text: str, start: int) -> bool:
    """Return whether a role comes before a name, as in "the baker Lind"."""
    return bool(people_in(f"the {' '.join(text[:start].split()[-1:])}"))


def _is_bare_number(text: str) -> bool:
    words = [plain(word.group()) for word in tokens(text)]
    return bool(words) and all(word in CARDINALS or word in SMALL or word[0].isdigit() for word in words)


def _has_role(question: str, span: AnswerSpan) -> bool:
    """Return whether what tells a role from others is said around a span: "health" of "the health secretary"."""
    asked = _ASKS_ROLE.match(question)
    if asked is None:
        return True
    *before_head, _ = _noun_words(asked["role"]) or [""]
    wanted = {stem_of(word) for word in before_head if word not in SMALL | _GENERAL}
    text = span.hit.passage.text
    sentences = sentence_spans(text)
    here = [number for number, each in enumerate(sentences) if each.overlaps(span.passage_span)]
    if not here:
        return True
    around = sentences[max(0, here[0] - 1) : here[-1] + 2]
    return wanted <= {stem_of(plain(word.group())) for each in around for word in tokens(each.of(text))}


def _noun_words(role: str) -> list[str]:
    """Return the words before a participle or infinitive: "first", "woman" of "first woman elected"."""
    words = [plain(word.group()) for word in tokens(role)]
    end = next(
        (n for n, word in enumerate(words) if n and (word.endswith("ed") or word in SMALL)), len(words)
    )
    return words[:end]
