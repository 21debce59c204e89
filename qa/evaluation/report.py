"""An evaluation as one self-contained page."""

from collections.abc import Sequence

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
from qa.utils.html import escaped, page_foot, page_head

_KIND_COLUMNS = ("f1", "em", "precision", "date_accuracy", "recall@5", "refused_right", "refused_wrong")


def report_page(
    name: str, trials: Sequence[Trial], fitted: Fitted | None = None, changes: Sequence[Change] = ()
) -> str:
    """Return the page; `name` is the question file's."""
    n_drafts = sum(trial.labelled.draft for trial in trials)
    drafts = f" {n_drafts} of them are unchecked drafts." if n_drafts else ""
    return "".join(
        (
            page_head(f"Evaluation: {name}"),
            f"<p>{len(trials)} labelled questions.{drafts}</p>\n",
            _measures(trials, {change.name: change for change in changes}),
            _plots(trials),
            _fitted(fitted) if fitted else "",
            _kinds(trials),
            _worst(trials),
            page_foot(),
        )
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


def _measures(trials: Sequence[Trial], changes: dict[str, Change]) -> str:
    figures = figures_of(trials)
    rows = []
    for measure in MEASURES:
        figure, change = figures[measure.name], changes.get(measure.name)
        then = figure_words(measure.name, Figure(change.then, 1)) if change else ""
        cells = (figure_words(measure.name, figure), str(figure.n), *((then,) if changes else ()))
        rows.append(_row((measure.name, measure.description), cells))
    head = _head(("measure", ""), ("now", "of", *(("before",) if changes else ())))
    return f"<section><h2>All questions</h2>\n<table>{head}{''.join(rows)}</table></section>\n"


def _plots(trials: Sequence[Trial]) -> str:
    answered = [trial for trial in trials if trial.answered]
    wrong = sum(not trial.right for trial in answered)
    now = (len(answered) / len(trials), wrong / len(answered)) if answered else None
    risk, trust = risk_coverage_plot(risk_coverage(trials), now), reliability_plot(reliability(trials))
    return (
        f"<section><figure>{risk}<figcaption>Risk and coverage: the share of wrong answers when only the most"
        " confident ones are given. The dot shows the current threshold.</figcaption></figure>\n"
        f"<figure>{trust}<figcaption>Calibration: on the dashed line, confidence equals the share of right answers."
        "</figcaption></figure></section>\n"
    )


def _fitted(fitted: Fitted) -> str:
    rows = "".join(_row((what,), (before, after)) for what, before, after in operating_rows(fitted))
    return (
        f"<section><h2>A threshold for {fitted.wished:.0%} right answers</h2>\n"
        f"<p>From {fitted.threshold_before:.3f} to {fitted.threshold:.3f}. Both columns are measured on held-out"
        f" questions ({fitted.n_folds} folds).</p>\n"
        f"<table>{_head(('',), ('before', 'after'))}{rows}</table></section>\n"
    )


def _kinds(trials: Sequence[Trial]) -> str:
    rows = "".join(
        _row((kind,), (str(figures["p50_seconds"].n), *(figure_words(n, figures[n]) for n in _KIND_COLUMNS)))
        for kind, figures in by_kind(trials).items()
    )
    head = _head(("kind",), ("questions", *_KIND_COLUMNS))
    return f"<section><h2>By kind of question</h2>\n<table>{head}{rows}</table></section>\n"


def _worst(trials: Sequence[Trial]) -> str:
    blocks = "".join(_one(trial) for trial in worst_of(trials))
    return f"<section><h2>Worst questions</h2>\n{blocks or '<p>None.</p>'}</section>\n"


def _one(trial: Trial) -> str:
    gold = " | ".join(trial.labelled.answers) or "no answer in the articles"
    listed = (
        ("error", trial.cause or ""),
        ("right", " · ".join(filter(None, (gold, trial.labelled.date)))),
        ("answered", trial.answer.text or "Not in these articles."),
        ("quoted", trial.answer.citations[0].quote if trial.answer.citations else ""),
        ("confidence", f"{trial.answer.confidence:.0%}"),
    )
    rows = "".join(f"<dt>{escaped(name)}</dt><dd>{escaped(value)}</dd>" for name, value in listed if value)
    row = trial.labelled.row
    return f'<h2>{escaped(row.text)} <span class="dim">{escaped(row.id)}</span></h2><dl>{rows}</dl>\n'


def _head(words: Sequence[str], figures: Sequence[str]) -> str:
    cells = "".join(f"<th>{escaped(word)}</th>" for word in words)
    numbers = "".join(f'<th class="figure">{escaped(each)}</th>' for each in figures)
    return f"<tr>{cells}{numbers}</tr>\n"


def _row(words: Sequence[str], figures: Sequence[str]) -> str:
    cells = "".join(f"<td>{escaped(word)}</td>" for word in words)
    numbers = "".join(f'<td class="figure">{escaped(each)}</td>' for each in figures)
    return f"<tr>{cells}{numbers}</tr>\n"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _refused(operating: Operating) -> str:
    return f"{operating.n_unanswerable_refused} of {operating.n_unanswerable}"
