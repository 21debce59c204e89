"""The learned prior of interpretations: log-linear weights of their features."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_WEIGHTS = Path(__file__).with_name("weights") / "interpretation_prior.json"


@dataclass(frozen=True, slots=True)
class InterpretationPrior:
    """Weights by feature name; features without a weight don't count.

    `choice` compares the interpretations of one question (a conditional logit); `dependence` is a logistic
    regression on the features of the question as typed.
    """

    choice: Mapping[str, float]
    dependence: Mapping[str, float]

    def utility(self, features: Mapping[str, float]) -> float:
        """Return the utility of an interpretation, the log of its probability up to a constant."""
        return _product(self.choice, features)

    def depends(self, features: Mapping[str, float]) -> float:
        """Return the probability (0–1) that a question depends on its conversation."""
        return 1 / (1 + math.exp(-_product(self.dependence, features)))


@cache
def shipped_prior() -> InterpretationPrior:
    """Return the prior fitted by training/interpretation_prior.py."""
    stored = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return InterpretationPrior(stored["choice"], stored["dependence"])


def _product(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    return math.fsum(weights.get(name, 0.0) * value for name, value in features.items())
