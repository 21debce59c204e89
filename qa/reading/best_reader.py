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
from qa.reading.reader import ArticleSource, Reading
from qa.reading.reader_model import BEST_FILES, FAST, WEIGHTS, ReaderModel, best_model, fast_model
from qa.records import AnswerSpan, Hit
from qa.utils.checksums import sha256_of, verify_files

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
        found = self._models.candidates(question, hits, article)
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
        overlap = OverlapScorer(question.text, self.fast, hits, article)
        first = fast_candidates(self.fast, question, hits, overlap)
        chosen = promising_passages(first, self.fast_calibration, self.n_reread)
        return best_candidates(self.best, question, chosen) if chosen else []


def open_models(weights: Path = WEIGHTS, *, n_threads: int | None = None) -> TwoModels:
    """Open both models side by side; each takes a while on one core."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        fast = pool.submit(fast_model, weights, n_threads=n_threads)
        best = best_model(weights, n_threads=n_threads)
        return TwoModels(fast.result(), best, read_calibration(weights / FAST_CALIBRATION))
