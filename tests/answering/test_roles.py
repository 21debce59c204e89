"""Who does and who undergoes what a question asks about."""

import pytest

from qa.answering.roles import has_other_role
from qa.records import Span


def _place(sentence: str, words: str) -> Span:
    start = sentence.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        (
            "Who was appointed head of the bank?",
            "President Lind on Friday appointed a new head of the bank.",
            "Lind",
        ),
        (
            "Who was appointed head of the bank?",
            "The head was appointed by President Lind.",
            "President Lind",
        ),
        ("Whom did Orso replace?", "Orso was replaced by Varga last week.", "Varga"),
        ("Who replaced Orso?", "Lind, who had replaced the keeper Varga, missed Orso.", "Varga"),
        ("Who criticised the plan?", "Lind gave Orso a plan, which was criticized by Varga.", "Lind"),
        ("Who was shot?", "Lind, who later shot a guard, fled.", "Lind"),
        ("Who criticised the plan?", "The plan was criticised by Varga, Lind said on Friday.", "Lind"),
        ("Who criticised the plan?", "The plan was criticised by Varga, who met Lind.", "Lind"),
        ("Who sent off Ada Lind?", "Oddby captain Ada Lind left after being sent off.", "Oddby"),
    ],
)
def test_someone_with_another_role_is_no_answer(question: str, sentence: str, words: str) -> None:
    """The words beside the verb show who does it and to whom it is done."""
    assert has_other_role(question, sentence, _place(sentence, words))


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("Who appointed the head of the bank?", "President Lind on Friday appointed a new head.", "Lind"),
        ("Who was appointed head of the bank?", "Lind appointed the former judge Orso.", "Orso"),
        ("Who criticised the plan?", "The plan was criticized by Varga.", "Varga"),
        ("Who won the race?", "The race was won by a wide margin: Lind came home alone.", "Lind"),
        ("Who paid for the Varga killed at sea?", "Lind paid for the Varga killed by Orso.", "Lind"),
        ("Who met Lind?", "Orso met Varga and Lind.", "Varga"),
        ("Who said that the bank was closed?", "The bank was closed, said Varga.", "Varga"),
        ("Who robbed the bank?", "The bank was robbed by Lind and Orso.", "Orso"),
        ("Who criticised the plan?", "It was criticised by Varga, Lind and Orso last week.", "Lind"),
        ("Who criticised the plan?", "It was criticised by Varga, Lind and Orso.", "Orso"),
        ("Who appointed the judge?", "He was appointed by the Foreign Minister, Mara Quill.", "Mara Quill"),
        ("Who arrested Orso?", "Orso was not arrested by Corr police but by the coast guard.", "coast guard"),
        ("Who is the mayor?", "Lind appointed the mayor.", "Lind"),
        ("Who sent off Ada Lind?", "Referee Odd Orso sent off Oddby captain Ada Lind.", "Odd Orso"),
    ],
)
def test_others_may_answer(question: str, sentence: str, words: str) -> None:
    """They have the role, or the sentence doesn't show that they have another one."""
    assert not has_other_role(question, sentence, _place(sentence, words))
