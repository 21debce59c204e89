"""What "it" and "she" can refer to, and the event that "Who denied it?" is about."""

import pytest

from qa.questions.antecedents import PastTurn
from qa.questions.interpretation_prior import shipped_prior
from qa.questions.interpretations import interpretations


def _wordings(question: str, *past: PastTurn) -> list[str]:
    return [each.text for each in interpretations(question, list(past), shipped_prior())]


@pytest.mark.parametrize(
    ("asked", "answer", "follow_up", "wanted"),
    [
        ("When was Orso hanged?", "on Friday", "Who denied it?", "Who denied that Orso was hanged?"),
        ("When did Varga resign?", "on Friday", "Who confirmed it?", "Who confirmed that Varga did resign?"),
        ("Who led the march?", "Bo Lind", "Who denied that?", "Who denied that Bo Lind led the march?"),
    ],
)
def test_what_is_denied_is_the_event_of_the_last_question(
    asked: str, answer: str, follow_up: str, wanted: str
) -> None:
    """Neither the person nor the day is denied."""
    found = _wordings(follow_up, PastTurn(asked, answer))
    assert wanted in found
    assert all(each in (wanted, follow_up) for each in found)


def test_it_is_no_person_and_she_no_organisation() -> None:
    """The minister is a person by her title, the harbour board an organisation by its name."""
    past = PastTurn("Which bridge did Minister Ada Holm open for the Harbour Board?", "the Quill bridge")
    assert not any("Holm" in each for each in _wordings("When was it built?", past))
    assert not any("Board" in each for each in _wordings("How old is she?", past))
    assert any("Holm" in each for each in _wordings("How old is she?", past))
