"""Handlers: what answers each kind of question, and the table that names one for each kind.

A handler returns the trace with what it found, and the answer, or None if the next handler should try.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.answering.definition_answers import definition_answer, described
from qa.answering.event_answers import event_answer, find_events
from qa.answering.evidence import EvidenceFound, listing
from qa.answering.list_answers import list_answer, members_of
from qa.answering.models import Models, Watcher
from qa.answering.prominence import Prominence, prominence_of
from qa.answering.quote_answers import (
    answer_about_topic,
    answer_by_speaker,
    quotations_about,
    quotations_by,
)
from qa.answering.said_by import said_by
from qa.answering.span_answers import combined, refusal
from qa.answering.summary_answers import TopicSummarizer, latest_answer, latest_news
from qa.answering.topic_articles import WHOLE
from qa.answering.trace import AnswerTrace
from qa.answering.yes_no_answers import deciding_sentence, yes_no_answer
from qa.library import Library
from qa.questions.analysis import QuestionAnalysis
from qa.questions.kinds import QuestionKind
from qa.reading import Reading
from qa.records import Answer, Hit, Passage, Reason, Scores
from qa.retrieval.word_overlap import Coverage

_N_ON_TOPIC = 6  # more passages than for a single answer, because several articles are shown
_SURE_OF_SUMMARY = 0.8  # how likely a summary is on topic; set by hand, five of five topics were
_MOST_WITHIN = 200  # passages about some days
_MOST_LOOKED_THROUGH = 20_000
_N_KEYWORDS = 3  # more passages than are read, because one is listed per article
_N_SPEAKERS = 3  # more passages than for a single answer, because each speaker has their own


@dataclass(frozen=True, slots=True)
class Resources:
    """What handlers work with besides the trace; models are loaded on first use.

    `read` returns what the reader finds in a trace's hits, `confidence` the probability that a span's score is right.
    """

    library: Library
    models: Models
    watch: Watcher
    read: Callable[[AnswerTrace], Reading]
    confidence: Callable[[float], float]

    def summarizer(self) -> TopicSummarizer:
        """Return what summarizes a topic."""
        return TopicSummarizer(
            self.library, self.models.encoder(self.watch), self.models.summarizer(self.watch)
        )

    def retrieved(self, query: str, trace: AnswerTrace) -> list[Hit]:
        """Return the passages for another query, with the filters of the question."""
        return self.models.retriever(self.watch).retrieve(query, trace.filters, trace.top_k * _N_ON_TOPIC)

    def passages_within(self, trace: AnswerTrace, topics: Sequence[str]) -> dict[int, Passage]:
        """Return the passages that match the filters, by id and at most 200, those that open their articles first.

        With a topic, only passages that name it are returned.
        """
        store = self.library.store
        allowed = store.some_allowed(trace.filters, _MOST_LOOKED_THROUGH) if trace.filters.narrowing else []
        passages = store.passages(allowed)
        for topic in topics:
            told = {
                key: f"{self.library.article(each.article_id).title} {each.text}"
                for key, each in passages.items()
            }
            coverage = Coverage(topic, list(told.values()))
            passages = {key: each for key, each in passages.items() if coverage.of(told[key]) >= WHOLE}
        first = sorted(passages, key=lambda key: (passages[key].ordinal, key))[:_MOST_WITHIN]
        return {key: passages[key] for key in first}

    def prominence(
        self, hits: Sequence[Hit], ids: Sequence[int], days: tuple[date, date]
    ) -> Prominence | None:
        """Return the prominence of passages about some days, None without any."""
        if not hits:
            return None
        return prominence_of(hits, ids, days, self.library, self.models.encoder(self.watch))


HandlerFunction = Callable[[QuestionAnalysis, AnswerTrace, Resources], tuple[AnswerTrace, Answer | None]]


@dataclass(frozen=True, slots=True)
class Handler:
    """A handler, and how many times as many passages it examines as the reader reads."""

    answer: HandlerFunction
    n_times_passages: int = 1


def _events(
    analysis: QuestionAnalysis, trace: AnswerTrace, resources: Resources
) -> tuple[AnswerTrace, Answer | None]:
    """Return the events of the passages about those days; about a place, only those that name it."""
    if analysis.date_filter is None:
        return trace, None
    days = (analysis.date_filter.since, analysis.date_filter.until)
    times = resources.library.time_expressions
    passages = resources.passages_within(trace, analysis.subjects)
    hits = [Hit(each, 0.0, rank, Scores()) for rank, each in enumerate(passages.values(), start=1)]
    prominence = resources.prominence(hits, list(passages), days)
    found = find_events(hits, days, resources.library.article, times, prominence)
    trace = replace(trace, events=found, hits=tuple(hits))
    return trace, event_answer(analysis.question, found, hits[: trace.top_k], times)


def _quotations(
    analysis: QuestionAnalysis, trace: AnswerTrace, resources: Resources
) -> tuple[AnswerTrace, Answer | None]:
    """Return the statements about a topic from all speakers; if there are none, the answer is a refusal."""
    found = quotations_about(analysis.topic or "", trace.hits, resources.library.article)
    reason = Reason.NO_ANSWER if trace.hits else Reason.NOTHING_RETRIEVED
    answer = answer_about_topic(analysis.question, found, trace.hits)
    refused = refusal(analysis.question, reason, hits=trace.hits)
    return replace(trace, quotations=found), answer or refused


def _speaker_quotations(
    analysis: QuestionAnalysis, trace: AnswerTrace, resources: Resources
) -> tuple[AnswerTrace, Answer | None]:
    speaker, topic = analysis.speaker or "", analysis.topic or ""
    found = quotations_by(speaker, topic, trace.hits, resources.library.article)
    trace = replace(trace, quotations=found)
    answer = answer_by_speaker(analysis.question, found, trace.hits)
    if answer is None:
        trace = replace(
            trace, reading=said_by(speaker, trace.reading or resources.read(trace), resources.library.article)
        )
    return trace, answer


def _definition(
    analysis: QuestionAnalysis, trace: AnswerTrace, resources: Resources
) -> tuple[AnswerTrace, Answer | None]:
    found, descriptions = described(analysis.subjects[0], trace.hits, resources.library.article)
    return replace(trace, evidence=found), definition_answer(analysis.question, descriptions, trace.hits)


def _latest(
    analysis: QuestionAnalysis, trace: AnswerTrace, resources: Resources
) -> tuple[AnswerTrace, Answer | None]:
    found, news = latest_news(analysis.subjects[0], trace.hits, resources.library)
    return replace(trace, evidence=found), latest_answer(analysis.question, news, trace.hits)


def _summary(
    analysis: QuestionAnalysis, trace: AnswerTrace, resources: Resources
) -> tuple[AnswerTrace, Answer | None]:
    found, shown = resources.summarizer().summary(analysis.subjects[0], trace.hits)
    sure = [_SURE_OF_SUMMARY] * len(shown)
    answer = listing(analysis.question, shown, sure, trace.hits) if shown else None
    return replace(trace, evidence=found), answer


def _comparison(
    analysis: QuestionAnalysis, trace: AnswerTrace, resources: Resources
) -> tuple[AnswerTrace, Answer | None]:
    """Return one part for each side: what a speaker said on the topic, or else a summary of the side."""
    found, sides = zip(*(_side(side, analysis, trace, resources) for side in analysis.subjects), strict=True)
    considered = tuple(each for one in found for each in one.candidates)
    trace = replace(trace, evidence=EvidenceFound(" / ".join(analysis.subjects), considered))
    is_answered = any(side.citations for side in sides)
    return trace, combined(analysis.question, sides) if is_answered else None


def _side(
    side: str, analysis: QuestionAnalysis, trace: AnswerTrace, resources: Resources
) -> tuple[EvidenceFound, Answer]:
    query = f"{side} {analysis.topic}" if analysis.topic else side
    hits = resources.retrieved(query, trace)
    if analysis.topic is not None:
        statements = quotations_by(side, analysis.topic, hits, resources.library.article)
        if (said := answer_by_speaker(side, statements, hits)) is not None:
            return EvidenceFound(side, ()), said
    found, shown = resources.summarizer().summary(query, hits, n_articles=1)
    if not shown:
        return found, refusal(side, Reason.NO_ANSWER, hits=hits)
    return found, listing(side, shown, [_SURE_OF_SUMMARY] * len(shown), hits)


def _list(
    analysis: QuestionAnalysis, trace: AnswerTrace, resources: Resources
) -> tuple[AnswerTrace, Answer | None]:
    reading = resources.read(trace)
    found, members = members_of(
        analysis.to_read.text, reading, resources.confidence, resources.library.article
    )
    trace = replace(trace, reading=reading, evidence=found)
    return trace, list_answer(analysis.question, members, trace.hits)


def _yes_no(
    analysis: QuestionAnalysis, trace: AnswerTrace, resources: Resources
) -> tuple[AnswerTrace, Answer | None]:
    encoder = resources.models.encoder(resources.watch)
    found, best = deciding_sentence(analysis.to_read.text, trace.hits, resources.library.article, encoder)
    answer = yes_no_answer(analysis.to_read.text, best, trace.hits) if best else None
    return replace(trace, evidence=found), answer


# The reader answers the kinds that are missing here, and what a handler returns no answer to.
HANDLERS: Mapping[QuestionKind, Handler] = {
    QuestionKind.EVENTS: Handler(_events),
    QuestionKind.QUOTATIONS: Handler(_quotations, _N_SPEAKERS),
    QuestionKind.SPEAKER_QUOTATIONS: Handler(_speaker_quotations),
    QuestionKind.DEFINITION: Handler(_definition, _N_ON_TOPIC),
    QuestionKind.LATEST: Handler(_latest, _N_ON_TOPIC),
    QuestionKind.SUMMARY: Handler(_summary, _N_ON_TOPIC),
    QuestionKind.COMPARISON: Handler(_comparison),
    QuestionKind.LIST: Handler(_list),
    QuestionKind.YES_NO: Handler(_yes_no),
}


def n_times_passages(kind: QuestionKind) -> int:
    """Return how many times as many passages a kind of question needs as the reader reads."""
    if kind is QuestionKind.KEYWORDS:
        return _N_KEYWORDS
    return HANDLERS[kind].n_times_passages if kind in HANDLERS else 1
