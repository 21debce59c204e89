"""Pairs that "respectively" ties together: "Lind and Orso won the men's and women's races respectively"."""

import re
from dataclasses import replace

from qa.answering.event_order import sentence_of
from qa.english.question_words import plain, tokens
from qa.english.stemming import stem_of
from qa.records import AnswerSpan, Span

_AND = " and "
_PAIRS = 2  # the span and the one that "respectively" refers to
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


def of_pair(question: str, span: AnswerSpan) -> AnswerSpan:
    """Return the member of a pair that belongs to the question's member of another pair, or the span as it is.

    For "Who won the men's race?", "Lind and Orso" becomes "Lind". Only a sentence with two pairs and "respectively"
    ties them together. Members of different length, as in "3 and 9 June", may share a word, and stay together.
    """
    members = span.text.split(_AND)
    if len(members) != _PAIRS or len(members[0].split()) != len(members[1].split()):
        return span
    named = _named_member(question, span)
    if named is None:
        return span
    start = span.passage_span.end - len(members[1]) if named else span.passage_span.start
    return replace(span, passage_span=Span(start, start + len(members[named])))


def _named_member(question: str, span: AnswerSpan) -> int | None:
    """Return which member of the sentence's other pair a question names, 0 or 1; None if that isn't clear."""
    sentence, place = sentence_of(span)
    joints = [each for each in re.finditer(_AND, sentence) if not place.start <= each.start() < place.end]
    if len(joints) != 1 or _RESPECTIVELY.search(sentence) is None:
        return None
    asked = {stem_of(plain(word.group())) for word in tokens(question)}
    before, after = tokens(sentence[: joints[0].start()])[-1:], tokens(sentence[joints[0].end() :])[:1]
    is_named = [stem_of(plain(word.group())) in asked for word in (*before, *after)]
    return is_named.index(True) if sorted(is_named) == [False, True] else None
