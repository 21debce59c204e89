"""Reasons, dates of other clauses, times that are not known, and several values of one article."""

import pytest

from qa import Engine, Status
from qa.answering.event_dates import belongs_to_saying, is_a_length, unknown_time
from qa.answering.reasons import causal_clauses, reason_in
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
    "gallows.txt": (
        " date 2031-06-03 Four men hanged in Corr\n\n"
        "The court of Corr said on Saturday that four smugglers had been hanged in the prison of the town. "
        "The judges did not say on which day the hangings took place. The men were sentenced in 2029."
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


def test_a_time_that_is_not_known_is_no_day(engine: Engine) -> None:
    """The article says that it doesn't know, so Saturday, when it was said, is no answer."""
    answer = engine.ask("When did the hangings in Corr take place?")
    assert answer.status is Status.ANSWERED
    assert answer.text == "did not say on which day the hangings took place"
    assert answer.resolved_date is None


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


def test_an_unknown_time_of_something_else_doesnt_count() -> None:
    """The sentence must share a word with the question."""
    text = "It is not known when the ferry left. The police did not say when the men were hanged."
    hit = _span(text, "ferry").hit
    found = unknown_time("When were the men hanged?", [hit], "a")
    assert found is not None
    assert found.span.of(text) == "did not say when the men were hanged"
    assert unknown_time("When did the bridge close?", [hit], "a") is None
    named = _span("It was unclear when Bruno would name a successor to Kolm.", "Kolm").hit
    assert unknown_time("When did Bruno appoint Kolm?", [named], "a") is None
    assert unknown_time("When were the men hanged?", [hit], "b") is None


def test_causal_clauses_are_slices() -> None:
    """A clause ends at the next pause."""
    text = "The fair closed due to the storm, following a vote of the board, and nobody came."
    assert [each.of(text) for each in causal_clauses(text)] == [
        "due to the storm",
        "following a vote of the board",
    ]


@pytest.mark.parametrize(
    ("question", "text", "span", "others", "wanted"),
    [
        pytest.param(
            "Why did the talks fail to end the dispute?",
            "The talks failed to end the dispute due to the wages, following the refusal of the owners to sign.",
            "due to the wages",
            ["refusal of the owners"],
            "following the refusal of the owners to sign",
            id="the first cause explains the dispute",
        ),
        pytest.param(
            "Why was the fair cancelled?",
            "The fair was cancelled due to the storm, following a vote of the board.",
            "due to the storm",
            ["vote of the board"],
            "due to the storm",
            id="the first cause explains the verb",
        ),
        pytest.param(
            "Why was the fair cancelled?",
            "The fair was cancelled on Monday because of a storm.",
            "The fair was cancelled",
            [],
            "because of a storm",
            id="a span that repeats the question",
        ),
    ],
)
def test_the_clause_that_gives_the_reason(
    question: str, text: str, span: str, others: list[str], wanted: str
) -> None:
    """The reader's span stays unless it misses the reason."""
    found = reason_in(question, _span(text, span), [_span(text, other) for other in others])
    assert found.of(text) == wanted


def test_values_of_other_quantities_are_left_out() -> None:
    """The nearest verb says what a number counts."""
    text = "Nine people died and 30 were injured. Later reports said that 11 were dead. Forty came."
    spans = [_span(text, each) for each in ("Nine", "30", "11", "Forty")]
    assert [each.text for each in other_values("How many people died?", spans[0], spans)] == ["11"]


@pytest.mark.parametrize(
    ("sentence", "words", "wanted"),
    [
        pytest.param("The strike lasted for three days.", "three days", True, id="for"),
        pytest.param("It went on more than a month, he said.", "more than a month", True, id="more than"),
        pytest.param("They meet every week.", "every week", False, id="recurring"),
        pytest.param("It will end in three days.", "three days", False, id="in"),
        pytest.param("It sank two weeks after the vote.", "two weeks", False, id="after an event"),
        pytest.param("It sank two weeks ago.", "two weeks ago", False, id="ago"),
        pytest.param("After four days at sea it sank on Monday.", "Monday", False, id="another expression"),
        pytest.param("The strike ended.", "The strike", False, id="no expression"),
    ],
)
def test_lengths_do_not_say_when(sentence: str, words: str, wanted: bool) -> None:
    start = sentence.index(words)
    assert is_a_length(sentence, Span(start, start + len(words))) is wanted
