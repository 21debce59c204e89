"""The trained reader: the shortest words that answer, scored by how likely they are right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qa.dates import speaks_of_time
from qa.indexing.passages import sentence_spans
from qa.questions.answer_type import (
    AnswerType,
    answer_type_of,
    granularity_of,
    has_name,
    has_person,
    holds,
    is_list_question,
)
from qa.reading.calibration import Calibration, Features, read_calibration
from qa.reading.decoding import ScoredSpan, best_spans
from qa.reading.question_overlap import QuestionWords, text_around
from qa.reading.reader import ArticleSource, Reading
from qa.reading.reader_model import WEIGHTS, ReaderModel
from qa.reading.reread import reread
from qa.records import AnswerSpan, Hit, Span
from qa.utils.checksums import sha256_of, verify_files

_MODEL_FILE, _CALIBRATION_FILE = "reader.int8.onnx", "calibration.json"
_N_SPANS = 20
_NUMBERS = (AnswerType.NUMBER, AnswerType.LENGTH)
_MEMBER_WITHIN = 4.0  # logits between the members of a list


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a hit, before it is scored."""

    hit: Hit
    span: Span
    features: Features

    @property
    def words(self) -> str:
        """What the span says."""
        return self.span.of(self.hit.passage.text)


class ExtractiveReader:
    """Reads passages with the trained weights; `n_threads` as in ReaderModel.

    Raises WeightsError unless the files are the ones that the folder's checksums name.
    """

    def __init__(self, weights: Path = WEIGHTS, *, n_threads: int | None = None) -> None:
        verify_files(weights, (_MODEL_FILE, _CALIBRATION_FILE))
        self._model = ReaderModel(weights / _MODEL_FILE, n_threads=n_threads)
        self._calibration_digest = sha256_of(weights / _CALIBRATION_FILE)
        self._calibration: Calibration = read_calibration(weights / _CALIBRATION_FILE)

    @property
    def identity(self) -> str:
        """SHA-256 of the calibration, which is fitted anew with every change of the weights."""
        return self._calibration_digest

    def read(self, question: str, hits: Sequence[Hit], article: ArticleSource) -> Reading:
        """Return the best spans of all hits, best first, with their log-odds of being right."""
        found = candidates(self._model, question, hits, article)
        ranked = sorted(found, key=lambda each: -self._calibration.score(each.features))
        if ranked:
            ranked[0] = self._looked_at_again(question, ranked[0], hits, article)
        spans = [
            AnswerSpan(each.hit, _widened(question, each, found), self._calibration.score(each.features))
            for each in ranked
        ]
        return Reading(tuple(_apart(spans)), self._calibration.threshold)

    def _looked_at_again(
        self, question: str, best: Candidate, hits: Sequence[Hit], article: ArticleSource
    ) -> Candidate:
        """Return the best candidate with the span that a second look finds, if a hit holds it whole."""
        passage = best.hit.passage
        text = article(passage.article_id).text
        span = reread(self._model, question, text, passage.article_span)
        of_article = [hit for hit in hits if hit.passage.article_id == passage.article_id]
        homes = [hit for hit in (best.hit, *of_article) if span and hit.passage.article_span.contains(span)]
        if span is None or not homes or (_fits(question, best.words) and not _fits(question, span.of(text))):
            return best
        return replace(best, hit=homes[0], span=span.shifted(-homes[0].passage.article_span.start))

    def confidence(self, score: float) -> float:
        """Return the probability (0–1) that a best span with this score is right."""
        return self._calibration.probability(score)


def candidates(
    model: ReaderModel, question: str, hits: Sequence[Hit], article: ArticleSource
) -> list[Candidate]:
    """Return the best spans of the hits, which come best first, by the model alone, with what is known of each."""
    texts = [hit.passage.text for hit in hits]
    spans = best_spans(model.logits(question, texts), texts, _N_SPANS)
    if not spans:
        return []
    words = QuestionWords(question, model.tokenizer)
    articles = {key: article(key) for key in {hit.passage.article_id for hit in hits}}
    around = [text_around(articles[hit.passage.article_id], hit.passage.article_span) for hit in hits]
    said = {text: words.said_in(text) for text in set(around)}
    kind, granularity = answer_type_of(question), granularity_of(question)
    described = [
        _described(each, hits[each.passage], said[around[each.passage]], kind, granularity) for each in spans
    ]
    fitting = [each.features.margin for each in described if each.features.misses_nothing]
    return [_against(each, fitting[0] if fitting else spans[0].score) for each in described]


def sentence_around(text: str, span: Span) -> Span:
    """Return the sentence of a text that holds a span, or the span itself when none holds it whole."""
    return next((sentence for sentence in sentence_spans(text) if sentence.contains(span)), span)


def _widened(question: str, candidate: Candidate, found: Sequence[Candidate]) -> Span:
    """A reason is told by a sentence, a list by its first to its last member; else the span stays short."""
    text = candidate.hit.passage.text
    if answer_type_of(question) is AnswerType.REASON:
        return sentence_around(text, candidate.span)
    if not is_list_question(question):
        return candidate.span
    sentence = sentence_around(text, candidate.span)
    members = [
        other.span
        for other in found
        if other.hit is candidate.hit
        and sentence.contains(other.span)
        and other.features.margin >= candidate.features.margin - _MEMBER_WITHIN
    ]
    return Span(min(member.start for member in members), max(member.end for member in members))


def _against(candidate: Candidate, rival: float) -> Candidate:
    """Say how far a span lies behind the best one that holds what the question asks for."""
    behind = max(0.0, rival - candidate.features.margin)
    return replace(candidate, features=replace(candidate.features, rival=behind))


def _described(
    scored: ScoredSpan, hit: Hit, said_around: float, kind: AnswerType, granularity: str | None
) -> Candidate:
    return Candidate(
        hit,
        scored.span,
        Features(
            margin=scored.score,
            rival=0.0,
            passage_cosine=hit.why.dense_score if hit.why.dense_score is not None else 0.0,
            reciprocal_rank=1 / (scored.passage + 1),
            said_around=said_around,
            **_missed(kind, granularity, scored.span.of(hit.passage.text)),
        ),
    )


def _missed(kind: AnswerType, granularity: str | None, words: str) -> dict[str, float]:
    """Say what words lack that a question asks for; see Features."""
    return {
        "time_missed": float(kind is AnswerType.TIME and not speaks_of_time(words, granularity)),
        "number_missed": float(kind in _NUMBERS and not holds(kind, words)),
        "name_missed": float(
            (kind is AnswerType.PERSON and not has_person(words))
            or (kind is AnswerType.PLACE and not has_name(words))
        ),
    }


def _fits(question: str, words: str) -> bool:
    return not any(_missed(answer_type_of(question), granularity_of(question), words).values())


def _apart(spans: Sequence[AnswerSpan]) -> list[AnswerSpan]:
    """Leave out spans that overlap a better one in the article: passages share sentences."""
    kept: list[AnswerSpan] = []
    for span in spans:
        mine = span.article_span
        if not any(
            other.hit.passage.article_id == span.hit.passage.article_id
            and mine.start < other.article_span.end
            and other.article_span.start < mine.end
            for other in kept
        ):
            kept.append(span)
    return kept
