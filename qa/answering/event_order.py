"""Orders answers by what their sentences say about the asked event: reports first, announcements and denials last."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache

from qa.answering.agreement import Group
from qa.answering.answer_dates import resolved_date
from qa.answering.date_attachment import (
    belongs_to_another,
    follows_infinitive,
    has_verb_between,
    is_deadline,
)
from qa.answering.event_dates import belongs_to_saying
from qa.answering.event_distances import EventDistances, TimeSource
from qa.answering.event_mentions import AskedEvent, begins_clause, mentions_in, n_breaks, past_event_of
from qa.answering.factuality import factuality_in
from qa.answering.same_answer import same_answer
from qa.dates import days_of, time_expressions, unit_of
from qa.dates.tense import tense_around
from qa.dates.verbs import Tense
from qa.english.question_words import PAST_FORMS, plain, tokens
from qa.english.stemming import stems_of
from qa.indexing.passages import sentence_spans
from qa.questions.answer_type import AnswerType, TypedQuestion
from qa.questions.mentions import content_words
from qa.reading import ArticleSource
from qa.records import AnswerSpan, Citation, Factuality, ResolvedDate, Span, TimeExpression

# How far behind the first answer, in log-odds, a reported answer may be to come before it. The first value is fitted
# (docs/decisions/0015): words that don't show the event may still mean it. What was only announced is no answer.
_BEHIND = {1: 0.4, 2: 3.0}

# Share of the question's words in the first answer's sentence that another sentence must have to come before it.
_SHARED = 0.75

_SMALLEST = 1e-6  # probability whose log-odds are computed
_COARSE = ("year", "decade", "century")
_WEEK = 7


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
        shared = _SHARED * self._n_shared(first.best)
        better = (
            each
            for each in found
            if _log_odds(each.confidence) >= least
            and self._standing(each.best) is Standing.REPORTED
            and self._n_shared(each.best) >= shared
            and (each is first or not self._is_day_of_another_verb(each.best))
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

    def with_reported_day(
        self, groups: Sequence[Group], spans: Sequence[AnswerSpan], confidence: Callable[[AnswerSpan], float]
    ) -> Sequence[Group]:
        """Return answers with the day of a report first if the first one is only a year or decade of another clause.

        `spans` are less likely candidates; one counts if its article reports the event within a week.
        """
        first = groups[0].best
        if self.question.answer_type is not AnswerType.TIME or self.event is None:
            return groups
        if self._standing(first) is Standing.REPORTED or not self._is_coarse(first):
            return groups
        day = next((each for each in spans if self._is_reported_day(each)), None)
        return groups if day is None else [Group((day,), 1, confidence(day)), *groups]

    def _is_coarse(self, span: AnswerSpan) -> bool:
        found = self._dated(span, span.article_span)
        return found is not None and found.value is not None and unit_of(found.value) in _COARSE

    def _is_reported_day(self, span: AnswerSpan) -> bool:
        """Return whether a span is the day of an event that its article reports within a week."""
        found = self._dated(span, span.article_span)
        published = self.article(span.hit.passage.article_id).published
        days = days_of(found.value) if found and found.value and unit_of(found.value) == "day" else None
        if days is None or published is None or not 0 <= (published - days[0]).days < _WEEK:
            return False
        sentence, place = sentence_of(span)
        mentions = mentions_in(sentence, self.event) if self.event else []
        is_own = bool(mentions) and _clauses_to(sentence, mentions, place) == 0
        is_own = is_own and not _is_of_another_verb(sentence, mentions, place)
        return is_own and self._standing(span) is Standing.REPORTED

    def is_elsewhere(self, span: AnswerSpan) -> bool:
        """Return whether the date in a span belongs to a statement about the event, or to another clause."""
        sentence, place = sentence_of(span)
        if belongs_to_saying(self.question.text, sentence, place):
            return True
        event = self.event
        return (
            event is not None and event.is_verb and _is_beyond(sentence, mentions_in(sentence, event), place)
        )

    def is_unrelated(self, span: AnswerSpan) -> bool:
        """Return whether a span's date is that of another word, a deadline, or the day of an unrelated statement."""
        event = self.event
        if event is None or not event.is_verb or self.question.answer_type is not AnswerType.TIME:
            return False
        if self._is_attached_elsewhere(span) or self._is_deadline(span):
            return True
        return self.is_elsewhere(span) and not mentions_in(sentence_of(span)[0], event)

    def at_event(self, span: AnswerSpan) -> AnswerSpan:
        """Return a span, or instead the date of the event in its sentence, if there is one.

        That is a distance from another event, "two days after", or the date of the event's clause if the span's own
        belongs to another word.
        """
        if self.question.answer_type is not AnswerType.TIME:
            return span
        passage = span.hit.passage
        sentence = sentences_around(passage.text, span.passage_span).shifted(passage.article_span.start)
        dates = self.distances(passage.article_id)
        found = next((each for each in dates if sentence.contains(each.article_span)), None)
        if found is None:
            return self.in_own_clause(span) if self._is_attached_elsewhere(span) else span
        return replace(span, passage_span=found.article_span.shifted(-passage.article_span.start))

    def _is_day_of_another_verb(self, span: AnswerSpan) -> bool:
        """Return whether another verb is between a date and the noun of the event.

        "On Tuesday he conceded defeat in the vote" doesn't date the vote; "The vote was held on Monday" does.
        """
        event = self.event
        if event is None or event.is_verb or self.question.answer_type is not AnswerType.TIME:
            return False
        sentence, place = sentence_of(span)
        return has_verb_between(sentence, mentions_in(sentence, event), self._date_in(span) or place)

    def _is_attached_elsewhere(self, span: AnswerSpan) -> bool:
        """Return whether the date in a span belongs to another word of its sentence than the event."""
        event = self.event
        if event is None or not event.is_verb or self.question.answer_type is not AnswerType.TIME:
            return False
        if self._is_distance(span):
            return False
        sentence, _ = sentence_of(span)
        date = self._date_in(span)
        return date is not None and belongs_to_another(sentence, mentions_in(sentence, event), date)

    def _is_distance(self, span: AnswerSpan) -> bool:
        distances = self.distances(span.hit.passage.article_id)
        return any(each.article_span.overlaps(span.article_span) for each in distances)

    def _is_deadline(self, span: AnswerSpan) -> bool:
        """Return whether the date in a span is the latest one for something that hadn't happened."""
        sentence, place = sentence_of(span)
        if self.event is None or not is_deadline(sentence, place):
            return False
        mentions = mentions_in(sentence, self.event)
        is_fact = factuality_in(sentence, self.event, place.start) is None
        return not is_fact or follows_infinitive(sentence, mentions, place)

    def _date_in(self, span: AnswerSpan) -> Span | None:
        """Return the date in a span, counted in its sentence; for one that isn't stored, "decades ago", the span."""
        _, place = sentence_of(span)
        times = self.times(span.hit.passage.article_id)
        date = next((each for each in times if each.article_span.overlaps(span.article_span)), None)
        if date is not None:
            return date.article_span.shifted(place.start - span.article_span.start)
        published = self.article(span.hit.passage.article_id).published
        return place if time_expressions(span.text, published) else None

    def in_own_clause(self, span: AnswerSpan) -> AnswerSpan:
        """Return a span, or instead the date of its sentence that fewer clauses separate from the event."""
        event = self.event
        if event is None or self._is_distance(span):
            return span
        sentence, place = sentence_of(span)
        mentions = mentions_in(sentence, event)
        shift = span.article_span.start - place.start
        dates = [
            each.article_span.shifted(-shift)
            for each in self.times(span.hit.passage.article_id)
            if _is_in(each, shift, sentence) and self._dated(span, each.article_span) is not None
        ]
        if not mentions or not any(each.overlaps(place) for each in dates):
            return span
        own = [each for each in dates if not belongs_to_another(sentence, mentions, each)]
        nearest = min(
            own or dates, key=lambda each: (_clauses_to(sentence, mentions, each), not each.overlaps(place))
        )
        if nearest.overlaps(place) or belongs_to_saying(self.question.text, sentence, nearest):
            return span
        start = span.passage_span.start - place.start
        return AnswerSpan(span.hit, nearest.shifted(start), span.score)

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

    def _n_shared(self, span: AnswerSpan) -> int:
        """Return how many words of the question the sentence of a span has."""
        asked = stems_of(set(content_words(self.question.text)))
        return len(asked & stems_of(set(content_words(sentence_of(span)[0]))))

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


def _is_in(each: TimeExpression, shift: int, sentence: str) -> bool:
    return Span(shift, shift + len(sentence)).contains(each.article_span)


def _is_beyond(sentence: str, mentions: Sequence[Span], place: Span) -> bool:
    """Return whether another clause begins between each mention of an event and a later place."""
    return bool(mentions) and all(
        each.end <= place.start and begins_clause(sentence[each.end : place.start]) for each in mentions
    )


def _is_of_another_verb(sentence: str, mentions: Sequence[Span], place: Span) -> bool:
    """Return whether a verb right after a date is not the event's: "on Saturday condemned the hanging"."""
    after = next(iter(tokens(sentence[place.end :])), None)
    if after is None or any(each.start == place.end + after.start() for each in mentions):
        return False
    word = plain(after.group())
    return word in PAST_FORMS or word.endswith("ed")


def _clauses_to(sentence: str, mentions: Sequence[Span], place: Span) -> int:
    return min(n_breaks(sentence, each, place) for each in mentions)


def sentence_of(span: AnswerSpan) -> tuple[str, Span]:
    """Return the sentence or sentences of a span, and the span in it."""
    text = span.hit.passage.text
    sentence = sentences_around(text, span.passage_span)
    return sentence.of(text), span.passage_span.shifted(-sentence.start)


def sentences_around(text: str, span: Span) -> Span:
    """Return the sentence or sentences of a text that a span touches."""
    touched = [one for one in sentence_spans(text) if one.start < span.end and span.start < one.end]
    return Span(min(span.start, touched[0].start), max(span.end, touched[-1].end)) if touched else span
