"""Evidence that lowers the confidence of an answer."""

import math

import pytest

from qa.answering.doubts import with_doubts
from qa.answering.office_holders import OfficeHolders
from qa.answering.question_names import lacks_name_of
from qa.answering.span_answers import SpanAnswerer
from qa.questions.answer_type import typed
from qa.reading import Reading
from qa.records import AnswerSpan, Article, Hit, Passage, Scores, Span, Status
from tests.answering.test_factuality import Trusting

CORR = (
    "A young medic was killed at the clinic of Corr on Monday. The health secretary, Ada Holm, spoke at 4 pm. "
    "The chief secretary, Bo Lind, left within the hour. Nobody mentioned the Bel Ar case."
)


def _article(text: str) -> Article:
    return Article("a" * 32, "A report", text)


def _span(text: str, words: str, score: float = 0.0) -> AnswerSpan:
    start = text.index(words)
    hit = Hit(Passage("a" * 32, 0, Span(0, len(text)), text), 1.0, 1, Scores())
    return AnswerSpan(hit, Span(start, start + len(words)), score)


@pytest.mark.parametrize(
    ("question", "words", "wanted"),
    [
        pytest.param("Who is the harbour secretary of Corr?", "Bo Lind", True, id="another role"),
        pytest.param("Who is the health secretary of Corr?", "Ada Holm", False, id="the role"),
        pytest.param("Who is the new secretary of Corr?", "Bo Lind", False, id="new is no role"),
        pytest.param("Who is the first woman allowed to speak at Corr?", "Ada Holm", False, id="a clause"),
        pytest.param("Where was the medic killed?", "Corr", False, id="no role"),
        pytest.param("How many medics were killed?", "Nobody", True, id="no number"),
        pytest.param("How many medics were killed?", "A young medic", True, id="an article is no number"),
        pytest.param("When did the health secretary speak?", "4 pm", False, id="a time"),
        pytest.param("Who killed Mara Orso at Corr?", "Bo Lind", True, id="a name that the article lacks"),
    ],
)
def test_doubts_about_spans(question: str, words: str, wanted: bool) -> None:
    """The words around a span and those of its article decide."""
    span, article = _span(CORR, words), _article(CORR)
    holders = OfficeHolders(typed(question), [span.hit], lambda _: article)
    (found,) = with_doubts([span], holders)
    assert (found.score < span.score) is wanted


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        ("When was Mara Lind arrested?", "He was arrested three weeks ago in Corr.", True),
        ("When was Mara Lind arrested?", "Lind was arrested three weeks ago in Corr.", False),
        ("When was Ann Lind arrested?", "He was arrested three weeks after planning a raid.", True),
        ("When was Ann Lind arrested?", "The Lind-Orso group was banned. He was arrested in Corr.", False),
        ("When was Ann Lind arrested?", "Lind's brother was arrested in Corr.", False),
        ("When was Moamer Qadafi born?", "Gaddafi was born in a tent.", False),
        ("When was Lind arrested?", "He was arrested three weeks ago in Corr.", True),
        ("When was the mayor arrested?", "He was arrested three weeks ago in Corr.", False),
        ("Who leads the Kurdish party?", "Lind leads the party of the Kurds.", False),
        ("Which Dutch port closed?", "The port of Corr in the Netherlands closed.", False),
        ("Which Danish port closed?", "The port of Corr in the Netherlands closed.", True),
        ("How many people left the U.S.?", "Nine people left America.", False),
    ],
)
def test_articles_without_a_name_of_the_question(question: str, text: str, wanted: bool) -> None:
    """Other forms and spellings of a name count, and so do words for its country."""
    assert lacks_name_of(question, _article(text)) is wanted


class _Logistic(Trusting):
    """A reader whose scores are log-odds."""

    def confidence(self, score: float) -> float:
        """Return the probability of a score."""
        return 1 / (1 + math.exp(-score))


@pytest.mark.parametrize(("score", "status"), [(5.0, Status.ANSWERED), (2.0, Status.NOT_FOUND)])
def test_a_doubt_lowers_the_confidence(score: float, status: Status) -> None:
    """A clear answer is still shown, and an unclear one refused."""
    text = "Lind won a medal in Corr."
    span, article = _span(text, "Lind", score), _article(text)
    answerer = SpanAnswerer(_Logistic(), lambda _: article)
    answer = answerer.answer(typed("Who won the Orso Prize?"), [span.hit], Reading((span,), 0.0))
    assert answer.status is status
    assert answer.confidence == pytest.approx(1 / (1 + math.exp(3.0 - score)))


def test_an_answer_without_a_doubt_comes_first() -> None:
    """Doubts are compared with scores."""
    text = "Lind shot a guard. Orso was shot in Corr."
    spans = (_span(text, "Lind", 5.0), _span(text, "Orso", 4.0))
    answerer = SpanAnswerer(_Logistic(), lambda _: _article(text))
    answer = answerer.answer(typed("Who was shot?"), [spans[0].hit], Reading(spans, 0.0))
    assert answer.text == "Orso"
