"""The refusal threshold, fitted on labelled questions and measured on held-out ones."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from qa.engine import Engine
from qa.errors import EvaluationError
from qa.evaluation.trials import Trial, answer_at, is_right
from qa.reading.calibration import fit_threshold_for_precision
from qa.records import Status

N_FOLDS = 5
N_FEWEST_QUESTIONS = 20
N_FEWEST_ANSWERS = 5


@dataclass(frozen=True, slots=True)
class Operating:
    """The counts at a threshold: answerable questions, answers, right answers; and unanswerable questions."""

    n: int = 0
    n_answered: int = 0
    n_right: int = 0
    n_unanswerable: int = 0
    n_unanswerable_refused: int = 0

    @property
    def precision(self) -> float | None:
        """The share (0–1) of given answers that are right."""
        return self.n_right / self.n_answered if self.n_answered else None

    @property
    def coverage(self) -> float:
        """The share (0–1) of questions that are answered."""
        return self.n_answered / self.n if self.n else 0.0

    @property
    def refused_right(self) -> float | None:
        """The share (0–1) of unanswerable questions that are refused."""
        return self.n_unanswerable_refused / self.n_unanswerable if self.n_unanswerable else None


@dataclass(frozen=True, slots=True)
class Fitted:
    """A threshold for a requested precision, with its effect on held-out questions.

    `before` is at the current threshold, whose median over the questions is `threshold_before`; `after` combines the
    folds of a cross-validation, each at the threshold fitted on the other folds.
    """

    wished: float
    threshold: float
    threshold_before: float
    before: Operating
    after: Operating
    n_folds: int


def fit(engine: Engine, trials: Sequence[Trial], wished: float) -> Fitted:
    """Fit the threshold at which the share `wished` (0–1) of answers is right.

    Questions about one article stay in one fold. Raises EvaluationError if there are too few questions or no
    threshold reaches the share.
    """
    read = [trial for trial in trials if trial.spans]
    parts = _parts(read)
    if len(read) < N_FEWEST_QUESTIONS or len(parts) < N_FOLDS:
        raise EvaluationError(
            f"{len(read)} labelled questions about {len(parts)} articles are too few to fit a threshold.",
            f"Label at least {N_FEWEST_QUESTIONS} questions, about at least {N_FOLDS} articles.",
        )
    threshold, reached = _fitted(read, wished)
    if reached < wished:
        raise EvaluationError(
            f"No threshold makes {wished:.0%} of answers right. The best is {reached:.0%}"
            f" (with at least {N_FEWEST_ANSWERS} answers).",
            "Use a lower share, or look at the wrong answers with --report FILE.html.",
        )
    after = Operating()
    for number in range(N_FOLDS):
        held_out = [trial for part in parts[number::N_FOLDS] for trial in part]
        others = [trial for n, part in enumerate(parts) if n % N_FOLDS != number for trial in part]
        after = _joined(after, at_threshold(engine, held_out, _fitted(others, wished)[0]))
    now = median(trial.reading.null_score for trial in read if trial.reading)
    return Fitted(wished, threshold, now, at_threshold(engine, read, None), after, N_FOLDS)


def at_threshold(engine: Engine, trials: Iterable[Trial], threshold: float | None) -> Operating:
    """Return the counts at a threshold, None for the current one, for questions that were already read."""
    counted = Operating()
    for trial in trials:
        answer = trial.answer
        if trial.reading and threshold is not None:
            answer = answer_at(engine, trial.hits, trial.reading, threshold)
        answered = answer.status is Status.ANSWERED
        counted = Operating(
            counted.n + 1,
            counted.n_answered + answered,
            counted.n_right + is_right(trial.labelled, answer),
            counted.n_unanswerable + (not trial.answerable),
            counted.n_unanswerable_refused + (not trial.answerable and not answered),
        )
    return counted


def _fitted(trials: Sequence[Trial], wished: float) -> tuple[float, float]:
    scores = [trial.spans[0].score for trial in trials]
    right = [is_right(trial.labelled, trial.unsilenced) for trial in trials]
    return fit_threshold_for_precision(scores, right, wished, N_FEWEST_ANSWERS)


def _parts(trials: Sequence[Trial]) -> list[list[Trial]]:
    """Return folds of trials by article, in a pseudo-random but fixed order."""
    groups: dict[str, list[Trial]] = {}
    for trial in trials:
        labelled = trial.labelled
        groups.setdefault("\n".join(labelled.articles[:1]) or f"id {labelled.row.id}", []).append(trial)
    ordered = sorted(groups, key=lambda name: hashlib.sha256(name.encode(errors="replace")).digest())
    return [groups[name] for name in ordered]


def _joined(one: Operating, other: Operating) -> Operating:
    return replace(
        one,
        n=one.n + other.n,
        n_answered=one.n_answered + other.n_answered,
        n_right=one.n_right + other.n_right,
        n_unanswerable=one.n_unanswerable + other.n_unanswerable,
        n_unanswerable_refused=one.n_unanswerable_refused + other.n_unanswerable_refused,
    )
