"""The time expression of an article that dates an answer."""

from datetime import date

import pytest

from qa.answering.answer_dates import asks_for_publication, is_publication_day, resolved_date
from qa.dates import day_in_words, time_expressions
from qa.records import Article, Certainty, Citation, Passage, ResolvedDate, Scores, Span

PUBLISHED = date(2024, 9, 19)  # a Thursday


def cited(text: str, sentence: str, answer: str, published: date | None = PUBLISHED) -> Citation:
    article = Article("a", "Harbour", text, published)
    start = text.index(sentence)
    place = Span(start, start + len(sentence))
    begins = text.index(answer, start)
    passage = Passage("a", 0, Span(0, len(text)), text)
    return Citation(1, article, place, Span(begins, begins + len(answer)), sentence, passage, Scores())


def dated(
    text: str, sentence: str, answer: str, asked: str | None = None, published: date | None = PUBLISHED
) -> ResolvedDate | None:
    citation = cited(text, sentence, answer, published)
    return resolved_date(citation, time_expressions(text, published), asked)


BEFORE = "The strike began on Monday."
ENDED = "On Tuesday the board met, and the harbour talks ended on Wednesday night."
SIGNED = "The port chief signed."
REPORT = f"{BEFORE} {ENDED} {SIGNED}"


@pytest.mark.parametrize(
    ("sentence", "answer", "value", "expression"),
    [
        pytest.param(ENDED, "on Wednesday night", "2024-09-18TNI", "Wednesday night", id="in the answer"),
        pytest.param(ENDED, "Tuesday", "2024-09-17", "Tuesday", id="in the answer, though not the last"),
        pytest.param(
            ENDED, "harbour talks", "2024-09-18TNI", "Wednesday night", id="nearest in the sentence"
        ),
        pytest.param(ENDED, "the board", "2024-09-17", "Tuesday", id="nearest on the other side"),
        pytest.param(
            SIGNED, "The port chief", "2024-09-17", "Tuesday", id="in the sentence before, the first named"
        ),
    ],
)
def test_position_of_the_expression(sentence: str, answer: str, value: str, expression: str) -> None:
    found = dated(REPORT, sentence, answer)
    assert found is not None
    assert (found.value, found.expression) == (value, expression)
    assert found.article_span.of(REPORT) == expression


@pytest.mark.parametrize("answer", ["for weeks", "decades ago", "recently"])
def test_an_answer_with_a_vague_time_borrows_no_date(answer: str) -> None:
    sentence = f"The port chief, who left {answer}, signed on Monday."
    assert dated(sentence, sentence, answer) is None


def test_the_day_of_a_statement_dates_no_other_answer() -> None:
    sentence = "The crews went home, the mayor said Tuesday."
    assert dated(sentence, sentence, "The crews") is None
    found = dated(sentence, sentence, "Tuesday")
    assert found is not None
    assert found.value == "2024-09-17"


def test_the_publication_date_in_the_text_dates_no_answer() -> None:
    text = f"Harbour\n\nPublished: 19 September 2024\n\n{SIGNED}"
    assert dated(text, SIGNED, "The port chief") is None


@pytest.mark.parametrize(
    ("answer", "is_publication"),
    [("Published: 19 September 2024", True), ("on Tuesday", False), ("The pact", False)],
)
def test_an_answer_that_is_only_the_publication_date(answer: str, is_publication: bool) -> None:
    text = "Harbour\n\nPublished: 19 September 2024\n\nThe pact was signed on Tuesday."
    start = text.index(answer)
    span = Span(start, start + len(answer))
    assert is_publication_day(span, time_expressions(text, PUBLISHED)) is is_publication


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("When was the report published?", True),
        ("When did the article appear?", True),
        ("What is the date of this interview?", True),
        ("When did the strike end?", False),
        ("When was the vote of the public?", False),
        ("When was the hostage released?", False),
        ("When did Ada Holm appear in court?", False),
    ],
)
def test_questions_for_a_publication_date(question: str, *, wanted: bool) -> None:
    assert asks_for_publication(question) is wanted


def test_two_sentences_back_is_too_far() -> None:
    text = f"{BEFORE} The board kept silent. {SIGNED}"
    assert dated(text, SIGNED, "The port chief") is None


def test_text_after_the_sentence_does_not_date_it() -> None:
    assert dated(f"{SIGNED} {BEFORE}", SIGNED, "The port chief") is None


def test_everything_needed_to_check_it() -> None:
    found = dated(REPORT, ENDED, "Wednesday night")
    assert found == ResolvedDate(
        "2024-09-18TNI",
        "Wednesday 18 September 2024, night",
        "Wednesday night",
        Span(REPORT.index("Wednesday night"), REPORT.index("Wednesday night") + len("Wednesday night")),
        PUBLISHED,
        "the Wednesday before Thursday 19 September 2024",
        Certainty.CERTAIN,
    )


def test_the_other_reading_comes_along() -> None:
    text = "The talks will resume next Tuesday."
    found = dated(text, text, "next Tuesday")
    assert found is not None
    assert (found.certainty, found.value, found.alternative) == (
        Certainty.AMBIGUOUS,
        "2024-09-24",
        "2024-10-01",
    )


GRAINS = "In August 2024 the port shut; on Tuesday it opened; the bell rang at 7.30 pm."


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        pytest.param("hour", "2024-09-17T19:30", id="an hour: only the bell"),
        pytest.param("day", "2024-09-17", id="a day: a month does not say it"),
        pytest.param("month", "2024-08", id="a month"),
        pytest.param("year", "2024-08", id="a month says the year too"),
        pytest.param(None, "2024-08", id="nothing asked: the nearest"),
    ],
)
def test_the_grain_asked_for(asked: str | None, value: str) -> None:
    found = dated(GRAINS, GRAINS, "In", asked)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        pytest.param("The talks took 22 hours.", None, id="a length"),
        pytest.param("The board meets every Monday.", None, id="what comes back"),
        pytest.param("The port is now shut.", None, id="now"),
        pytest.param("The talks ended on Wednesday night.", "hour", id="a night is no hour"),
        pytest.param("The port shut in 2023.", "day", id="a year is no day"),
        pytest.param("The port shut.", None, id="nothing"),
    ],
)
def test_expressions_that_do_not_date_an_answer(text: str, asked: str | None) -> None:
    assert dated(text, text, text.split()[1], asked) is None


def test_an_undated_article_says_that_the_day_is_not_known() -> None:
    text = "The talks ended on Wednesday night."
    found = dated(text, text, "Wednesday night", "day", published=None)
    assert found is not None
    assert (found.value, found.reference, found.certainty) == (None, None, Certainty.AMBIGUOUS)
    assert found.text == "unknown: the article has no date to count from"
    assert found.rule == "the article has no date to count from"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        pytest.param("2024-09-18", "2024-09-18", "Wednesday 18 September 2024", id="a day"),
        pytest.param("2024-09-01", "2024-09-30", "September 2024", id="a whole month"),
        pytest.param(
            "2024-09-01",
            "2024-09-29",
            "Sunday 1 September 2024 to Sunday 29 September 2024",
            id="a month but for a day",
        ),
        pytest.param(
            "2024-09-16",
            "2024-09-22",
            "Monday 16 September 2024 to Sunday 22 September 2024",
            id="a week",
        ),
        pytest.param(
            "9999-12-01", "9999-12-30", "Wednesday 1 December 9999 to Thursday 30 December 9999", id="far"
        ),
    ],
)
def test_dates_in_words(first: str, last: str, words: str) -> None:
    assert day_in_words((date.fromisoformat(first), date.fromisoformat(last))) == words


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        pytest.param(
            "2023-09-01",
            "2024-09-30",
            "September 2023 alone",
            id="a year and a month",
        ),
        pytest.param(
            "9999-12-01",
            "9999-12-31",
            "an error",
            id="the last month of all",
        ),
    ],
)
def test_days_in_words_at_the_edges(first: str, last: str, reason: str) -> None:
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert str(days[1].year) in day_in_words(days), reason
