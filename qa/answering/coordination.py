"""Pairs that a sentence lists in the same order: "Lind and Orso won the men's and women's races"."""

import re
from dataclasses import replace

from qa.answering.event_order import sentence_of
from qa.english.question_words import plain, tokens
from qa.english.stemming import stem_of
from qa.records import AnswerSpan, Span

_AND = " and "
_MOST_WORDS = 5  # of a member
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


def of_pair(question: str, span: AnswerSpan) -> AnswerSpan:
    """Return the member of a pair that belongs to the question's member of another pair, or the span as it is.

    For "Who won the men's race?", "Lind and Orso" becomes "Lind". The pairs belong together if the sentence says
    "respectively", or the other one consists of two owners.
    """
    members = span.text.split(_AND)
    if len(members) != 2 or not all(0 < len(each.split()) <= _MOST_WORDS for each in members):  # noqa: PLR2004 - a pair
        return span
    named = [number for number, is_named in enumerate(_other_pair(question, span)) if is_named]
    if len(named) != 1:
        return span
    start = span.passage_span.start if named == [0] else span.passage_span.end - len(members[1])
    return replace(span, passage_span=Span(start, start + len(members[named[0]])))


def _other_pair(question: str, span: AnswerSpan) -> tuple[bool, bool]:
    """Return which member of the other pair of a span's sentence a question names; neither without such a pair."""
    sentence, place = sentence_of(span)
    asked = {stem_of(plain(word.group())) for word in tokens(question)}
    words = tokens(sentence)
    says_so = _RESPECTIVELY.search(sentence) is not None
    for one, joint, other in zip(words, words[1:], words[2:], strict=False):
        if joint.group() != "and" or place.start <= joint.start() < place.end:
            continue
        are_owners = all(re.search(r"['’]s?\Z", word.group()) for word in (one, other))
        first, second = (stem_of(plain(word.group())) in asked for word in (one, other))
        if (says_so or are_owners) and first != second:
            return first, second
    return False, False
