"""An evaluation as one self-contained page."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from qa.evaluation.baseline import Change
from qa.evaluation.plots import reliability_plot, risk_coverage_plot
from qa.evaluation.summary import (
    MEASURES,
    Figure,
    by_kind,
    figures_of,
    reliability,
    risk_coverage,
    worst_of,
)
from qa.evaluation.thresholds import Fitted, Operating
from qa.evaluation.trials import Trial
from qa.utils.html import rendered

_TableRow: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]  # words, then figures
_KIND_COLUMNS = ("f1", "em", "precision", "date_accuracy", "recall@5", "refused_right", "refused_wrong")


def report_page(
    name: str, trials: Sequence[Trial], fitted: Fitted | None = None, changes: Sequence[Change] = ()
) -> str:
    """Return the page; `name` is the question file's."""
    answered = [trial for trial in trials if trial.answered]
    wrong = sum(not trial.right for trial in answered)
    now = (len(answered) / len(trials), wrong / len(answered)) if answered else None
    return rendered(
        "report.html",
        title=f"Evaluation: {name}",
        n_questions=len(trials),
        n_drafts=sum(trial.labelled.draft for trial in trials),
        has_changes=bool(changes),
        measures=_measures(trials, {change.name: change for change in changes}),
        risk_plot=risk_coverage_plot(risk_coverage(trials), now),
        reliability_plot=reliability_plot(reliability(trials)),
        fitted=fitted,
        operating=[((what,), (before, after)) for what, before, after in operating_rows(fitted)]
        if fitted
        else [],
        kind_columns=("questions", *_KIND_COLUMNS),
        kinds=_kinds(trials),
        worst=[_one(trial) for trial in worst_of(trials)],
    )


def figure_words(name: str, figure: Figure) -> str:
    """Return a figure as text: seconds as they are, shares as percentages."""
    if figure.value is None:
        return "–"
    return f"{figure.value:.2f} s" if name.endswith("_seconds") else f"{100 * figure.value:.1f} %"


def operating_rows(fitted: Fitted) -> list[tuple[str, str, str]]:
    """Return the effect of a fitted threshold, as (measure, before, after)."""
    before, after = fitted.before, fitted.after
    return [
        ("share of given answers that are right", _share(before.precision), _share(after.precision)),
        ("questions answered", _share(before.coverage), _share(after.coverage)),
        ("right answers", str(before.n_right), str(after.n_right)),
        ("unanswerable questions refused", _refused(before), _refused(after)),
    ]


def _measures(trials: Sequence[Trial], changes: dict[str, Change]) -> list[_TableRow]:
    figures = figures_of(trials)
    rows: list[_TableRow] = []
    for measure in MEASURES:
        figure, change = figures[measure.name], changes.get(measure.name)
        then = figure_words(measure.name, Figure(change.then, 1)) if change else ""
        cells = (figure_words(measure.name, figure), str(figure.n), *((then,) if changes else ()))
        rows.append(((measure.name, measure.description), cells))
    return rows


def _kinds(trials: Sequence[Trial]) -> list[_TableRow]:
    return [
        ((kind,), (str(figures["p50_seconds"].n), *(figure_words(n, figures[n]) for n in _KIND_COLUMNS)))
        for kind, figures in by_kind(trials).items()
    ]


def _one(trial: Trial) -> dict[str, Any]:
    """Return a question with its right and its given answer; pairs without a value are not shown."""
    gold = " | ".join(trial.labelled.answers) or "no answer in the articles"
    listed = (
        ("error", trial.cause or ""),
        ("right", " · ".join(filter(None, (gold, trial.labelled.date)))),
        ("answered", trial.answer.text or "Not in these articles."),
        ("quoted", trial.answer.citations[0].quote if trial.answer.citations else ""),
        ("confidence", f"{trial.answer.confidence:.0%}"),
    )
    return {"text": trial.labelled.row.text, "id": trial.labelled.row.id, "listed": listed}


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _refused(operating: Operating) -> str:
    return f"{operating.n_unanswerable_refused} of {operating.n_unanswerable}"
