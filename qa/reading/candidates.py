"""Candidates: the best spans of the retrieved passages, with their features."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.dates import speaks_of_time
from qa.questions.answer_type import (
    AnswerType,
    TypedQuestion,
    has_name,
    has_person,
    holds,
)
from qa.reading.calibration import Calibration, Features
from qa.reading.decoding import best_spans
from qa.reading.question_overlap import QuestionWords, text_around
from qa.reading.reader import ArticleSource
from qa.reading.reader_model import ReaderModel
from qa.records import AnswerSpan, Hit, Span

N_SPANS = 20
N_REREAD = 4  # passages that the large model reads; docs/decisions/0015 has the figures
_NUMBERS = (AnswerType.NUMBER, AnswerType.LENGTH)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a hit, before it is scored."""

    hit: Hit
    span: Span
    features: Features

    @property
    def text(self) -> str:
        """The span's text."""
        return self.span.of(self.hit.passage.text)


class OverlapScorer:
    """Measures how many of a question's words the passages and their articles contain."""

    def __init__(
        self, question: str, model: ReaderModel, hits: Sequence[Hit], article: ArticleSource
    ) -> None:
        words = QuestionWords(question, model.tokenizer)
        articles = {key: article(key) for key in {hit.passage.article_id for hit in hits}}
        around = [text_around(articles[hit.passage.article_id], hit.passage.article_span) for hit in hits]
        said = {text: words.said_in(text) for text in set(around)}
        self._said_around = {id(hit): said[text] for hit, text in zip(hits, around, strict=True)}

    def around(self, hit: Hit) -> float:
        """Return the weight of the question's words that the article of a hit contains."""
        return self._said_around[id(hit)]


def fast_candidates(
    model: ReaderModel, question: TypedQuestion, hits: Sequence[Hit], overlap: OverlapScorer
) -> list[Candidate]:
    """Return the best spans of the hits by the small model, best first; the hits come best first, too."""
    texts = [hit.passage.text for hit in hits]
    spans = best_spans(model.logits(question.text, texts), texts, N_SPANS)
    if not spans:
        return []
    described = [
        Candidate(
            hits[each.passage],
            each.span,
            Features(
                margin=each.score,
                passage_cosine=_cosine(hits[each.passage]),
                reciprocal_rank=1 / (each.passage + 1),
                said_around=overlap.around(hits[each.passage]),
                **missed_by(question, each.span.of(texts[each.passage])),
            ),
        )
        for each in spans
    ]
    fitting = [each.features.margin for each in described if each.features.is_expected_type]
    return [_behind(each, fitting[0] if fitting else spans[0].score) for each in described]


def best_candidates(model: ReaderModel, question: TypedQuestion, passages: Sequence[Hit]) -> list[Candidate]:
    """Return the best spans of a few passages by the large model, best first; the margin alone ranks them."""
    texts = [hit.passage.text for hit in passages]
    spans = best_spans(model.logits(question.text, texts), texts, N_SPANS)
    return [Candidate(passages[each.passage], each.span, Features(margin=each.score)) for each in spans]


def promising_passages(
    candidates: Sequence[Candidate], calibration: Calibration, limit: int = N_REREAD
) -> list[Candidate]:
    """Return the best-scored candidate of each passage, best first, at most `limit`."""
    ranked = sorted(candidates, key=lambda each: -calibration.score(each.features))
    chosen: dict[int, Candidate] = {}
    for each in ranked:
        chosen.setdefault(id(each.hit), each)
    return list(chosen.values())[:limit]


def missed_by(question: TypedQuestion, text: str) -> dict[str, float]:
    """Return which parts of the expected answer type are missing in a text; see Features."""
    kind = question.answer_type
    return {
        "time_missed": float(kind is AnswerType.TIME and not speaks_of_time(text, question.granularity)),
        "number_missed": float(kind in _NUMBERS and not holds(kind, text)),
        "name_missed": float(
            (kind is AnswerType.PERSON and not has_person(text))
            or (kind is AnswerType.PLACE and not has_name(text))
        ),
    }


def without_overlaps(spans: Sequence[AnswerSpan]) -> list[AnswerSpan]:
    """Drop spans that overlap a better one in the same article, since passages share sentences."""
    kept: list[AnswerSpan] = []
    for span in spans:
        mine = span.article_span
        if not any(
            other.hit.passage.article_id == span.hit.passage.article_id and mine.overlaps(other.article_span)
            for other in kept
        ):
            kept.append(span)
    return kept


def _behind(candidate: Candidate, rival: float) -> Candidate:
    """Set how far a span is behind the best span of the expected type."""
    behind = max(0.0, rival - candidate.features.margin)
    return replace(candidate, features=replace(candidate.features, rival=behind))


def _cosine(hit: Hit) -> float:
    return hit.why.dense_score if hit.why.dense_score is not None else 0.0
