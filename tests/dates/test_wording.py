"""TIMEX3 values in words, and the dates that they cover."""

import re
from datetime import date

import pytest

from qa.dates import days_of, in_words, time_expressions, unit_of
from qa.records import TimeKind

Days = tuple[str, str] | None


@pytest.mark.parametrize(
    ("value", "words", "days", "unit"),
    [
        pytest.param(
            "2024-09-18", "Wednesday 18 September 2024", ("2024-09-18", "2024-09-18"), "day", id="a day"
        ),
        pytest.param(
            "2024-09-18TNI",
            "Wednesday 18 September 2024, night",
            ("2024-09-18", "2024-09-18"),
            "day",
            id="a part of a day",
        ),
        pytest.param(
            "2024-09-18T19:30",
            "Wednesday 18 September 2024, 19:30",
            ("2024-09-18", "2024-09-18"),
            "day",
            id="a clock time",
        ),
        pytest.param(
            "2024-W36",
            "the week of Monday 2 September 2024",
            ("2024-09-02", "2024-09-08"),
            "week",
            id="a week runs from Monday",
        ),
        pytest.param(
            "2024-W36-WE",
            "the weekend of Saturday 7 September 2024",
            ("2024-09-07", "2024-09-08"),
            "week",
            id="a weekend is Saturday and Sunday",
        ),
        pytest.param(
            "2020-W53",
            "the week of Monday 28 December 2020",
            ("2020-12-28", "2021-01-03"),
            "week",
            id="a week over the new year",
        ),
        pytest.param("2024-02", "February 2024", ("2024-02-01", "2024-02-29"), "month", id="a leap month"),
        pytest.param("2024-12", "December 2024", ("2024-12-01", "2024-12-31"), "month", id="the last month"),
        pytest.param(
            "2006-Q3", "the third quarter of 2006", ("2006-07-01", "2006-09-30"), "quarter", id="a quarter"
        ),
        pytest.param("2024-H2", "the second half of 2024", ("2024-07-01", "2024-12-31"), "half", id="a half"),
        pytest.param("2024-SP", "spring 2024", ("2024-03-01", "2024-05-31"), "season", id="spring"),
        pytest.param("2024-SU", "summer 2024", ("2024-06-01", "2024-08-31"), "season", id="summer"),
        pytest.param("2024-FA", "autumn 2024", ("2024-09-01", "2024-11-30"), "season", id="autumn"),
        pytest.param(
            "2023-WI", "winter 2023", ("2023-12-01", "2024-02-29"), "season", id="a winter over the new year"
        ),
        pytest.param("1989", "1989", ("1989-01-01", "1989-12-31"), "year", id="a year"),
        pytest.param("197", "the 1970s", ("1970-01-01", "1979-12-31"), "decade", id="a decade"),
        pytest.param("18", "the 19th century", ("1800-01-01", "1899-12-31"), "century", id="a century"),
        pytest.param("20", "the 21st century", ("2000-01-01", "2099-12-31"), "century", id="the 21st"),
        pytest.param("10", "the 11th century", ("1000-01-01", "1099-12-31"), "century", id="not the 11st"),
        pytest.param(
            "2024-06-12/2024-06-15",
            "Wednesday 12 June 2024 to Saturday 15 June 2024",
            ("2024-06-12", "2024-06-15"),
            None,
            id="a range of days",
        ),
        pytest.param(
            "2023-06/2023-08",
            "June 2023 to August 2023",
            ("2023-06-01", "2023-08-31"),
            None,
            id="a range of months ends with the last month",
        ),
        pytest.param("PT22H", "22 hours", None, None, id="hours"),
        pytest.param("PT1H", "1 hour", None, None, id="one hour"),
        pytest.param("PT30M", "30 minutes", None, None, id="M behind T is minutes"),
        pytest.param("P6M", "6 months", None, None, id="M without T is months"),
        pytest.param("P2Y6M", "2 years and 6 months", None, None, id="two units"),
        pytest.param("PT1H30M", "1 hour and 30 minutes", None, None, id="two units of the clock"),
        pytest.param("PXW", "some weeks", None, None, id="no number"),
        pytest.param("PRESENT_REF", "now", None, None, id="now"),
        pytest.param("PAST_REF", "some time before", None, None, id="once"),
        pytest.param("FUTURE_REF", "some time after", None, None, id="some day"),
        pytest.param("9999-12-31", "Friday 31 December 9999", ("9999-12-31",) * 2, "day", id="the last day"),
        pytest.param("9999-12", "December 9999", ("9999-12-01", "9999-12-31"), "month", id="the last month"),
        pytest.param(
            "P2WE",
            "2 weekends",
            None,
            None,
            id="weekends",
        ),
    ],
)
def test_words_and_days(value: str, words: str, days: Days, unit: str | None) -> None:
    assert in_words(value) == words
    assert days_of(value) == (tuple(map(date.fromisoformat, days)) if days else None)
    assert unit_of(value) == unit


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("", id="nothing"),
        pytest.param("nonsense", id="no value"),
        pytest.param("2024-02-30", id="no such day"),
        pytest.param("2023-02-29", id="no leap year"),
        pytest.param("2024-13", id="no such month"),
        pytest.param("2024-00", id="no such month either"),
        pytest.param("2024-W53", id="2024 has 52 weeks"),
        pytest.param("2024-Q5", id="no such quarter"),
        pytest.param("2024-H3", id="no such half"),
        pytest.param("2024-2-3", id="digits missing"),
        pytest.param("12345", id="a digit too many"),
        pytest.param("1", id="a digit alone"),
        pytest.param("2024-09-18\n", id="a line's end"),
    ],
)
def test_values_that_are_not_periods_cover_no_days(value: str) -> None:
    assert days_of(value) is None
    assert unit_of(value) is None
    assert in_words(value) == value


@pytest.mark.parametrize("value", [None, "/", "2024-09-09/", "/2024-09-09", "2024-13/2024-14"])
def test_half_a_range_covers_no_days(value: str | None) -> None:
    assert days_of(value) is None


def test_a_range_that_runs_backwards_covers_no_days() -> None:
    assert days_of("2024/2023") is None


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        pytest.param("P1W", TimeKind.SET, "every week", id="each week"),
        pytest.param("P2D", TimeKind.SET, "every 2 days", id="every other day"),
        pytest.param("P1W", TimeKind.DURATION, "1 week", id="a week long"),
        pytest.param("PT2H", TimeKind.DURATION, "2 hours", id="two hours"),
        pytest.param("P2W/P4W", TimeKind.DURATION, "2 to 4 weeks", id="a range of lengths"),
        pytest.param("PXX", TimeKind.DURATION, "some time", id="a length without a number"),
        pytest.param("XXXX-WXX-1", TimeKind.SET, "every Monday", id="each Monday"),
        pytest.param("XXXX-XX-XXTNI", TimeKind.SET, "every night", id="each night"),
        pytest.param("XXXX-XX-XX", TimeKind.SET, "regularly", id="again and again"),
        pytest.param("XXXX-09", TimeKind.SET, "every September", id="each September"),
        pytest.param("XXXX-SU", TimeKind.SET, "every summer", id="each summer"),
        pytest.param("XXXX-QX", TimeKind.SET, "every quarter", id="each quarter"),
        pytest.param("XXXX-09-18", TimeKind.DATE, "18 September, year unknown", id="a day without a year"),
        pytest.param("XXXX-Easter", TimeKind.DATE, "Easter, year unknown", id="a feast without a year"),
        pytest.param(
            "2024-09-18T24:00", TimeKind.TIME, "Wednesday 18 September 2024, midnight", id="midnight"
        ),
    ],
)
def test_words_of_a_kind(value: str, kind: TimeKind, words: str) -> None:
    assert in_words(value, kind) == words
    assert "XX" not in value or days_of(value) is None


def test_no_code_is_left_in_the_words_of_any_expression() -> None:
    text = (
        "It shut on Wednesday night, reopened at 7.30 pm on 3 May and closes every Monday, each night and weekly. "
        "It took two hours, 2-4 weeks, several years and some time. Each September and every summer they sail. "
        "In the last quarter of 2003, in the 1970s, last weekend and at midnight on Tuesday it rained."
    )
    for published in (date(2024, 9, 19), None):
        found = [each for each in time_expressions(text, published) if each.value]
        assert len(found) > 10
        for each in found:
            words = in_words(each.value or "", each.kind)
            assert not re.search(r"X|\dT|T[A-Z]|^P\w*\d|\d-", words), (each.value, words)
