"""Exact match and F1 as in SQuAD (Rajpurkar et al., EMNLP 2016), and calibration measures."""

import re
import string
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

RIGHT_FROM = 0.5  # F1 from which an answer counts as right
_N_DRAWS = 1000  # the mean of as many is exact to about 0.1 points
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalised(answer: str) -> str:
    """Return an answer in lower case without ASCII punctuation, articles and extra spaces."""
    return " ".join(_ARTICLES.sub(" ", answer.lower().translate(_PUNCTUATION)).split())


def exact_match(answer: str, golds: Sequence[str]) -> float:
    """Return 1 if the answer equals a gold answer, else 0; without gold answers, a refusal is right."""
    return float(any(normalised(answer) == normalised(gold) for gold in golds or ("",)))


def f1(answer: str, golds: Sequence[str]) -> float:
    """Return the best word overlap (0–1) with a gold answer; without gold answers, a refusal is right."""
    return max(_f1_of(normalised(answer).split(), normalised(gold).split()) for gold in golds or ("",))


def _f1_of(answer: list[str], gold: list[str]) -> float:
    if not answer or not gold:
        return float(answer == gold)
    n_common = sum((Counter(answer) & Counter(gold)).values())
    return 2 * n_common / (len(answer) + len(gold))


def expected_calibration_error(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], n_bins: int = 10
) -> float:
    """Return the mean gap between confidence and accuracy over equal-width bins (Naeini et al., AAAI 2015).

    Both arrays have shape (n,).
    """
    bins = np.minimum((confidence * n_bins).astype(int), n_bins - 1)
    members = [bins == number for number in np.unique(bins)]
    return float(sum(abs(confidence[one].mean() - right[one].mean()) * one.mean() for one in members))


def calibration_error_by_chance(confidence: NDArray[np.float64]) -> float:
    """Return the mean calibration error of these confidences (n,) if each were exactly the chance of being right.

    With few questions, the shares of right answers differ from the confidences by chance alone. An error that isn't
    clearly above this value doesn't show that the confidences are off. It is simulated, always with the same draws.
    """
    draws = np.random.default_rng(0).random((_N_DRAWS, len(confidence)))
    return float(np.mean([expected_calibration_error(confidence, drawn < confidence) for drawn in draws]))


def risks(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the share of wrong answers among the 1, 2, … n most confident, shape (n,), from arrays of shape (n,)."""
    wrong = ~right[np.argsort(-confidence, kind="stable")]
    shares: NDArray[np.float64] = np.cumsum(wrong) / np.arange(1, len(wrong) + 1)
    return shares


def risk_coverage_area(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the mean share of wrong answers over all coverages (Geifman and El-Yaniv, NeurIPS 2017); 0 is best.

    Both arrays have shape (n,).
    """
    return float(risks(confidence, right).mean())
