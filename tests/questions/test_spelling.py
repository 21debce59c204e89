"""Misspelt words become those of the library; words that are known, numbers and ordinary English stay."""

import pytest

from qa.embedding import ModelFolder
from qa.engine import Engine
from qa.questions.spelling import SpellingCorrector, known_words
from qa.records import Turn
from tests.conftest import EngineWith

ARTICLES = {
    "ferry.txt": "Harbour board raises fares\n\n8 May 2031\n\nIvana Teskovich, the chairwoman of the harbour board of"
    " Quillmoor, raised the fares of the night ferry. The passengers protested against Teskovich on Monday.",
    "pirates.txt": "Pirates seize a freighter\n\n9 May 2031\n\nTamarian pirates seized a freighter near Port Ember"
    " and demanded a ransom, the coastguard said.",
    "plates.txt": "Museum shows old plates\n\n10 May 2031\n\nThe museum of Greyhaven shows painted plates. The plates"
    " were found in a cellar, and more plates are expected.",
    "names.txt": "Two mayors meet\n\n11 May 2031\n\nMayor Odan Kelmar met Mayor Risto Kelmer in Greyhaven.",
}


@pytest.fixture(scope="module")
def engine(engine_with: EngineWith) -> Engine:
    """Return an engine with the articles above."""
    return engine_with(ARTICLES)


@pytest.fixture(scope="module")
def corrector(engine: Engine, model: ModelFolder) -> SpellingCorrector:
    return SpellingCorrector(engine.library, lambda: known_words(model.tokenizer().get_vocab()))


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        pytest.param("Who is Teskovitch?", "Who is Teskovich?", id="a letter added"),
        pytest.param("who is teskvich", "who is Teskovich", id="a letter dropped, in lower case"),
        pytest.param("who is etskovich?", "who is Teskovich?", id="the first two letters exchanged"),
        pytest.param("Where is Qillmoar?", "Where is Quillmoor?", id="two errors in a long name"),
        pytest.param("Tamarian prates", "Tamarian pirates", id="the one that occurs with the other word"),
        pytest.param("What did the passegners do?", "What did the passengers do?", id="an ordinary word"),
        pytest.param("summariize the fares", "summarize the fares", id="a request, in no article"),
        pytest.param("Teskovitch's fares", "Teskovich's fares", id="before an apostrophe"),
    ],
)
def test_misspelt_words_are_corrected(corrector: SpellingCorrector, typed: str, corrected: str) -> None:
    assert corrector.corrected(typed) == corrected


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("Who is Teskovich?", id="known"),
        pytest.param("TESKOVICH", id="known in capitals"),
        pytest.param("Which passenger protests?", id="known in another form"),
        pytest.param("Who is Kelmor?", id="two names are equally near"),
        pytest.param("What is a planet?", id="an ordinary word that the library lacks"),
        pytest.param("Who is Zorblatt?", id="near nothing"),
        pytest.param("What happened in 2032 at 18.45?", id="numbers"),
        pytest.param("Who is Tesk?", id="too short"),
        pytest.param("plates of the opera singer Maria Callvas", id="a name near nothing"),
        pytest.param("Who moored the freighter at Grenmoor?", id="no errors to count: another place"),
        pytest.param('"Teskovich" AND OR NEAR(', id="operators of the full-text search"),
    ],
)
def test_other_words_are_left_alone(corrector: SpellingCorrector, typed: str) -> None:
    assert corrector.corrected(typed) is None


def test_the_answer_says_what_was_searched_for(engine: Engine) -> None:
    answer = engine.ask("Who is Teskovitch?")
    assert answer.question == "Who is Teskovitch?"
    assert answer.corrected_question == "Who is Teskovich?"
    assert answer.citations or answer.matches
    assert Turn.of(answer).question == "Who is Teskovich?"


def test_as_typed_corrects_nothing(engine: Engine) -> None:
    assert engine.ask("Who is Teskovitch?", as_typed=True).corrected_question is None


def test_a_correct_question_is_not_mentioned(engine: Engine) -> None:
    assert engine.ask("Who raised the fares?").corrected_question is None
