"""Durations, recurring times and the present: never a date in the calendar."""

import pytest

from qa.dates import days_of
from qa.records import Certainty, TimeKind
from tests.dates.expressions import PUBLISHED, only


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("They talked for more than 22 hours.", "PT22H", id="hours"),
        pytest.param("They walked out for 48 hours.", "PT48H", id="48 hours are not two days"),
        pytest.param("It lasted thirty-five minutes.", "PT35M", id="minutes, in words"),
        pytest.param("A two-day meeting followed.", "P2D", id="joined to what lasts"),
        pytest.param("It took about three weeks.", "P3W", id="weeks, about"),
        pytest.param("It took six months.", "P6M", id="months"),
        pytest.param("It stood for twenty-four years.", "P24Y", id="a number of two words"),
        pytest.param("It took one hundred and fifty days.", "P150D", id="a number of many words"),
        pytest.param("It took 1,200 days.", "P1200D", id="thousands with a comma"),
        pytest.param("It took two and a half years.", "P2Y6M", id="half a year is six months"),
        pytest.param("It took 2 1/2 years.", "P2Y6M", id="the same with a fraction"),
        pytest.param("It took half an hour.", "PT30M", id="half an hour"),
        pytest.param("It stood for three decades.", "P30Y", id="decades are ten years"),
        pytest.param("It stood for two centuries.", "P200Y", id="centuries are a hundred"),
        pytest.param("It took a fortnight.", "P2W", id="a fortnight is two weeks"),
        pytest.param("It took a couple of weeks.", "P2W", id="a couple is two"),
        pytest.param("It took several weeks.", "PXW", id="several is no number"),
        pytest.param("It took a few hours.", "PTXH", id="nor is a few"),
        pytest.param("It fell in recent years.", "PXY", id="nor are recent years"),
        pytest.param("It fell in the last two years.", "P2Y", id="the last two years are a length"),
        pytest.param(
            "It fell in the past decade.",
            "P10Y",
            id="so is the past decade, dateline or not",
        ),
        pytest.param("It stays for the next three weeks.", "P3W", id="and the next three weeks"),
        pytest.param("He will come within two weeks.", "P2W", id="a term"),
        pytest.param(
            "It stood for two dozen years.",
            "P24Y",
            id="two dozen are 24",
        ),
    ],
)
def test_lengths_are_not_dates(text: str, value: str) -> None:
    for published in (PUBLISHED, None):
        found = only(text, published)
        assert (found.kind, found.value, found.certainty) == (TimeKind.DURATION, value, Certainty.CERTAIN)
        assert found.reference is None
        assert days_of(found.value) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("They meet every Monday.", "XXXX-WXX-1", id="Monday is the first day"),
        pytest.param("He preaches on Sundays.", "XXXX-WXX-7", id="Sunday is the seventh"),
        pytest.param("It is printed daily.", "P1D", id="daily"),
        pytest.param("It is printed weekly.", "P1W", id="weekly"),
        pytest.param("It rises each year.", "P1Y", id="each year"),
        pytest.param("It rises every morning.", "XXXX-XX-XXTMO", id="a part of every day"),
    ],
)
def test_what_comes_back(text: str, value: str) -> None:
    found = only(text)
    assert (found.kind, found.value) == (TimeKind.SET, value)
    assert days_of(found.value) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("She now rows.", "PRESENT_REF", id="now"),
        pytest.param("It is currently shut.", "PRESENT_REF", id="currently"),
        pytest.param("It recently shut.", "PAST_REF", id="recently"),
        pytest.param("It will soon shut.", "FUTURE_REF", id="soon"),
    ],
)
def test_now_once_and_some_day(text: str, value: str) -> None:
    found = only(text)
    assert (found.kind, found.value, found.rule) == (TimeKind.DATE, value, "names no day")
