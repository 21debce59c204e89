"""Impossible dates: ignored in articles, and explained when a question contains one."""

from datetime import date
from pathlib import Path

import pytest

from qa.dates import no_such_day, time_expressions, why_no_day
from qa.engine import Engine
from qa.errors import NoSuchDayError
from qa.settings.settings import Settings

PUBLISHED = date(2024, 9, 19)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It shut on 30 February.", id="day before month"),
        pytest.param("It shut on February 30.", id="month before day"),
        pytest.param("It shut on 31 April 2024.", id="with its year"),
        pytest.param("It shut on February 30, 2024.", id="with a comma"),
        pytest.param("It shut on 29 February 2023.", id="no leap year"),
        pytest.param("It shut on the 31st of April 2024.", id="an ordinal"),
        pytest.param("It shut on 32 March.", id="a number that is no day"),
        pytest.param("It shut on March 32.", id="behind its month"),
        pytest.param("It shut on March 32, 2024.", id="behind its month, with a year"),
        pytest.param("Shut: 45 May 2024.", id="nor is the month read alone"),
        pytest.param("It shut on 0 June 2024.", id="day nought"),
        pytest.param("It shut at 6 pm on 30 February.", id="with a clock time"),
        pytest.param("It shut on Friday, 30 February.", id="nor is the weekday read alone"),
        pytest.param("It shut on 31 June last year.", id="nor is the year read alone"),
        pytest.param("It shut from 28 to 30 February 2024.", id="the end of a range"),
        pytest.param("It shut on 30/02/2024.", id="in numbers"),
        pytest.param("It shut on 2024-02-30.", id="in the form of ISO 8601"),
    ],
)
def test_an_article_that_names_such_a_day_is_dated_by_none_of_its_words(text: str) -> None:
    assert time_expressions(text, PUBLISHED) == ()


def test_the_days_around_it_are_read_as_ever() -> None:
    text = "She came on 3 June 2024. It shut on 31 June. Two weeks later he left."
    values = [each.value for each in time_expressions(text, PUBLISHED)]
    assert values == ["2024-06-03", "2024-06-17"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("In March 32 people left.", "2024-03", id="a count behind a month"),
        pytest.param("Of 1,200 June 2024 ballots nine were lost.", "2024-06", id="a count before a month"),
        pytest.param("It shut on 29 February 2024.", "2024-02-29", id="a leap day"),
        pytest.param("It shut on 3 June last year.", "2023-06-03", id="a day of last year"),
        pytest.param("It shut on 13/12/2024.", "2024-12-13", id="only the day can be thirteen"),
    ],
)
def test_what_only_looks_like_one(text: str, value: str) -> None:
    assert [each.value for each in time_expressions(text, PUBLISHED)] == [value]
    assert no_such_day(text) is None


@pytest.mark.parametrize(
    ("question", "reported"),
    [
        pytest.param(
            "what happened on 30 February 2024?",
            "There is no 30 February 2024: February 2024 has 29 days.",
            id="in a leap year",
        ),
        pytest.param(
            "what happened on 29 february 2023?",
            "There is no 29 February 2023: February 2023 has 28 days.",
            id="in another year, typed small",
        ),
        pytest.param(
            "what happened on march 32?", "There is no 32 March: March has 31 days.", id="march, typed small"
        ),
        pytest.param(
            "Who met on 30 February?", "There is no 30 February: February has at most 29 days.", id="no year"
        ),
        pytest.param(
            "What shut between 28 and 31 June 2024?",
            "There is no 31 June 2024: June 2024 has 30 days.",
            id="the end of a range",
        ),
        pytest.param(
            "What shut on 30/02/2024?",
            "There is no 30 February 2024: February 2024 has 29 days.",
            id="numbers, day first",
        ),
        pytest.param(
            "What shut on 02/30/2024?",
            "There is no 30 February 2024: February 2024 has 29 days.",
            id="numbers, month first",
        ),
        pytest.param(
            "What shut on 2024-13-01?",
            "There is no day 1 of month 13: a year has 12 months.",
            id="a month that doesn't exist",
        ),
        pytest.param("What shut on 0 March 2024?", "There is no 0 March 2024: days start at 1.", id="nought"),
        pytest.param("Who met on 29 February?", None, id="some years have it"),
        pytest.param("Who met on 31 May 2024?", None, id="a day"),
        pytest.param("Who wrote release 30.14.22?", None, id="no date at all"),
    ],
)
def test_a_question_about_an_impossible_date_gets_the_reason(question: str, reported: str | None) -> None:
    assert no_such_day(question) == reported


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2024-02-30", "February 2024 has 29 days"),
        ("2024-13-01", "a year has 12 months"),
        ("0000-01-01", "years start at 1"),
        ("2024-02-29", None),
        ("last week", None),
    ],
)
def test_the_reason_why_a_written_date_is_impossible(written: str, why: str | None) -> None:
    assert why_no_day(written) == why


def test_asking_says_so_and_any_date_asks_all_the_same(tmp_path: Path, cache: Path) -> None:
    engine = Engine(Settings(library=tmp_path / "library", cache=cache))
    with pytest.raises(NoSuchDayError, match="There is no 31 April 2024") as caught:
        engine.ask("What happened on 31 April 2024?")
    assert "--any-date" in caught.value.hint
    assert engine.ask("What happened on 31 April 2024?", any_date=True).text is None
