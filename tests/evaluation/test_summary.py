"""Every measure, worked out by hand on a few invented trials."""

import re
from datetime import date
from pathlib import Path

import pytest

from qa.batch.question_files import QuestionRow
from qa.errors import EvaluationError
from qa.evaluation.baseline import compare, fallen, read_baseline
from qa.evaluation.gold import LabelledQuestion
from qa.evaluation.plots import risk_coverage_plot
from qa.evaluation.report import report_page
from qa.evaluation.summary import by_kind, figures_of, reliability, risk_coverage, worst_of
from qa.evaluation.trials import Cause, Trial
from qa.records import (
    Answer,
    Article,
    Certainty,
    Citation,
    Hit,
    Passage,
    Reason,
    ResolvedDate,
    Scores,
    Span,
    Status,
)
from tests.html_text import Tags

TEXT = "The talks ended on Monday in the town hall."
NASTY = "<script>alert(1)</script>"


def article(key: str) -> Article:
    return Article(key, key, TEXT, path=f"/{key}.txt")


def hit(key: str, rank: int) -> Hit:
    return Hit(Passage(key, 0, Span(0, len(TEXT)), TEXT), 1.0, rank, Scores())


def trial(  # noqa: PLR0913 - a row of the table below
    key: str,
    golds: list[str],
    text: str | None,
    *,
    confidence: float,
    hits: tuple[str, ...] = ("a", "b"),
    cited: str = "a",
    dates: tuple[str | None, str | None] = (None, None),
    kind: str = "when",
) -> Trial:
    """Make a trial; `dates` are gold and resolved. A refused question would have been answered wrongly."""
    labelled = LabelledQuestion(
        QuestionRow(key, f"When did {key} end?", 1), tuple(golds), dates[0], ("a.txt",), kind
    )
    resolved = (
        ResolvedDate(dates[1], "", "Monday", Span(0, 3), date(2024, 9, 19), "", Certainty.CERTAIN)
        if dates[1]
        else None
    )
    citation = Citation(1, article(cited), Span(0, 3), Span(0, 3), TEXT[:3], hit(cited, 1).passage, Scores())
    answered = Answer("", Status.ANSWERED, None, text, confidence, (citation,), resolved_date=resolved)
    refused = Answer("", Status.NOT_FOUND, Reason.NO_ANSWER, None, confidence)
    guessed = Answer("", Status.ANSWERED, None, "nonsense", confidence)
    found = tuple(hit(each, rank) for rank, each in enumerate(hits, start=1))
    return Trial(
        labelled,
        answered if text else refused,
        answered if text else guessed,
        found,
        None,
        frozenset({"a"}) if golds else frozenset(),
        confidence * 10,
    )


TRIALS = [
    trial("exact", ["Monday"], "Monday", confidence=0.95, dates=("2024-09-16", "2024-09-16TMO")),
    trial(
        "half", ["on Monday night"], "Monday", confidence=0.85, hits=("b", "a"), dates=("2024-09", "2024-10")
    ),
    trial("wrong", ["Goyal"], "Pant", confidence=0.75, hits=("b", "c", "d", "a"), cited="b", kind="who"),
    trial("lost", ["Goyal"], "Pant", confidence=0.65, hits=("b",), cited="b", kind="who"),
    trial("shy", ["Goyal"], None, confidence=0.15, kind="who"),
    trial("silent", [], None, confidence=0.05),
    trial("bold", [], "Pant", confidence=0.45),
]


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("em", 1 / 5, 5),
        ("f1", (1 + 2 * 1 / (1 + 3)) / 5, 5),  # "Monday" in "on Monday night": 2·1/(1+3)
        ("precision", 2 / 5, 5),  # exact and half, of five answers given
        ("date_accuracy", 1 / 2, 2),
        ("recall@1", 2 / 5, 5),  # exact and shy
        ("recall@3", 3 / 5, 5),
        ("recall@5", 4 / 5, 5),
        ("citation_precision", 2 / 4, 4),
        ("refused_right", 1 / 2, 2),
        ("refused_wrong", 1 / 5, 5),
        # Each stands in a bin of its own: 0.05 + 0.15 + 0.75 + 0.65 + 0.15 + 0.05 + 0.45 off, over 7
        ("ece", (0.05 + 0.15 + 0.75 + 0.65 + 0.15 + 0.05 + 0.45) / 7, 7),
        # Surest first: right, right, then five wrong
        ("risk_coverage_area", (0 + 0 + 1 / 3 + 2 / 4 + 3 / 5 + 4 / 6 + 5 / 7) / 7, 7),
        ("p50_seconds", 6.5, 7),
    ],
)
def test_each_measure(name: str, value: float, n: int) -> None:
    figure = figures_of(TRIALS)[name]
    assert figure.value == pytest.approx(value)
    assert figure.n == n


def test_a_measure_without_questions_has_no_figure() -> None:
    figures = figures_of([TRIALS[5]])
    assert {name for name, figure in figures.items() if figure.value is not None} == {
        *("refused_right", "ece", "ece_by_chance", "risk_coverage_area", "p50_seconds", "p95_seconds")
    }


def test_each_trial_has_its_cause() -> None:
    assert [each.cause for each in TRIALS] == [
        None,
        Cause.WRONG_DATE,
        Cause.NOT_READ,
        Cause.NOT_RETRIEVED,
        Cause.WRONGLY_REFUSED,
        None,
        Cause.WRONGLY_ANSWERED,
    ]


def test_the_worst_come_first_and_surest_before_unsure() -> None:
    assert [each.labelled.row.id for each in worst_of(TRIALS)] == ["wrong", "lost", "bold", "shy", "half"]
    assert len(worst_of(TRIALS * 5)) == 10


def test_kinds_are_measured_separately() -> None:
    kinds = by_kind(TRIALS)
    assert list(kinds) == ["when", "who"]
    assert kinds["who"]["f1"].value == 0
    assert kinds["when"]["em"].value == pytest.approx(1 / 2)


def test_the_curves() -> None:
    assert risk_coverage(TRIALS)[:3] == [
        (pytest.approx(1 / 7), 0),
        (pytest.approx(2 / 7), 0),
        (pytest.approx(3 / 7), pytest.approx(1 / 3)),
    ]
    assert reliability(TRIALS)[-1] == (pytest.approx(0.95), 1.0, 1)
    plot = risk_coverage_plot([(0.5, 0.0), (1.0, 0.5)], (0.5, 0.0))
    points = re.search(r'points="([\d., ]+)"', plot)
    assert points is not None
    (left, low), (right, high) = ([float(part) for part in point.split(",")] for point in points[1].split())
    assert left < right
    assert low > high  # more risk stands higher, and SVG counts downwards


def test_the_report_is_self_contained_and_escapes_text() -> None:
    nasty = trial("x", [NASTY], NASTY + "!", confidence=0.9, kind=NASTY)
    wrong = trial("y", ["other"], NASTY, confidence=0.9, kind=NASTY)
    page = report_page(NASTY, [nasty, wrong, *TRIALS])
    seen = Tags(page)
    assert seen.names >= {"svg", "polyline", "circle", "table"}
    assert {"script", "img", "link", "iframe"} & seen.names == set()
    assert "http" not in page.replace("http-equiv", "")
    assert "&lt;script&gt;" in page
    assert "wrongly refused" in page


def test_a_baseline_holds_each_measure_in_its_own_direction(tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    old.write_text(
        '{"measures": {"f1": {"value": 0.35, "n": 5}, "em": {"value": 0.1, "n": 5}, "ece": {"value": 0.3, "n": 7},'
        ' "refused_wrong": {"value": 0.4, "n": 5}, "p50_seconds": {"value": 0.1, "n": 7},'
        ' "date_accuracy": {"value": null, "n": 0}, "gone": {"value": 1, "n": 1}}}'
    )
    changes = compare(figures_of(TRIALS), read_baseline(old))
    assert {change.name: round(change.worse_by, 4) for change in changes} == {
        "em": 0.0,  # better
        "f1": 0.05,
        "refused_wrong": 0.0,  # fewer, which is better
        "ece": 0.0214,
        "p50_seconds": 0.0,  # another machine's
    }
    assert [change.name for change in fallen(changes, 0.0)] == ["f1", "ece"]
    assert [change.name for change in fallen(changes, 0.03)] == ["f1"]
    assert fallen(changes, 0.05) == []


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"measures": {"f1": 3}}', '{"measures": {"f1": {"value": "x"}}}']
)
def test_an_invalid_baseline_is_an_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "old.json").write_text(content)
    with pytest.raises(EvaluationError, match="is not an evaluation"):
        read_baseline(tmp_path / "old.json")
    with pytest.raises(EvaluationError, match="Can't read"):
        read_baseline(tmp_path / "none.json")
