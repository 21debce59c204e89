"""Why this answer, and why not that one: every step of a question laid open."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from qa.answering import Answerer
from qa.library import Library
from qa.reading import Reader
from qa.records import Answer, AnswerSpan, Article, Filters, Hit, Passage, Scores, Span
from qa.retrieval import N_CANDIDATES, Retriever, fuse, telling_words, word_query

_N_LOOKED_AT = 40
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class SideHit:
    """A passage as one side of the search ranked it; `rank` counts from 1."""

    rank: int
    score: float
    passage: Passage


@dataclass(frozen=True, slots=True)
class Inspection:
    """A question as it went through every step.

    `words` is what the word side searched for. `by_meaning` (cosine) and `by_words` (BM25) are each side's
    candidates, best first; `hits` the `top_k` passages that were read after both were fused. `spans` are the
    reader's candidates with their scores; those below `threshold` are kept silent. `confidences` are theirs, 0–1.
    `n_allowed` of the `n_passages` passages pass the filters. `articles` holds all that are named, by id.
    """

    question: str
    words: tuple[str, ...]
    filters: Filters
    top_k: int
    n_passages: int
    n_allowed: int
    by_meaning: tuple[SideHit, ...]
    by_words: tuple[SideHit, ...]
    hits: tuple[Hit, ...]
    spans: tuple[AnswerSpan, ...]
    confidences: tuple[float, ...]
    threshold: float
    answer: Answer
    articles: Mapping[str, Article] = field(default_factory=dict)


class TraceEnd(StrEnum):
    """How far a sentence came that should have been found."""

    NOT_IN_LIBRARY = "not_in_library"
    FILTERED_OUT = "filtered_out"
    NOT_RETRIEVED = "not_retrieved"
    NOT_READ = "not_read"
    BELOW_THRESHOLD = "below_threshold"
    OUTRANKED = "outranked"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a sentence was lost, or that it was not.

    `article_span` is the sentence in the article's text. `why` has its passage's rank on each side among all
    passages that the filters leave; `fused_rank` its place after fusion, None where neither side had it among its
    candidates. `span` is what the reader found in the sentence. Without the sentence itself, `article` and
    `passage` are the nearest that the library holds, if any.
    """

    end: TraceEnd
    sentence: str
    article: Article | None = None
    article_span: Span | None = None
    passage: Passage | None = None
    why: Scores = field(default_factory=Scores)
    fused_rank: int | None = None
    span: AnswerSpan | None = None
    confidence: float | None = None


class Inspector:
    """Asks again, and keeps what an answer leaves out."""

    def __init__(self, library: Library, retriever: Retriever, reader: Reader) -> None:
        self._library = library
        self._retriever = retriever
        self._reader = reader
        self._answerer = Answerer(reader, library.article, library.time_expressions)

    def inspect(self, question: str, filters: Filters, top_k: int) -> Inspection:
        """Return every step that a question goes through."""
        limit = max(N_CANDIDATES, top_k)
        dense, sparse = self._retriever.sides(question, filters, limit)
        hits = self._retriever.retrieve(question, filters, top_k)
        reading = self._reader.read(question, hits, self._library.article)
        passages = self._library.store.passages([key for key, _ in {**dict(dense), **dict(sparse)}.items()])
        named = {each.article_id for each in passages.values()}
        return Inspection(
            question=question,
            words=tuple(telling_words(question)),
            filters=filters,
            top_k=top_k,
            n_passages=self._library.store.counts()[1],
            n_allowed=self._library.n_allowed(filters),
            by_meaning=_ranked(dense, passages),
            by_words=_ranked(sparse, passages),
            hits=tuple(hits),
            spans=reading.spans,
            confidences=tuple(self._reader.confidence(span.score) for span in reading.spans),
            threshold=reading.null_score,
            answer=Answerer(self._reader, self._library.article, self._library.time_expressions).answer(
                question, hits, reading
            ),
            articles={key: self._library.article(key) for key in named},
        )

    def trace(self, inspection: Inspection, sentence: str) -> Trace:
        """Say how far a sentence came that should have answered."""
        found = self._find(sentence)
        if found is None:
            return self._nearest(sentence)
        article, span = found
        ids = self._library.store.passage_ids_of(article.id)
        passages = self._library.store.passages(ids)
        holding = {key: each for key, each in passages.items() if _overlap(each.article_span, span)}
        if not holding:
            return Trace(TraceEnd.NOT_IN_LIBRARY, sentence, article, span)
        key, why, fused_rank = self._placed(inspection, holding)
        spans = [
            (each, confidence)
            for each, confidence in zip(inspection.spans, inspection.confidences, strict=True)
            if each.hit.passage.article_id == article.id and _overlap(each.article_span, span)
        ]
        best, confidence = spans[0] if spans else (None, None)
        allowed = self._library.store.allowed(inspection.filters)
        is_allowed = allowed is None or key in set(allowed.tolist())
        is_retrieved = any(hit.passage in holding.values() for hit in inspection.hits)
        end = _end(inspection, span, best, is_allowed=is_allowed, is_retrieved=is_retrieved)
        return Trace(end, sentence, article, span, holding[key], why, fused_rank, best, confidence)

    def _find(self, sentence: str) -> tuple[Article, Span] | None:
        """Return the article that has these words in this order, whatever stands between them, and where."""
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

    def _nearest(self, sentence: str) -> Trace:
        if not _WORD.search(sentence):
            return Trace(TraceEnd.NOT_IN_LIBRARY, sentence)
        nearest = self._retriever.retrieve(sentence, Filters(), 1)
        passage = nearest[0].passage if nearest else None
        article = self._library.article(passage.article_id) if passage else None
        return Trace(TraceEnd.NOT_IN_LIBRARY, sentence, article, passage=passage)

    def _placed(
        self, inspection: Inspection, holding: Mapping[int, Passage]
    ) -> tuple[int, Scores, int | None]:
        """Return the passage of these that came furthest, its ranks on both sides, and its fused rank."""
        question, filters = inspection.question, inspection.filters
        everywhere = fuse(*self._retriever.sides(question, filters, max(1, inspection.n_passages)))
        scores = {key: why for key, why in everywhere if key in holding}
        limit = max(N_CANDIDATES, inspection.top_k)
        order = [key for key, _ in fuse(*self._retriever.sides(question, filters, limit))]
        key = min(holding, key=lambda each: (order.index(each) if each in order else len(order), each))
        return key, scores.get(key, Scores()), order.index(key) + 1 if key in order else None


def _end(
    inspection: Inspection, span: Span, best: AnswerSpan | None, *, is_allowed: bool, is_retrieved: bool
) -> TraceEnd:
    if not is_allowed:
        return TraceEnd.FILTERED_OUT
    if not is_retrieved:
        return TraceEnd.NOT_RETRIEVED
    if best is None:
        return TraceEnd.NOT_READ
    if best.score < inspection.threshold:
        return TraceEnd.BELOW_THRESHOLD
    article_id = best.hit.passage.article_id
    cited = any(
        each.article.id == article_id and _overlap(each.answer_span, span)
        for each in inspection.answer.citations
    )
    return TraceEnd.ANSWERED if cited else TraceEnd.OUTRANKED


def _ranked(rows: Sequence[tuple[int, float]], passages: Mapping[int, Passage]) -> tuple[SideHit, ...]:
    numbered = enumerate(rows, start=1)
    return tuple(SideHit(rank, score, passages[key]) for rank, (key, score) in numbered if key in passages)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
