"""The readers as benchmarks use them: candidates before they are scored, and the calibration that scores them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.questions.answer_type import TypedQuestion
from qa.reading.best_reader import BEST_CALIBRATION, open_models
from qa.reading.calibration import Calibration, read_calibration
from qa.reading.candidates import Candidate, OverlapScorer, fast_candidates
from qa.reading.fast_reader import FAST_CALIBRATION
from qa.reading.open import ReaderName
from qa.reading.reader import ArticleSource
from qa.reading.reader_model import WEIGHTS, fast_model
from qa.records import Hit

CandidateSource = Callable[[TypedQuestion, Sequence[Hit], ArticleSource], list[Candidate]]


@dataclass(frozen=True, slots=True)
class BenchmarkReader:
    """Finds candidates in hits, which come best first."""

    candidates: CandidateSource
    calibration_path: Path

    def calibration(self) -> Calibration:
        """Read the calibration that ships with the weights."""
        return read_calibration(self.calibration_path)


def reader_named(name: ReaderName, weights: Path = WEIGHTS) -> BenchmarkReader:
    """Open the models of a reader."""
    if name == "best":
        return BenchmarkReader(open_models(weights).candidates, weights / BEST_CALIBRATION)
    model = fast_model(weights)

    def candidates(question: TypedQuestion, hits: Sequence[Hit], article: ArticleSource) -> list[Candidate]:
        return fast_candidates(model, question, hits, OverlapScorer(question.text, model, hits, article))

    return BenchmarkReader(candidates, weights / FAST_CALIBRATION)
