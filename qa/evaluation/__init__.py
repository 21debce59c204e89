"""Evaluation: measures, and whole evaluations of labelled questions."""

from qa.evaluation.measures import (
    RIGHT_FROM,
    calibration_error_by_chance,
    exact_match,
    expected_calibration_error,
    f1,
    normalised,
    risk_coverage_area,
)

__all__ = [
    "RIGHT_FROM",
    "calibration_error_by_chance",
    "exact_match",
    "expected_calibration_error",
    "f1",
    "normalised",
    "risk_coverage_area",
]
