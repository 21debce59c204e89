import numpy as np
import pytest

from qa.evaluation import (
    calibration_error_by_chance,
    exact_match,
    expected_calibration_error,
    f1,
    normalised,
    risk_coverage_area,
)


@pytest.mark.parametrize(
    ("answer", "golds", "exact", "overlap"),
    [
        ("Wednesday night", ["on Wednesday night"], 0, 0.8),  # 2 of 2 and 2 of 3 words: 2·2/(2+3)
        ("The Nabanna.", ["Nabanna"], 1, 1),  # articles and punctuation do not count
        ("12-15", ["12-15 colleagues", "12-15"], 1, 1),  # the best gold answer counts
        ("Pant", ["Goyal"], 0, 0),
        ("", [], 1, 1),  # silence is right when there is no answer
        ("Pant", [], 0, 0),
        ("", ["Pant"], 0, 0),
        ("a b b", ["b b c"], 0, pytest.approx(0.8)),  # "a" is an article: 2·2/(2+3)
    ],
)
def test_exact_match_and_f1_as_squad_has_them(
    answer: str, golds: list[str], exact: float, overlap: float
) -> None:
    assert exact_match(answer, golds) == exact
    assert f1(answer, golds) == overlap


def test_normalising() -> None:
    assert normalised("  The  U.S. doctors' “an”  ") == "us doctors “ ”"


def test_calibration_error_worked_by_hand() -> None:
    # Bins 0.2–0.3: mean 0.25, none right; 0.9–1.0: mean 0.95, both right. (0.25 + 0.05) / 2
    confidence, right = np.array([0.25, 0.25, 0.95, 0.95]), np.array([False, False, True, True])
    assert expected_calibration_error(confidence, right) == pytest.approx(0.15)


def test_chance_alone_gives_a_calibration_error() -> None:
    # One answer of confidence 0.8 is off by 0.2 if it is right (4 of 5 times), and by 0.8 if it is wrong.
    assert calibration_error_by_chance(np.array([0.8])) == pytest.approx(0.8 * 0.2 + 0.2 * 0.8, abs=0.03)
    assert calibration_error_by_chance(np.full(10_000, 0.8)) < 0.01
    assert calibration_error_by_chance(np.array([0.0, 1.0])) == 0


def test_risk_coverage_area_worked_by_hand() -> None:
    # Surest first: right, wrong, right → risks 0, 1/2, 1/3
    confidence, right = np.array([0.5, 0.9, 0.7]), np.array([True, True, False])
    assert risk_coverage_area(confidence, right) == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)
