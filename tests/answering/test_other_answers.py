"""Other answers are of the first one's kind; pieces of its phrase and numbers of other things are left out."""

import pytest

from qa.answering.other_answers import holds_alone, is_another_answer
from qa.questions.answer_type import typed
from qa.records import AnswerSpan, Hit, Passage, Scores, Span

TEXT = (
    "In the 18th hour the 26-year-old Moor fell. The ferry carried 19,134 grey mules and 40 crates for $300. "
    "It left at 7 am. A clerk counted 18,000 mules on the piers, 40 percent of all. Later 17,500 were seen. "
    "Bo Lind beat Ada Holm by 2-1 in Corr. Chief Minister Ida Brim of Corr watched from the crowded stand. "
    "Of these, 12 per cent were ill, and 6 per stable."
)
MULES = "How many mules did the ferry carry?"


def span(inside: str) -> AnswerSpan:
    start = TEXT.index(inside)
    return AnswerSpan(
        Hit(Passage("a", 0, Span(0, len(TEXT)), TEXT), 1.0, 1, Scores()),
        Span(start, start + len(inside)),
        0.0,
    )


@pytest.mark.parametrize(
    ("question", "first", "other", "wanted"),
    [
        pytest.param("How old is Moor?", "26", "year", False, id="a piece of the same word"),
        pytest.param("How old is Moor?", "26", "old", False, id="the question's word"),
        pytest.param("How old is Moor?", "26", "18th", False, id="an ordinal is no age"),
        pytest.param(MULES, "19,134", "19,134 grey", False, id="overlap"),
        pytest.param(MULES, "19,134", "grey mules", False, id="the rest of the phrase"),
        pytest.param(MULES, "19,134", "40 crates", False, id="another noun"),
        pytest.param(MULES, "19,134", "7 am", False, id="a time of day"),
        pytest.param(MULES, "19,134", "300", False, id="money"),
        pytest.param(MULES, "19,134", "40 percent", False, id="a share"),
        pytest.param(MULES, "19,134", "18,000", True, id="the same noun"),
        pytest.param(MULES, "19,134", "17,500", True, id="a number without a noun"),
        pytest.param("What percentage was counted?", "40 percent", "17,500", False, id="no share"),
        pytest.param("What percentage was counted?", "40 percent", "12 per cent", True, id="two words"),
        pytest.param("What percentage was counted?", "40 percent", "6 per stable", False, id="a rate"),
        pytest.param("What was the score?", "2-1", "Bo Lind beat", False, id="words for a score"),
        pytest.param("Who beat whom?", "Bo Lind", "Ada Holm", True, id="two people"),
        pytest.param("Who watched in Corr?", "Ida Brim", "Minister", False, id="a title alone"),
        pytest.param("Who watched in Corr?", "Bo Lind", "crowded stand", False, id="a thing for a person"),
        pytest.param("Why did he fall?", "the crowded stand", "Corr", False, id="a name for a reason"),
        pytest.param("When did it leave?", "7 am", "piers", False, id="a thing for a time"),
    ],
)
def test_whether_a_span_is_another_answer(question: str, first: str, other: str, wanted: bool) -> None:
    assert is_another_answer(typed(question), span(first), span(other)) is wanted


def test_a_candidate_of_another_kind_does_not_fit() -> None:
    assert not holds_alone(
        typed("When did the plane disappear?"), "the district of Corr, 360 km east of Brim"
    )
    assert holds_alone(typed("When did the plane disappear?"), "on Monday")
    assert not holds_alone(typed("How many disappeared?"), "the plane")
