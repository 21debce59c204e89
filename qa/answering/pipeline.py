"""From a question in its conversation to an answer: understood, narrowed, searched, read and put into words."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from qa.answering.event_answers import EventsFound, asks_what_happened, happened, told
from qa.answering.quote_answers import (
    QuotationsFound,
    answer_about_topic,
    answer_by_speaker,
    quotations_about,
    quotations_by,
)
from qa.answering.span_answers import SpanAnswerer, combined, refusal
from qa.answering.summarizer import Summarizer
from qa.answering.trace import AnswerTrace
from qa.dates import no_such_day
from qa.errors import CancelledError, NoSuchDayError
from qa.library import Library
from qa.progress import Event, Read, Retrieved
from qa.questions import (
    NO_ARTICLE_YET,
    parts_of,
    since_start,
    small_talk_reply,
    speaker_and_topic,
    topic_of_statements,
)
from qa.questions.analysis import QuestionAnalysis, QuestionAnalyzer
from qa.questions.dates import date_filter_of
from qa.reading import Reader, Reading
from qa.records import (
    Answer,
    Citation,
    DateFilter,
    Filters,
    Hit,
    Reaction,
    ReactionKind,
    Reason,
    Status,
    Turn,
)
from qa.retrieval.retriever import Retriever

Watcher = Callable[[Event], None]
StopSign = Callable[[], bool]

_N_ABOUT = 3
_N_SPEAKERS = 3  # times as many passages as for one answer: each speaker has one of his own
_ANYWHERE = Filters()
# Log-odds for a span of an article just cited: that a follow-up is answered there is likelier beforehand. By hand,
# on half of the conversations of tests/data/conversations.jsonl.
_FAVOUR = 1.5


class Models(Protocol):
    """Opens what asking needs, when it is first needed; watchers hear of the loading."""

    def reader(self, watch: Watcher) -> Reader:
        """Return the reader."""

    def retriever(self, watch: Watcher) -> Retriever:
        """Return the retriever."""

    def summarizer(self, watch: Watcher) -> Summarizer:
        """Return the summarizer."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where and how far to look: `as_of` is the day that "last Monday" in a question counts from.

    With `any_date`, days that the question names narrow nothing.
    """

    filters: Filters
    as_of: date
    any_date: bool
    top_k: int


class AnswerPipeline:
    """Answers a question from one library; `stopped` is asked between steps, and CancelledError ends the call.

    `ways` has the way that it went, or that each of its parts went, in order.
    """

    def __init__(self, library: Library, models: Models, watch: Watcher, stopped: StopSign) -> None:
        self._library = library
        self._models = models
        self._watch = watch
        self._stopped = stopped
        self.answer_traces: list[AnswerTrace] = []

    def answer(self, question: str, history: Sequence[Turn], scope: Scope) -> Answer:
        """Return the answer to a question after `history`, oldest turn first; see Engine.ask."""
        history = since_start(history)
        if (reaction := small_talk_reply(question)) is not None:
            return self._reacted(question, reaction, history)
        self._check_days(question, scope)
        parts = parts_of(question)
        if len(parts) == 1:
            return self._part(question, history, scope)
        answers: list[Answer] = []
        for part in parts:
            answers += _each(self._part(part, (*history, *map(Turn.of, answers)), scope))
        return combined(question, answers)

    def _part(self, question: str, history: Sequence[Turn], scope: Scope) -> Answer:
        answer_trace = self._way(question, history, scope)
        self.answer_traces.append(answer_trace)
        return answer_trace.answer

    def _way(self, question: str, history: Sequence[Turn], scope: Scope) -> AnswerTrace:
        began = time.perf_counter()
        if (empty := self._why_empty(scope.filters)) is not None:
            return AnswerTrace(_timed(refusal(question, empty), began), scope.filters, scope.top_k)
        reader = self._models.reader(self._watch)
        self._raise_if_cancelled()
        loaded = time.perf_counter()
        retriever = self._models.retriever(self._watch)
        meant = QuestionAnalyzer(self._library, retriever).of(question, history, scope.filters)
        days = self._days(meant, scope)
        filters = replace(scope.filters, speaks_of=(days.since, days.until)) if days else scope.filters
        restated = meant.question if meant.question != question else None
        if days and (empty := self._why_empty(filters)) is not None:
            refused = replace(refusal(question, empty), date_filter=days, standalone_question=restated)
            return AnswerTrace(_timed(refused, began, loaded), filters, scope.top_k)
        searched = replace(meant, question=days.rest) if days else meant
        topic = topic_of_statements(searched.question)
        top_k = scope.top_k * (_N_SPEAKERS if topic else 1)
        hits = retriever.retrieve(topic or searched.question, filters, top_k, searched.article_ids)
        self._watch(Retrieved(tuple(hits)))
        self._raise_if_cancelled()
        retrieved = time.perf_counter()
        found = self._happened(hits, days)
        heard = self._heard(searched, topic, hits)
        reading = None
        answer = self._told(searched, found, hits) or _said(searched, heard, hits)
        if answer is None:
            reading = self._reading(reader, searched, hits)
            answerer = SpanAnswerer(reader, self._library.article, self._library.time_expressions)
            answer = answerer.answer(meant.read_for, hits, reading)
        answer = replace(answer, question=question, standalone_question=restated, date_filter=days)
        return AnswerTrace(
            _timed(answer, began, loaded, retrieved),
            filters,
            top_k,
            searched=topic or searched.question,
            favoured=searched.article_ids,
            hits=tuple(hits),
            happened=found,
            heard=heard,
            reading=reading,
            read_for=searched.read_for,
        )

    def _check_days(self, question: str, scope: Scope) -> None:
        narrows = not (scope.any_date or scope.filters.speaks_of)
        if narrows and (why := no_such_day(question)) is not None:
            raise NoSuchDayError(why)

    def _days(self, meant: QuestionAnalysis, scope: Scope) -> DateFilter | None:
        if scope.any_date or scope.filters.speaks_of:
            return None
        return date_filter_of(meant.question, scope.as_of)

    def _happened(self, hits: Sequence[Hit], days: DateFilter | None) -> EventsFound | None:
        if days is None or not asks_what_happened(days.rest):
            return None
        window = (days.since, days.until)
        return happened(hits, window, self._library.article, self._library.time_expressions)

    def _told(
        self, searched: QuestionAnalysis, found: EventsFound | None, hits: Sequence[Hit]
    ) -> Answer | None:
        return told(searched.question, found, hits, self._library.time_expressions) if found else None

    def _heard(
        self, searched: QuestionAnalysis, topic: str | None, hits: Sequence[Hit]
    ) -> QuotationsFound | None:
        """Return what was said about the question's topic; None where it asks for nobody's words."""
        if topic is not None:
            asked = topic_of_statements(searched.read_for) or topic
            return quotations_about(asked, hits, self._library.article)
        one = speaker_and_topic(searched.read_for)
        return quotations_by(*one, hits, self._library.article) if one else None

    def _reading(self, reader: Reader, searched: QuestionAnalysis, hits: Sequence[Hit]) -> Reading:
        reading = reader.read(searched.read_for, hits, self._library.article)
        own = self._library.threshold(reader.identity)
        reading = _favoured(searched, reading if own is None else replace(reading, null_score=own))
        self._watch(Read(searched.read_for, reading.spans, reading.null_score))
        self._raise_if_cancelled()
        return reading

    def _why_empty(self, filters: Filters) -> Reason | None:
        """Return why no passage can be found whatever the question, or None."""
        if not self._library.exists or self._library.store.counts()[1] == 0:
            return Reason.EMPTY_LIBRARY
        if filters.narrowing and self._library.n_allowed(filters) == 0:
            return Reason.FILTERED_OUT
        return None

    def _reacted(self, question: str, reaction: Reaction, history: Sequence[Turn]) -> Answer:
        """React to what is no question: find the article that is meant, and its summary where one is wanted."""
        wanted = reaction.kind in (ReactionKind.SHOW_ARTICLE, ReactionKind.SUMMARIZE)
        about = (wanted and self._library.exists and reaction.about) or ""
        hits = self._models.retriever(self._watch).retrieve(about, _ANYWHERE, _N_ABOUT) if about else []
        articles = self._meant(reaction, hits, history) if wanted and self._library.exists else ()
        if wanted and not articles:
            reaction = replace(reaction, reply=NO_ARTICLE_YET)
        citations: tuple[Citation, ...] = ()
        if articles and reaction.kind is ReactionKind.SUMMARIZE:
            citations = self._models.summarizer(self._watch).article(self._library.article(articles[0]))
        reaction = replace(reaction, article_ids=articles)
        answer = Answer(question, Status.NO_QUESTION, None, None, 0.0, citations, reaction=reaction)
        self.answer_traces.append(AnswerTrace(answer, _ANYWHERE, _N_ABOUT, about, hits=tuple(hits)))
        return answer

    def _meant(self, reaction: Reaction, hits: Sequence[Hit], history: Sequence[Turn]) -> tuple[str, ...]:
        """Return the ids of the articles that a reaction speaks of: `hits` are on its topic; or those just cited."""
        if reaction.about:
            return tuple(dict.fromkeys(hit.passage.article_id for hit in hits))
        cited = next((turn.article_ids for turn in reversed(history) if turn.article_ids), ())
        if reaction.number is not None:
            cited = cited[reaction.number - 1 : reaction.number]
        return tuple(key for key in cited if self._library.store.article(key) is not None)

    def _raise_if_cancelled(self) -> None:
        if self._stopped():
            raise CancelledError


def _favoured(searched: QuestionAnalysis, reading: Reading) -> Reading:
    """Return a reading of a follow-up with the spans of the articles just cited scored higher."""
    if not searched.leans:
        return reading
    spans = [
        replace(span, score=span.score + _FAVOUR * (span.hit.passage.article_id in searched.article_ids))
        for span in reading.spans
    ]
    return replace(reading, spans=tuple(sorted(spans, key=lambda span: -span.score)))


def _said(searched: QuestionAnalysis, heard: QuotationsFound | None, hits: Sequence[Hit]) -> Answer | None:
    """Return what was said, or that nobody said anything; None where the reader has to look."""
    if heard is None:
        return None
    if heard.speaker is not None:
        return answer_by_speaker(searched.question, heard, hits)
    reason = Reason.NO_ANSWER if hits else Reason.NOTHING_RETRIEVED
    return answer_about_topic(searched.question, heard, hits) or refusal(searched.question, reason, hits=hits)


def _each(answer: Answer) -> tuple[Answer, ...]:
    """Return an answer's parts, each with the days that it was narrowed to, or the answer alone."""
    if not answer.parts:
        return (answer,)
    return tuple(replace(part, date_filter=answer.date_filter) for part in answer.parts)


def _timed(
    answer: Answer, began: float, loaded: float | None = None, retrieved: float | None = None
) -> Answer:
    done = time.perf_counter()
    timings = {"total_seconds": done - began}
    if loaded is not None and retrieved is not None:
        timings = {
            "loading_seconds": loaded - began,
            "retrieval_seconds": retrieved - loaded,
            "reading_seconds": done - retrieved,
            **timings,
        }
    return replace(answer, timings=timings)
