import time
from datetime import UTC, date, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.articles.dateline import DateLine, is_headline, parse_day, split_date_line


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        pytest.param(
            " date 2024-09-19 The second round",
            DateLine("2024-09-19", "The second round"),
            id="the seeds' form",
        ),
        pytest.param("date 2024-09-19", DateLine("2024-09-19", ""), id="alone in its line"),
        pytest.param(
            "Date: 2024-09-19 Talks", DateLine("2024-09-19", "Talks"), id="with a colon and a capital"
        ),
        pytest.param("date 2024-09-19: Talks", DateLine("2024-09-19", "Talks"), id="with a colon behind"),
        pytest.param(
            "date\t11.09.2024 Talks",
            DateLine("11.09.2024", "Talks"),
            id="a date that can be read in two ways",
        ),
        pytest.param(
            "date 2024-02-30 Talks",
            DateLine("2024-02-30", "Talks"),
            id="shaped like a date, no day of any year",
        ),
        pytest.param("date night was a success", None, id="an ordinary word"),
        pytest.param("date 2024 was set", None, id="a year is no day"),
        pytest.param("dated 2024-09-19 Talks", None, id="another word"),
        pytest.param("The date 2024-09-19 was set", None, id="not at the head of the line"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_date_lines(line: str, parts: DateLine | None) -> None:
    assert split_date_line(line) == parts


@pytest.mark.parametrize(
    ("written", "day"),
    [
        pytest.param("2024-09-18", date(2024, 9, 18), id="ISO"),
        pytest.param("2024-09-18T23:59:00Z", date(2024, 9, 18), id="ISO with a time: the day as written"),
        pytest.param("2024-09-18 06:15 +0530", date(2024, 9, 18), id="with a time and a zone"),
        pytest.param("18 September 2024", date(2024, 9, 18), id="month as a word"),
        pytest.param("September 18, 2024", date(2024, 9, 18), id="the American order, month as a word"),
        pytest.param("Sept 18, 2024", date(2024, 9, 18), id="the newspapers' Sept"),
        pytest.param("18 Sep 2024", date(2024, 9, 18), id="short month"),
        pytest.param(" 2024-09-18 ", date(2024, 9, 18), id="blanks around"),
        pytest.param(date(2024, 9, 18), date(2024, 9, 18), id="a day already"),
        pytest.param(datetime(2024, 9, 18, 23, 59, tzinfo=UTC), date(2024, 9, 18), id="a moment already"),
        pytest.param("2024-02-29", date(2024, 2, 29), id="a leap day"),
        pytest.param("2023-02-29", None, id="no leap year"),
        pytest.param("2024-02-30", None, id="no such day"),
        pytest.param("11.09.2024", None, id="September or November"),
        pytest.param("09/11/2024", None, id="September or November again"),
        pytest.param("2024-09-181", None, id="a digit too many is a slip, and which digit is unknown"),
        pytest.param("Wednesday", None, id="a weekday has no year"),
        pytest.param(2024, None, id="a year"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_day_is_read_only_when_it_has_one_reading(written: object, day: date | None) -> None:
    assert parse_day(written) == day


@given(st.dates())
def test_every_day_in_iso_form_is_read_back(day: date) -> None:
    assert parse_day(day.isoformat()) == day


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_with_its_month_as_a_word_is_read_back(day: date) -> None:
    assert parse_day(f"{day.day} {day:%B} {day.year}") == day
    assert parse_day(f"{day:%b} {day.day}, {day.year}") == day


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none()))
def test_no_file_content_raises(written: object) -> None:
    assert parse_day(written) is None or isinstance(parse_day(written), date)


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        pytest.param("Talks end without a deal", True, id="short, no full stop"),
        pytest.param("Will the talks go on?", True, id="a question can be a headline"),
        pytest.param("The talks ended on Wednesday night.", False, id="a sentence"),
        pytest.param("“The talks ended.”", False, id="a sentence in quotes"),
        pytest.param("word " * 40 + "end", False, id="too long"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_headlines(line: str, headline: bool) -> None:
    assert is_headline(line) is headline


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(
            "The party has won 35.94 percent in the elections for the council of Lorne", id="a share"
        ),
        pytest.param("It began at 7.30 " + "a" * 200, id="a long word after a time"),
        pytest.param("It began at 7.30 " + "GMT " * 50, id="many zones"),
    ],
)
def test_a_line_with_a_number_like_a_time_is_read_at_once(line: str) -> None:
    began = process_time()
    assert parse_day(line) is None
    assert process_time() - began < 1


@pytest.mark.parametrize(
    ("written", "day"),
    [
        pytest.param("Tue, 06 May 2031 23:30:00 +0500", date(2031, 5, 6), id="as in e-mails"),
        pytest.param("Tuesday, May 6th, 2031 at 7.30 p.m. (CEST)", date(2031, 5, 6), id="as on web pages"),
        pytest.param("6 May 2031, 19:30 GMT", date(2031, 5, 6), id="with a zone"),
        pytest.param("Dec. 6, 2031", date(2031, 12, 6), id="an abbreviated month"),
        pytest.param("2031/5/6", date(2031, 5, 6), id="the year first"),
        pytest.param("20310506", date(2031, 5, 6), id="without separators"),
        pytest.param("20311506", None, id="a month that doesn't exist"),
        pytest.param("6 May 2031 was a quiet day", None, id="a sentence"),
        pytest.param("May 2031", None, id="a month"),
    ],
)
def test_a_day_with_its_weekday_and_time(written: str, day: date | None) -> None:
    assert parse_day(written) == day


def test_long_lines_with_times_are_fast() -> None:
    began = time.thread_time()
    for words in (
        "at 7.30 pm " + "abcd " * 20,
        "6 May 2031 at 10:00 " + "abcde" * 100,
        "1" * 200,
        " 7.30 " * 100,
    ):
        assert parse_day(words) is None
    assert time.thread_time() - began < 0.5
