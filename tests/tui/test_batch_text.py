"""The dates in the table of a batch."""

import pytest

from tui.batch_state import BatchEntry
from tui.formatting.batch_text import short_date


@pytest.mark.parametrize(
    ("value", "when", "shown"),
    [
        pytest.param("2031-05-09", "Friday 9 May 2031", "2031-05-09", id="a day"),
        pytest.param("2031-05-09TNI", "Friday 9 May 2031, night", "2031-05-09", id="a night"),
        pytest.param("2031-05", "May 2031", "2031-05", id="a month"),
        pytest.param("2031-Q2", "the second quarter of 2031", "the second quarter of 2031", id="a quarter"),
        pytest.param("203", "the 2030s", "the 2030s", id="a decade"),
        pytest.param("", "unknown", "", id="none"),
    ],
)
def test_short_date(value: str, when: str, shown: str) -> None:
    assert short_date(BatchEntry(1, 1, "When?", value=value, when=when)) == shown
