"""Fit the sentence reader's weights and its threshold.

    python -m benchmarks.fit_sentence_reader FILE.json… [--limit N]

Each file's contexts become one library. Every question is asked twice: of the whole library, and of the
library without its own article, where nothing answers it. A logistic regression learns from the sentences of
the ten best passages whether one holds a gold answer; questions of two thirds of the articles are learnt
from, the last third measures. A second regression turns the best sentence's log-odds into a probability. The
threshold is the lowest at which at most a quarter of the unanswerable questions are answered.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.building import build, encoder_at
from benchmarks.squad import Question, read_squad
from qa.encoder import Encoder
from qa.library import Library
from qa.reading import SentenceReader
from qa.reading.sentence_reader import Candidate
from qa.records import Filters, Hit
from qa.retrieval import Retriever

_TOP_K = 10
_MOST_WRONGLY_ANSWERED = 0.25


@dataclass(frozen=True, slots=True)
class Asked:
    """One question's candidates: features, shape (n, 5), and whether each holds a gold answer."""

    features: Any
    right: Any
    answerable: bool
    held_apart: bool


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--limit", type=int, default=400, help="questions of each file (default 400)")
    arguments = parser.parse_args()
    encoder = encoder_at("int8")
    asked = [each for path in arguments.files for each in _ask(path, arguments.limit, encoder)]
    from sklearn.linear_model import LogisticRegression

    learnt = [each for each in asked if not each.held_apart]
    model = LogisticRegression(C=10.0, max_iter=1000)
    model.fit(
        np.concatenate([each.features for each in learnt]),
        np.concatenate([each.right for each in learnt]),
    )
    print("WEIGHTS = Features(" + ", ".join(f"{weight:.3f}" for weight in model.coef_[0]) + ")")
    print(f"BIAS = {model.intercept_[0]:.3f}")
    threshold = _threshold(model, learnt)
    best = _best(model, learnt)
    calibration = LogisticRegression(C=1e6)
    calibration.fit([[score] for score, _, _ in best], [right for _, right, _ in best])
    slope, offset = float(calibration.coef_[0][0]), float(calibration.intercept_[0])
    print(f"CALIBRATION = ({slope:.3f}, {offset:.3f})")
    print(f"NULL_SCORE = {threshold:.3f}")
    _report(model, [each for each in asked if each.held_apart], threshold, (slope, offset))


def _ask(path: Path, limit: int, encoder: Encoder) -> Iterator[Asked]:
    questions = list(read_squad(path))
    answerable = [question for question in questions if question.answers]
    step = max(1, len(answerable) // limit)
    chosen = answerable[::step][:limit]
    contexts = list({question.article.id: question.article for question in chosen}.values())
    with tempfile.TemporaryDirectory() as folder:
        library = build(Path(folder), contexts, encoder)
        print(f"{path.name}: {len(chosen)} questions on {len(contexts)} articles", flush=True)
        for question in chosen:
            yield from _twice(question, library, encoder)
        library.close()


def _twice(question: Question, library: Library, encoder: Encoder) -> Iterator[Asked]:
    hits = Retriever(library, encoder).retrieve(question.text, Filters(), 3 * _TOP_K)
    elsewhere = [hit for hit in hits if hit.passage.article_id != question.article.id]
    held_apart = int(question.article.id, 16) % 3 == 0
    reader = SentenceReader(encoder)
    for answerable, read in ((True, hits[:_TOP_K]), (False, elsewhere[:_TOP_K])):
        candidates = reader.candidates(question.text, read)
        features = np.array([astuple(candidate.features) for candidate in candidates])
        right = np.array([answerable and _holds(candidate, question) for candidate in candidates])
        yield Asked(features, right, answerable, held_apart)


def _holds(candidate: Candidate, question: Question) -> bool:
    hit: Hit = candidate.hit
    sentence = candidate.span.shifted(hit.passage.article_span.start)
    return hit.passage.article_id == question.article.id and any(
        sentence.contains(answer) for answer in question.answers
    )


def _best(model: Any, asked: Sequence[Asked]) -> list[tuple[float, bool, bool]]:
    """Return each question's best log-odds, whether that sentence is right, and whether one could be."""
    best = []
    for each in asked:
        scores = model.decision_function(each.features)
        top = int(np.argmax(scores))
        best.append((float(scores[top]), bool(each.right[top]), each.answerable))
    return best


def _threshold(model: Any, asked: Sequence[Asked]) -> float:
    unanswerable = sorted(score for score, _, answerable in _best(model, asked) if not answerable)
    return unanswerable[int((1 - _MOST_WRONGLY_ANSWERED) * len(unanswerable))]


def _report(model: Any, asked: Sequence[Asked], threshold: float, line: tuple[float, float]) -> None:
    best = _best(model, asked)
    answerable = [(score, right) for score, right, could in best if could]
    right = [score for score, is_right in answerable if is_right]
    unanswerable = [score for score, _, could in best if not could]
    kept = sum(score >= threshold for score in right)
    refused = sum(score < threshold for score in unanswerable)
    print(f"held apart: {len(answerable)} questions, {len(right) / len(answerable):.1%} best sentences right")
    print(f"  of these {kept / len(right):.1%} are kept at the threshold")
    print(f"  without their article {refused / len(unanswerable):.1%} are refused")
    print(f"  expected calibration error {_calibration_error(best, line):.3f}")


def _calibration_error(
    best: Sequence[tuple[float, bool, bool]], line: tuple[float, float], n_bins: int = 10
) -> float:
    """Return the expected calibration error over bins of equal width."""
    slope, offset = line
    confidence = np.array([1 / (1 + np.exp(-(slope * score + offset))) for score, _, _ in best])
    right = np.array([is_right for _, is_right, _ in best])
    bins = np.minimum((confidence * n_bins).astype(int), n_bins - 1)
    gaps = (
        abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins)
    )
    return float(sum(gaps))


if __name__ == "__main__":
    main()
