"""Fit the calibration and the threshold that ship beside a reader's weights.

    python -m training.calibrate FILE.json … WEIGHTS_FOLDER [--reader best|fast] [--limit N …] [--kept 0.9]

Each FILE holds answerable questions that the reader was not trained on, in SQuAD's format. Half of its articles are
fitted on; `python -m benchmarks.open_domain` measures on the other half. Each question is asked of the whole library
and of a few articles, with and without its own article, and without the passages that hold its answer. WEIGHTS_FOLDER
holds the weights and receives the calibration. The threshold is the highest that keeps a share `--kept` of the right
answers. `--cache FILE` keeps what was read, so that a fit can be repeated without reading again.
"""

import argparse
import itertools
import pickle
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.building import build, encoder_at
from benchmarks.open_questions import RIGHT_FROM, Asked, Setting, ask_in, halves
from benchmarks.readers import reader_named
from benchmarks.squad import read_squad
from qa.reading.best_reader import BEST_CALIBRATION
from qa.reading.calibration import Calibration, Features, fit_threshold, write_calibration
from qa.reading.fast_reader import FAST_CALIBRATION

# The spans of each question that are fitted on; the large model ranks by margin, so only its first counts.
N_SPANS = {"fast": 10, "best": 1}
# The features that each reader uses; docs/decisions/0012 says what the others brought.
FEATURES = {
    "fast": (
        "margin",
        "rival",
        "passage_cosine",
        "reciprocal_rank",
        "said_around",
        "time_missed",
        "number_missed",
        "name_missed",
    ),
    "best": ("margin",),
}
# Features of the large model's best span that shift the threshold, and the weights that are tried, in logits.
SHIFTS = ("reciprocal_rank", "same_article")
TRIED = np.arange(0.0, 8.1, 0.5)
KEPT = (0.95, 0.90, 0.85)  # shares of the right answers at which refusals are counted
PLACES = {field.name: place for place, field in enumerate(fields(Features))}
# How often each setting is expected, for the confidence: three of five questions can be answered.
SHARES = {
    Setting.OWN: 0.30,
    Setting.FEW: 0.30,
    Setting.AWAY: 0.15,
    Setting.FEW_AWAY: 0.10,
    Setting.GAP: 0.15,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("weights", type=Path)
    parser.add_argument("--reader", choices=("best", "fast"), default="best")
    parser.add_argument("--limit", type=int, nargs="+", default=[200, 90, 80], help="questions of each file")
    parser.add_argument("--kept", type=float, default=0.9)
    parser.add_argument("--cache", type=Path)
    arguments = parser.parse_args()
    if arguments.cache and arguments.cache.exists():
        asked = pickle.loads(arguments.cache.read_bytes())  # noqa: S301 - written by this command
    else:
        asked = [
            read(file, arguments.weights, arguments.reader, limit)
            for file, limit in zip(arguments.files, arguments.limit, strict=False)
        ]
        if arguments.cache:
            arguments.cache.write_bytes(pickle.dumps(asked))
    shifts = choose_shifts(asked) if arguments.reader == "best" else {}
    calibration = fit(asked, arguments.kept, FEATURES[arguments.reader], N_SPANS[arguments.reader], shifts)
    name = BEST_CALIBRATION if arguments.reader == "best" else FAST_CALIBRATION
    write_calibration(arguments.weights / name, calibration)
    print(calibration)


def read(file: Path, weights: Path, reader: str, limit: int, *, half: int = 0) -> list[Asked]:
    """Ask the questions of one half of the articles in every setting; those without candidates are left out."""
    questions = [question for question in read_squad(file) if question.answers]
    chosen = halves(questions)[half]
    chosen = chosen[:: max(1, len(chosen) // limit)]
    encoder = encoder_at("int8")
    source = reader_named("best" if reader == "best" else "fast", weights).candidates
    asked = []
    with tempfile.TemporaryDirectory() as folder:
        library = build(Path(folder), (question.article for question in questions), encoder)
        for each in ask_in(chosen, library, encoder, source, tuple(Setting)):
            if each.candidates:
                asked.append(each)
            if len(asked) % 250 == 0:
                print(f"{len(asked)} of {len(chosen) * len(Setting)}", flush=True)
        library.close()
    return asked


def fit(
    groups: Sequence[Sequence[Asked]],
    kept: float,
    names: Sequence[str],
    n_spans: int,
    shifts: Mapping[str, float] = MappingProxyType({}),
) -> Calibration:
    """Fit span weights, then the line of the best spans' probabilities, then the threshold.

    `groups` are the questions of each file. The line gives the same weight to every file. `shifts` are weights of
    features that are added to the margin as they are, before anything is fitted.
    """
    asked = [each for group in groups for each in group]
    used = np.array([field.name in names for field in fields(Features)])
    rows = [(each, number) for each in asked for number in range(len(each.candidates[:n_spans]))]
    features = np.array([astuple(each.candidates[number].features) for each, number in rows])
    for name, weight in shifts.items():
        features[:, PLACES["margin"]] += weight * features[:, PLACES[name]]
    features = features[:, used]
    right = [_is_right(*row) for row in rows]
    spans = LogisticRegression(C=10.0, max_iter=5000).fit(features, right)
    coefficients = np.zeros(len(used))
    coefficients[used] = spans.coef_[0]
    for name, weight in shifts.items():
        coefficients[PLACES[name]] = weight * coefficients[PLACES["margin"]]
    weights = Features(*map(float, coefficients))
    uncalibrated = Calibration(weights, float(spans.intercept_[0]), (1.0, 0.0), 0.0)
    best = [_best(each, uncalibrated) for each in asked]
    scores, rights = [score for score, _ in best], [is_right for _, is_right in best]
    shares = []
    for group in groups:
        n_asked = {setting: sum(each.setting is setting for each in group) for setting in Setting}
        shares += [SHARES[each.setting] / n_asked[each.setting] / len(groups) for each in group]
    line = LogisticRegression(C=1e6).fit(
        np.array(scores).reshape(-1, 1), rights, sample_weight=np.array(shares) * len(asked)
    )
    slope, offset = float(line.coef_[0][0]), float(line.intercept_[0])
    threshold = fit_threshold(scores, rights, kept)
    return Calibration(weights, uncalibrated.bias, (slope, offset), threshold)


def choose_shifts(groups: Sequence[Sequence[Asked]]) -> dict[str, float]:
    """Return the weights of SHIFTS, beside a margin with the weight 1, that refuse most.

    What counts is the mean share of unanswerable questions refused at the thresholds that keep KEPT of the right
    answers, with the same weight for every file, setting and threshold. A regression would fit all scores equally
    well, the high ones too, and refuses less of what people ask.
    """
    tables = [_shift_table(group) for group in groups]
    choices = [
        dict(zip(SHIFTS, pair, strict=True)) for pair in itertools.product(map(float, TRIED), repeat=2)
    ]
    return max(choices, key=lambda choice: sum(_refused(table, choice) for table in tables))


def _shift_table(group: Sequence[Asked]) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.str_]]:
    """Return margin and SHIFTS of each best span, whether it is right, and the settings."""
    best = [each.candidates[0].features for each in group]
    rows = [[each.margin, *(getattr(each, name) for name in SHIFTS)] for each in best]
    right = [_is_right(each, 0) for each in group]
    return np.array(rows), np.array(right), np.array([each.setting.value for each in group])


def _refused(
    table: tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.str_]], choice: Mapping[str, float]
) -> float:
    features, right, settings = table
    scores = features @ np.array([1.0, *(choice[name] for name in SHIFTS)])
    thresholds = np.quantile(scores[right], [1 - kept for kept in KEPT])
    absent = [scores[settings == each.value] for each in Setting if not each.is_answerable]
    return float(np.mean([(group[:, None] < thresholds).mean() for group in absent]))


def _is_right(asked: Asked, number: int) -> bool:
    candidate = asked.candidates[number]
    return asked.own and asked.f1_of(candidate.text) >= RIGHT_FROM


def _best(asked: Asked, calibration: Calibration) -> tuple[float, bool]:
    scores = [calibration.score(candidate.features) for candidate in asked.candidates]
    top = int(np.argmax(scores))
    return scores[top], _is_right(asked, top)


if __name__ == "__main__":
    main()
