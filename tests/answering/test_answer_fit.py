"""Spans that can't answer their question: no name, a bare number for "why"."""

import pytest

from qa.answering.answer_fit import can_answer
from qa.questions.answer_type import typed
from qa.records import AnswerSpan, Hit, Passage, Scores, Span

CORR = (
    "A young medic was killed at the clinic of Corr on Monday. The health secretary, Ada Holm, spoke at 4 pm. "
    "The chief secretary, Bo Lind, left within the hour. The crews paid with 2,200 crowns from their fund. "
    "Nobody mentioned the Bel Ar case. The ship docked at Prince Rupert, where chancellor Ada Lind met it."
)


@pytest.mark.parametrize(
    ("question", "span", "wanted"),
    [
        pytest.param("What is the name of the medic who was killed?", "A young medic", False, id="no name"),
        pytest.param("What is the name of the woman who spoke?", "Ada Holm", True, id="a person"),
        pytest.param("What is the health secretary's name?", "Ada Holm", True, id="a name"),
        pytest.param("What is the clinic called?", "the clinic of Corr", True, id="a name within"),
        pytest.param("Who was killed at the clinic?", "A young medic", True, id="who needs no name"),
        pytest.param("Why did the crews pay?", "2,200", False, id="a number gives no reason"),
        pytest.param("How did the crews pay?", "2,200", False, id="a number is no manner"),
        pytest.param("How did the crews pay?", "from their fund", True, id="a manner"),
        pytest.param("How much did the crews pay?", "2,200", True, id="a number for how much"),
        pytest.param("What time did the chief secretary leave?", "the hour", False, id="no time of day"),
        pytest.param("What time did the health secretary speak?", "4 pm", True, id="a time of day"),
        pytest.param("Who is the health secretary of Corr?", "Ada Holm", True, id="the role"),
        pytest.param("When was the medic killed?", "on", False, id="a preposition alone"),
        pytest.param("When was the medic killed?", "on Monday", True, id="a preposition and a day"),
        pytest.param("Where did the ship dock?", "Prince Rupert", True, id="a place named after somebody"),
        pytest.param("Where did the ship dock?", "chancellor Ada Lind", False, id="somebody is no place"),
        pytest.param("Who is the new secretary of Corr?", "Bo Lind", True, id="new is no role"),
        pytest.param(
            "Who is the first woman allowed to speak at Corr?", "Ada Holm", True, id="a clause is no role"
        ),
    ],
)
def test_whether_a_span_can_answer(question: str, span: str, wanted: bool) -> None:
    """The form of the span decides."""
    start = CORR.index(span)
    hit = Hit(Passage("a", 0, Span(0, len(CORR)), CORR), 1.0, 1, Scores())
    found = AnswerSpan(hit, Span(start, start + len(span)), 0.0)
    assert can_answer(typed(question), found) is wanted
