"""How right an answer is: exact match and F1, as SQuAD defines them (Rajpurkar et al., EMNLP 2016)."""

import re
import string
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

RIGHT_FROM = 0.5  # the F1 from which an answer counts as right
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalised(answer: str) -> str:
    """Return an answer in lower case, without ASCII punctuation, articles and doubled blanks."""
    return " ".join(_ARTICLES.sub(" ", answer.lower().translate(_PUNCTUATION)).split())


def exact_match(answer: str, golds: Sequence[str]) -> float:
    """Return 1 when the answer is one of the gold answers, else 0; no gold answer means silence is right."""
    return float(any(normalised(answer) == normalised(gold) for gold in golds or ("",)))


def f1(answer: str, golds: Sequence[str]) -> float:
    """Return the best overlap (0–1) in words with a gold answer; no gold answer means silence is right."""
    return max(_f1_of(normalised(answer).split(), normalised(gold).split()) for gold in golds or ("",))


def _f1_of(answer: list[str], gold: list[str]) -> float:
    if not answer or not gold:
        return float(answer == gold)
    n_common = sum((Counter(answer) & Counter(gold)).values())
    return 2 * n_common / (len(answer) + len(gold))


def expected_calibration_error(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], n_bins: int = 10
) -> float:
    """Return the mean gap between confidence and share right over bins of equal width (Naeini et al., AAAI 2015).

    Both arrays have shape (n,).
    """
    bins = np.minimum((confidence * n_bins).astype(int), n_bins - 1)
    members = [bins == number for number in np.unique(bins)]
    return float(sum(abs(confidence[one].mean() - right[one].mean()) * one.mean() for one in members))


def risks(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the share wrong among the 1, 2, … n surest answers, shape (n,). Both arrays have shape (n,)."""
    wrong = ~right[np.argsort(-confidence, kind="stable")]
    shares: NDArray[np.float64] = np.cumsum(wrong) / np.arange(1, len(wrong) + 1)
    return shares


def risk_coverage_area(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the mean share wrong over all coverages, surest first (Geifman and El-Yaniv, NeurIPS 2017); 0 is best.

    Both arrays have shape (n,).
    """
    return float(risks(confidence, right).mean())
