"""The best reader: the small model reads every passage, and the large model decides among the few best.

The large model reads the first passages at once. If they settle the answer, that is all.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from qa.questions.answer_type import TypedQuestion
from qa.reading.answer_features import with_answer_features
from qa.reading.calibration import Calibration, read_calibration
from qa.reading.candidates import (
    N_REREAD,
    Candidate,
    OverlapScorer,
    best_candidates,
    fast_candidates,
    promising_passages,
    without_overlaps,
)
from qa.reading.early_exit import N_FIRST, SETTLED_ABOVE, differing
from qa.reading.fast_reader import FAST_CALIBRATION
from qa.reading.question_overlap import QuestionWords
from qa.reading.reader import ArticleSource, Asked, Reading
from qa.reading.reader_model import BEST_FILES, FAST, WEIGHTS, ReaderModel, best_model, fast_model
from qa.records import AnswerSpan, Hit
from qa.utils.checksums import sha256_of, verify_files

_N_EACH = 2  # passages that the large model reads at least for each of several interpretations
BEST_CALIBRATION = "best.calibration.json"


class BestReader:
    """Reads passages with both models, `n_reread` of them with the large one; `n_threads` as in ReaderModel.

    Raises WeightsError unless the files match the folder's checksums.
    """

    def __init__(
        self, weights: Path = WEIGHTS, *, n_threads: int | None = None, n_reread: int = N_REREAD
    ) -> None:
        verify_files(weights, (FAST, FAST_CALIBRATION, *BEST_FILES, BEST_CALIBRATION))
        self._models = replace(open_models(weights, n_threads=n_threads), n_reread=n_reread)
        path = weights / BEST_CALIBRATION
        self._identity = sha256_of(path)
        self._calibration: Calibration = read_calibration(path)

    @property
    def identity(self) -> str:
        """SHA-256 of the calibration, which is fitted again after every change of the weights."""
        return self._identity

    def read(
        self, question: TypedQuestion, hits: Sequence[Hit], article: ArticleSource, *, all_hits: bool = False
    ) -> Reading:
        """Return the best spans of the reread hits, best first, with their log-odds of being right."""
        if not all_hits and (settled := self._settled(question, hits)) is not None:
            return settled
        return self.read_several([Asked(question, hits)], article)[0]

    def read_several(self, asked: Sequence[Asked], article: ArticleSource) -> list[Reading]:
        """Return what is found for each interpretation; they share the passages that are read with both models."""
        return [self._reading(found) for found in self._models.candidates_for(asked, article)]

    def _settled(self, question: TypedQuestion, hits: Sequence[Hit]) -> Reading | None:
        """Return what the first hits hold, and those that may differ from it, if that settles the answer."""
        if question.is_list or len(hits) <= N_FIRST:
            return None
        best, read = self._models.best, list(hits[:N_FIRST])
        words = QuestionWords(question.text, best.tokenizer)
        while len(read) <= self._models.n_reread:
            found = read_again(best, Asked(question, hits), read)
            if (
                not found
                or self._score_alone(found[0], len(hits)) < self._calibration.threshold + SETTLED_ABOVE
            ):
                return None
            if (reading := self._reading(found)).spans[0].score < reading.null_score:
                return None
            unread = [hit for hit in hits if not any(hit is each for each in read)]
            if not (others := differing(words, reading.spans[0], unread)):
                return replace(reading, n_read=len(read))
            read += others
        return None

    def _score_alone(self, best: Candidate, n_hits: int) -> float:
        """Return a best span's score as if its passage were the last hit, and the only one of its article."""
        features = replace(best.features, reciprocal_rank=1 / n_hits, same_article=1 / n_hits)
        return self._calibration.score(features)

    def _reading(self, found: Sequence[Candidate]) -> Reading:
        calibration = self._calibration
        shift = calibration.shift(found[0].features) if found else 0.0
        spans = [AnswerSpan(each.hit, each.span, shift + calibration.score(each.features)) for each in found]
        spans.sort(key=lambda span: -span.score)
        return Reading(tuple(without_overlaps(spans)), shift + calibration.threshold)

    def forget(self) -> None:
        """Forget the passages that were read, so that the next question takes its full time."""
        for model in (self._models.fast, self._models.best):
            model.forget()

    def confidence(self, score: float) -> float:
        """Return the probability (0–1) that a best span with this score is right."""
        return self._calibration.probability(score)


@dataclass(frozen=True, slots=True)
class TwoModels:
    """Both models; the calibration of the small one chooses what the large one reads.

    The small one may still be opening, because it isn't needed for answers that the first passages settle.
    """

    opening_fast: Future[ReaderModel]
    best: ReaderModel
    fast_calibration: Calibration
    n_reread: int = N_REREAD

    @property
    def fast(self) -> ReaderModel:
        """The small model."""
        return self.opening_fast.result()

    def candidates(
        self, question: TypedQuestion, hits: Sequence[Hit], article: ArticleSource
    ) -> list[Candidate]:
        """Return the large model's best spans in the hits that the small model finds most promising."""
        return self.candidates_for([Asked(question, hits)], article)[0]

    def candidates_for(self, asked: Sequence[Asked], article: ArticleSource) -> list[list[Candidate]]:
        """Return the same for each interpretation; the large model reads one passage more for all together."""
        promising = [self._promising(each, article) for each in asked]
        pairs = zip(asked, promising, self._n_read(asked, promising), strict=True)
        return [
            read_again(self.best, each, [passage.hit for passage in passages[:n]], next(iter(passages), None))
            for each, passages, n in pairs
        ]

    def _n_read(self, asked: Sequence[Asked], promising: Sequence[Sequence[Candidate]]) -> list[int]:
        """Return how many passages of each the large model reads; the same text in the same passage counts once."""
        if len(asked) == 1:
            return [self.n_reread]
        counts = [min(_N_EACH, len(passages)) for passages in promising]
        others = sorted(
            (-self.fast_calibration.score(passage.features) - each.prior, number, place)
            for number, (each, passages) in enumerate(zip(asked, promising, strict=True))
            for place, passage in enumerate(passages)
            if place >= _N_EACH
        )
        for _, number, place in others:
            read = {
                (each.question.text, passage.hit.passage)
                for each, passages, n in zip(asked, promising, counts, strict=True)
                for passage in passages[:n]
            }
            if len(read) > self.n_reread:
                break
            counts[number] = max(counts[number], place + 1)
        return counts

    def _promising(self, asked: Asked, article: ArticleSource) -> list[Candidate]:
        overlap = OverlapScorer(asked.question.text, self.fast, asked.hits, article)
        first = fast_candidates(self.fast, asked.question, asked.hits, overlap)
        return promising_passages(first, self.fast_calibration, self.n_reread)


def read_again(
    model: ReaderModel, asked: Asked, passages: Sequence[Hit], small: Candidate | None = None
) -> list[Candidate]:
    """Return the large model's best spans in some of the passages of a question, with the answer's features.

    `small` is the small model's best span, if it read the passages.
    """
    words = QuestionWords(asked.question.text, model.tokenizer)
    return with_answer_features(best_candidates(model, asked.question, passages), asked.hits, words, small)


def open_models(weights: Path = WEIGHTS, *, n_threads: int | None = None) -> TwoModels:
    """Open both models side by side; each takes a while on one core. Returns when the large one is open."""
    pool = ThreadPoolExecutor(1, "dateline-model")
    fast = pool.submit(fast_model, weights, n_threads=n_threads)
    pool.shutdown(wait=False)
    best = best_model(weights, n_threads=n_threads)
    return TwoModels(fast, best, read_calibration(weights / FAST_CALIBRATION))
