"""The best reader: the small model reads every passage, and the large model decides among the few best."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from qa.questions.answer_type import TypedQuestion
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
from qa.reading.fast_reader import FAST_CALIBRATION
from qa.reading.reader import ArticleSource, Asked, Reading
from qa.reading.reader_model import BEST_FILES, FAST, WEIGHTS, ReaderModel, best_model, fast_model
from qa.records import AnswerSpan, Hit
from qa.utils.checksums import sha256_of, verify_files

_N_EACH = 2  # passages that the large model reads at least for each of several interpretations
BEST_CALIBRATION = "best.calibration.json"


class BestReader:
    """Reads passages with both models; `n_threads` as in ReaderModel.

    Raises WeightsError unless the files match the folder's checksums.
    """

    def __init__(self, weights: Path = WEIGHTS, *, n_threads: int | None = None) -> None:
        verify_files(weights, (FAST, FAST_CALIBRATION, *BEST_FILES, BEST_CALIBRATION))
        self._models = open_models(weights, n_threads=n_threads)
        path = weights / BEST_CALIBRATION
        self._identity = sha256_of(path)
        self._calibration: Calibration = read_calibration(path)

    @property
    def identity(self) -> str:
        """SHA-256 of the calibration, which is fitted again after every change of the weights."""
        return self._identity

    def read(self, question: TypedQuestion, hits: Sequence[Hit], article: ArticleSource) -> Reading:
        """Return the best spans of the reread hits, best first, with their log-odds of being right."""
        return self.read_several([Asked(question, hits)], article)[0]

    def read_several(self, asked: Sequence[Asked], article: ArticleSource) -> list[Reading]:
        """Return what is found for each interpretation; they share the passages that are read with both models."""
        return [self._reading(found) for found in self._models.candidates_for(asked, article)]

    def _reading(self, found: Sequence[Candidate]) -> Reading:
        spans = [AnswerSpan(each.hit, each.span, self._calibration.score(each.features)) for each in found]
        spans.sort(key=lambda span: -span.score)
        return Reading(tuple(without_overlaps(spans)), self._calibration.threshold)

    def confidence(self, score: float) -> float:
        """Return the probability (0–1) that a best span with this score is right."""
        return self._calibration.probability(score)


@dataclass(frozen=True, slots=True)
class TwoModels:
    """Both models; the calibration of the small one chooses what the large one reads."""

    fast: ReaderModel
    best: ReaderModel
    fast_calibration: Calibration
    n_reread: int = N_REREAD

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
            best_candidates(self.best, each.question, passages[:n]) if passages else []
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


def open_models(weights: Path = WEIGHTS, *, n_threads: int | None = None) -> TwoModels:
    """Open both models side by side; each takes a while on one core."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        fast = pool.submit(fast_model, weights, n_threads=n_threads)
        best = best_model(weights, n_threads=n_threads)
        return TwoModels(fast.result(), best, read_calibration(weights / FAST_CALIBRATION))
