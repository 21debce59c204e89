"""Fit the calibration and the threshold that ship beside a reader's weights.

    python -m training.calibrate FILE.json … WEIGHTS_FOLDER [--reader best|fast] [--limit N …] [--kept 0.9]
                                 [--importance X …] [--articles FOLDER] [--confidence-only] [--cache FILE]

Each FILE holds answerable questions that the reader was not trained on, in SQuAD's format. Half of its articles are
fitted on; `python -m benchmarks.confidence` measures on the other half. Each question is asked of the whole library
and of small ones, with and without its own article, and without the passages that hold its answer. The last FILE
holds questions like those of users; its library also has the articles of FOLDER. WEIGHTS_FOLDER holds the weights and
receives the calibration. The threshold is the highest that keeps a share `--kept` of the right answers. With
`--confidence-only`, what decides which answers are shown stays as it is in WEIGHTS_FOLDER, and only the confidence is
fitted. `--importance` weights the files for the confidence. `--cache FILE` keeps what was read, so that a fit can be
repeated without reading again.
"""

import argparse
import itertools
import pickle
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, fields, replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.building import articles_in, build, encoder_at
from benchmarks.open_questions import FEW, RIGHT_FROM, Asked, Setting, ask_in, evenly, halves
from benchmarks.readers import reader_named
from benchmarks.squad import read_squad
from qa.reading.best_reader import BEST_CALIBRATION
from qa.reading.calibration import Calibration, Features, fit_threshold, read_calibration, write_calibration
from qa.reading.fast_reader import FAST_CALIBRATION
from qa.records import Article

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
SHIFTS = ("reciprocal_rank", "same_article", "agreement")
TRIED = np.arange(0.0, 8.1, 0.5)
KEPT = tuple(np.arange(0.97, 0.82, -0.01))  # shares of the right answers at which refusals are counted
PLACES = {field.name: place for place, field in enumerate(fields(Features))}
# What the best reader's confidence depends on beside the score (docs/decisions/0015).
SURE_BY = {"fast": (), "best": ("said_around", "lead")}
# How often each setting is expected, for the confidence: seven of ten questions can be answered.
SHARES = {
    Setting.OWN: 0.35,
    Setting.FEW: 0.35,
    Setting.AWAY: 0.075,
    Setting.FEW_AWAY: 0.075,
    Setting.GAP: 0.075,
    Setting.FEW_GAP: 0.075,
}
SIZES = (2, 6, 12, 50)  # articles of the small libraries that the last file's questions are asked of


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("weights", type=Path)
    parser.add_argument("--reader", choices=("best", "fast"), default="best")
    parser.add_argument("--limit", type=int, nargs="+", default=[200, 90, 80], help="questions of each file")
    parser.add_argument("--importance", type=float, nargs="+", default=[0.5, 1.0, 2.0], help="of each file")
    parser.add_argument("--articles", type=Path, help="a folder of articles beside those of the last FILE")
    parser.add_argument("--confidence-only", action="store_true")
    parser.add_argument("--kept", type=float, default=0.9)
    parser.add_argument("--cache", type=Path)
    arguments = parser.parse_args()
    asked = _asked(arguments)
    path = arguments.weights / (BEST_CALIBRATION if arguments.reader == "best" else FAST_CALIBRATION)
    if arguments.confidence_only:
        calibration = read_calibration(path)
    else:
        shifts = choose_shifts(asked) if arguments.reader == "best" else {}
        names, n_spans = FEATURES[arguments.reader], N_SPANS[arguments.reader]
        calibration = fit(asked, arguments.kept, names, n_spans, shifts)
    calibration = with_confidence(calibration, asked, arguments.importance, SURE_BY[arguments.reader])
    write_calibration(path, calibration)
    print(calibration)


def _asked(arguments: argparse.Namespace) -> list[list[Asked]]:
    cache: Path | None = arguments.cache
    if cache and cache.exists():
        kept: list[list[Asked]] = pickle.loads(cache.read_bytes())  # noqa: S301 - written by this command
        return kept
    asked = []
    for file, limit in zip(arguments.files, arguments.limit, strict=False):
        is_last = file is arguments.files[-1]
        beside, sizes = articles_in(arguments.articles if is_last else None), SIZES if is_last else FEW
        asked.append(read(file, arguments.weights, arguments.reader, limit, beside=beside, sizes=sizes))
    if cache:
        cache.write_bytes(pickle.dumps(asked))
    return asked


def read(
    file: Path,
    weights: Path,
    reader: str,
    limit: int,
    *,
    half: int = 0,
    beside: Iterable[Article] = (),
    sizes: Sequence[int] = FEW,
) -> list[Asked]:
    """Ask the questions of one half of the articles in every setting; those without candidates are left out."""
    questions = [question for question in read_squad(file) if question.answers]
    chosen = evenly(halves(questions)[half], limit)
    encoder = encoder_at("int8")
    source = reader_named("best" if reader == "best" else "fast", weights).candidates
    asked = []
    with tempfile.TemporaryDirectory() as folder:
        articles = chain((question.article for question in questions), beside)
        library = build(Path(folder), articles, encoder)
        for each in ask_in(chosen, library, encoder, source, tuple(Setting), sizes=sizes):
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
    """Fit span weights, then the threshold; see with_confidence for the rest.

    `groups` are the questions of each file. `shifts` are weights of
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
    scores = [score for _, score in best]
    rights = [_is_right(each, number) for each, (number, _) in zip(asked, best, strict=True)]
    return replace(uncalibrated, threshold=fit_threshold(scores, rights, kept))


def with_confidence(
    calibration: Calibration,
    groups: Sequence[Sequence[Asked]],
    importance: Sequence[float],
    names: Sequence[str],
) -> Calibration:
    """Fit the probability of the best spans by their score and the features `names`; scores stay as they are.

    `importance` weights the questions of each file. An answer that contains a gold one is right here.
    """
    asked, shares = [each for group in groups for each in group], []
    for group, weight in zip(groups, importance, strict=False):
        n_asked = {setting: sum(each.setting is setting for each in group) for setting in Setting}
        shares += [weight * SHARES[each.setting] / n_asked[each.setting] for each in group]
    best = [_best(each, calibration) for each in asked]
    features = [each.candidates[number].features for each, (number, _) in zip(asked, best, strict=True)]
    table = [
        [score, *(getattr(each, name) for name in names)]
        for each, (_, score) in zip(features, best, strict=True)
    ]
    right = [
        each.is_right(each.candidates[number].text) for each, (number, _) in zip(asked, best, strict=True)
    ]
    line = LogisticRegression(C=1e6, max_iter=5000).fit(
        np.array(table), right, sample_weight=np.array(shares) * len(asked)
    )
    slope, *weights = map(float, line.coef_[0])
    sure_by = Features(
        **{"margin": 0.0, **{name: weight / slope for name, weight in zip(names, weights, strict=True)}}
    )
    return replace(calibration, line=(slope, float(line.intercept_[0])), sure_by=sure_by)


def choose_shifts(groups: Sequence[Sequence[Asked]]) -> dict[str, float]:
    """Return the weights of SHIFTS, beside a margin with the weight 1, that refuse most.

    What counts is the mean share of unanswerable questions refused at the thresholds that keep KEPT of the right
    answers, with the same weight for every file, setting and threshold. A regression would fit all scores equally
    well, the high ones too, and refuses less of what people ask.
    """
    tables = [_shift_table(group) for group in groups]
    choices = [
        dict(zip(SHIFTS, each, strict=True))
        for each in itertools.product(map(float, TRIED), repeat=len(SHIFTS))
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
    return float(np.mean([(group[:, None] < thresholds).mean() for group in absent if len(group)]))


def _is_right(asked: Asked, number: int) -> bool:
    candidate = asked.candidates[number]
    return asked.own and asked.f1_of(candidate.text) >= RIGHT_FROM


def _best(asked: Asked, calibration: Calibration) -> tuple[int, float]:
    """Return the number of the best candidate, and its score."""
    scores = [calibration.score(candidate.features) for candidate in asked.candidates]
    top = int(np.argmax(scores))
    return top, scores[top]


if __name__ == "__main__":
    main()
