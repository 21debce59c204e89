"""Calibration: features of a span → probability that it answers."""

import json
import math
from dataclasses import asdict, dataclass, fields
from operator import attrgetter
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Features:
    """Features of a candidate span.

    `margin` is the model's score minus that of no answer, in logits. `rival` is how far the span is behind the best
    span of the expected answer type (0 if it is ahead). The cosine is −1 to 1. `reciprocal_rank` is 1 for the
    passage that was retrieved first, 1/2 for the next. `said_around` sums the weights of the question's words that
    the article contains, see question_overlap. `time_missed`, `number_missed` and `name_missed` are 1 if the
    question asks for a point in time, a number, or a person or place, and the span has none.
    `same_article` is the share of the hits that are from the best span's article, `lead` how many logits that span is
    ahead of the best other answer, and `agreement` 1 if the small model chose it, too; see answer_features.
    """

    margin: float
    rival: float = 0.0
    passage_cosine: float = 0.0
    reciprocal_rank: float = 0.0
    said_around: float = 0.0
    time_missed: float = 0.0
    number_missed: float = 0.0
    name_missed: float = 0.0
    same_article: float = 0.0
    lead: float = 0.0
    agreement: float = 0.0

    @property
    def is_expected_type(self) -> bool:
        """Whether the span has the type that the question asks for."""
        return not (self.time_missed or self.number_missed or self.name_missed)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights fitted for a reader, and the threshold below which the answer is refused.

    A span's score is the log-odds that it is right, so scores are comparable across passages and articles. For the
    probability that is shown, `sure_by` weights features that all spans of a question share, and `line` (slope,
    offset) turns the sum into a probability. They never decide whether a question is answered.
    """

    weights: Features
    bias: float
    line: tuple[float, float]
    threshold: float
    sure_by: Features = Features(0.0)

    def score(self, features: Features) -> float:
        """Return the log-odds that a span with these features is right."""
        return self.bias + _weighted(self.weights, features)

    def shift(self, features: Features) -> float:
        """Return what a question adds to its spans' scores and to its threshold, in log-odds."""
        return _weighted(self.sure_by, features)

    def confidence(self, features: Features) -> float:
        """Return the probability (0–1) that the best span, with these features, is right."""
        return self.probability(self.score(features) + self.shift(features))

    def probability(self, score: float) -> float:
        """Return the probability (0–1) that the best span is right; `score` includes the shift."""
        slope, offset = self.line
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, slope * score + offset))))


_values = attrgetter(*(each.name for each in fields(Features)))  # astuple takes ten times as long


def _weighted(weights: Features, features: Features) -> float:
    return math.fsum(
        weight * value for weight, value in zip(_values(weights), _values(features), strict=True)
    )


def read_calibration(path: Path) -> Calibration:
    """Read what `write_calibration` wrote."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    slope, offset = stored["line"]
    weights, sure_by = Features(**stored["weights"]), Features(**stored.get("sure_by", {"margin": 0.0}))
    return Calibration(weights, stored["bias"], (slope, offset), stored["threshold"], sure_by)


def write_calibration(path: Path, calibration: Calibration) -> None:
    """Write a calibration as JSON."""
    path.write_text(json.dumps(asdict(calibration), indent=2) + "\n", encoding="utf-8")


def fit_threshold(scores: list[float], right: list[bool], kept: float) -> float:
    """Return the highest threshold that keeps at least a share `kept` (0–1) of the right answers.

    `scores` are the best spans' of labelled questions, `right` says which of those spans are right. This is the
    point of the risk–coverage curve with the least risk at that coverage of right answers.
    """
    good = sorted((score for score, is_right in zip(scores, right, strict=True) if is_right), reverse=True)
    if not good:
        raise ValueError("no right answer to fit a threshold on")
    return good[max(0, math.ceil(kept * len(good)) - 1)]


def fit_threshold_for_precision(
    scores: list[float], right: list[bool], precision: float, n_least: int
) -> tuple[float, float]:
    """Return the lowest threshold at which a share `precision` (0–1) of answers is right, and that share.

    `scores` and `right` are as in fit_threshold. A threshold keeps all spans with its score, and at least `n_least`
    answers. If none reaches the share, the closest one is returned.
    """
    ranked = sorted(zip(scores, right, strict=True), key=lambda pair: -pair[0])
    options: list[tuple[float, float]] = []
    n_right = 0
    for n_kept, (score, is_right) in enumerate(ranked, start=1):
        n_right += is_right
        ends_here = n_kept == len(ranked) or ranked[n_kept][0] < score
        if ends_here and n_kept >= n_least:
            options.append((score, n_right / n_kept))
    if not options:
        raise ValueError(f"{len(ranked)} questions are fewer than the {n_least} to be kept")
    reaching = [option for option in options if option[1] >= precision]
    return reaching[-1] if reaching else max(options, key=lambda option: (option[1], -option[0]))
