"""The dates and sources that listed passages have in common."""

import calendar
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qa import Citation
from tui.formatting import answer_text

_MOST_PERIODS, _MOST_SOURCES = 4, 3
_LONGEST_SOURCE = 16  # characters


@dataclass(frozen=True, slots=True, order=True)
class Facet:
    """A period ("2031", or the month "2031-05") or else a source that some passages share."""

    is_period: bool
    value: str

    @property
    def label(self) -> str:
        """The facet in words."""
        year, _, month = self.value.partition("-") if self.is_period else ("", "", "")
        if month:
            return f"{calendar.month_abbr[int(month)]} {year}"
        return year or answer_text.shortened(self.value, _LONGEST_SOURCE)

    def holds(self, match: Citation) -> bool:
        """Return whether a match has this date or source."""
        article = match.article
        if self.is_period:
            return article.published is not None and article.published.isoformat().startswith(self.value)
        return article.source == self.value


def facets_of(matches: Sequence[Citation]) -> list[tuple[Facet, int]]:
    """Return the most frequent periods, in order, and sources, each with its number of matches.

    Periods are months if all matches are of one year. A kind with a single value is left out.
    """
    days = [match.article.published.isoformat() for match in matches if match.article.published]
    n_characters = len("2031-05") if len({day[:4] for day in days}) == 1 else len("2031")
    periods = Counter(Facet(is_period=True, value=day[:n_characters]) for day in days)
    named = [match.article.source for match in matches if match.article.source]
    sources = Counter(Facet(is_period=False, value=source) for source in named)
    in_time = sorted(periods.most_common(_MOST_PERIODS)) if len(periods) > 1 else []
    return in_time + (sources.most_common(_MOST_SOURCES) if len(sources) > 1 else [])


def narrowed(matches: Sequence[Citation], chosen: Collection[Facet]) -> tuple[Citation, ...]:
    """Return the matches that have one of the chosen periods, if any, and one of the chosen sources, if any."""
    kinds = [[facet for facet in chosen if facet.is_period is is_period] for is_period in (True, False)]
    return tuple(
        match
        for match in matches
        if all(any(facet.holds(match) for facet in facets) for facets in kinds if facets)
    )
