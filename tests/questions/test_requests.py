"""Requests: which questions ask for a description, the latest news, a summary or a comparison, and of what."""

import pytest

from qa.questions.kinds import QuestionKind
from qa.questions.requests import Request, request_of

_DEFINITION, _LATEST = QuestionKind.DEFINITION, QuestionKind.LATEST
_SUMMARY, _COMPARISON = QuestionKind.SUMMARY, QuestionKind.COMPARISON

ROWS = [
    ("Who is Mara Lind?", Request(_DEFINITION, ("Mara Lind",))),
    ("who is mara lind", Request(_DEFINITION, ("mara lind",))),
    ("Who was Dr Mara Lind?", Request(_DEFINITION, ("Dr Mara Lind",))),
    ("Who is Mara King?", Request(_DEFINITION, ("Mara King",))),
    ("What is the Oddby Port Board?", Request(_DEFINITION, ("Oddby Port Board",))),
    ("what's a bore tide", Request(_DEFINITION, ("bore tide",))),
    ("What is the latest on the ferry?", Request(_LATEST, ("the ferry",))),
    ("any news on the ferry", Request(_LATEST, ("the ferry",))),
    ("what's new with the ferry strike?", Request(_LATEST, ("the ferry strike",))),
    ("latest ferry news", Request(_LATEST, ("ferry",))),
    ("Summarize the second round of talks", Request(_SUMMARY, ("the second round of talks",))),
    ("Could you give me a short summary of the strike?", Request(_SUMMARY, ("the strike",))),
    ("tell me about the strike", Request(_SUMMARY, ("the strike",))),
    ("What is the article about the strike about?", Request(_SUMMARY, ("the strike",))),
    ("compare the ferry and the train", Request(_COMPARISON, ("the ferry", "the train"))),
    (
        "Compare the first and the second round of talks",
        Request(_COMPARISON, ("the first round of talks", "the second round of talks")),
    ),
    (
        "compare what the crews and the owners said about the ferry",
        Request(_COMPARISON, ("the crews", "the owners"), "the ferry"),
    ),
    ("What is the difference between a gale and a storm?", Request(_COMPARISON, ("a gale", "a storm"))),
]
OTHERS = [
    pytest.param("Who is the mayor of Oddby?", id="asks for a name"),
    pytest.param("Who is the Oddby mayor?", id="asks for the holder of an office"),
    pytest.param("Who is the Foreign Minister of Oman?", id="asks for the holder of an office in capitals"),
    pytest.param(
        "Who is the Omani Foreign Minister?", id="asks for the holder of an office with only capitals"
    ),
    pytest.param("Who is Omani President?", id="a country and a title in capitals"),
    pytest.param("Who is the Labour Party leader?", id="a title after words that all say which office it is"),
    pytest.param("Who is missing?", id="asks for somebody unknown"),
    pytest.param("Who was arrested?", id="a passive"),
    pytest.param("What is the death toll of the fire?", id="a figure"),
    pytest.param("What was his name?", id="a possessive"),
    pytest.param("What is planned on Monday?", id="events"),
    pytest.param("summarise this", id="what is on the screen"),
    pytest.param("summarize article 2", id="a numbered article"),
    pytest.param("When did the ferry strike begin?", id="a span"),
    pytest.param("Who reported the news on Monday?", id="news as an object"),
    pytest.param("who is " + "a" * 400, id="too long"),
]


@pytest.mark.parametrize(("question", "wanted"), ROWS)
def test_requests(question: str, wanted: Request) -> None:
    """The kind and the subjects are read from the wording."""
    assert request_of(question) == wanted


@pytest.mark.parametrize("question", OTHERS)
def test_questions_for_one_span(question: str) -> None:
    """Other questions stay with the reader."""
    assert request_of(question) is None
