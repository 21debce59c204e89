from dataclasses import fields, replace
from pathlib import Path

import pytest

from qa.reading.calibration import (
    Calibration,
    Features,
    fit_threshold,
    fit_threshold_for_precision,
    read_calibration,
    write_calibration,
)

ONE_OF_EACH = Features(*(1.0 for _ in fields(Features)))
WORKED = Calibration(
    Features(margin=2.0, rival=-1.0, passage_cosine=0.5, time_missed=0.25), -0.75, (2.0, -1.0), 0.1
)


def test_the_score_is_the_weighted_sum() -> None:
    assert WORKED.score(ONE_OF_EACH) == pytest.approx(2.0 - 1.0 + 0.5 + 0.25 - 0.75)


def test_the_probability_follows_the_line_and_never_leaves_0_to_1() -> None:
    assert WORKED.probability(0.5) == pytest.approx(0.5)
    assert 0 <= WORKED.probability(float("-inf")) < 1e-20
    assert WORKED.probability(1e9) <= 1


def test_features_shift_the_confidence_and_not_the_score() -> None:
    sure = replace(WORKED, sure_by=Features(margin=0.0, lead=0.5))
    assert sure.score(ONE_OF_EACH) == WORKED.score(ONE_OF_EACH)
    assert sure.shift(ONE_OF_EACH) == 0.5
    assert sure.confidence(ONE_OF_EACH) == WORKED.probability(WORKED.score(ONE_OF_EACH) + 0.5)


@pytest.mark.parametrize(
    "written", [WORKED, replace(WORKED, sure_by=Features(margin=0.0, lead=0.5))], ids=["plain", "shifted"]
)
def test_what_is_written_is_read(tmp_path: Path, written: Calibration) -> None:
    write_calibration(tmp_path / "calibration.json", written)
    assert read_calibration(tmp_path / "calibration.json") == written


@pytest.mark.parametrize(("kept", "threshold"), [(1.0, 1.0), (0.75, 2.0), (0.5, 4.0), (0.01, 5.0)])
def test_the_threshold_keeps_the_requested_share_of_right_answers(kept: float, threshold: float) -> None:
    scores, right = [5.0, 4.0, 3.0, 2.0, 1.0, 0.0], [True, True, False, True, True, False]
    assert fit_threshold(scores, right, kept) == threshold


def test_a_threshold_needs_a_right_answer() -> None:
    with pytest.raises(ValueError, match="no right answer"):
        fit_threshold([1.0], [False], 0.8)


@pytest.mark.parametrize(
    ("precision", "n_least", "threshold", "reached"),
    [
        (1.0, 1, 4.0, 1.0),  # the first two
        (0.75, 1, 2.0, 0.75),  # 3 of 4
        (0.6, 1, 1.0, pytest.approx(4 / 6)),  # all six, although 3 of 5 were enough before
        (1.0, 3, 2.0, 0.75),  # out of reach with three: the nearest
        (0.0, 1, 1.0, pytest.approx(4 / 6)),
    ],
)
def test_the_threshold_for_a_precision(
    precision: float, n_least: int, threshold: float, reached: float
) -> None:
    scores, right = [5.0, 4.0, 3.0, 2.0, 1.0, 1.0], [True, True, False, True, False, True]
    assert fit_threshold_for_precision(scores, right, precision, n_least) == (threshold, reached)


def test_spans_of_one_score_are_kept_or_refused_together() -> None:
    assert fit_threshold_for_precision([2.0, 2.0, 1.0], [True, False, False], 1.0, 1) == (2.0, 0.5)
    with pytest.raises(ValueError, match="fewer than the 4"):
        fit_threshold_for_precision([1.0], [True], 0.5, 4)
