"""The member of a pair that a question asks for."""

import pytest

from qa.answering.coordination import of_pair
from qa.records import AnswerSpan, Hit, Passage, Scores, Span


@pytest.mark.parametrize(
    ("question", "text", "words", "wanted"),
    [
        (
            "Who won the women's race?",
            "Lind and Orso won the men's and women's races respectively.",
            "Lind and Orso",
            "Orso",
        ),
        (
            "When does the second round begin?",
            "The first and second rounds begin on 3 May and 9 June respectively.",
            "3 May and 9 June",
            "9 June",
        ),
        (
            "When does the first round begin?",
            "The first and second rounds begin on 3 and 9 June respectively.",
            "3 and 9 June",
            "3 and 9 June",
        ),
        (
            "Where was the women's race?",
            "Lind and Orso won the men's and women's races respectively in Trinidad and Tobago.",
            "Trinidad and Tobago",
            "Trinidad and Tobago",
        ),
        (
            "Where is the women's final?",
            "The men's and women's finals are in Trinidad and Tobago.",
            "Trinidad and Tobago",
            "Trinidad and Tobago",
        ),
        (
            "When is the men's final?",
            "The men's and women's finals are between 5 and 9 May.",
            "between 5 and 9 May",
            "between 5 and 9 May",
        ),
        (
            "How much is the men's cap?",
            "The men's and women's caps cost two pounds and ten pence.",
            "two pounds and ten pence",
            "two pounds and ten pence",
        ),
        (
            "Who spoke about the women's shops?",
            "Thieves broke into the men's and women's shops, Lind and Orso said.",
            "Lind and Orso",
            "Lind and Orso",
        ),
        ("Who won?", "Lind and Orso won the two races respectively.", "Lind and Orso", "Lind and Orso"),
        ("Who likes cats?", "Lind and Orso like cats and dogs.", "Lind and Orso", "Lind and Orso"),
        (
            "Who won the men's race?",
            "Lind won the men's and women's races, respectively.",
            "Lind",
            "Lind",
        ),
    ],
)
def test_members(question: str, text: str, words: str, wanted: str) -> None:
    """A pair is split only if "respectively" ties it to the sentence's one other pair."""
    start = text.index(words)
    hit = Hit(Passage("a", 0, Span(0, len(text)), text), 1.0, 1, Scores())
    found = of_pair(question, AnswerSpan(hit, Span(start, start + len(words)), 1.0))
    assert found.text == wanted
