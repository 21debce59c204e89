"""Fit the calibration and the threshold that ship beside the weights.

    python -m training.calibrate FILE.json WEIGHTS_FOLDER [--limit N] [--kept 0.75]

FILE holds answerable questions that the reader was not trained on, in SQuAD's format; half of its articles are
fitted on, `python -m benchmarks.open_domain` measures on the other half. WEIGHTS_FOLDER holds reader.int8.onnx and
receives calibration.json. The threshold is the highest that keeps a share `--kept` of the right answers.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.building import build, encoder_at
from benchmarks.open_questions import RIGHT_FROM, Asked, ask_twice, halves
from benchmarks.squad import read_squad
from qa.reading.calibration import Calibration, Features, fit_threshold, write_calibration
from qa.reading.reader_model import ReaderModel

_TOP_SPANS = 10


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--limit", type=int, default=500)
    parser.add_argument("--kept", type=float, default=0.75)
    arguments = parser.parse_args()
    questions = [question for question in read_squad(arguments.file) if question.answers]
    chosen = halves(questions)[0]
    chosen = chosen[:: max(1, len(chosen) // arguments.limit)]
    encoder = encoder_at("int8")
    model = ReaderModel(arguments.weights / "reader.int8.onnx")
    with tempfile.TemporaryDirectory() as folder:
        library = build(Path(folder), (question.article for question in questions), encoder)
        asked = [each for each in ask_twice(chosen, library, encoder, model) if each.candidates]
        library.close()
    print(
        f"{len(asked)} times asked, of them {sum(each.own for each in asked)} with the article there",
        flush=True,
    )
    calibration = fit(asked, arguments.kept)
    write_calibration(arguments.weights / "calibration.json", calibration)
    print(calibration)


def fit(asked: Sequence[Asked], kept: float) -> Calibration:
    """Fit span weights, then the line of the best spans' probabilities, then the threshold."""
    features = [astuple(c.features) for each in asked for c in each.candidates[:_TOP_SPANS]]
    right = [_is_right(each, n) for each in asked for n in range(len(each.candidates[:_TOP_SPANS]))]
    spans = LogisticRegression(C=10.0, max_iter=2000).fit(features, right)
    weights = Features(*(float(weight) for weight in spans.coef_[0]))
    uncalibrated = Calibration(weights, float(spans.intercept_[0]), (1.0, 0.0), 0.0)
    best = [_best(each, uncalibrated) for each in asked]
    scores, rights = [score for score, _ in best], [is_right for _, is_right in best]
    line = LogisticRegression(C=1e6).fit(np.array(scores).reshape(-1, 1), rights)
    slope, offset = float(line.coef_[0][0]), float(line.intercept_[0])
    threshold = fit_threshold(scores, rights, kept)
    return Calibration(weights, uncalibrated.bias, (slope, offset), threshold)


def _is_right(asked: Asked, number: int) -> bool:
    candidate = asked.candidates[number]
    return asked.own and asked.f1_of(candidate.span.of(candidate.hit.passage.text)) >= RIGHT_FROM


def _best(asked: Asked, calibration: Calibration) -> tuple[float, bool]:
    scores = [calibration.score(candidate.features) for candidate in asked.candidates]
    top = int(np.argmax(scores))
    return scores[top], _is_right(asked, top)


if __name__ == "__main__":
    main()
