"""The member of a pair that a question asks for."""

import pytest

from qa.answering.coordination import of_pair
from qa.records import AnswerSpan, Hit, Passage, Scores, Span

PAIR = "Lind and Ada Orso"


@pytest.mark.parametrize(
    ("question", "text", "words", "wanted"),
    [
        ("Who won the men's race?", "Lind and Ada Orso won the men's and women's races.", PAIR, "Lind"),
        ("Who won the women's race?", "Lind and Ada Orso won the men's and women's races.", PAIR, "Ada Orso"),
        (
            "When does the second round begin?",
            "The first and second rounds begin on 3 May and 9 June respectively.",
            "3 May and 9 June",
            "9 June",
        ),
        ("Who won?", "Lind and Orso won the men's and women's races.", "Lind and Orso", "Lind and Orso"),
        ("Who likes cats?", "Lind and Orso like cats and dogs.", "Lind and Orso", "Lind and Orso"),
        ("Who won the men's race?", "Lind won the men's and women's races.", "Lind", "Lind"),
    ],
)
def test_members(question: str, text: str, words: str, wanted: str) -> None:
    """The pairs belong together if the sentence shows it, and the question names one member."""
    start = text.index(words)
    hit = Hit(Passage("a", 0, Span(0, len(text)), text), 1.0, 1, Scores())
    found = of_pair(question, AnswerSpan(hit, Span(start, start + len(words)), 1.0))
    assert found.text == wanted
