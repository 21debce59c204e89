"""Verdicts on yes/no questions: only what the sentence states or negates."""

import pytest

from qa.answering.yes_no_answers import verdict_of

ROWS = [
    pytest.param(
        "Did the talks succeed?", "The talks succeeded on Monday.", True, id="another form of the verb"
    ),
    pytest.param("Did the talks succeed?", "The talks were a success.", True, id="a word for the same thing"),
    pytest.param("Did the talks succeed?", "The talks failed on Monday.", False, id="an opposite"),
    pytest.param(
        "Did the talks succeed?",
        "The talks failed to end the impasse.",
        False,
        id="failed to do another thing",
    ),
    pytest.param("Did the board agree?", "The board failed to agree.", False, id="failed to do it"),
    pytest.param(
        "Did the talks fail?", "The talks failed before they succeeded.", True, id="the first clause"
    ),
    pytest.param("Did the talks fail?", "The talks failed, then a success came.", True, id="one clause each"),
    pytest.param(
        "Did the talks fail?", "The failed talks were a success in the end.", None, id="both in one clause"
    ),
    pytest.param(
        "Did they accept the offer?", "They accepted the offer without delay.", True, id="a negation after it"
    ),
    pytest.param("Did the strike end?", "The strike began on Monday.", None, id="begun is not unended"),
    pytest.param("Did the owners agree to talks?", "The crews agreed to talks.", None, id="another subject"),
    pytest.param("Did the talks fail?", "The talks did not fail, she said.", False, id="a negation"),
    pytest.param("Did the talks fail?", "The talks may fail, she said.", None, id="a hedge"),
    pytest.param("Is Mara Lind dead?", "Mara Lind died on Monday.", True, id="an adjective for a verb"),
    pytest.param("Is Mara Lind dead?", "Bo Holm died on Monday.", None, id="somebody else"),
    pytest.param("Did the blast kill anyone?", "The blast caused no casualties.", False, id="no"),
    pytest.param("Will Mara Lind resign?", "Mara Lind will not resign.", False, id="future"),
    pytest.param(
        "Did Oddby lift the ban?", "Oddby barred imports in May.", None, id="the object is not the predicate"
    ),
    pytest.param(
        "Was Mara Lind suspended?", "The party suspended Mara Lind, but Bo Holm was not.", True, id="clauses"
    ),
    pytest.param(
        "Did the crews march?", "The crews marched to the quay.", True, id="a verb without an opposite"
    ),
]


@pytest.mark.parametrize(("question", "sentence", "wanted"), ROWS)
def test_verdicts(question: str, sentence: str, wanted: bool | None) -> None:
    """A verdict needs the predicate in a plain clause about the subject."""
    assert verdict_of(question, sentence) is wanted
