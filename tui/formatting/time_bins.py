"""Dates of events → bins of time, as fine as the width allows, with long empty periods cut out."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import cached_property
from itertools import pairwise

from tui.formatting.date_ranges import Days, in_short

_CUT_CELLS = 2  # width of a cut
_LEAST_CUT = 5  # bins; shorter empty periods are drawn
_CELLS_A_CUT = 14  # at most one cut per this many cells, or the scale would be misleading
_WIDEST_BIN = 12
_LABEL_GAP = 2
_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12
_MONTHS_A_QUARTER = 3


class Unit(IntEnum):
    """The length of a bin, shortest first."""

    DAY = 1
    WEEK = 2
    MONTH = 3
    QUARTER = 4
    YEAR = 5
    DECADE = 6
    CENTURY = 7
    MILLENNIUM = 8

    @property
    def years(self) -> int:
        """The years in a bin of this unit; 0 for less than one."""
        return 10 ** (self - Unit.YEAR) if self >= Unit.YEAR else 0

    def number_of(self, day: date) -> int:
        """Return the number of the bin that contains a date; neighbours differ by 1."""
        match self:
            case Unit.DAY:
                return day.toordinal()
            case Unit.WEEK:
                return (day.toordinal() - 1) // _DAYS_A_WEEK  # the calendar's first day was a Monday
            case Unit.MONTH:
                return day.year * _MONTHS_A_YEAR + day.month - 1
            case Unit.QUARTER:
                return (day.year * _MONTHS_A_YEAR + day.month - 1) // _MONTHS_A_QUARTER
            case _:
                return day.year // self.years

    def days_of(self, number: int) -> Days:
        """Return the first and last date of a bin."""
        return self._first(number), self._last(number)

    def _first(self, number: int) -> date:
        match self:
            case Unit.DAY:
                return date.fromordinal(number)
            case Unit.WEEK:
                return date.fromordinal(number * _DAYS_A_WEEK + 1)
            case Unit.MONTH | Unit.QUARTER:
                n_months = number * (_MONTHS_A_QUARTER if self is Unit.QUARTER else 1)
                return date(n_months // _MONTHS_A_YEAR, n_months % _MONTHS_A_YEAR + 1, 1)
            case _:
                return date(max(1, number * self.years), 1, 1)

    def _last(self, number: int) -> date:
        try:
            return self._first(number + 1) - timedelta(days=1)
        except (ValueError, OverflowError):
            return date.max


@dataclass(frozen=True, slots=True)
class Bin:
    """A period on the scale, `first` to `last` inclusive, starting at cell `x`.

    `n_within` counts the events inside it, `n_reaching` the longer ones that overlap it. `at` is the index of the
    first event that starts in it (shorter ones first), None if none does, and `begun` its dates. `after_cut` means
    that the period before it was cut out.
    """

    number: int
    first: date
    last: date
    x: int
    n_within: int
    n_reaching: int
    at: int | None
    begun: Days | None
    after_cut: bool


@dataclass(frozen=True)
class Scale:
    """Bins of one unit from left to right, each `width` cells, at most `n_cells` in total."""

    unit: Unit
    bins: tuple[Bin, ...]
    width: int
    n_cells: int

    @cached_property
    def most(self) -> int:
        """The number of events in the fullest bin, at least 1."""
        return max((each.n_within for each in self.bins), default=0) or 1

    def bin_at(self, x: int) -> Bin | None:
        """Return the bin at a cell."""
        place = bisect_right([each.x for each in self.bins], x) - 1
        if place < 0 or x >= self.bins[place].x + self.width:
            return None
        return self.bins[place]

    def bins_of(self, days: Days) -> list[Bin]:
        """Return the bins that overlap a range of dates."""
        first, last = self.unit.number_of(days[0]), self.unit.number_of(days[1])
        return [each for each in self.bins if first <= each.number <= last]

    def beside(self, day: date, step: int) -> Bin | None:
        """Return the next (1) or previous (-1) bin with an event that starts in it, seen from a date."""
        here = self.unit.number_of(day)
        begun = [each for each in self.bins if each.at is not None]
        if step > 0:
            return next((each for each in begun if each.number > here), None)
        return next((each for each in reversed(begun) if each.number < here), None)

    def labels(self) -> list[tuple[int, str]]:
        """Return the labels below the scale with their cells; the most informative ones are placed first."""
        taken: list[tuple[int, int, str]] = []
        for each, texts in self._wishes():
            for text in texts:
                x = min(each.x, self.n_cells - len(text))
                is_free = all(
                    x + len(text) + _LABEL_GAP <= start or end + _LABEL_GAP <= x for start, end, _ in taken
                )
                if x >= 0 and is_free:
                    taken.append((x, x + len(text), text))
                    break
        return sorted((start, text) for start, _, text in taken)

    def _wishes(self) -> Iterator[tuple[Bin, tuple[str, ...]]]:
        """Yield bins with their possible labels, the most informative first."""
        if not self.bins:
            return
        opening = [each for each in self.bins if each.after_cut or each is self.bins[0]]
        for each in opening:
            if each.begun is not None and each.n_within == 0:  # only a longer period starts here
                yield each, (in_short(*each.begun),)
            yield each, (_label(self.unit, each, with_year=True), _label(self.unit, each))
        for is_round in _ROUND[self.unit]:
            for before, each in pairwise(self.bins):
                if is_round(before.first, each.first):
                    with_year = before.first.year != each.first.year
                    yield each, (_label(self.unit, each, with_year=with_year),)


def scale_of(events: Sequence[Days], n_cells: int) -> Scale:
    """Return the finest scale that fits; `events` are first and last dates, sorted by the first."""
    counts: dict[Days, tuple[int, int]] = {}  # dates → how many events have them, and the index of the first
    for place, days in enumerate(events):
        n_events, first = counts.get(days, (0, place))
        counts[days] = (n_events + 1, first)
    for unit in Unit:
        if (scale := _fitted(unit, counts, n_cells)) is not None:
            return scale
    return Scale(Unit.MILLENNIUM, (), 1, n_cells)


def _fitted(unit: Unit, counts: Mapping[Days, tuple[int, int]], n_cells: int) -> Scale | None:
    """Return the scale for a unit, or None if it needs too many cells or cuts."""
    n_within: dict[int, int] = {}
    begins: dict[int, tuple[int, Days]] = {}
    reaching: list[tuple[int, int, int]] = []
    for (first, last), (n_events, place) in counts.items():
        number, end = unit.number_of(first), unit.number_of(last)
        if number == end:
            if number not in n_within:
                begins[number] = place, (first, last)
            n_within[number] = n_within.get(number, 0) + n_events
        else:
            begins.setdefault(number, (place, (first, last)))
            reaching.append((number, end, n_events))
        if len(begins) > n_cells:
            return None
    shown = _shown(sorted(begins), n_cells)
    if shown is None:
        return None
    numbers, cuts = shown
    width = max(1, min(_WIDEST_BIN, (n_cells - _CUT_CELLS * len(cuts)) // max(1, len(numbers))))
    n_reaching = _counts(numbers, reaching)
    bins, x = [], 0
    for place, number in enumerate(numbers):
        x += _CUT_CELLS if number in cuts else 0
        days = unit.days_of(number)
        within, (at, begun) = n_within.get(number, 0), begins.get(number, (None, None))
        bins.append(Bin(number, *days, x, within, n_reaching[place], at, begun, number in cuts))
        x += width
    return Scale(unit, tuple(bins), width, n_cells)


def _shown(needed: Sequence[int], n_cells: int) -> tuple[list[int], set[int]] | None:
    """Return the numbers of the bins to draw, and which of them follow a cut."""
    if not needed:
        return [], set()
    n_columns = needed[-1] - needed[0] + 1
    gaps = sorted(((after - before - 1, after) for before, after in pairwise(needed)), reverse=True)
    cuts: set[int] = set()
    for n_empty, after in gaps:
        if n_columns <= n_cells or n_empty < _LEAST_CUT or len(cuts) == max(2, n_cells // _CELLS_A_CUT):
            break
        cuts.add(after)
        n_columns -= n_empty - _CUT_CELLS
    if n_columns > n_cells:
        return None
    numbers = [needed[0]]
    for before, after in pairwise(needed):
        numbers += [after] if after in cuts else range(before + 1, after + 1)
    return numbers, cuts


def _counts(numbers: Sequence[int], reaching: Sequence[tuple[int, int, int]]) -> list[int]:
    """Return for each bin how many events overlap it; each event is (first bin, last bin, count)."""
    steps = [0] * (len(numbers) + 1)
    for first, last, n_events in reaching:
        steps[bisect_left(numbers, first)] += n_events
        steps[bisect_right(numbers, last)] -= n_events
    counts, now = [], 0
    for step in steps[:-1]:
        now += step
        counts.append(now)
    return counts


def _label(unit: Unit, each: Bin, *, with_year: bool = False) -> str:
    first = each.first
    year = f" {first.year}" if with_year else ""
    match unit:
        case Unit.DAY | Unit.WEEK:
            return f"{first.day} {first:%b}{year}"
        case Unit.MONTH:
            return f"{first:%b}{year}"
        case Unit.QUARTER:
            return f"Q{(first.month + 2) // _MONTHS_A_QUARTER}{year}"
        case Unit.YEAR:
            return f"{first.year}"
        case _:
            return f"{each.number * unit.years}s"


def _new_year(before: date, first: date) -> bool:
    return before.year != first.year


def _new_month(before: date, first: date) -> bool:
    return (before.year, before.month) != (first.year, first.month)


def _monday(_before: date, first: date) -> bool:
    return first.weekday() == 0


def _new_quarter(_before: date, first: date) -> bool:
    return first.month % _MONTHS_A_QUARTER == 1


def _new_decade(before: date, first: date) -> bool:
    return before.year // 10 != first.year // 10


def _fifth_year(_before: date, first: date) -> bool:
    return first.year % 5 == 0


def _any(_before: date, _first: date) -> bool:
    return True


# Where a label is most informative, by unit; the arguments are the first dates of the previous bin and of this one.
_ROUND = {
    Unit.DAY: (_new_year, _new_month, _monday, _any),
    Unit.WEEK: (_new_year, _new_month, _any),
    Unit.MONTH: (_new_year, _new_quarter, _any),
    Unit.QUARTER: (_new_year, _any),
    Unit.YEAR: (_new_decade, _fifth_year, _any),
    Unit.DECADE: (_any,),
    Unit.CENTURY: (_any,),
    Unit.MILLENNIUM: (_any,),
}
