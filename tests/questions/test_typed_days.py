"""Days as people type them, counted from Friday 20 June 2031."""

from datetime import date

import pytest

from qa.questions.typed_days import typed_day

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
