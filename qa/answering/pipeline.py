"""The pipeline: a question in its conversation is analysed, searched for, and answered by the handler of its kind."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.answering.doubts import with_doubts
from qa.answering.handlers import HANDLERS, Resources, n_times_passages
from qa.answering.interpreting import number_of_best, tried
from qa.answering.matches import keyword_answer, with_matches
from qa.answering.models import Models, Watcher
from qa.answering.newest_day import with_newest_day
from qa.answering.other_versions import OtherVersions
from qa.answering.replies import ReplyHandler
from qa.answering.span_answers import SpanAnswerer, combined, refusal
from qa.answering.trace import AnswerTrace
from qa.dates import no_such_day
from qa.errors import CancelledError, NoSuchDayError
from qa.library import Library
from qa.progress import Read, Retrieved
from qa.questions import parts_of, reaction_of, since_start, small_talk_reply
from qa.questions.analysis import READ_KINDS, QuestionAnalysis, QuestionAnalyzer
from qa.questions.intent import intent_classifier
from qa.questions.kinds import QuestionKind
from qa.questions.requests import request_of
from qa.questions.spelling import SpellingCorrector
from qa.reading import Asked, Reader, Reading
from qa.records import Answer, Filters, Hit, Reaction, ReactionKind, Reason, Status, Turn

_N_OF_SEVERAL = 6  # passages that are read for each of several interpretations
StopSign = Callable[[], bool]

# Log-odds added to a span of an article just cited, because a follow-up is more likely to be answered there. Any
# value from 0.25 to 1.25 is best for the choice among articles on half of tests/data/conversations.jsonl; 1 refuses
# fewer right answers, and a larger one overrules clearly better answers of other articles.
_CONTEXT_BONUS = 1.0


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to search: `as_of` is the day from which "last Monday" in a question is counted.

    With `any_date`, days that the question names narrow nothing. With `as_typed`, the question is taken word for
    word, without the conversation.
    """

    filters: Filters
    as_of: date
    any_date: bool
    top_k: int
    as_typed: bool = False

    @property
    def counted_from(self) -> date | None:
        """The day that a question's days are counted from, None if they don't narrow the search."""
        return None if self.any_date or self.filters.speaks_of else self.as_of


class AnswerPipeline:
    """Answers a question from one library.

    `stopped` is called between steps; when it returns True, the call raises CancelledError. `answer_traces` has one
    trace for each part of the question, in order, or a single trace if it has no parts.
    """

    def __init__(self, library: Library, models: Models, watch: Watcher, stopped: StopSign) -> None:
        self._library = library
        self._models = models
        self._watch = watch
        self._stopped = stopped
        self.answer_traces: list[AnswerTrace] = []

    def answer(self, question: str, history: Sequence[Turn], scope: Scope) -> Answer:
        """Return the answer to a question after `history`, oldest turn first; see Engine.ask."""
        history = [] if scope.as_typed else since_start(history)
        if (reaction := _reaction_to(question)) is not None:
            return self._reacted(question, reaction, history)
        if not scope.as_typed and (corrected := self._corrected(question)) is not None:
            answer = self._understood(corrected, history, scope)
            return replace(answer, question=question, corrected_question=corrected)
        return self._understood(question, history, scope)

    def _understood(self, question: str, history: Sequence[Turn], scope: Scope) -> Answer:
        """Return the answer to a question whose spelling is right, or the reply to a command."""
        if (reaction := _reaction_to(question)) is not None:
            return self._reacted(question, reaction, history)
        if scope.counted_from and (why := no_such_day(question)) is not None:
            raise NoSuchDayError(why)
        if len(parts_of(question)) == 1 and (meant := self._reaction_meant(question)) is not None:
            return self._reacted(question, reaction_of(meant), history)
        return self._answered_in_parts(question, history, scope)

    def _corrected(self, question: str) -> str | None:
        if not self._library.exists:
            return None
        return SpellingCorrector(self._library, lambda: self._models.known_words).corrected(question)

    def _answered_in_parts(self, question: str, history: Sequence[Turn], scope: Scope) -> Answer:
        parts = parts_of(question)
        if len(parts) == 1:
            return self._answered_part(question, history, scope)
        answers: list[Answer] = []
        for part in parts:
            so_far = (*history, *map(Turn.of, answers))
            answers += _separate(self._answered_part(part, so_far, scope))
        return combined(question, answers)

    def _answered_part(self, question: str, history: Sequence[Turn], scope: Scope) -> Answer:
        trace = self._part(question, history, scope)
        answer = with_newest_day(trace.answer, trace.filters, scope.as_of, self._library)
        return self._recorded(replace(trace, answer=answer))

    def _reaction_meant(self, question: str) -> ReactionKind | None:
        """Return the command that a line means, in any wording, if the classifier is sure."""
        if not self._library.exists or request_of(question) is not None:
            return None
        return intent_classifier().classify(question, self._models.encoder(self._watch)).command

    def _reacted(self, question: str, reaction: Reaction, history: Sequence[Turn]) -> Answer:
        replies = ReplyHandler(self._library, self._models, self._watch)
        return self._recorded(replies.reply(question, reaction, history))

    def _recorded(self, trace: AnswerTrace) -> Answer:
        trace = replace(trace, answer=OtherVersions(self._library).named_in(trace.answer))
        self.answer_traces.append(trace)
        return trace.answer

    def _part(self, question: str, history: Sequence[Turn], scope: Scope) -> AnswerTrace:
        began = time.perf_counter()
        if (empty := self._why_empty(scope.filters)) is not None:
            refused = AnswerTrace(refusal(question, empty), scope.filters, scope.top_k)
            return _timed(refused, began)
        reader = self._models.reader(self._watch)
        self._raise_if_cancelled()
        loaded = time.perf_counter()
        analyzer = QuestionAnalyzer(lambda key: self._library.store.article(key) is not None)
        intents = intent_classifier().classify(question, self._models.encoder(self._watch))
        analyses = analyzer.analyses(question, history, scope.counted_from, intents.intent)
        if analyses[0].kind in READ_KINDS:
            analyses = [each for each in analyses if each.kind in READ_KINDS]
        else:
            analyses = analyses[:1]
        likely = [each for each in analyses if each.is_likely]
        traces = [self._searched(each, scope) for each in likely]
        first = traces[0]
        if not first.searched and (empty := self._why_empty(first.filters)) is not None:
            return _timed(_answered(first, refusal(question, empty)), began, loaded)
        self._watch(Retrieved(first.hits))
        self._raise_if_cancelled()
        retrieved = time.perf_counter()
        analysis, trace = likely[0], first
        if len(likely) > 1:
            analysis, trace = self._best(reader, likely, traces)
        done = self._handled(reader, analysis, trace)
        rest = [each for each in analyses if not each.is_likely]
        if rest and done.answer.status is Status.NOT_FOUND:
            done = self._tried_again(reader, rest, done, scope)
        return _timed(done, began, loaded, retrieved)

    def _tried_again(
        self, reader: Reader, rest: Sequence[QuestionAnalysis], refused: AnswerTrace, scope: Scope
    ) -> AnswerTrace:
        """Return the answer to an unlikely interpretation if there is one, or else the refusal."""
        analysis, trace = self._best(reader, rest, [self._searched(each, scope) for each in rest])
        found = (*refused.interpretations, *trace.interpretations)
        again = self._handled(reader, analysis, replace(trace, interpretations=found))
        return refused if again.answer.status is Status.NOT_FOUND else again

    def _searched(self, analysis: QuestionAnalysis, scope: Scope) -> AnswerTrace:
        filters = analysis.filters_within(scope.filters)
        trace = AnswerTrace(refusal(analysis.question, Reason.NO_ANSWER), filters, scope.top_k, analysis)
        if analysis.date_filter and self._why_empty(filters) is not None:
            return trace
        top_k = scope.top_k * n_times_passages(analysis.kind)
        retriever = self._models.retriever(self._watch)
        hits = tuple(retriever.retrieve(analysis.search_query, filters, top_k, analysis.context))
        return replace(trace, top_k=top_k, searched=analysis.search_query, hits=hits)

    def _handled(self, reader: Reader, analysis: QuestionAnalysis, trace: AnswerTrace) -> AnswerTrace:
        """Return what the handler of the question's kind found, or else what the reader found."""
        answer, hits = None, trace.hits
        if (handler := HANDLERS.get(analysis.kind)) is not None:

            def read(trace: AnswerTrace) -> Reading:
                return self._read(reader, analysis, trace)

            resources = Resources(self._library, self._models, self._watch, read, reader.confidence)
            trace, answer = handler.answer(analysis, trace, resources)
        if answer is None:
            trace, answer = self._span(reader, analysis, replace(trace, hits=hits))
        listed = keyword_answer if analysis.kind is QuestionKind.KEYWORDS else with_matches
        return _answered(trace, listed(answer, analysis.search_query, self._library.article))

    def _span(
        self, reader: Reader, analysis: QuestionAnalysis, trace: AnswerTrace
    ) -> tuple[AnswerTrace, Answer]:
        reading = trace.reading or self._read(reader, analysis, trace)
        answerer = SpanAnswerer(reader, self._library.article, self._library.time_expressions)
        return replace(trace, reading=reading), answerer.answer(analysis.typed, trace.hits, reading)

    def _read(self, reader: Reader, analysis: QuestionAnalysis, trace: AnswerTrace) -> Reading:
        """Return the spans in a trace's hits, with the library's own threshold if it has one."""
        hits = trace.hits[: trace.top_k // n_times_passages(analysis.kind)]
        is_settled_early = not analysis.context.article_ids and analysis.kind is not QuestionKind.LIST
        reading = self._found(reader, analysis, hits, all_hits=not is_settled_early)
        if reading.n_read is not None and not any(span.score >= reading.null_score for span in reading.spans):
            reading = self._found(reader, analysis, hits, all_hits=True)
        return self._shown(reading, analysis)

    def _found(
        self, reader: Reader, analysis: QuestionAnalysis, hits: Sequence[Hit], *, all_hits: bool
    ) -> Reading:
        reading = reader.read(analysis.to_read, hits, self._library.article, all_hits=all_hits)
        return self._doubted(analysis, hits, self._scored(reader, analysis, reading))

    def _best(
        self, reader: Reader, analyses: Sequence[QuestionAnalysis], traces: Sequence[AnswerTrace]
    ) -> tuple[QuestionAnalysis, AnswerTrace]:
        """Return the interpretation that prior and reader find best, with what was read."""
        asked = [
            Asked(analysis.to_read, trace.hits[:_N_OF_SEVERAL], analysis.prior)
            for analysis, trace in zip(analyses, traces, strict=True)
        ]
        read = zip(analyses, reader.read_several(asked, self._library.article), strict=True)
        readings = [self._scored(reader, analysis, reading) for analysis, reading in read]
        pairs = zip(analyses, readings, strict=True)
        found = tuple(tried(reader, analysis, reading) for analysis, reading in pairs)
        best = number_of_best(found)
        reading = self._shown(
            self._doubted(analyses[best], traces[best].hits, readings[best]), analyses[best]
        )
        return analyses[best], replace(traces[best], reading=reading, interpretations=found)

    def _scored(self, reader: Reader, analysis: QuestionAnalysis, reading: Reading) -> Reading:
        """Return a reading with the library's own threshold if it has one, and with the context bonus."""
        own_threshold = self._library.threshold(reader.identity)
        if own_threshold is not None:
            reading = replace(reading, null_score=own_threshold)
        return _with_context_bonus(analysis, reading)

    def _doubted(self, analysis: QuestionAnalysis, hits: Sequence[Hit], reading: Reading) -> Reading:
        """Return a reading with doubts. Interpretations are compared without them: a doubt is about the answer."""
        spans = with_doubts(reading.spans, analysis.typed, hits, self._library.article)
        return replace(reading, spans=tuple(spans))

    def _shown(self, reading: Reading, analysis: QuestionAnalysis) -> Reading:
        self._watch(Read(analysis.to_read.text, reading.spans, reading.null_score))
        self._raise_if_cancelled()
        return reading

    def _why_empty(self, filters: Filters) -> Reason | None:
        """Return why no passage can be found for any question, or None."""
        if not self._library.exists or not self._library.store.has_passages(Filters()):
            return Reason.EMPTY_LIBRARY
        if filters.narrowing and not self._library.store.has_passages(filters):
            return Reason.FILTERED_OUT
        return None

    def _raise_if_cancelled(self) -> None:
        if self._stopped():
            raise CancelledError


def _reaction_to(question: str) -> Reaction | None:
    """Return the reaction to small talk or a command; None for a question, or a request about a topic."""
    reaction = small_talk_reply(question)
    return None if reaction is None or (reaction.about and request_of(question)) else reaction


def _answered(trace: AnswerTrace, answer: Answer) -> AnswerTrace:
    """Return a trace with an answer that names the question, its standalone wording and its days."""
    analysis = trace.analysis
    if analysis is None:
        return replace(trace, answer=answer)
    answer = replace(
        answer,
        question=analysis.question,
        standalone_question=analysis.restated,
        date_filter=analysis.date_filter,
    )
    return replace(trace, answer=answer)


def _with_context_bonus(analysis: QuestionAnalysis, reading: Reading) -> Reading:
    """Return the reading of a follow-up with the spans of the articles just cited scored higher."""
    likely = analysis.context.article_ids
    spans = [
        replace(span, score=span.score + _CONTEXT_BONUS * (span.hit.passage.article_id in likely))
        for span in reading.spans
    ]
    return replace(reading, spans=tuple(sorted(spans, key=lambda span: -span.score)))


def _separate(answer: Answer) -> tuple[Answer, ...]:
    """Return an answer's parts, each with the days that it was narrowed to, or the answer alone."""
    if not answer.parts:
        return (answer,)
    return tuple(replace(part, date_filter=answer.date_filter) for part in answer.parts)


def _timed(
    trace: AnswerTrace, began: float, loaded: float | None = None, retrieved: float | None = None
) -> AnswerTrace:
    done = time.perf_counter()
    timings = {"total_seconds": done - began}
    if loaded is not None and retrieved is not None:
        timings = {
            "loading_seconds": loaded - began,
            "retrieval_seconds": retrieved - loaded,
            "reading_seconds": done - retrieved,
            **timings,
        }
    return replace(trace, answer=replace(trace.answer, timings=timings))
