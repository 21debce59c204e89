"""Doubts: evidence that a span answers another question, which lowers its score.

Each doubt may be mistaken, so a clear answer is still shown, with a lower confidence.
"""

import re

from qa.answering.counted_things import counts_opposite_group
from qa.answering.event_order import sentence_of
from qa.answering.event_years import is_of_another_year
from qa.answering.roles import has_other_role
from qa.english.question_words import SMALL, plain, tokens
from qa.english.stemming import stem_of
from qa.indexing.passages import sentence_spans
from qa.questions.answer_type import has_person
from qa.questions.mentions import is_person, names_in, people_in
from qa.records import AnswerSpan

# Log-odds that a doubt takes from a score. Fitted for missing names, the most frequent one (docs/decisions/0015).
WEIGHT = 3.0

_OF_WHOM = re.compile(
    r"\bnames? of (?:the|an?|this|that)\s(?P<owner>[a-z][a-z -]{1,60}?)"
    r"(?:\s(?:who|that|which|of|in|at|from|whose)\b|\W*$)"
)
_ASKS_ROLE = re.compile(
    r"^\W*(?i:who)\s(?:is|was|are|were)\s(?:the|its|their|his|her)\s(?P<role>[a-z][\w -]{2,60}?)"
    r"(?:\s(?:of|in|at|for|who|that|which|when|during|on)\b|\W*$)"
)
_GENERAL = frozenset(
    "new current present main former next last first late only other real same top old".split()
)


def has_doubt(question: str, span: AnswerSpan) -> bool:
    """Return whether a span's words or its surroundings show that it probably answers another question.

    It is about another role, another year's event, an opposite group, or a thing when a person's name is asked for.
    See question_names for names that its article lacks.
    """
    return (
        has_other_role(question, *sentence_of(span))
        or is_of_another_year(question, span)
        or counts_opposite_group(question, span)
        or _names_a_thing(question, span)
        or not _has_role(question, span)
    )


def _names_a_thing(question: str, span: AnswerSpan) -> bool:
    """Return whether a person's name is asked for, and a span has none, or a school's that is named after one."""
    owner = _OF_WHOM.search(question)
    if owner is None or not has_person(owner["owner"]):
        return False
    text = span.hit.passage.text
    touched = [each for each in names_in(text, sentence=False) if each.span.overlaps(span.passage_span)]
    return not any(
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


def _has_role(question: str, span: AnswerSpan) -> bool:
    """Return whether the word that specifies a role is near a span: "health" of "the health secretary"."""
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
