"""The whole way from question to answer, over a library of all the file's articles.

    python -m benchmarks.open_domain FILE.json [--reader best|fast] [--weights FOLDER] [--limit N] [--all]

FILE is in SQuAD's format; all its contexts become one library. Measured on the half of the articles that
`training.calibrate` does not fit on, unless `--all` is given: EM and F1 of the best span, recall of passages that
hold the answer before and after reading, expected calibration error, area under the risk–coverage curve, and the
share of refusals when each question's own article is taken out, at the shipped threshold.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.building import build, encoder_at
from benchmarks.open_questions import RIGHT_FROM, Asked, ask_twice, held_out
from benchmarks.readers import reader_named
from benchmarks.squad import read_squad
from qa.evaluation import (
    calibration_error_by_chance,
    exact_match,
    expected_calibration_error,
    risk_coverage_area,
)
from qa.reading.calibration import Calibration
from qa.reading.candidates import Candidate
from qa.reading.reader_model import WEIGHTS
from qa.records import Passage

_CUTS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Answered:
    """The best span after reading, its score and confidence (0–1), and how right it is."""

    asked: Asked
    ranked: tuple[Candidate, ...]
    score: float
    confidence: float
    text: str

    @property
    def f1(self) -> float:
        """The F1 of the best span, whether it would be refused or not."""
        return self.asked.f1_of(self.text)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--reader", choices=("best", "fast"), default="best")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--all", action="store_true", help="measure on all articles")
    arguments = parser.parse_args()
    questions = [question for question in read_squad(arguments.file) if question.answers]
    chosen = held_out(questions, arguments.limit, everything=arguments.all)
    encoder, reader = encoder_at("int8"), reader_named(arguments.reader, arguments.weights)
    calibration = reader.calibration()
    with tempfile.TemporaryDirectory() as folder:
        library = build(Path(folder), (question.article for question in questions), encoder)
        asked = ask_twice(chosen, library, encoder, reader.candidates)
        answered = [_answer(each, calibration) for each in asked]
        library.close()
    _report(answered, calibration)


def _answer(asked: Asked, calibration: Calibration) -> Answered:
    ranked = sorted(asked.candidates, key=lambda candidate: -calibration.score(candidate.features))
    if not ranked:
        return Answered(asked, (), float("-inf"), 0.0, "")
    best = ranked[0]
    score, confidence = calibration.score(best.features), calibration.confidence(best.features)
    return Answered(asked, tuple(ranked), score, confidence, best.text)


def _report(answered: Sequence[Answered], calibration: Calibration) -> None:
    own = [each for each in answered if each.asked.own]
    away = [each for each in answered if not each.asked.own]
    exact = np.mean([exact_match(each.text, each.asked.golds) for each in own])
    print(f"{len(own)} questions: EM {100 * exact:.2f}, F1 {100 * np.mean([each.f1 for each in own]):.2f}")
    for name, order in (("before", _as_retrieved), ("after", _as_read)):
        ranks = [_first_right(each, order(each)) for each in own]
        recalls = (np.mean([rank is not None and rank <= cut for rank in ranks]) for cut in _CUTS)
        figures = ", ".join(f"@{cut} {100 * recall:.1f}" for cut, recall in zip(_CUTS, recalls, strict=True))
        print(f"recall {name} reading: {figures}")
    kept = [each.score >= calibration.threshold for each in own if each.f1 >= RIGHT_FROM]
    refused = [each.score < calibration.threshold for each in away]
    print(
        f"at the threshold {calibration.threshold:.3f}: {100 * np.mean(kept):.1f} % of the right answers kept,"
    )
    print(f"  without the question's article {100 * np.mean(refused):.1f} % refused")
    probabilities = np.array([each.confidence for each in answered])
    right = np.array([each.asked.own and each.f1 >= RIGHT_FROM for each in answered])
    print(
        f"expected calibration error {expected_calibration_error(probabilities, right):.4f}, "
        f"of exact confidences {calibration_error_by_chance(probabilities):.4f}"
    )
    print(f"area under the risk–coverage curve {risk_coverage_area(probabilities, right):.4f}")


def _as_retrieved(answered: Answered) -> list[Passage]:
    return [hit.passage for hit in answered.asked.hits]


def _as_read(answered: Answered) -> list[Passage]:
    """Return the passages in the order of their best spans, then those without any."""
    read = [candidate.hit.passage for candidate in answered.ranked]
    return list(dict.fromkeys([*read, *_as_retrieved(answered)]))


def _first_right(answered: Answered, passages: Sequence[Passage]) -> int | None:
    question = answered.asked.question
    ranks = (
        rank
        for rank, passage in enumerate(passages, start=1)
        if passage.article_id == question.article.id
        and any(passage.article_span.contains(answer) for answer in question.answers)
    )
    return next(ranks, None)


if __name__ == "__main__":
    main()
