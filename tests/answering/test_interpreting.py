"""Choosing among interpretations by prior and confidence."""

import math

import pytest

from qa.answering.interpreting import Tried, number_of_best, tried
from qa.engine import Engine
from qa.inspection.report import inspection_sections
from qa.json_output import inspection_json
from qa.questions.analysis import QuestionAnalysis
from qa.questions.answer_type import typed
from qa.questions.kinds import QuestionKind
from qa.questions.variants import InterpretationKind
from qa.reading import Reading
from qa.records import AnswerSpan, Hit, Passage, Scores, Span, Turn
from tests.answering.test_choices import Trusting

QUESTION = "How old is she?"
TYPED, OTHER = InterpretationKind.AS_TYPED, InterpretationKind.RESOLVED
HIT = Hit(Passage("a" * 32, 0, Span(0, 2), "44"), 1.0, 1, Scores())


def one(kind: InterpretationKind, prior: float, confidence: float) -> Tried:
    wording = QUESTION if kind is TYPED else "How old is Anna Larsen?"
    asked = typed(wording)
    analysis = QuestionAnalysis(
        QUESTION, QuestionKind.SPAN, wording, asked, asked, wording, made=kind, prior=math.log(prior)
    )
    reading = Reading((AnswerSpan(HIT, Span(0, 2), math.log(confidence / (1 - confidence)) + 1.5),), 1.5)
    return tried(Trusting(), analysis, reading)


@pytest.mark.parametrize(
    ("found", "best"),
    [
        pytest.param([one(OTHER, 0.9, 0.6), one(TYPED, 0.1, 0.6)], 0, id="the likelier"),
        pytest.param([one(OTHER, 0.5, 0.3), one(TYPED, 0.5, 0.9)], 1, id="the surer"),
        pytest.param([one(OTHER, 0.9, 0.5), one(TYPED, 0.1, 0.99)], 1, id="surer by more than unlikelier"),
        pytest.param([one(OTHER, 0.5, 0.6), one(TYPED, 0.5, 0.6)], 1, id="as typed on ties"),
    ],
)
def test_prior_and_confidence_decide_together(found: list[Tried], best: int) -> None:
    assert number_of_best(found) == best


def test_the_score_is_the_log_prior_plus_the_log_odds_above_the_threshold() -> None:
    assert one(OTHER, 0.25, 0.8).score == pytest.approx(math.log(0.25) + math.log(0.8 / 0.2))


def test_an_interpretation_without_candidates_loses() -> None:
    analysis = one(OTHER, 0.9, 0.5).analysis
    nothing = tried(Trusting(), analysis, Reading((), 0.5))
    assert (nothing.text, nothing.confidence) == ("", 0.0)
    assert number_of_best([nothing, one(TYPED, 0.01, 0.1)]) == 1


def test_the_inspector_shows_what_was_tried(samples: Engine) -> None:
    first = samples.ask("Who mediates in the Ulvarre ferry dispute?")
    inspection = samples.inspect("How many people did the union bring?", history=[Turn.of(first)])
    (steps,) = inspection.steps
    tried_ones = steps.answer_trace.interpretations
    assert {bool(each.analysis.context.query) for each in tried_ones} == {True, False}
    chosen = tried_ones[number_of_best(tried_ones)]
    assert steps.answer_trace.analysis is chosen.analysis
    section = next(
        each for each in inspection_sections(inspection) if each.title == "What the question can mean"
    )
    assert [row.is_used for row in section.rows] == [each is chosen for each in tried_ones]
    assert any(chosen.analysis.standalone in row.words for row in section.rows)
    (reported,) = inspection_json(inspection)["steps"]
    assert [each["chosen"] for each in reported["interpretations"]] == [each is chosen for each in tried_ones]
