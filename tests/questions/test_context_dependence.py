import pytest

from qa.questions import ContextDependence, context_dependence_of


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Where was it held?", id="a pronoun"),
        pytest.param("How old is he?", id="a person's pronoun"),
        pytest.param("What did their lawyer say?", id="a possessive"),
        pytest.param("Who will be the next mayor there?", id="a place pointed at"),
        pytest.param("When did that happen?", id="an event pointed at"),
        pytest.param("Who said so?", id="a statement pointed at"),
        pytest.param("What happened to these boats?", id="a noun pointed at"),
        pytest.param("And in 2019?", id="an opener"),
        pytest.param("What about Norway?", id="what about, though it names a country"),
        pytest.param("Why?", id="a bare question word"),
        pytest.param("By whom?", id="a bare question word behind a preposition"),
        pytest.param("At which palace?", id="a question without a verb"),
        pytest.param("What does Larsen think about them?", id="an object cannot mean its own subject"),
        pytest.param("Did Larsen meet him?", id="nor at the end"),
    ],
)
def test_pronouns_and_references_depend_on_the_context(question: str) -> None:
    assert context_dependence_of(question) is ContextDependence.YES


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Who won the election in Norway?", id="a name"),
        pytest.param("Why did Larsen say that he would resign?", id="the pronoun's own name comes first"),
        pytest.param("Which party withdrew its support from Larsen?", id="a possessive of the same sentence"),
        pytest.param("How many ferries are there in Bergen?", id="there is, which is no place"),
        pytest.param("How much does it cost to cross to Bergen?", id="an it that stands for what follows"),
        pytest.param("What did Larsen announce this week?", id="this week is no thing said before"),
    ],
)
def test_questions_with_their_own_names_stand_alone(question: str) -> None:
    assert context_dependence_of(question) is ContextDependence.NO


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Who scored the penalty?", id="the penalty, but which"),
        pytest.param(
            "Against which currency did the dollar fall, when it rose elsewhere?", id="its own it, no name"
        ),
        pytest.param("how old is larsen", id="a name in small letters cannot be told from a word"),
    ],
)
def test_what_neither_points_nor_names_is_left_to_the_articles(question: str) -> None:
    assert context_dependence_of(question) is ContextDependence.PERHAPS
