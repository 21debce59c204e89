"""Facets: periods and sources with counts, and what choosing them leaves."""

from datetime import date

import pytest

from qa import Article, Citation, Passage, Scores, Span
from tui.formatting.facets import Facet, facets_of, narrowed


def match(number: int, day: str | None, source: str | None) -> Citation:
    published = date.fromisoformat(day) if day else None
    article = Article(str(number) * 64, f"Article {number}", "Text.", published, source)
    span = Span(0, 5)
    return Citation(number, article, span, span, "Text.", Passage(article.id, 0, span, "Text."), Scores())


SEVERAL_YEARS = (
    match(1, "2031-05-12", "Gazette"),
    match(2, "2030-01-02", "Herald"),
    match(3, "2031-11-01", "Gazette"),
    match(4, None, None),
)


def test_periods_are_years_in_order_and_sources_by_number() -> None:
    shown = [(facet.label, n) for facet, n in facets_of(SEVERAL_YEARS)]
    assert shown == [("2030", 1), ("2031", 2), ("Gazette", 2), ("Herald", 1)]


def test_periods_of_one_year_are_months_and_a_single_value_is_left_out() -> None:
    matches = [match(1, "2031-05-12", "Gazette"), match(2, "2031-11-01", "Gazette")]
    assert [facet.label for facet, _ in facets_of(matches)] == ["May 2031", "Nov 2031"]
    assert facets_of(matches[:1]) == []


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        pytest.param([], [1, 2, 3, 4], id="none"),
        pytest.param([Facet(True, "2031")], [1, 3], id="a year"),
        pytest.param([Facet(True, "2031"), Facet(True, "2030")], [1, 2, 3], id="either year"),
        pytest.param([Facet(True, "2030"), Facet(False, "Gazette")], [], id="both a year and a source"),
        pytest.param([Facet(False, "Herald")], [2], id="a source"),
    ],
)
def test_chosen_facets_narrow_the_matches(chosen: list[Facet], left: list[int]) -> None:
    assert [each.number for each in narrowed(SEVERAL_YEARS, chosen)] == left
