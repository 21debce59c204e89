import pytest

from qa.questions.answer_type import (
    AnswerType,
    answer_type_of,
    has_name,
    has_person,
    holds,
    is_list_question,
)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was the meeting?", AnswerType.TIME),
        ("On what day did they meet?", AnswerType.TIME),
        ("In which year was it built?", AnswerType.TIME),
        ("How long did the meeting last?", AnswerType.LENGTH),
        ("How many doctors came?", AnswerType.NUMBER),
        ("Who led the delegation?", AnswerType.PERSON),
        ("Where was it held?", AnswerType.PLACE),
        ("What did they say when they left?", AnswerType.ANY),  # "when" opens a clause, it asks nothing
        ("Why did the doctors who met him leave?", AnswerType.REASON),  # so does "who"
    ],
)
def test_the_question_word_sets_the_answer_type(question: str, kind: AnswerType) -> None:
    assert answer_type_of(question) is kind


@pytest.mark.parametrize(
    ("kind", "sentence", "held"),
    [
        (AnswerType.TIME, "They met on Wednesday night.", True),
        (AnswerType.TIME, "It began around 7.30 pm.", True),
        (AnswerType.TIME, "He was born in March 1961.", True),
        (AnswerType.TIME, "It happened two weeks ago.", True),
        (AnswerType.TIME, "It was the second meeting in 48 hours.", False),  # a length, no point in time
        (AnswerType.TIME, "They may march on.", False),  # no months
        (AnswerType.LENGTH, "It lasted for over two hours.", True),
        (AnswerType.LENGTH, "It lasted for 10 days.", True),
        (AnswerType.LENGTH, "It lasted 1,200.5 hours.", True),
        (AnswerType.LENGTH, "It began at two.", False),
        (AnswerType.NUMBER, "Thirty doctors came.", True),
        (AnswerType.NUMBER, "Some doctors came.", False),
        (AnswerType.ANY, "", True),
    ],
)
def test_a_sentence_holds_what_is_asked(kind: AnswerType, sentence: str, held: bool) -> None:
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
def test_a_capital_at_the_start_of_a_sentence_is_not_a_name(words: str, is_held: bool) -> None:
    assert has_name(words) is is_held


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
    assert has_person(words) is are_held


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Which officials came to Corr?", True),
        ("What other boats sank?", True),
        ("Which Orsos store burnt down?", False),
        ("Which class won?", False),
    ],
)
def test_names_that_end_in_s_ask_for_no_list(question: str, wanted: bool) -> None:
    """A plural has a small letter."""
    assert is_list_question(question) is wanted
