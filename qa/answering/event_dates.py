"""Whether the date in a sentence is that of the asked event, or of another clause."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.attribution.saying_days import is_verb, verb_of_saying
from qa.attribution.tokens import tokens_of
from qa.dates import time_expressions
from qa.english.stemming import stem_of
from qa.indexing.passages import sentence_spans
from qa.questions.mentions import content_words
from qa.records import Hit, Span, TimeKind

_REACH = 60  # characters around an answer that can belong to its expression
_ANY_DAY = date(2000, 1, 3)
# "in three days", "three days after the vote"
_COUNTS_FROM = re.compile(
    r"\b(?P<word>in|within|after|before|inside)\s(?:the\s|(?:just|only|about|less|more|up|than|to|over|under)\s){0,3}$",
    re.IGNORECASE,
)
_COUNTED_FROM = re.compile(
    r"\s(?:after|before|ago|earlier|later|from now|into|since|prior|ahead)\b", re.IGNORECASE
)
_WORD = re.compile(r"[\w’'-]+")
_UNKNOWN = re.compile(
    r"\b(?:(?:did|does|do|has|have|had|was|were|is|are|would|could)(?:n't| not)"
    r"|refused to|declined to|without|nor|it (?:was|is|remained|remains) (?:unclear|unknown))"
    r"[^.;]{0,80}?\b(?P<told>(?:exactly |precisely )?(?:when|(?:on |at )?(?:what|which) (?:day|date|time|hour))\b"
    r"(?:(?! but\b)[^.;,]){0,120})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class UnknownTime:
    """A sentence which says that the time is not known: its hit, and both spans in the passage."""

    hit: Hit
    sentence: Span
    span: Span


def belongs_to_saying(question: str, sentence: str, date: Span) -> bool:
    """Return whether a date in a sentence is the day on which something was said, and the question doesn't ask that.

    "The mayor said on Saturday that the men had been hanged" doesn't say when they were hanged.
    """
    if any(is_verb(token) for token in tokens_of(question)):
        return False
    asked = {stem_of(word) for word in content_words(question)}
    verb = verb_of_saying(sentence, date)
    return verb is not None and stem_of(verb) not in asked


def is_a_length(sentence: str, place: Span, *, is_past: bool = False) -> bool:
    """Return whether words only have a length of time, and so don't say when: not so "in three days".

    For an event in the past (`is_past`), a deadline like "within 30 days" is only a length.
    """
    around = Span(max(0, place.start - _REACH), place.end + _REACH).of(sentence)
    shift = max(0, place.start - _REACH)
    own = [
        each
        for each in time_expressions(around, _ANY_DAY)
        if each.article_span.shifted(shift).overlaps(place)
    ]
    if not own or any(each.kind is not TimeKind.DURATION for each in own):
        return False
    before = sentence[: own[0].article_span.start + shift]
    after = sentence[own[-1].article_span.end + shift :]
    counts = _COUNTS_FROM.search(before)
    is_deadline = is_past and counts is not None and counts["word"].lower() in ("within", "inside")
    return not ((counts and not is_deadline) or _COUNTED_FROM.match(after))


def unknown_time(question: str, hits: Sequence[Hit], article_id: str) -> UnknownTime | None:
    """Return the sentence of an article which says that the time of the asked event is not known."""
    asked = _event_words(question)
    for hit in hits:
        text = hit.passage.text
        for sentence in sentence_spans(text) if hit.passage.article_id == article_id else ():
            found = _UNKNOWN.search(sentence.of(text))
            if found and asked & {stem_of(word) for word in content_words(found["told"])}:
                span = Span(found.start(), found.start() + len(found.group().rstrip()))
                return UnknownTime(hit, sentence, span.shifted(sentence.start))
    return None


def _event_words(question: str) -> set[str]:
    """Return the stems of a question's words for the event, without names; with them if there are no others."""
    words, typed = content_words(question), set(_WORD.findall(question))
    common = [word for word in words if word in typed]
    return {stem_of(word) for word in common or words}
