"""Handlers: what answers each kind of question, and the table that names one for each kind.

A handler returns the trace with what it found, and the answer, or None if the next handler should try.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from qa.answering.event_answers import event_answer, find_events
from qa.answering.models import Models, Watcher
from qa.answering.quote_answers import (
    answer_about_topic,
    answer_by_speaker,
    quotations_about,
    quotations_by,
)
from qa.answering.span_answers import refusal
from qa.answering.trace import AnswerTrace
from qa.library import Library
from qa.questions.analysis import QuestionAnalysis
from qa.questions.kinds import QuestionKind
from qa.records import Answer, Reason

_N_SPEAKERS = 3  # more passages than for a single answer, because each speaker has their own


@dataclass(frozen=True, slots=True)
class Resources:
    """What handlers work with besides the trace; models are loaded on first use."""

    library: Library
    models: Models
    watch: Watcher


HandlerFunction = Callable[[QuestionAnalysis, AnswerTrace, Resources], tuple[AnswerTrace, Answer | None]]


@dataclass(frozen=True, slots=True)
class Handler:
    """A handler, and how many times as many passages it examines as the reader reads."""

    answer: HandlerFunction
    n_times_passages: int = 1


def _events(
    analysis: QuestionAnalysis, trace: AnswerTrace, resources: Resources
) -> tuple[AnswerTrace, Answer | None]:
    if analysis.date_filter is None:
        return trace, None
    days = (analysis.date_filter.since, analysis.date_filter.until)
    times = resources.library.time_expressions
    found = find_events(trace.hits, days, resources.library.article, times)
    return replace(trace, events=found), event_answer(analysis.question, found, trace.hits, times)


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
    return replace(trace, quotations=found), answer_by_speaker(analysis.question, found, trace.hits)


# The reader answers the kinds that are missing here, and what a handler returns no answer to.
HANDLERS: Mapping[QuestionKind, Handler] = {
    QuestionKind.EVENTS: Handler(_events),
    QuestionKind.QUOTATIONS: Handler(_quotations, _N_SPEAKERS),
    QuestionKind.SPEAKER_QUOTATIONS: Handler(_speaker_quotations),
}


def n_times_passages(kind: QuestionKind) -> int:
    """Return how many times as many passages a kind of question needs as the reader reads."""
    return HANDLERS[kind].n_times_passages if kind in HANDLERS else 1
