"""The fast reader: the small model reads every passage, and the best passage twice."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qa.indexing.passages import sentence_around
from qa.questions.answer_type import AnswerType, TypedQuestion
from qa.reading.calibration import Calibration, read_calibration
from qa.reading.candidates import Candidate, OverlapScorer, fast_candidates, missed_by, without_overlaps
from qa.reading.reader import ArticleSource, Asked, Reading
from qa.reading.reader_model import FAST, WEIGHTS, fast_model
from qa.reading.reread import reread
from qa.records import AnswerSpan, Hit, Span
from qa.utils.checksums import sha256_of, verify_files

FAST_CALIBRATION = "calibration.json"
_MEMBER_WITHIN = 4.0  # logits between the members of a list


class FastReader:
    """Reads passages with the small model; `n_threads` as in ReaderModel.

    Raises WeightsError unless the files match the folder's checksums.
    """

    def __init__(self, weights: Path = WEIGHTS, *, n_threads: int | None = None) -> None:
        verify_files(weights, (FAST, FAST_CALIBRATION))
        self._model = fast_model(weights, n_threads=n_threads)
        path = weights / FAST_CALIBRATION
        self._identity = sha256_of(path)
        self._calibration: Calibration = read_calibration(path)

    @property
    def identity(self) -> str:
        """SHA-256 of the calibration, which is fitted again after every change of the weights."""
        return self._identity

    def read(
        self, question: TypedQuestion, hits: Sequence[Hit], article: ArticleSource, *, all_hits: bool = False
    ) -> Reading:
        """Return the best spans, best first, with their log-odds of being right; all hits are always read."""
        _ = all_hits
        overlap = OverlapScorer(question.text, self._model, hits, article)
        found = fast_candidates(self._model, question, hits, overlap)
        ranked = sorted(found, key=lambda each: -self._calibration.score(each.features))
        if ranked:
            ranked[0] = self._reread(question, ranked[0], hits, article)
        spans = [
            AnswerSpan(each.hit, _widened(question, each, found), self._calibration.score(each.features))
            for each in ranked
        ]
        return Reading(tuple(without_overlaps(spans)), self._calibration.threshold)

    def read_several(self, asked: Sequence[Asked], article: ArticleSource) -> list[Reading]:
        """Return what `read` finds for each interpretation."""
        return [self.read(each.question, each.hits, article) for each in asked]

    def forget(self) -> None:
        """Forget the passages that were read, so that the next question takes its full time."""
        self._model.forget()

    def confidence(self, score: float) -> float:
        """Return the probability (0–1) that a best span with this score is right."""
        return self._calibration.probability(score)

    def _reread(
        self, question: TypedQuestion, best: Candidate, hits: Sequence[Hit], article: ArticleSource
    ) -> Candidate:
        """Return the best candidate with the span found on rereading, if one of the hits contains it."""
        passage = best.hit.passage
        text = article(passage.article_id).text
        span = reread(self._model, question.text, text, passage.article_span)
        of_article = [hit for hit in hits if hit.passage.article_id == passage.article_id]
        homes = [hit for hit in (best.hit, *of_article) if span and hit.passage.article_span.contains(span)]
        if (
            span is None
            or not homes
            or (_is_expected(question, best.text) and not _is_expected(question, span.of(text)))
        ):
            return best
        return replace(best, hit=homes[0], span=span.shifted(-homes[0].passage.article_span.start))


def _widened(question: TypedQuestion, candidate: Candidate, found: Sequence[Candidate]) -> Span:
    """Widen a reason to its sentence, and a list to all its members."""
    text = candidate.hit.passage.text
    if question.answer_type is AnswerType.REASON:
        return sentence_around(text, candidate.span)
    if not question.is_list:
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


def _is_expected(question: TypedQuestion, text: str) -> bool:
    return not any(missed_by(question, text).values())
