"""Texts that can't answer their question: a bare number for "why"."""

import pytest

from qa.answering.answer_fit import can_answer
from qa.questions.answer_type import typed


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        pytest.param("Why did the crews pay?", "2,200", False, id="a number gives no reason"),
        pytest.param(
            "Why did the crews pay?", "2,200 crowns were missing", True, id="a reason with a number"
        ),
        pytest.param("How did the crews pay?", "2,200", False, id="a number is no manner"),
        pytest.param("How did the crews pay?", "from their fund", True, id="a manner"),
        pytest.param("How much did the crews pay?", "2,200", True, id="a number for how much"),
        pytest.param("What time did the chief secretary leave?", "the hour", False, id="no time of day"),
        pytest.param("What time did the health secretary speak?", "4 pm", True, id="a time of day"),
        pytest.param("Who spoke at the clinic?", "Ada Holm", True, id="somebody"),
    ],
)
def test_whether_a_text_can_answer(question: str, text: str, wanted: bool) -> None:
    """Its form decides."""
    assert can_answer(typed(question), text) is wanted
