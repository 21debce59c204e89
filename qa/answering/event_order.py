"""Orders answers by what their sentences say about the asked event: reports first, announcements and denials last."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache

from qa.answering.agreement import Group
from qa.answering.answer_dates import resolved_date
from qa.answering.event_dates import belongs_to_saying
from qa.answering.event_distances import EventDistances, TimeSource
from qa.answering.event_mentions import AskedEvent, begins_clause, mentions_in, past_event_of
from qa.answering.factuality import factuality_in
from qa.answering.same_answer import same_answer
from qa.dates import days_of
from qa.dates.tense import tense_around
from qa.dates.verbs import Tense
from qa.indexing.passages import sentence_spans
from qa.questions.answer_type import AnswerType, TypedQuestion
from qa.reading import ArticleSource
from qa.records import AnswerSpan, Citation, Factuality, ResolvedDate, Span

# How far behind the first answer, in log-odds, a reported answer may be to come before it. The first value is fitted
# (docs/decisions/0015): words that don't show the event may still mean it. What was only announced is no answer.
_BEHIND = {1: 0.4, 2: 3.0}

_SMALLEST = 1e-6  # probability whose log-odds are computed


class Standing(IntEnum):
    """How well a sentence supports an answer about a past event, best first.

    REPORTED: it states the event. UNCLEAR: the words of the question don't show it, or the date is that of another
    clause. UNREAL: it announces, supposes, doubts or denies the event.
    """

    REPORTED = 0
    UNCLEAR = 1
    UNREAL = 2


@dataclass(frozen=True, slots=True)
class EventOrder:
    """Compares the spans that answer one question.

    `times` returns the temporal expressions of an article, `distances` those that only this event gives a date.
    """

    question: TypedQuestion
    article: ArticleSource
    times: TimeSource
    distances: TimeSource

    @classmethod
    def of(cls, question: TypedQuestion, article: ArticleSource, times: TimeSource) -> "EventOrder":
        """Return the order for one question; articles and their times are read only once."""
        found = EventDistances(question.text, cache(article), cache(times))
        return cls(question, found.article, cache(found.all_times), cache(found.dates))

    @property
    def event(self) -> AskedEvent | None:
        """The event that is asked about, None unless it is in the past."""
        return past_event_of(self.question.text)

    def ordered(self, groups: Sequence[Group]) -> list[Group]:
        """Return answers with a reported one first if it is likely enough, and each with its report first."""
        found = [group.led_by(min(group.spans, key=self._standing)) for group in groups]
        if self.event is None and self.question.answer_type is not AnswerType.TIME:
            return found
        first = found[0]
        least = _log_odds(first.confidence) - _BEHIND.get(self._standing(first.best), 0.0)
        better = (
            each
            for each in found
            if _log_odds(each.confidence) >= least and self._standing(each.best) is Standing.REPORTED
        )
        if (best := next(better, None)) is None or best is first:
            return found
        return [best, *(group for group in found if group is not best)]

    def factuality(self, span: AnswerSpan) -> Factuality | None:
        """Return how far the sentence of a span states the event as a fact, None if it does."""
        event = self.event
        if event is None or not (event.is_verb or self.question.answer_type is AnswerType.TIME):
            return None
        sentence, place = sentence_of(span)
        found = factuality_in(sentence, event, place.start)
        if found or self.question.answer_type is not AnswerType.TIME:
            return found
        is_mentioned = bool(mentions_in(sentence, event))
        looks_ahead = tense_around(sentence, place.start, place.end) is Tense.FUTURE
        if self._is_later(span) or (looks_ahead and not is_mentioned):
            return Factuality.ANNOUNCED
        return None

    def is_elsewhere(self, span: AnswerSpan) -> bool:
        """Return whether the date in a span belongs to a statement about the event, or to another clause."""
        sentence, place = sentence_of(span)
        if belongs_to_saying(self.question.text, sentence, place):
            return True
        event = self.event
        return (
            event is not None and event.is_verb and _is_beyond(sentence, mentions_in(sentence, event), place)
        )

    def at_event(self, span: AnswerSpan) -> AnswerSpan:
        """Return a span, or instead the distance from another event in its sentence: "two days after the vote"."""
        if self.question.answer_type is not AnswerType.TIME:
            return span
        passage = span.hit.passage
        sentence = sentences_around(passage.text, span.passage_span).shifted(passage.article_span.start)
        dates = self.distances(passage.article_id)
        found = next((each for each in dates if sentence.contains(each.article_span)), None)
        if found is None:
            return span
        return replace(span, passage_span=found.article_span.shifted(-passage.article_span.start))

    def _standing(self, span: AnswerSpan) -> Standing:
        if self.factuality(span) is not None:
            return Standing.UNREAL
        is_time = self.question.answer_type is AnswerType.TIME
        if is_time and (self.is_elsewhere(span) or self._dated(span, span.article_span) is None):
            return Standing.UNCLEAR
        event = self.event
        is_named = event is not None and bool(mentions_in(sentence_of(span)[0], event))
        is_own = event is None or is_named
        return Standing.REPORTED if is_own else Standing.UNCLEAR

    def _is_later(self, span: AnswerSpan) -> bool:
        """Return whether the date in a span is after its article's, which can't report it then."""
        published = self.article(span.hit.passage.article_id).published
        found = self._dated(span, span.article_span)
        days = days_of(found.value) if found and found.value else None
        return published is not None and days is not None and days[0] > published

    def is_same(self, one: AnswerSpan, other: AnswerSpan) -> bool:
        """Return whether two spans are the same answer. Two points in time are the same if one includes the other."""
        if self.question.answer_type is not AnswerType.TIME:
            return same_answer(one.text, other.text)
        dates = [self._dated(each, each.article_span) for each in (one, other)]
        values = [each.value for each in dates if each is not None and each.value is not None]
        periods = [days for days in map(days_of, values) if days is not None]
        if len(periods) < len(dates) or (all("T" in value for value in values) and len(set(values)) > 1):
            return same_answer(one.text, other.text)
        (first, last), (start, end) = periods
        return (first <= start and end <= last) or (start <= first and last <= end)

    def _dated(self, span: AnswerSpan, place: Span) -> ResolvedDate | None:
        """Return the date at a place of a span's article, None if there is none."""
        article = self.article(span.hit.passage.article_id)
        quote = place.of(article.text)
        cited = Citation(1, article, place, place, quote, span.hit.passage, span.hit.why)
        found = resolved_date(cited, self.times(article.id), self.question.granularity)
        return found if found is not None and found.article_span.overlaps(place) else None


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, _SMALLEST), 1 - _SMALLEST)
    return math.log(bounded / (1 - bounded))


def _is_beyond(sentence: str, mentions: Sequence[Span], place: Span) -> bool:
    """Return whether another clause begins between each mention of an event and a later place."""
    return bool(mentions) and all(
        each.end <= place.start and begins_clause(sentence[each.end : place.start]) for each in mentions
    )


def sentence_of(span: AnswerSpan) -> tuple[str, Span]:
    """Return the sentence or sentences of a span, and the span in it."""
    text = span.hit.passage.text
    sentence = sentences_around(text, span.passage_span)
    return sentence.of(text), span.passage_span.shifted(-sentence.start)


def sentences_around(text: str, span: Span) -> Span:
    """Return the sentence or sentences of a text that a span touches."""
    touched = [one for one in sentence_spans(text) if one.start < span.end and span.start < one.end]
    return Span(min(span.start, touched[0].start), max(span.end, touched[-1].end)) if touched else span
