"""`dateline evaluate`."""

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typer
from rich.progress import track
from rich.table import Table
from rich.text import Text

from qa.batch.question_files import QuestionFile, read_questions
from qa.cli.output import building_notice, counted, err, out, print_json, reading_notice
from qa.engine import Engine
from qa.errors import EvaluationError, SettingsError
from qa.evaluation.baseline import Change, compare, fallen, read_baseline
from qa.evaluation.gold import LabelledQuestion, labelled_of
from qa.evaluation.report import figure_words, operating_rows, report_page
from qa.evaluation.summary import MEASURES, Figure, Figures, figures_of, summary_json, worst_of
from qa.evaluation.thresholds import Fitted, fit
from qa.evaluation.trials import Trial, ask_labelled
from qa.records import Filters
from qa.utils.atomic_write import atomic_writer
from qa.utils.text import printable


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """The options; `tolerance` and `fit_threshold` are 0–1."""

    report: Path | None
    baseline: Path | None
    fail_below: bool
    tolerance: float
    fit_threshold: float | None
    forget_threshold: bool
    as_json: bool


def run(engine: Engine, name: str, filters: Filters, wishes: EvaluationOptions) -> None:
    """Ask the labelled questions and print the measures; exit with 1 if they are worse than the baseline."""
    if wishes.fail_below and wishes.baseline is None:
        raise SettingsError("--fail-below needs a baseline.", "Add --baseline OLD.json.")
    before = read_baseline(wishes.baseline.expanduser()) if wishes.baseline else {}
    with reading_notice(name) as tell:
        questions = read_questions(name, tell)
    questions = questions.narrowed(filters, ())
    labelled = labelled_of(questions)
    if wishes.forget_threshold:
        engine.set_threshold(None)
    trials = _asked(engine, labelled)
    _print_skipped(questions, labelled, trials)
    fitted, unfit = _fitted(engine, trials, wishes.fit_threshold)
    figures = figures_of(trials)
    changes = compare(figures, before)
    if wishes.report is not None:
        with atomic_writer(wishes.report.expanduser()) as file:
            file.write(report_page(questions.name, trials, fitted, changes))
        err().print(f"Wrote the report to {printable(str(wishes.report))}.")
    if wishes.as_json:
        print_json(_json(engine, trials, fitted, changes))
    else:
        _print(figures, trials, changes, fitted)
    if unfit is not None:
        raise unfit
    down = fallen(changes, wishes.tolerance)
    if wishes.fail_below and down:
        worse = ", ".join(f"{each.name} from {each.then:.3f} to {each.now:.3f}" for each in down)
        err().print(f"Worse than the baseline: {worse}.")
        raise typer.Exit(1)


def _asked(engine: Engine, labelled: Sequence[LabelledQuestion]) -> list[Trial]:
    engine.articles()  # report a missing library before anything is loaded
    engine.warm_up(building_notice())
    trials = ask_labelled(engine, labelled)
    console = err()
    hidden = not sys.stderr.isatty()
    return list(track(trials, "Asking", len(labelled), console=console, transient=True, disable=hidden))


def _fitted(
    engine: Engine, trials: Sequence[Trial], wished: float | None
) -> tuple[Fitted | None, EvaluationError | None]:
    """Fit and save a threshold; return an error instead of raising it, so that the measures are printed first."""
    if wished is None:
        return None, None
    try:
        fitted = fit(engine, trials, wished)
    except EvaluationError as error:
        return None, error
    engine.set_threshold(fitted.threshold)
    return fitted, None


def _print_skipped(
    questions: QuestionFile, labelled: Sequence[LabelledQuestion], trials: Sequence[Trial]
) -> None:
    n_wrong = 0
    for row in questions.rows:
        if row.error is not None:
            n_wrong += 1
            err().print(f"{row.error.message} {row.error.hint}")
    if n_unlabelled := len(questions.rows) - n_wrong - len(labelled):
        err().print(f"Skipped without “answers”: {counted(n_unlabelled, 'question')}.")
    if n_drafts := sum(each.draft for each in labelled):
        err().print(f"Unchecked drafts: {counted(n_drafts, 'question')}.")
    if lost := [trial for trial in trials if trial.labelled.articles and not trial.gold]:
        name = lost[0].labelled.articles[0]
        err().print(
            f"Articles that are not in the library, such as “{name}”: {counted(len(lost), 'question')}."
        )


def _json(
    engine: Engine, trials: Sequence[Trial], fitted: Fitted | None, changes: list[Change]
) -> dict[str, Any]:
    threshold = engine.threshold()
    return {
        **summary_json(trials),
        "threshold": {
            "own": threshold,
            "used": next((t.reading.null_score for t in trials if t.reading), None),
        },
        "fitted": asdict(fitted) if fitted else None,
        "changes": [asdict(change) for change in changes],
    }


def _print(figures: Figures, trials: Sequence[Trial], changes: list[Change], fitted: Fitted | None) -> None:
    console = out()
    then = {change.name: change.then for change in changes}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("measure", "now", "of", *(("before",) if then else ())):
        table.add_column(column, justify="left" if column == "measure" else "right")
    table.add_column("")
    for measure in MEASURES:
        figure = figures[measure.name]
        cells = [measure.name, figure_words(measure.name, figure), str(figure.n)]
        if then:
            was = then.get(measure.name)
            cells.append("" if was is None else figure_words(measure.name, Figure(was, 1)))
        table.add_row(*cells, Text(measure.description, style="dim"))
    console.print(table)
    worst = worst_of(trials)
    if worst:
        console.print(Text("\nWorst questions:", style="bold"))
    for trial in worst:
        row = trial.labelled.row
        console.print(Text(f"  {row.id}  {row.text}"))
        gold = " | ".join(trial.labelled.answers) or "no answer in the articles"
        console.print(
            Text(
                f"      {trial.cause}: expected “{gold}”, got “{trial.answer.text or 'no answer'}”",
                style="dim",
            )
        )
    if fitted is not None:
        _print_fitted(fitted)


def _print_fitted(fitted: Fitted) -> None:
    console = out()
    moved = f"from {fitted.threshold_before:.3f} to {fitted.threshold:.3f}"
    console.print(Text(f"\nThreshold for {fitted.wished:.0%} right answers: {moved}", style="bold"))
    console.print(f"Measured on held-out questions ({fitted.n_folds} folds):")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("", "before", "after"):
        table.add_column(column, justify="right" if column else "left")
    for cells in operating_rows(fitted):
        table.add_row(*cells)
    console.print(table)
