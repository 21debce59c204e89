"""Events of a timeline by their periods: whole years apart from days, and outliers apart from the rest."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tui.formatting.date_ranges import Days

if TYPE_CHECKING:
    from qa import DatedEvent

_FEWEST = 12  # events; of fewer, none is an outlier
_CORE_SHARE = 0.9  # of the events lie in the dense part
_LEAST_RATIO = 3  # times as long as the dense part, from which the whole period squeezes it
_LEAST_CORE = timedelta(days=7)


def of_days(events: "Sequence[DatedEvent]") -> "list[DatedEvent]":
    """Return the events that are about less than a year."""
    return [each for each in events if not each.is_whole_years]


def of_years(events: "Sequence[DatedEvent]") -> "list[DatedEvent]":
    """Return the events that are about whole years: "in 2021", "the 1990s"."""
    return [each for each in events if each.is_whole_years]


def dense_days(events: "Sequence[DatedEvent]") -> Days | None:
    """Return the shortest period that nine of ten events start in, None if the whole is not much longer."""
    starts = sorted(each.first for each in events)
    if len(starts) < _FEWEST:
        return None
    n_core = max(2, round(_CORE_SHARE * len(starts)))
    runs = ((starts[at + n_core - 1] - starts[at], at) for at in range(len(starts) - n_core + 1))
    length, at = min(runs)
    length = max(length, _LEAST_CORE)
    if starts[-1] - starts[0] < _LEAST_RATIO * length:
        return None
    return _widened(starts, at, at + n_core - 1, length)


def nearest(events: "Sequence[DatedEvent]", day: date, article_ids: Sequence[str]) -> int:
    """Return the index of the event nearest to a day, of these articles before others."""

    def distance(at: int) -> tuple[int, bool]:
        event = events[at]
        n_days = max((event.first - day).days, (day - event.last).days, 0)
        return n_days, event.article.id not in article_ids

    return min(range(len(events)), key=distance, default=0)


def _widened(starts: Sequence[date], first: int, last: int, length: timedelta) -> Days:
    """Return a period with the events that follow close on either side of it."""
    near = length / _LEAST_RATIO
    while first > 0 and starts[first] - starts[first - 1] <= near:
        first -= 1
    while last < len(starts) - 1 and starts[last + 1] - starts[last] <= near:
        last += 1
    return starts[first], starts[last]
