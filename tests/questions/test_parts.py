import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.questions import parts_of
from qa.questions.parts import MAX_PARTS


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        pytest.param(
            "When and where was it held?",
            ["When was it held?", "Where was it held?"],
            id="two question words",
        ),
        pytest.param(
            "When, where and why did it sink?",
            ["When did it sink?", "Where did it sink?", "Why did it sink?"],
            id="three question words",
        ),
        pytest.param(
            "On what day and at what time did it sink?",
            ["On what day did it sink?", "At what time did it sink?"],
            id="question phrases",
        ),
        pytest.param("Who signed it, and when?", ["Who signed it?", "When?"], id="a second one behind"),
        pytest.param(
            "Who led the talks and where were they held?",
            ["Who led the talks?", "Where were they held?"],
            id="two whole questions",
        ),
        pytest.param(
            "Who said what about the talks and where were they held?",
            ["Who said what about the talks?", "Where were they held?"],
            id="who said what, and another",
        ),
        pytest.param("Who won? And where?", ["Who won?", "And where?"], id="two sentences"),
    ],
)
def test_a_question_is_split_into_what_it_asks(question: str, parts: list[str]) -> None:
    assert parts_of(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("How many were killed and injured?", id="two verbs of one question"),
        pytest.param("Between which towns do ferries and buses run?", id="two nouns"),
        pytest.param("What did he say and do?", id="two verbs of one subject"),
        pytest.param("Who is the man who fled and who was caught?", id="a clause that goes on"),
        pytest.param("Who asked when the talks begin?", id="a question inside a question"),
        pytest.param("What about Norway? Why did it object?", id="an announced topic"),
        pytest.param("Who beat Bergen, who had won before?", id="a clause that tells more"),
        pytest.param(
            "What is known besides where it sank and who sailed it?", id="questions that are left out"
        ),
        pytest.param("When the ship sank, what happened to its crew?", id="when that does not ask"),
        pytest.param("When was it held?", id="one thing"),
        pytest.param("Who said what about the strike?", id="who said what, whose parts the articles name"),
        pytest.param("What was said about the strike, and by whom?", id="the same in other words"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_question_that_asks_one_thing_is_left_as_it_is(question: str) -> None:
    assert parts_of(question) == [question]


words = st.sampled_from("who when and where did was , ? it sink the ship".split())


@given(st.lists(words, max_size=16).map(" ".join))
def test_there_are_never_too_many_parts_nor_none(question: str) -> None:
    assert 1 <= len(parts_of(question)) <= MAX_PARTS
