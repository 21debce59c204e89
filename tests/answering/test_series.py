"""Members of a series, and lengths that describe another noun."""

import pytest

from qa.answering.answer_fit import can_answer
from qa.questions.answer_type import typed
from qa.records import AnswerSpan, Hit, Passage, Scores, Span


@pytest.mark.parametrize(
    ("question", "text", "words", "wanted"),
    [
        ("When was the second round?", "The first round was held on Monday.", "Monday", False),
        (
            "When was the second round?",
            "The first round was held on Monday, the second on Friday.",
            "Friday",
            True,
        ),
        ("When was the second round?", "The 2nd round was held on Monday.", "Monday", True),
        ("Who won the 2004 cup?", "Lind won the 2008 cup.", "Lind", False),
        ("Who won the 2004 cup?", "Lind won the cup in 2004.", "Lind", True),
        ("Who spoke first?", "Lind gave the second speech.", "Lind", True),
        ("How long did the round last?", "The first round at a two-day fair ended.", "two-day", False),
        ("How long was the fair?", "The first round at a two-day fair ended.", "two-day", True),
        ("How long did the battle last?", "Six men died in the two-hour shooting.", "two-hour", True),
        ("Where did Lind meet Orso?", "Lind met chancellor Ada Orso.", "chancellor Ada Orso", False),
        ("Where did Lind meet Orso?", "Lind met chancellor Ada Orso in Corr.", "Corr", True),
    ],
)
def test_what_a_sentence_is_about(question: str, text: str, words: str, wanted: bool) -> None:
    """An ordinal, a year or a length belongs to the noun beside it."""
    start = text.index(words)
    hit = Hit(Passage("a", 0, Span(0, len(text)), text), 1.0, 1, Scores())
    assert can_answer(typed(question), AnswerSpan(hit, Span(start, start + len(words)), 1.0)) is wanted
