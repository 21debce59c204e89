"""Events of a timeline by their periods: whole years apart from days, and outliers apart from the rest."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tui.formatting.date_ranges import Days

if TYPE_CHECKING:
    from qa import DatedEvent

_FEWEST = 12  # events; of fewer, none is an outlier
_CORE_SHARE = 0.95  # of the events lie in the dense part
_LEAST_RATIO = 3  # times as long as the dense part, from which the whole period squeezes it
_LEAST_CORE = timedelta(days=7)


def of_days(events: "Sequence[DatedEvent]") -> "list[DatedEvent]":
    """Return the events that are about less than a year."""
    return [each for each in events if not each.is_whole_years]


def of_years(events: "Sequence[DatedEvent]") -> "list[DatedEvent]":
    """Return the events that are about whole years: "in 2021", "the 1990s"."""
    return [each for each in events if each.is_whole_years]


def dense_days(events: "Sequence[DatedEvent]") -> Days | None:
    """Return the shortest period that 95 % of the events start in, None if the whole is not much longer."""
    starts = sorted(each.first for each in events)
    if len(starts) < _FEWEST:
        return None
    n_core = round(_CORE_SHARE * len(starts))
    length, at = min((starts[at + n_core - 1] - starts[at], at) for at in range(len(starts) - n_core + 1))
    if starts[-1] - starts[0] < _LEAST_RATIO * max(length, _LEAST_CORE):
        return None
    return starts[at], starts[at + n_core - 1]


def nearest(events: "Sequence[DatedEvent]", day: date, article_ids: Sequence[str]) -> int:
    """Return the index of the event nearest to a day, of these articles before others."""

    def distance(at: int) -> tuple[int, bool]:
        event = events[at]
        n_days = max((event.first - day).days, (day - event.last).days, 0)
        return n_days, event.article.id not in article_ids

    return min(range(len(events)), key=distance, default=0)
