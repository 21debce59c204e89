"""Events of another year than the question's."""

import pytest

from qa.answering.answer_fit import can_answer
from qa.answering.event_years import is_of_another_year
from qa.questions.answer_type import typed
from qa.records import AnswerSpan, Hit, Passage, Scores, Span


@pytest.mark.parametrize(
    ("question", "text", "words", "wanted"),
    [
        ("Who won the 2004 cup?", "Lind won the 2008 cup.", "Lind", False),
        ("Where were the 2004 Games held?", "The 2008 Games were held in Corr.", "Corr", False),
        ("Who won the 2004 cup?", "Lind won the cup in 2004.", "Lind", True),
        ("Who won the 2004 cup?", "Lind, who won the 2002 cup, won again on Sunday.", "Lind", True),
        ("Who won the 2004 cup?", "The 2002 cup winner Lind won again on Sunday.", "Lind", True),
        ("Who won the 2004 cup?", "Lind missed the 2002 cup but won on Sunday.", "Lind", True),
        ("Who won the cup before the 2004 cup?", "Lind won the 2002 cup.", "Lind", True),
        ("Who won the 2004 and 2008 cups?", "Lind won the 2004 cup.", "Lind", True),
        ("Who won the 2031 World Cup?", "Italy won their fourth World Cup on Sunday.", "Italy", True),
        ("Where were the 2031 Games held?", "Corr held its third Games in May.", "Corr", True),
        ("When was the second round?", "The 2nd round was held on Monday.", "Monday", True),
        ("Who spoke first?", "Lind gave the second speech.", "Lind", True),
        ("How long did Ada Holm stay in Qatar?", "Holm began a two-day visit to Qatar.", "two-day", True),
        ("How long was Nils Berg jailed?", "Berg was given a six-month sentence.", "six-month", True),
        ("How long did the siege last?", "The siege ended after a three-day standoff.", "three-day", True),
        ("How long did the strike last?", "The strike, a ten-day walkout, is over.", "ten-day", True),
        ("How long is Lind's contract?", "Lind signed a three-year deal and a contract.", "three-year", True),
        ("How long was the fair?", "The first round at a two-day fair ended.", "two-day", True),
        ("Where did Lind meet Orso?", "Lind met chancellor Ada Orso.", "chancellor Ada Orso", False),
        ("Where did Lind meet Orso?", "Lind met chancellor Ada Orso in Corr.", "Corr", True),
    ],
)
def test_which_event_a_sentence_is_about(question: str, text: str, words: str, wanted: bool) -> None:
    """A span is of another year if its sentence has one clause, with the same noun after another year."""
    start = text.index(words)
    hit = Hit(Passage("a", 0, Span(0, len(text)), text), 1.0, 1, Scores())
    span = AnswerSpan(hit, Span(start, start + len(words)), 1.0)
    assert (can_answer(typed(question), span) and not is_of_another_year(question, span)) is wanted
