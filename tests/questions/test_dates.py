"""Date filters from a question's own words; asked on Thursday 19 September 2024."""

from datetime import date

import pytest

from qa.questions.dates import date_filter_of

ASKED = date(2024, 9, 19)


@pytest.mark.parametrize(
    ("question", "since", "until", "expression", "rest"),
    [
        pytest.param(
            "what happened on 16 September 2024?",
            "2024-09-16",
            "2024-09-16",
            "16 September 2024",
            "what happened?",
            id="a day",
        ),
        pytest.param(
            "who met the port chief last Monday?",
            "2024-09-16",
            "2024-09-16",
            "last Monday",
            "who met the port chief?",
            id="counted from the day of asking",
        ),
        pytest.param(
            "What was decided in September 2024?",
            "2024-09-01",
            "2024-09-30",
            "September 2024",
            "What was decided?",
            id="a month is all its days",
        ),
        pytest.param("Who won in 2019?", "2019-01-01", "2019-12-31", "2019", "Who won?", id="a year"),
        pytest.param(
            "What fell in the third quarter of 2006?",
            "2006-07-01",
            "2006-09-30",
            "the third quarter of 2006",
            "What fell?",
            id="a quarter",
        ),
        pytest.param(
            "What shut during the summer of 2023?",
            "2023-06-01",
            "2023-08-31",
            "the summer of 2023",
            "What shut?",
            id="a season",
        ),
        pytest.param(
            "What happened yesterday?",
            "2024-09-18",
            "2024-09-18",
            "yesterday",
            "What happened?",
            id="yesterday needs no preposition",
        ),
        pytest.param(
            "What happened last week?",
            "2024-09-09",
            "2024-09-15",
            "last week",
            "What happened?",
            id="last week, Monday to Sunday",
        ),
        pytest.param(
            "Who spoke last night?",
            "2024-09-18",
            "2024-09-18",
            "last night",
            "Who spoke?",
            id="a part of a day narrows to its day",
        ),
        pytest.param(
            "What shut between 9 and 12 September 2024?",
            "2024-09-09",
            "2024-09-12",
            "9 and 12 September 2024",
            "What shut?",
            id="a range that shares its month",
        ),
        pytest.param(
            "What shut between September 9 and September 12, 2024?",
            "2024-09-09",
            "2024-09-12",
            "September 9 and September 12, 2024",
            "What shut?",
            id="a range of two days",
        ),
        pytest.param(
            "Who led the port from 2019 to 2021?",
            "2019-01-01",
            "2021-12-31",
            "2019 to 2021",
            "Who led the port?",
            id="a range of years",
        ),
        pytest.param(
            "What did Theresa May say in May 2019?",
            "2019-05-01",
            "2019-05-31",
            "May 2019",
            "What did Theresa May say?",
            id="a name is no month",
        ),
        pytest.param(
            "What did the Sunday Times print last Sunday?",
            "2024-09-15",
            "2024-09-15",
            "last Sunday",
            "What did the Sunday Times print?",
            id="a name is no day",
        ),
        pytest.param(
            "What shut between last Monday and Friday?",
            "2024-09-16",
            "2024-09-20",
            "last Monday and Friday",
            "What shut?",
            id="a range of weekdays",
        ),
        pytest.param(
            "Last Tuesday, who walked out?",
            "2024-09-17",
            "2024-09-17",
            "Last Tuesday",
            "who walked out?",
            id="the day first",
        ),
        pytest.param(
            "what happened last monday?",
            "2024-09-16",
            "2024-09-16",
            "last monday",
            "what happened?",
            id="a weekday typed small",
        ),
        pytest.param(
            "what shut in september 2024?",
            "2024-09-01",
            "2024-09-30",
            "september 2024",
            "what shut?",
            id="a month typed small",
        ),
        pytest.param(
            "What shut three days ago?",
            "2024-09-16",
            "2024-09-16",
            "three days ago",
            "What shut?",
            id="so many days ago",
        ),
    ],
)
def test_questions_that_narrow(question: str, since: str, until: str, expression: str, rest: str) -> None:
    days = date_filter_of(question, ASKED)
    assert days is not None
    assert (days.since, days.until) == (date.fromisoformat(since), date.fromisoformat(until))
    assert (days.expression, days.rest) == (expression, rest)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("when did the talks end?", id="no day in it"),
        pytest.param("who led the 2019 strike?", id="a year that names a strike"),
        pytest.param("Who won the March 2024 election?", id="a month that names an election"),
        pytest.param("How long did the 22 hours of talks feel?", id="a length"),
        pytest.param("Who is the port chief now?", id="now names no day"),
        pytest.param("Who rowed on Monday?", id="a Monday of the article's, not of this week's"),
        pytest.param("Who rows every Monday?", id="what comes back"),
        pytest.param("What has changed since 2019?", id="since opens a stretch that has no end"),
        pytest.param("Who was mayor before 2019?", id="nor has before a beginning"),
        pytest.param("What did Theresa May say?", id="a name"),
        pytest.param("What did the Sunday Times say?", id="a newspaper"),
        pytest.param("", id="nothing"),
        pytest.param(
            "What was sold on the Monday before Easter?",
            id="a day counted from a feast",
        ),
    ],
)
def test_questions_that_do_not_narrow(question: str) -> None:
    assert date_filter_of(question, ASKED) is None


def test_the_date_filter_in_words() -> None:
    days = date_filter_of("who met the port chief last Monday?", ASKED)
    years = date_filter_of("Who led the port from 2019 to 2021?", ASKED)
    assert days is not None
    assert years is not None
    assert days.text == "Monday 16 September 2024"
    assert years.text == "2019 to 2021"


def test_last_monday_follows_the_day_of_asking() -> None:
    days = date_filter_of("who met the port chief last Monday?", date(2025, 1, 1))
    assert days is not None
    assert days.since == date(2024, 12, 30)
