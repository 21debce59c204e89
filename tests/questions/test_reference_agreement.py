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


@pytest.mark.parametrize(
    ("asked", "answer", "follow_up", "wanted"),
    [
        ("Where was Orla Venn born?", "Aldmoor", "How old is she?", "How old is Orla Venn?"),
        (
            "Where was Anton de Vries travelling?",
            "Aldmoor",
            "What did he say?",
            "What did Anton de Vries say?",
        ),
        ("Why did Orla Venn quit?", "illness", "How old is she?", "How old is Orla Venn?"),
        ("Why did Orla Venn wed Bo Lind?", "love", "How old is she?", "How old is Orla Venn?"),
        ("When was Bo Lind governor?", "in 2003", "Where did he live?", "Where did Bo Lind live?"),
        (
            "How many boats does the QRF command?",
            "12",
            "Who is its legal counsel?",
            "Who is the QRF's legal counsel?",
        ),
        ("Who led the march?", "Samir al-Qadri", "How old is he?", "How old is Samir al-Qadri?"),
        (
            "Why was Varnland's captain Bo Lind flown to Aldmoor?",
            "illness",
            "Where did he live?",
            "Where did Varnland's captain Bo Lind live?",
        ),
        (
            "How large is Varnland's leasing industry?",
            None,
            "When did it grow?",
            "When did Varnland's leasing industry grow?",
        ),
        ("Why did Jordan Venn quit?", "illness", "How old is he?", "How old is Jordan Venn?"),
        ("Where is Aldmoor airport?", None, "Who owns it?", "Who owns the Aldmoor airport?"),
        ("Why did Quillon shares fall?", None, "When did they rise?", "When did the Quillon shares rise?"),
        ("Where was the Corvane ferry built?", None, "Who owns it?", "Who owns the Corvane ferry?"),
    ],
)
def test_a_name_in_a_question_ends_before_the_verb(
    asked: str, answer: str | None, follow_up: str, wanted: str
) -> None:
    """Nouns that complete a name stay with it."""
    assert _wordings(follow_up, PastTurn(asked, answer or ""))[0] == wanted


@pytest.mark.parametrize("answer", ["Danish women chess player", "South Korean", "the Danish captain"])
def test_she_is_the_person_asked_about_rather_than_a_nationality(answer: str) -> None:
    first = PastTurn("Who is Orla Venn?", answer, ("Orla Venn leads the Danish Olympic team.",))
    assert _wordings("Where was she born?", first)[0] == "Where was Orla Venn born?"
    second = PastTurn("Who did Orla Venn marry?", "", ("The Danish Olympic team met Bo Lind in Aldmoor.",))
    found = _wordings("How old is she?", second, first)
    assert found[0] == "How old is Orla Venn?"
    assert not any("Danish" in each for each in found)


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("And Varnland?", "What did Varnland say about the vote on Ada Holm?"),
        ("And on Friday?", "What did Harbour Watch say about the vote on Friday?"),
    ],
)
def test_another_name_replaces_the_speaker(phrase: str, wanted: str) -> None:
    past = PastTurn("What did Harbour Watch say about the vote on Ada Holm?", "nothing")
    assert _wordings(phrase, past)[0] == wanted
