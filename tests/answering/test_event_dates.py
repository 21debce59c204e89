"""Days of statements, and several values of one article."""

import pytest

from qa import Engine
from qa.answering.event_dates import belongs_to_saying
from qa.answering.same_quantity import other_values
from qa.records import AnswerSpan, Hit, Passage, Scores, Span
from tests.conftest import EngineWith

ARTICLES = {
    "mine.txt": (
        " date 2031-05-12 Blast at the Brim mine\n\n"
        "Thirty-six miners were killed in a gas blast at the Brim mine on Sunday, the police said. "
        "The mayor said that 38 miners had been killed in the blast. A union put the number of miners killed at 39. "
        "It was not immediately clear why the counts differed. Fifty people were injured."
    ),
}


@pytest.fixture(scope="module")
def engine(engine_with: EngineWith) -> Engine:
    """Return an engine with the articles above."""
    return engine_with(ARTICLES)


def _span(text: str, inside: str) -> AnswerSpan:
    start = text.index(inside)
    hit = Hit(Passage("a", 0, Span(0, len(text)), text), 1.0, 1, Scores())
    return AnswerSpan(hit, Span(start, start + len(inside)), 1.0)


def test_several_values_of_one_article_are_choices(engine: Engine) -> None:
    """The counts of the dead are shown together; the injured are another quantity."""
    answer = engine.ask("How many miners were killed at the Brim mine?")
    assert answer.is_one_article
    numbers = {choice.text for choice in answer.choices}
    assert {"38", "39"} < numbers
    assert not any("ifty" in number for number in numbers)
    assert len({choice.citations[0].number for choice in answer.choices}) == len(answer.choices)


@pytest.mark.parametrize(
    ("question", "sentence", "date", "wanted"),
    [
        ("When were they hanged?", "The court said on Saturday that they had been hanged.", "Saturday", True),
        ("When were they hanged?", "The men were hanged on Friday, the court said.", "Friday", False),
        ("When did it say so?", "The court said on Saturday that they had been hanged.", "Saturday", False),
        ("When did they meet?", "They met on Friday and said that they would go on.", "Friday", False),
        ("When did they vote?", "The plan was rejected in Monday's vote.", "Monday", False),
        ("When was it sold?", "The firm told reporters in Corr on Friday it was sold.", "Friday", True),
        ("When was it sold?", "It was sold, according to local reports on Friday.", "Friday", True),
    ],
)
def test_the_day_of_a_statement(question: str, sentence: str, date: str, wanted: bool) -> None:
    """A day next to a verb of saying belongs to it, unless the question asks for that."""
    start = sentence.index(date)
    assert belongs_to_saying(question, sentence, Span(start, start + len(date))) is wanted


def test_values_of_other_quantities_are_left_out() -> None:
    """The nearest verb says what a number counts."""
    text = "Nine people died and 30 were injured. Later reports said that 11 were dead. Forty came."
    spans = [_span(text, each) for each in ("Nine", "30", "11", "Forty")]
    assert [each.text for each in other_values("How many people died?", spans[0], spans)] == ["11"]
