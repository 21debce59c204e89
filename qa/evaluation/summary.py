"""Trials → figures: each measure over all questions and for each kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.measures import (
    calibration_error_by_chance,
    expected_calibration_error,
    risk_coverage_area,
    risks,
)
from qa.evaluation.trials import Cause, Trial, is_right
from qa.utils.text import printable

Json = dict[str, Any]
CUTS = (1, 3, 5, 10)
_N_WORST = 10
_N_BINS = 10
_HALF_WRONG = 0.5


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its name, its description, and whether higher is better."""

    name: str
    description: str
    better: Literal["more", "less", "neither"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's value over `n` questions; None if there are none."""

    value: float | None
    n: int


MEASURES = (
    Measure("em", "answers that match a gold answer exactly", "more"),
    Measure("f1", "word overlap with the gold answer", "more"),
    Measure("precision", "share of given answers that are right", "more"),
    Measure("date_accuracy", "right dates, among questions with a gold date", "more"),
    *(
        Measure(f"recall@{cut}", f"questions with a supporting article among the top {cut}", "more")
        for cut in CUTS
    ),
    Measure("citation_precision", "quotes from a supporting article", "more"),
    Measure("refused_right", "unanswerable questions refused", "more"),
    Measure("refused_wrong", "answerable questions refused", "less"),
    Measure("ece", "expected calibration error of the confidence", "less"),
    Measure("ece_by_chance", "the same of exact confidences, on so many questions", "neither"),
    Measure("risk_coverage_area", "area under the risk–coverage curve", "less"),
    Measure("p50_seconds", "seconds per answer, median", "neither"),
    Measure("p95_seconds", "seconds per answer, 95th percentile", "neither"),
)
Figures = dict[str, Figure]


def figures_of(trials: Sequence[Trial]) -> Figures:
    """Return every measure over some trials; shares are 0–1."""
    answerable = [trial for trial in trials if trial.answerable]
    others = [trial for trial in trials if not trial.answerable]
    dated = [trial for trial in trials if trial.date_right is not None]
    placed = [trial for trial in answerable if trial.gold]
    confidence, right = unsilenced(trials)
    measured = {
        "em": _mean(answerable, lambda trial: trial.exact),
        "f1": _mean(answerable, lambda trial: trial.f1),
        "precision": _mean([trial for trial in trials if trial.answered], lambda trial: trial.right),
        "date_accuracy": _mean(dated, lambda trial: bool(trial.date_right)),
        **{f"recall@{cut}": _recall(placed, cut) for cut in CUTS},
        "citation_precision": _citations(placed),
        "refused_right": _mean(others, lambda trial: not trial.answered),
        "refused_wrong": _mean(answerable, lambda trial: not trial.answered),
        "ece": Figure(expected_calibration_error(confidence, right) if len(right) else None, len(right)),
        "ece_by_chance": Figure(
            calibration_error_by_chance(confidence) if len(confidence) else None, len(confidence)
        ),
        "risk_coverage_area": Figure(
            risk_coverage_area(confidence, right) if len(right) else None, len(right)
        ),
        "p50_seconds": _quantile(trials, 0.5),
        "p95_seconds": _quantile(trials, 0.95),
    }
    return {measure.name: measured[measure.name] for measure in MEASURES}


def by_kind(trials: Sequence[Trial]) -> dict[str, Figures]:
    """Return the measures for each kind of question, the most frequent first."""
    kinds: dict[str, list[Trial]] = {}
    for trial in trials:
        kinds.setdefault(trial.labelled.kind, []).append(trial)
    ordered = sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0]))
    return {kind: figures_of(members) for kind, members in ordered}


def worst_of(trials: Sequence[Trial]) -> list[Trial]:
    """Return at most ten trials with an error, the worst and most confident first."""
    wrong = [trial for trial in trials if trial.cause is not None]
    return sorted(wrong, key=lambda trial: (_rightness(trial), -trial.answer.confidence))[:_N_WORST]


def unsilenced(trials: Sequence[Trial]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return confidence and correctness without refusals, both of shape (n,)."""
    confidence = np.array([trial.unsilenced.confidence for trial in trials], dtype=np.float64)
    right = np.array([is_right(trial.labelled, trial.unsilenced) for trial in trials], dtype=np.bool_)
    return confidence, right


def risk_coverage(trials: Sequence[Trial]) -> list[tuple[float, float]]:
    """Return (coverage, risk) of the 1, 2, … n most confident answers, both 0–1."""
    confidence, right = unsilenced(trials)
    return [((number + 1) / len(right), float(risk)) for number, risk in enumerate(risks(confidence, right))]


def reliability(trials: Sequence[Trial]) -> list[tuple[float, float, int]]:
    """Return (mean confidence, share right, number) for each non-empty tenth of the confidence range."""
    confidence, right = unsilenced(trials)
    bins = np.minimum((confidence * _N_BINS).astype(int), _N_BINS - 1)
    members = [bins == number for number in np.unique(bins)]
    return [(float(confidence[one].mean()), float(right[one].mean()), int(one.sum())) for one in members]


def summary_json(trials: Sequence[Trial]) -> Json:
    """Return an evaluation as `--json` prints it, usable as a baseline."""
    return {
        "questions": len(trials),
        "drafts": sum(trial.labelled.draft for trial in trials),
        "measures": _figures_json(figures_of(trials)),
        "kinds": {kind: _figures_json(figures) for kind, figures in by_kind(trials).items()},
        "causes": {str(cause): sum(trial.cause is cause for trial in trials) for cause in Cause},
        "risk_coverage": [[round(part, 4) for part in point] for point in risk_coverage(trials)],
        "worst": [trial_json(trial) for trial in worst_of(trials)],
    }


def trial_json(trial: Trial) -> Json:
    """Return one question, its answer and its error."""
    return {
        "id": trial.labelled.row.id,
        "question": trial.labelled.row.text,
        "kind": trial.labelled.kind,
        "answers": [printable(answer) for answer in trial.labelled.answers],
        "answer": trial.answer.text,
        "date": trial.labelled.date,
        "resolved_date": trial.answer.resolved_date.value if trial.answer.resolved_date else None,
        "confidence": round(trial.answer.confidence, 4),
        "f1": round(trial.f1, 4),
        "rank": trial.rank,
        "cause": str(trial.cause) if trial.cause else None,
    }


def _figures_json(figures: Figures) -> Json:
    return {
        name: {"value": None if figure.value is None else round(figure.value, 4), "n": figure.n}
        for name, figure in figures.items()
    }


def _rightness(trial: Trial) -> float:
    return _HALF_WRONG if trial.cause is Cause.WRONG_DATE else trial.f1


def _mean(trials: Sequence[Trial], of: Callable[[Trial], float]) -> Figure:
    return Figure(sum(of(trial) for trial in trials) / len(trials) if trials else None, len(trials))


def _recall(trials: Sequence[Trial], cut: int) -> Figure:
    return _mean(trials, lambda trial: trial.rank is not None and trial.rank <= cut)


def _citations(trials: Sequence[Trial]) -> Figure:
    inside = [citation.article.id in trial.gold for trial in trials for citation in trial.answer.citations]
    return Figure(sum(inside) / len(inside) if inside else None, len(inside))


def _quantile(trials: Sequence[Trial], share: float) -> Figure:
    seconds = [trial.seconds for trial in trials]
    return Figure(float(np.quantile(seconds, share)) if seconds else None, len(seconds))
