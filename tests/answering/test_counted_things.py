"""Whether a number counts what its question asks for."""

import pytest

from qa.answering.answer_fit import can_answer
from qa.questions.answer_type import typed
from qa.records import AnswerSpan, Hit, Passage, Scores, Span


def _can_answer(question: str, text: str, words: str) -> bool:
    start = text.index(words)
    hit = Hit(Passage("a", 0, Span(0, len(text)), text), 1.0, 1, Scores())
    return can_answer(typed(question), AnswerSpan(hit, Span(start, start + len(words)), 1.0))


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("How many civilians died at Corr?", "The attack on Corr left nine soldiers dead.", "nine"),
        ("How many guards were hurt?", "Guards beat prisoners and wounded some 20 prisoners.", "20"),
        ("How many Danish soldiers died?", "Nine Omani soldiers died beside Danish troops.", "Nine"),
        ("How many soldiers were wounded?", "The attack left nine soldiers dead.", "nine soldiers"),
        ("How many children drowned?", "Seven people drowned off Corr.", "Seven"),
        ("How many crews went back?", "The crews went back to work on Monday.", "crews"),
        ("How much did the ferry cost?", "How much the ferry cost is not known.", "How much the ferry cost"),
    ],
)
def test_other_counts_are_no_answer(question: str, text: str, words: str) -> None:
    """Other people, another state, or no number at all."""
    assert not _can_answer(question, text, words)


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("How many soldiers died at Corr?", "The attack on Corr left nine troops dead.", "nine"),
        ("How many Danish soldiers died?", "Nine soldiers from Denmark died.", "Nine"),
        ("How many Danes died?", "Nine Danish soldiers died.", "Nine"),
        ("How many people drowned?", "Seven children drowned off Corr.", "Seven"),
        ("How many children drowned?", "The children were at sea: seven people drowned.", "seven"),
        ("How many fans came?", "Some 300 people had come to see the match.", "300"),
        ("How many men died?", "Dozens died at Corr.", "Dozens"),
        ("How many were wounded?", "Nine soldiers were killed and 20 wounded.", "20"),
        ("Who said how much the ferry cost?", "The ferry cost 20 crowns, Lind said.", "Lind"),
    ],
)
def test_counts_that_may_answer(question: str, text: str, words: str) -> None:
    """The same people in other words, or people whom the sentence doesn't describe."""
    assert _can_answer(question, text, words)
