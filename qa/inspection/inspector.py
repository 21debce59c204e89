"""The inspector: every step of a question, and where a sentence was lost."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain

from qa.answering.candidate_status import CandidateStatus
from qa.answering.trace import AnswerTrace
from qa.library import Library
from qa.reading import Reader
from qa.records import Answer, AnswerSpan, Article, Filters, Passage, Scores, Span
from qa.retrieval.retriever import N_CANDIDATES, Retriever
from qa.retrieval.word_query import content_terms, word_query

_N_LOOKED_AT = 40
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class SideHit:
    """A passage in one of the two rankings; `rank` counts from 1."""

    rank: int
    score: float
    passage: Passage


@dataclass(frozen=True, slots=True)
class Steps:
    """The trace of a question, with what the answer leaves out.

    `words` are the keywords. `by_meaning` (cosine) and `by_words` (BM25) are the candidates of each search, best
    first, empty if nothing was searched. `confidences` (0–1) are those of the reading's spans. `n_allowed` passages
    match the filters.
    """

    answer_trace: AnswerTrace
    n_allowed: int
    words: tuple[str, ...] = ()
    by_meaning: tuple[SideHit, ...] = ()
    by_words: tuple[SideHit, ...] = ()
    confidences: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """All steps of a question; `steps` has one entry for each part that was answered separately.

    `articles` has all mentioned articles by id; the library has `n_passages`.
    """

    question: str
    answer: Answer
    steps: tuple[Steps, ...]
    n_passages: int
    articles: Mapping[str, Article] = field(default_factory=dict)


class SentenceOutcome(StrEnum):
    """How far a sentence that should have been found got."""

    NOT_IN_LIBRARY = "not_in_library"
    FILTERED_OUT = "filtered_out"
    NOT_SEARCHED = "not_searched"
    NOT_RETRIEVED = "not_retrieved"
    FOLDED = "folded"
    NOT_READ = "not_read"
    BELOW_THRESHOLD = "below_threshold"
    OUTRANKED = "outranked"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class SentenceTrace:
    """Where a sentence was lost, if it was.

    `article_span` is the sentence in the article's text. `steps` are those in which it got furthest. `why` has its
    passage's ranks among all passages that match the filters; `fused_rank` is its rank after fusion, None if it was
    no candidate in either search. `span` is what the reader found in the sentence, `verdict` the status of its
    statement or event. If the sentence is not in the library, `article` and `passage` are the closest ones, if any.
    """

    end: SentenceOutcome
    sentence: str
    article: Article | None = None
    article_span: Span | None = None
    passage: Passage | None = None
    steps: Steps | None = None
    why: Scores = field(default_factory=Scores)
    fused_rank: int | None = None
    span: AnswerSpan | None = None
    confidence: float | None = None
    status: CandidateStatus | None = None


class Inspector:
    """Explains how a question was answered."""

    def __init__(self, library: Library, retriever: Retriever, reader: Reader) -> None:
        self._library = library
        self._retriever = retriever
        self._reader = reader

    def inspect(self, answer: Answer, answer_traces: Sequence[AnswerTrace]) -> Inspection:
        """Return every step that led to an answer."""
        steps = tuple(map(self._steps, answer_traces))
        sides = (hit.passage for each in steps for hit in (*each.by_meaning, *each.by_words))
        named = {passage.article_id for passage in sides}
        named |= {hit.passage.article_id for answer_trace in answer_traces for hit in answer_trace.hits}
        named |= {key for answer_trace in answer_traces for key in answer_trace.context_article_ids}
        named |= {
            key
            for answer_trace in answer_traces
            if answer_trace.answer.reaction
            for key in answer_trace.answer.reaction.article_ids
        }
        self._library.store.read_ahead(named)
        return Inspection(
            question=answer.question,
            answer=answer,
            steps=steps,
            n_passages=self._library.store.counts()[1],
            articles={key: self._library.article(key) for key in named},
        )

    def _steps(self, answer_trace: AnswerTrace) -> Steps:
        n_allowed = self._library.n_allowed(answer_trace.filters)
        if not answer_trace.searched:
            return Steps(answer_trace, n_allowed)
        dense, sparse = self._retriever.sides(
            answer_trace.searched, answer_trace.filters, max(N_CANDIDATES, answer_trace.top_k)
        )
        passages = self._library.store.passages(list(dict.fromkeys(key for key, _ in (*dense, *sparse))))
        spans = answer_trace.reading.spans if answer_trace.reading else ()
        return Steps(
            answer_trace,
            n_allowed,
            words=tuple(content_terms(answer_trace.searched)),
            by_meaning=_ranked(dense, passages),
            by_words=_ranked(sparse, passages),
            confidences=tuple(self._reader.confidence(span.score) for span in spans),
        )

    def trace(self, inspection: Inspection, sentence: str) -> SentenceTrace:
        """Return how far a sentence that should have answered got, in the steps where it got furthest."""
        found = self._find(sentence)
        if found is None:
            return self._nearest(sentence)
        article, span = found
        ids = self._library.store.passage_ids_of(article.id)
        passages = self._library.store.passages(ids)
        holding = {key: each for key, each in passages.items() if each.article_span.overlaps(span)}
        if not holding:
            return SentenceTrace(SentenceOutcome.NOT_IN_LIBRARY, sentence, article, span)
        order = list(SentenceOutcome)
        begun = SentenceTrace(SentenceOutcome.NOT_SEARCHED, sentence, article, span, min(holding.items())[1])
        traces = [self._traced(_seen(begun, steps), steps, holding) for steps in inspection.steps]
        return max(traces, key=lambda trace: order.index(trace.end))

    def _traced(self, trace: SentenceTrace, steps: Steps, holding: Mapping[int, Passage]) -> SentenceTrace:
        """Trace a sentence that is in the passages `holding` (ids) through these steps."""
        answer_trace = steps.answer_trace
        is_allowed = bool(self._library.store.matching(holding.keys(), answer_trace.filters))
        if answer_trace.searched:
            key, why, fused_rank = self._placed(steps, holding)
            trace = replace(trace, passage=holding[key], why=why, fused_rank=fused_rank)
        if not is_allowed:
            return replace(trace, end=SentenceOutcome.FILTERED_OUT)
        if not answer_trace.searched:
            return replace(
                trace,
                end=SentenceOutcome.ANSWERED
                if _is_cited(trace, answer_trace)
                else SentenceOutcome.NOT_SEARCHED,
            )
        if not any(hit.passage in holding.values() for hit in answer_trace.hits):
            return replace(trace, end=self._why_not_retrieved(trace, answer_trace))
        return replace(trace, end=_end(trace, answer_trace))

    def _why_not_retrieved(self, trace: SentenceTrace, answer_trace: AnswerTrace) -> SentenceOutcome:
        """Return whether another version of the story was examined in place of a sentence's passage."""
        versions = self._library.store.versions.of(trace.article.id) if trace.article else []
        is_folded = trace.fused_rank and any(hit.passage.article_id in versions for hit in answer_trace.hits)
        return SentenceOutcome.FOLDED if is_folded else SentenceOutcome.NOT_RETRIEVED

    def _find(self, sentence: str) -> tuple[Article, Span] | None:
        """Return the article that contains these words in this order, ignoring punctuation, and their span."""
        words = _WORD.findall(sentence)
        if not words:
            return None
        pattern = re.compile(r"\W+".join(map(re.escape, words)), re.IGNORECASE)
        for article in self._candidates(sentence):
            if found := pattern.search(article.text):
                return article, Span(*found.span())
        return None

    def _candidates(self, sentence: str) -> list[Article]:
        rows = self._library.search_words(word_query(sentence), Filters(), _N_LOOKED_AT)
        passages = self._library.store.passages([key for key, _ in rows])
        ordered = [passages[key].article_id for key, _ in rows if key in passages]
        return [self._library.article(key) for key in dict.fromkeys(ordered)]

    def _nearest(self, sentence: str) -> SentenceTrace:
        if not _WORD.search(sentence):
            return SentenceTrace(SentenceOutcome.NOT_IN_LIBRARY, sentence)
        nearest = self._retriever.retrieve(sentence, Filters(), 1)
        passage = nearest[0].passage if nearest else None
        article = self._library.article(passage.article_id) if passage else None
        return SentenceTrace(SentenceOutcome.NOT_IN_LIBRARY, sentence, article, passage=passage)

    def _placed(self, steps: Steps, holding: Mapping[int, Passage]) -> tuple[int, Scores, int | None]:
        """Return the passage that got furthest, its ranks in both searches, and its fused rank."""
        answer_trace = steps.answer_trace
        everywhere = self._retriever.ranked(
            answer_trace.searched, answer_trace.filters, max(1, steps.n_allowed)
        )
        scores = {key: why for key, why in everywhere if key in holding}
        limit = max(N_CANDIDATES, answer_trace.top_k)
        order = [
            key
            for key, _ in self._retriever.ranked(
                answer_trace.searched, answer_trace.filters, limit, answer_trace.context
            )
        ]
        key = min(holding, key=lambda each: (order.index(each) if each in order else len(order), each))
        return key, scores.get(key, Scores()), order.index(key) + 1 if key in order else None


def _seen(trace: SentenceTrace, steps: Steps) -> SentenceTrace:
    """Return a trace with what these steps made of the sentence."""
    answer_trace = steps.answer_trace
    spans = zip(answer_trace.reading.spans if answer_trace.reading else (), steps.confidences, strict=True)
    read = ((span, sure) for span, sure in spans if _is_in(trace, _article_id(span), span.article_span))
    best, confidence = next(read, (None, None))
    statements = (
        each.status
        for each in (answer_trace.quotations.candidates if answer_trace.quotations else ())
        if _is_in(trace, each.found.article.id, each.found.sentence)
    )
    events = (
        each.status
        for each in (answer_trace.events.candidates if answer_trace.events else ())
        if _is_in(trace, each.found.article.id, each.found.article_span)
    )
    evidence = (
        each.status
        for each in (answer_trace.evidence.candidates if answer_trace.evidence else ())
        if _is_in(trace, each.found.article.id, each.found.sentence)
    )
    status = next(chain(statements, events, evidence), None)
    return replace(trace, steps=steps, span=best, confidence=confidence, status=status)


def _end(trace: SentenceTrace, answer_trace: AnswerTrace) -> SentenceOutcome:
    """Return how far a sentence got whose passage was examined."""
    if (
        answer_trace.reading is not None
        and trace.span is not None
        and trace.span.score < answer_trace.reading.null_score
    ):
        return SentenceOutcome.BELOW_THRESHOLD
    if (trace.status if answer_trace.reading is None else trace.span) is None:
        return SentenceOutcome.NOT_READ
    return SentenceOutcome.ANSWERED if _is_cited(trace, answer_trace) else SentenceOutcome.OUTRANKED


def _is_cited(trace: SentenceTrace, answer_trace: AnswerTrace) -> bool:
    return any(_is_in(trace, cited.article.id, cited.answer_span) for cited in answer_trace.answer.citations)


def _is_in(trace: SentenceTrace, article_id: str, span: Span) -> bool:
    """Return whether a span of an article lies at least partly in the sentence."""
    article, sentence = trace.article, trace.article_span
    return (
        article is not None and sentence is not None and article.id == article_id and span.overlaps(sentence)
    )


def _article_id(span: AnswerSpan) -> str:
    return span.hit.passage.article_id


def _ranked(rows: Sequence[tuple[int, float]], passages: Mapping[int, Passage]) -> tuple[SideHit, ...]:
    numbered = enumerate(rows, start=1)
    return tuple(SideHit(rank, score, passages[key]) for rank, (key, score) in numbered if key in passages)
