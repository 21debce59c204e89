"""Days as people type them, counted from Friday 20 June 2031."""

from datetime import date

import pytest

from qa.questions.typed_days import typed_day, typed_days, typed_limit

TODAY = date(2031, 6, 20)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("2031-06-12", date(2031, 6, 12)),
        ("12 June 2031", date(2031, 6, 12)),
        ("June 12, 2031", date(2031, 6, 12)),
        ("Thursday 12th June 2031", date(2031, 6, 12)),
        ("12 Jun", date(2031, 6, 12)),
        ("today", TODAY),
        ("yesterday", date(2031, 6, 19)),
        ("last friday", date(2031, 6, 13)),
        ("12.6.2031", date(2031, 6, 12)),
        ("13-6-2031", date(2031, 6, 13)),
        ("6/13/2031", date(2031, 6, 13)),
        ("  ", None),
    ],
)
def test_a_day_is_read(written: str, wanted: date | None) -> None:
    assert typed_day(written, TODAY) == wanted


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("June 2031", "Write it like 12 June 2031"),
        ("31 June 2031", "June 2031 has 30 days"),
        ("2031-06-31", "June 2031 has 30 days"),
        ("31.6.2031", "June 2031 has 30 days"),
        ("12/6/2031", "can mean Thursday 12 June 2031 or Saturday 6 December 2031"),
        ("soon", "Write it like 12 June 2031"),
        ("from Monday to Friday", "Write it like 12 June 2031"),
    ],
)
def test_what_names_no_single_day_is_refused_with_a_reason(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        typed_day(written, TODAY)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("31 Dec 2006", date(2006, 12, 31), date(2006, 12, 31)),
        ("Nov 2006", date(2006, 11, 1), date(2006, 11, 30)),
        ("2006-11", date(2006, 11, 1), date(2006, 11, 30)),
        ("2006", date(2006, 1, 1), date(2006, 12, 31)),
        ("last month", date(2031, 5, 1), date(2031, 5, 31)),
        ("yesterday", date(2031, 6, 19), date(2031, 6, 19)),
    ],
)
def test_a_period_is_read(written: str, first: date, last: date) -> None:
    assert typed_days(written, TODAY) == (first, last)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2006-13", "Write it like 12 June 2031, June 2031 or 2031."),
        ("31 Jun 2031", "June 2031 has 30 days"),
        ("12/6/2031", "can mean Thursday 12 June 2031 or Saturday 6 December 2031"),
    ],
)
def test_what_is_no_period_is_refused_with_a_reason(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        typed_days(written, TODAY)


def test_no_period_is_typed() -> None:
    assert typed_days(" ", TODAY) is None
    assert typed_limit(" ", TODAY, is_last=True) is None


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("Nov 2006", date(2006, 11, 1), date(2006, 11, 30)),
        ("2004-02", date(2004, 2, 1), date(2004, 2, 29)),
        ("2006", date(2006, 1, 1), date(2006, 12, 31)),
        ("2006-11-05", date(2006, 11, 5), date(2006, 11, 5)),
    ],
)
def test_a_limit_is_the_first_or_the_last_day(written: str, first: date, last: date) -> None:
    assert typed_limit(written, TODAY, is_last=False) == first
    assert typed_limit(written, TODAY, is_last=True) == last
