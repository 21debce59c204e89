"""Whether a number counts what its question asks for."""

import pytest

from qa.answering.answer_fit import can_answer
from qa.answering.counted_things import counts_opposite_group
from qa.questions.answer_type import typed
from qa.records import AnswerSpan, Hit, Passage, Scores, Span


def _can_answer(question: str, text: str, words: str) -> bool:
    start = text.index(words)
    hit = Hit(Passage("a", 0, Span(0, len(text)), text), 1.0, 1, Scores())
    span = AnswerSpan(hit, Span(start, start + len(words)), 1.0)
    return can_answer(typed(question), span) and not counts_opposite_group(question, span)


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("How many civilians died at Corr?", "The attack on Corr left nine soldiers dead.", "nine"),
        ("How many guards were hurt?", "Guards beat prisoners and wounded some 20 prisoners.", "20"),
        ("How many women finished?", "Some 20 men finished the race.", "20 men"),
        ("How many crews went back?", "The crews went back to work on Monday.", "crews"),
        ("How many crews went back?", "The crews went back to work on Monday.", "The crews"),
        ("How much did the ferry cost?", "How much the ferry cost is not known.", "How much the ferry cost"),
    ],
)
def test_other_counts_are_no_answer(question: str, text: str, words: str) -> None:
    """Members of the opposite group, or only words of the question."""
    assert not _can_answer(question, text, words)


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("How many soldiers died at Corr?", "The attack on Corr left nine troops dead.", "nine"),
        ("How many Danish soldiers died?", "Nine soldiers from Denmark died.", "Nine"),
        ("How many people drowned?", "Seven children drowned off Corr.", "Seven"),
        ("How many fans came?", "Some 300 people had come to see the match.", "300"),
        ("How many men died?", "Dozens died at Corr.", "Dozens"),
        ("How many were wounded?", "Nine soldiers were killed and 20 wounded.", "20"),
        ("Who said how much the ferry cost?", "The ferry cost 20 crowns, Lind said.", "Lind"),
        ("How many civilians were killed in Brenn?", "The shelling killed nine children.", "nine children"),
        ("How many civilians were killed in Brenn?", "Four journalists were killed.", "Four"),
        ("How many prisoners escaped?", "Some 30 militants escaped from the jail.", "30"),
        ("How many candidates spoke?", "Six ministers and mayors spoke.", "Six"),
        ("How many guards were hurt?", "The riot hurt 20 prison guards.", "20"),
        ("How many men came?", "He sold 20 women's coats to the men.", "20"),
        (
            "How many civilians died?",
            "The raid killed 20 civilians and six soldiers.",
            "20 civilians and six",
        ),
        ("How many men and women died?", "The flood killed 20 women.", "20 women"),
        ("How much damage did the storm cause?", "The storm caused extensive damage.", "extensive damage"),
        ("How many times has Lind won?", "Lind has won the race once.", "once"),
        ("How many people came?", "Only a handful came.", "a handful"),
        ("How many goals did Lind score?", "Lind scored a hat-trick.", "a hat-trick"),
        ("How many children has Lind?", "Lind has a son and a daughter.", "a son and a daughter"),
        ("How much does the ferry cost?", "The ferry is free.", "free"),
        ("How much of the forest burned?", "A fifth of the forest burned.", "A fifth"),
        ("How much of the forest burned?", "Almost the entire forest burned.", "Almost the entire forest"),
        ("How old is Lind?", "Lind is in her late forties.", "late forties"),
        ("How many crews went back?", "All crews went back to work.", "All crews"),
        ("How many crews went back?", "A crew went back to work.", "A crew"),
        ("How many teachers has the school?", "The school has 120 people.", "120 people"),
        ("How many soldiers died?", "Ten people died when an army truck overturned.", "Ten"),
        ("How many people were arrested?", "Some 20 were charged over the killing.", "20"),
        ("How many people were injured?", "The hospital counted 30 casualties.", "30"),
        ("How many British troops died?", "The blast killed 20 Scottish soldiers.", "20"),
        ("How many European players came?", "Nine Italian players came.", "Nine"),
        ("How many Republicans voted for it?", "Nine American senators voted for it.", "Nine"),
    ],
)
def test_counts_that_may_answer(question: str, text: str, words: str) -> None:
    """Groups that can overlap, and quantities in any words."""
    assert _can_answer(question, text, words)
