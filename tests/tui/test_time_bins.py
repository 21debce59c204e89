"""Events on the scale: the unit, the periods cut out, and the labels."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.formatting.date_ranges import Days
from tui.formatting.time_bins import Scale, Unit, scale_of


def day(text: str) -> Days:
    return date.fromisoformat(text), date.fromisoformat(text)


def span(first: str, last: str) -> Days:
    return date.fromisoformat(first), date.fromisoformat(last)


def days_on(first: str, count: int, step: int = 1) -> list[Days]:
    begin = date.fromisoformat(first)
    each = (begin + timedelta(days=number * step) for number in range(count))
    return [(one, one) for one in each]


def drawn_end(scale: Scale) -> int:
    return scale.bins[-1].x + scale.width


@pytest.mark.parametrize(
    ("events", "unit"),
    [
        pytest.param(days_on("2024-09-01", 30), Unit.DAY, id="a month of days"),
        pytest.param(days_on("2024-03-01", 180), Unit.WEEK, id="half a year"),
        pytest.param(days_on("2021-01-01", 300, 7), Unit.MONTH, id="six years of weeks"),
        pytest.param(days_on("2010-01-01", 180, 30), Unit.QUARTER, id="fifteen years of months"),
        pytest.param(days_on("1960-01-01", 60, 366), Unit.YEAR, id="sixty years"),
        pytest.param(days_on("1500-01-01", 500, 365), Unit.DECADE, id="five centuries"),
        pytest.param(days_on("0001-01-01", 5000, 730), Unit.MILLENNIUM, id="all of the calendar"),
    ],
)
def test_the_finest_unit_that_fits_is_taken(events: list[Days], unit: Unit) -> None:
    scale = scale_of(events, 76)
    assert scale.unit is unit
    assert drawn_end(scale) <= 76


def test_events_are_counted_in_their_bins_and_the_first_is_known() -> None:
    scale = scale_of([day("2024-09-01"), day("2024-09-01"), day("2024-09-03")], 40)
    assert [(each.n_within, each.at) for each in scale.bins] == [(2, 0), (0, None), (1, 2)]
    assert scale.most == 2


def test_a_longer_time_reaches_into_bins_and_is_counted_in_none() -> None:
    events = [day("2024-09-01"), span("2024-09-01", "2024-09-03"), day("2024-09-04")]
    scale = scale_of(events, 40)
    assert [(each.n_within, each.n_reaching) for each in scale.bins] == [(1, 1), (0, 1), (0, 1), (1, 0)]
    assert [each.at for each in scale.bins] == [0, None, None, 2], (
        "the day itself comes before the longer time"
    )
    assert [each.first.day for each in scale.bins_of(events[1])] == [1, 2, 3]


def test_a_month_alone_has_a_bin_to_be_clicked() -> None:
    scale = scale_of([span("2024-08-01", "2024-08-31"), day("2024-09-18")], 76)
    assert scale.unit is Unit.DAY
    assert (scale.bins[0].at, scale.bins[0].n_within, scale.bins[0].n_reaching) == (0, 0, 1)


def test_a_bin_where_only_a_longer_period_begins_is_named_after_it() -> None:
    scale = scale_of([span("1871-01-01", "1871-12-31"), day("2024-09-18")], 76)
    assert scale.labels() == [(0, "1871"), (scale.bins[1].x, "18 Sep 2024")]


def test_long_empty_stretches_are_cut_out() -> None:
    scale = scale_of([day("1871-05-06"), day("2024-09-16"), day("2024-09-18")], 76)
    assert scale.unit is Unit.DAY
    assert [each.first.isoformat() for each in scale.bins if each.after_cut] == ["2024-09-16"]
    assert len(scale.bins) == 4
    assert scale.labels()[0] == (0, "6 May 1871")
    assert "16 Sep 2024" in [text for _, text in scale.labels()]


def test_the_next_bar_is_the_next_one_in_which_an_event_begins() -> None:
    scale = scale_of([day("2024-09-01"), day("2024-09-05"), day("2024-09-06")], 40)
    later = scale.beside(date(2024, 9, 1), 1)
    assert later is not None
    assert later.at == 1
    earlier = scale.beside(date(2024, 9, 6), -1)
    assert earlier is not None
    assert earlier.at == 1
    assert scale.beside(date(2024, 9, 6), 1) is None


def test_without_events_the_scale_is_empty() -> None:
    scale = scale_of([], 76)
    assert (scale.bins, scale.labels(), scale.most, scale.bin_at(3)) == ((), [], 1, None)


@pytest.mark.parametrize("unit", Unit)
@given(at=st.dates())
def test_a_bin_holds_the_days_that_are_numbered_so(unit: Unit, at: date) -> None:
    number = unit.number_of(at)
    first, last = unit.days_of(number)
    assert first <= at <= last
    assert unit.number_of(first) == unit.number_of(last) == number


@given(
    st.lists(st.tuples(st.dates(), st.integers(0, 4000)), min_size=1, max_size=60),
    st.integers(12, 200),
)
def test_every_event_is_on_the_scale_and_the_scale_fits(drawn: list[tuple[date, int]], n_cells: int) -> None:
    events = sorted((first, min(date.max, _later(first, length))) for first, length in drawn)
    scale = scale_of(events, n_cells)
    assert drawn_end(scale) <= n_cells
    for place, (first, last) in enumerate(events):
        reached = scale.bins_of((first, last))
        assert reached
        begun = reached[0].at
        assert begun is not None
        assert scale.bins_of(events[begun])[0] == reached[0]
        assert scale.bin_at(reached[0].x) == reached[0]
        assert begun <= place or events[begun][1] <= reached[0].last
    assert sum(each.n_within for each in scale.bins) <= len(events)
    ends = [(x, x + len(text)) for x, text in scale.labels()]
    assert all(end + 2 <= start for (_, end), (start, _) in pairwise(ends))
    assert not ends or ends[-1][1] <= n_cells


def _later(first: date, n_days: int) -> date:
    return date.fromordinal(min(date.max.toordinal(), first.toordinal() + n_days))
