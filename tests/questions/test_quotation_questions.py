"""Questions for what several speakers said."""

import time

import pytest

from qa.questions import speaker_and_topic, topic_of_statements
from qa.questions.antecedents import PastTurn
from qa.questions.interpretation_prior import shipped_prior
from qa.questions.interpretations import interpretations
from qa.records import Turn


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Who said what about the strike?", "the strike"),
        ("who has said what on the new roster", "the new roster"),
        ("And who said what about the strike?", "the strike"),
        ("Who told reporters what about the strike?", "the strike"),
        ("What was said about the strike, and by whom?", "the strike"),
        ("What has been said about the strike and who said it?", "the strike"),
        ("What did people say about the strike in the harbour?", "the strike in the harbour"),
        ("What have both sides said about the strike?", "the strike"),
        ("Who spoke about the strike, and what did they say?", "the strike"),
        ("Who said anything about the strike, and what?", "the strike"),
        ("Who said what (the strike)?", "the strike"),
    ],
)
def test_what_everybody_is_asked_about(question: str, topic: str) -> None:
    assert topic_of_statements(question) == topic


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("What did Quennelby say about the strike?", id="one speaker"),
        pytest.param("What did officials say about the strike?", id="one kind of speaker"),
        pytest.param("Who said that the strike was over?", id="who said it"),
        pytest.param("Who said what about it?", id="nothing is named"),
        pytest.param("Who said what?", id="no topic"),
        pytest.param("Who said what about the strike? Who led it?", id="two sentences"),
        pytest.param("Who said what about the strike and where was it held?", id="two questions"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_asks_otherwise(question: str) -> None:
    assert topic_of_statements(question) is None


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What did Tony Blair say about Iraq?", ("Tony Blair", "Iraq")),
        ("and what has the UN said on the talks", ("UN", "the talks")),
        ("What did he say about Iraq?", None),
        ("What did Blair say?", ("Blair", "")),
        ("what did the dock workers say", ("the dock workers", "")),
        ("What did he say?", None),
        ("What does the article say?", None),
        ("What did Blair say about it?", None),
        ("What did people say about Iraq?", None),
        ("What did Blair say about Iraq and when did he say it?", None),
        ("Who said what about Iraq?", None),
    ],
)
def test_whose_words_are_asked_for(question: str, asked: tuple[str, str] | None) -> None:
    assert speaker_and_topic(question) == asked


@pytest.mark.parametrize(
    ("follow_up", "meant"),
    [
        ("And what about the march?", "Who said what about the march?"),
        ("And the roster?", "Who said what about the roster?"),
        ("And about the march?", "Who said what about the march?"),
        ("Who said what about the march?", "Who said what about the march?"),
        ("Who said what about it?", "Who said what about the strike?"),
    ],
)
def test_a_follow_up_asks_for_everybodys_words_again(follow_up: str, meant: str) -> None:
    turn = Turn("Who said what about the strike?", answer="The boats stay in; We were never asked")
    found = interpretations(follow_up, [PastTurn.of(turn)], shipped_prior())
    assert found[0].text == meant


def test_a_question_made_to_be_slow() -> None:
    began = time.thread_time()
    assert topic_of_statements("what was said about " + "x, and " * 50_000) is None
    assert topic_of_statements("Who said what about" + " " * 200_000) is None
    assert time.thread_time() - began < 1
