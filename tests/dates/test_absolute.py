"""Absolute dates, with values worked out by hand.

The dateline is Thursday 19 September 2024 unless a row says otherwise.
"""

from datetime import date

import pytest

from qa.dates import time_expressions
from qa.records import Certainty
from tests.dates.expressions import PUBLISHED, only


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("It closed on 18 September 2024.", "2024-09-18", id="day, month, year"),
        pytest.param("It closed on September 18, 2024.", "2024-09-18", id="month, day, year"),
        pytest.param("It closed on Sept. 18, 2022.", "2022-09-18", id="short month"),
        pytest.param("It closed on the 5th of March 2019.", "2019-03-05", id="an ordinal of a month"),
        pytest.param("It closed on September 21st, 2022.", "2022-09-21", id="an ordinal behind its month"),
        pytest.param("It closed on Monday, September 9, 2024.", "2024-09-09", id="with its weekday"),
        pytest.param("It closed on 2024-09-16.", "2024-09-16", id="ISO"),
        pytest.param("The log ends at 2024-09-16T19:30.", "2024-09-16T19:30", id="ISO with a time"),
        pytest.param("It closed on 25/12/2023.", "2023-12-25", id="only one order gives a day"),
        pytest.param("It closed on 12/25/2023.", "2023-12-25", id="only the other order gives a day"),
        pytest.param("It closed at 19:45 on 16 September 2024.", "2024-09-16T19:45", id="a clock time"),
        pytest.param("It closed on the night of 16 September 2024.", "2024-09-16TNI", id="a part of the day"),
        pytest.param("It closed in August 2023.", "2023-08", id="a month"),
        pytest.param("It closed in late August 2023.", "2023-08", id="late in a month is in it"),
        pytest.param("It closed in 2023.", "2023", id="a year"),
        pytest.param("It closed in early 2023.", "2023", id="early in a year is in it"),
        pytest.param("It closed in nineteen ninety-seven.", "1997", id="a year in words"),
        pytest.param("It closed in nineteen forty-five.", "1945", id="another year in words"),
        pytest.param("It ran 1989-1990.", "1989/1990", id="two years"),
        pytest.param("It ran 12-15 June 2024.", "2024-06-12/2024-06-15", id="days of one month"),
        pytest.param("It ran from 12 to 15 June 2024.", "2024-06-12/2024-06-15", id="the same with to"),
        pytest.param("It ran June-August 2023.", "2023-06/2023-08", id="months of one year"),
        pytest.param("It rose in the third quarter of 2006.", "2006-Q3", id="a quarter"),
        pytest.param("It rose in Q3 2021.", "2021-Q3", id="a quarter in short"),
        pytest.param("It rose in the first half of 2024.", "2024-H1", id="a half"),
        pytest.param("It closed in the summer of 1989.", "1989-SU", id="a season"),
        pytest.param("It closed in winter 2022.", "2022-WI", id="a season without of"),
        pytest.param("It closed in the fall of 2011.", "2011-FA", id="the American autumn"),
        pytest.param("It closed in the 1970s.", "197", id="a decade"),
        pytest.param("It closed in the '60s.", "196", id="a decade in two digits: the last one"),
        pytest.param("It closed in the 19th century.", "18", id="the 19th century's years begin with 18"),
        pytest.param("It closed in the twentieth century.", "19", id="a century in words"),
        pytest.param("It closed on Easter Sunday 2024.", "2024-03-31", id="Easter: 31 March in 2024"),
        pytest.param(
            "It closed on Good Friday 2023.", "2023-04-07", id="two days before Easter, 9 April 2023"
        ),
        pytest.param("It closed on Christmas 2019.", "2019-12-25", id="a fixed feast"),
        pytest.param("It closed on Thanksgiving 2023.", "2023-11-23", id="the fourth Thursday of November"),
    ],
)
def test_absolute_dates_need_no_dateline(text: str, value: str) -> None:
    for published in (PUBLISHED, date(1950, 1, 1), None):
        found = only(text, published)
        assert (found.value, found.certainty, found.reference) == (value, Certainty.CERTAIN, None)


@pytest.mark.parametrize(
    ("text", "value", "rule"),
    [
        pytest.param(
            "It closed on March 5th.",
            "2024-03-05",
            "the last before Thursday 19 September 2024",
            id="half a year back, and past tense",
        ),
        pytest.param(
            "It opens on 3 January.",
            "2025-01-03",
            "the next after Thursday 19 September 2024",
            id="to come: the next January",
        ),
        pytest.param(
            "It opened on 3 January.",
            "2024-01-03",
            "the last before Thursday 19 September 2024",
            id="past: this year's January",
        ),
        pytest.param(
            "It opened on Sept. 9.",
            "2024-09-09",
            "the last before Thursday 19 September 2024",
            id="ten days ago",
        ),
        pytest.param(
            "It was signed on February 29.",
            "2024-02-29",
            "the last before Thursday 19 September 2024",
            id="only a leap year has it",
        ),
        pytest.param(
            "They met on Thursday, 12 September.",
            "2024-09-12",
            "the last before Thursday 19 September 2024",
            id="a week ago",
        ),
        pytest.param(
            "They met on Friday, 20 October.",
            "2023-10-20",
            "the last before Thursday 19 September 2024",
            id="the weekday says the year: Friday in 2023, Sunday in 2024",
        ),
        pytest.param(
            "It ran September 9-11.",
            "2024-09-09/2024-09-11",
            "the last before Thursday 19 September 2024",
            id="a range without a year",
        ),
        pytest.param(
            "It closed in August.", "2024-08", "the last before Thursday 19 September 2024", id="last month"
        ),
        pytest.param(
            "It closed last August.",
            "2024-08",
            "the last August before Thursday 19 September 2024",
            id="with last",
        ),
        pytest.param(
            "It closed last September.",
            "2023-09",
            "the last September before Thursday 19 September 2024",
            id="last September is not this one",
        ),
        pytest.param(
            "It closes next September.",
            "2025-09",
            "the next September after Thursday 19 September 2024",
            id="nor is the next",
        ),
        pytest.param(
            "It will close in November.",
            "2024-11",
            "the next after Thursday 19 September 2024",
            id="a month to come",
        ),
        pytest.param(
            "It closed this summer.", "2024-SU", "the year of Thursday 19 September 2024", id="this summer"
        ),
        pytest.param(
            "It closed last winter.",
            "2023-WI",
            "the last winter before Thursday 19 September 2024",
            id="the winter that began in December 2023",
        ),
        pytest.param(
            "It closes next spring.",
            "2025-SP",
            "the next spring after Thursday 19 September 2024",
            id="the spring of the next year",
        ),
        pytest.param(
            "It fell in the second quarter of last year.",
            "2023-Q2",
            "the year counted from Thursday 19 September 2024",
            id="a quarter of last year",
        ),
        pytest.param(
            "It closed on Good Friday.",
            "2024-03-29",
            "the last before Thursday 19 September 2024",
            id="two days before Easter, 31 March 2024",
        ),
        pytest.param(
            "It closes next Easter.",
            "2025-04-20",
            "the next Easter from Thursday 19 September 2024",
            id="Easter 2025 is 20 April",
        ),
        pytest.param(
            "It closed last Christmas.",
            "2023-12-25",
            "the last Christmas from Thursday 19 September 2024",
            id="last Christmas",
        ),
        pytest.param(
            "Doors closed on Labor Day.",
            "2024-09-02",
            "the last before Thursday 19 September 2024",
            id="the first Monday of September",
        ),
        pytest.param(
            "It was dry in June last year.",
            "2023-06",
            "the year before that of Thursday 19 September 2024",
            id="June last year",
        ),
    ],
)
def test_years_that_are_not_stated(text: str, value: str, rule: str) -> None:
    found = only(text)
    assert (found.value, found.rule) == (value, rule)
    assert found.certainty is Certainty.CERTAIN
    assert found.reference == PUBLISHED


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("Sales fell in the second quarter.", "2024-Q2", id="it ended in June"),
        pytest.param("Sales fell in the fourth quarter.", "2023-Q4", id="this year's has not begun"),
        pytest.param("Sales will fall in the fourth quarter.", "2024-Q4", id="looking ahead"),
    ],
)
def test_a_quarter_without_its_year_is_likely(text: str, value: str) -> None:
    found = only(text)
    assert (found.value, found.certainty) == (value, Certainty.LIKELY)


@pytest.mark.parametrize(
    ("text", "past"),
    [
        pytest.param("The bill passed in November.", "2023-11", id="a month"),
        pytest.param("The mall opened on 1 December.", "2023-12-01", id="a day"),
        pytest.param("She resigned on Thanksgiving.", "2023-11-23", id="a feast"),
    ],
)
def test_a_past_tense_keeps_the_past_reading(text: str, past: str) -> None:
    found = only(text)
    assert past in (found.value, found.alternative)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It may rain on May 3.", id="a day"),
        pytest.param("It may rain in May.", id="a month"),
    ],
)
def test_what_may_happen_is_to_come(text: str) -> None:
    found = only(text)
    assert (found.value or "").startswith("2025-05") or (found.alternative or "").startswith("2025-05")


# Two readings


def test_a_numeric_date_with_slashes_can_stand_either_way() -> None:
    found = only("It closed on 03/04/2024.")
    assert found.certainty is Certainty.AMBIGUOUS
    assert {found.value, found.alternative} == {"2024-04-03", "2024-03-04"}
    assert found.rule == "day and month could be swapped"


def test_dots_put_the_day_first() -> None:
    found = only("It closed on 03.04.2024.")
    assert (found.value, found.certainty, found.alternative) == ("2024-04-03", Certainty.LIKELY, None)


def test_the_datelines_own_day_settles_the_order() -> None:
    today, numeric = time_expressions("It closed today, i.e. 11.09.2024.", date(2024, 9, 11))
    assert today.value == numeric.value == "2024-09-11"
    american, _ = time_expressions("It closed 09/11/2024, that is, today.", date(2024, 9, 11))
    assert american.value == "2024-09-11"
    other, _ = time_expressions("It closed 09/11/2024, that is, today.", date(2024, 11, 9))
    assert other.value == "2024-11-09"


def test_the_same_numeric_date_as_today_and_day_first_when_it_is_not() -> None:
    (_, numeric) = time_expressions("It closed today, unlike on 11.09.2024.", PUBLISHED)
    assert (numeric.value, numeric.certainty) == ("2024-09-11", Certainty.LIKELY)


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [
        pytest.param("Flags rose on Independence Day.", "2024-07-04", "2024-08-15", id="America's, India's"),
        pytest.param("Flags rose on Independence Day 2023.", "2023-07-04", "2023-08-15", id="with its year"),
    ],
)
def test_a_feast_of_two_countries_is_ambiguous(text: str, value: str, other: str) -> None:
    found = only(text)
    assert (found.value, found.alternative, found.certainty) == (value, other, Certainty.AMBIGUOUS)


def test_may_day_is_the_first_of_may_or_the_bank_holiday() -> None:
    found = only("Crowds marched on May Day.")
    assert "2024-05-01" in (found.value, found.alternative)


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [
        pytest.param("The June elections were fair.", "2024-06", "2025-06", id="three months back"),
        pytest.param(
            "The envoy is to watch the March ballot.", "2025-03", "2024-03", id="the nearest, ahead"
        ),
        pytest.param("They spoke of their November meeting.", "2024-11", "2023-11", id="past, and ahead"),
        pytest.param("They met in March. The March ballot was fair.", "2024-03", None, id="told before"),
        pytest.param(
            "They will vote in March. The March ballot is near.", "2025-03", "2024-03", id="announced before"
        ),
        pytest.param(
            "The force will stay until July.", "2025-07", "2024-07", id="future, though the last is near"
        ),
        pytest.param("He recalled his visit to Kenya in April.", "2024-04", None, id="to before a name"),
        pytest.param("The ministry has been closed since October.", "2023-10", None, id="since"),
        pytest.param(
            "Crude for January delivery rose.", "2025-01", None, id="a contract is for a month to come"
        ),
        pytest.param("They met in November.", "2023-11", None, id="past, though the next is near"),
        pytest.param("They will meet in November.", "2024-11", None, id="future"),
        pytest.param("They will meet on Aug. 30.", "2024-08-30", None, id="too close to be next year's"),
        pytest.param("They will meet on June 5.", "2025-06-05", "2024-06-05", id="a day ahead by tense"),
        pytest.param(
            "It was initially scheduled for June 25, but was put off.", "2024-06-25", "2025-06-25", id="day"
        ),
        pytest.param("They decided to cut their output from August.", "2024-08", "2025-08", id="too close"),
        pytest.param("Prices in the June quarter could rise again.", "2024-06", "2025-06", id="a quarter"),
        pytest.param(
            "He agreed to build during his July visit.", "2024-07", "2025-07", id="the nearest again"
        ),
        pytest.param("His party narrowly won the March ballot.", "2024-03", None, id="a past verb before"),
        pytest.param("It grew after the December floods.", "2023-12", None, id="after"),
        pytest.param("They argued during a winter league meeting.", "2023-WI", None, id="during"),
        pytest.param("It grew more than expected in November.", "2023-11", None, id="more than expected"),
        pytest.param("They began talks in March which are expected to last.", "2024-03", None, id="which"),
    ],
)
def test_a_month_without_a_year_is_chosen_by_tense_or_distance(
    text: str, value: str, other: str | None
) -> None:
    found = time_expressions(text, date(2024, 9, 19))[-1]
    assert (found.value, found.alternative) == (value, other)


def test_a_day_without_a_year_takes_the_year_stated_before() -> None:
    told = "They were held from November 20 to November 21, 1991. It started on November 20."
    assert time_expressions(told, date(2005, 12, 12))[-1].value == "1991-11-20"
    ahead = "They left on September 30, 1991. The envoy is stepping down on September 30."
    assert time_expressions(ahead, date(2005, 9, 12))[-1].value == "2005-09-30"
    feast = "They met on Christmas 2001. They will close the port on Christmas."
    assert time_expressions(feast, date(2005, 12, 12))[-1].value == "2005-12-25"
    apart = "They met on November 21, 1991. It started on November 20."
    assert time_expressions(apart, date(2005, 12, 12))[-1].value == "2005-11-20"


def test_the_verbs_of_the_present_take_the_nearest_day() -> None:
    assert only("The finals get under way in Lund on June 9.", date(2005, 12, 10)).value == "2006-06-09"
    assert only("The teams meet on May 9 in Lund.", date(2005, 12, 10)).value == "2006-05-09"


def test_a_year_before_a_season_is_its_own() -> None:
    assert time_expressions("Lund hosts the 2008 summer games.", date(2005, 11, 23))[-1].value == "2008-SU"


def test_a_near_day_that_names_an_event_isnt_a_year_old() -> None:
    found = only("The November 21 vote was called by the mayor.", date(2005, 11, 18))
    assert (found.value, found.certainty, found.alternative) == ("2005-11-21", Certainty.LIKELY, None)
    day = only("He lost on November 21.", date(2005, 11, 18))
    assert (day.certainty, day.alternative) == (Certainty.AMBIGUOUS, "2004-11-21")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He fled last December 17 to Corr.", "1996-12-17"),
        ("He fled last Jan. 2.", "1997-01-02"),
        ("He will go next March 3.", "1997-03-03"),
        ("He fled last December.", "1996-12"),
    ],
)
def test_last_and_next_before_a_day_of_a_month(text: str, value: str) -> None:
    assert only(text, date(1997, 1, 20)).value == value


def test_a_season_is_near_to_its_end_too() -> None:
    assert only("The army studies its failures in the summer war.", date(2006, 12, 29)).value == "2006-SU"
    assert only("The calm winter has helped to ease worries.", date(2006, 11, 27)).value == "2006-WI"


def test_a_month_told_in_january_is_that_of_the_year_before() -> None:
    assert only("They met in November.", date(1998, 1, 9)).value == "1997-11"
    assert only("The November vote was fair.", date(1998, 1, 9)).value == "1997-11"
    assert only("They will meet in November.", date(1998, 1, 9)).value == "1998-11"
