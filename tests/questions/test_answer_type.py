import pytest

from qa.questions.answer_type import Expectation, expectation_of, holds, holds_a_name, holds_people


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was the meeting?", Expectation.TIME),
        ("On what day did they meet?", Expectation.TIME),
        ("In which year was it built?", Expectation.TIME),
        ("How long did the meeting last?", Expectation.LENGTH),
        ("How many doctors came?", Expectation.NUMBER),
        ("Who led the delegation?", Expectation.PERSON),
        ("Where was it held?", Expectation.PLACE),
        ("What did they say when they left?", Expectation.ANY),  # "when" opens a clause, it asks nothing
        ("Why did the doctors who met him leave?", Expectation.REASON),  # so does "who"
    ],
)
def test_the_question_word_tells_what_is_asked(question: str, kind: Expectation) -> None:
    assert expectation_of(question) is kind


@pytest.mark.parametrize(
    ("kind", "sentence", "held"),
    [
        (Expectation.TIME, "They met on Wednesday night.", True),
        (Expectation.TIME, "It began around 7.30 pm.", True),
        (Expectation.TIME, "He was born in March 1961.", True),
        (Expectation.TIME, "It happened two weeks ago.", True),
        (Expectation.TIME, "It was the second meeting in 48 hours.", False),  # a length, no point in time
        (Expectation.TIME, "They may march on.", False),  # no months
        (Expectation.LENGTH, "It lasted for over two hours.", True),
        (Expectation.LENGTH, "It began at two.", False),
        (Expectation.NUMBER, "Thirty doctors came.", True),
        (Expectation.NUMBER, "Some doctors came.", False),
        (Expectation.ANY, "", True),
    ],
)
def test_a_sentence_holds_what_is_asked(kind: Expectation, sentence: str, held: bool) -> None:
    assert holds(kind, sentence) is held


@pytest.mark.parametrize(
    ("words", "is_held"),
    [
        ("Idris Quennelby", True),
        ("the mayor of Ulvarre", True),
        ("The Ulvarre board", True),
        ("Émile", True),
        ("The protesting medics", False),
        ("Three stenographers", False),
        ("stenographers", False),
        ("2,000", False),
        ("", False),
    ],
)
def test_a_capital_at_the_beginning_of_a_sentence_makes_no_name(words: str, is_held: bool) -> None:
    assert holds_a_name(words) is is_held


@pytest.mark.parametrize(
    ("words", "are_held"),
    [
        ("Idris Quennelby", True),
        ("stenographers", True),
        ("his wife", True),
        ("two ferrymen", True),
        ("a rise of four per cent", False),
        ("the ferry", False),
    ],
)
def test_people_need_not_be_named(words: str, are_held: bool) -> None:
    assert holds_people(words) is are_held
