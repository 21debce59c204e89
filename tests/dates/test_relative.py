"""Relative dates, with values worked out by hand.

The dateline is Thursday 19 September 2024, in ISO week 38 (Monday 16 to Sunday 22 September), unless a row says
otherwise.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.dates import time_expressions
from qa.dates.calendar import WEEKDAYS
from qa.records import Certainty, TimeExpression, TimeKind

PUBLISHED = date(2024, 9, 19)
CERTAIN, LIKELY, AMBIGUOUS = Certainty.CERTAIN, Certainty.LIKELY, Certainty.AMBIGUOUS
DATELINES = st.dates(date(1700, 1, 1), date(2300, 1, 1))


def last(text: str, published: date | None = PUBLISHED) -> TimeExpression:
    return time_expressions(text, published)[-1]


@pytest.mark.parametrize(
    ("text", "value", "certainty", "other"),
    [
        pytest.param("They met on Wednesday.", "2024-09-18", CERTAIN, None, id="past: yesterday"),
        pytest.param("They met on Friday.", "2024-09-13", CERTAIN, None, id="past: six days ago"),
        pytest.param(
            "They will meet on Wednesday.", "2024-09-25", LIKELY, "2024-09-18", id="to come: in six days"
        ),
        pytest.param(
            "A vote is due on Friday.", "2024-09-20", LIKELY, "2024-09-13", id="to come without will"
        ),
        pytest.param(
            "They agreed to meet on Monday.",
            "2024-09-23",
            LIKELY,
            "2024-09-16",
            id="agreed is past, what they agreed on is not",
        ),
        pytest.param("Talks on Monday.", "2024-09-16", LIKELY, None, id="no verb: the last one"),
        pytest.param("They met on Thursday.", "2024-09-19", LIKELY, None, id="the publication date"),
        pytest.param("Two died after a Tuesday landslide.", "2024-09-17", LIKELY, None, id="one event's day"),
        pytest.param(
            "They are due back on Saturday, according to reports on Thursday.",
            "2024-09-19",
            LIKELY,
            None,
            id="the day of reports about what is to come",
        ),
        pytest.param(
            "They will meet on Thursday.",
            "2024-09-19",
            LIKELY,
            "2024-09-26",
            id="that day, or the week after",
        ),
        pytest.param("They will meet later Thursday.", "2024-09-19", LIKELY, None, id="later that day"),
        pytest.param("They met last Friday.", "2024-09-13", CERTAIN, None, id="last Friday"),
        pytest.param("They met last Thursday.", "2024-09-12", CERTAIN, None, id="last Thursday is not today"),
        pytest.param(
            "They will meet next Tuesday.",
            "2024-09-24",
            AMBIGUOUS,
            "2024-10-01",
            id="next: this week's or after",
        ),
        pytest.param("They meet this Saturday.", "2024-09-21", CERTAIN, None, id="this Saturday"),
        pytest.param(
            "They met on Tuesday of last week.", "2024-09-10", CERTAIN, None, id="week 37's Tuesday"
        ),
        pytest.param(
            "They meet on Tuesday of next week.", "2024-09-24", CERTAIN, None, id="week 39's Tuesday"
        ),
    ],
)
def test_weekdays_by_tense_and_cue(text: str, value: str, certainty: Certainty, other: str | None) -> None:
    found = last(text)
    assert (found.value, found.certainty, found.alternative) == (value, certainty, other)
    assert found.reference == PUBLISHED


@given(published=DATELINES, weekday=st.sampled_from(WEEKDAYS))
def test_a_weekday_that_was_lies_in_the_week_up_to_the_dateline(published: date, weekday: str) -> None:
    day = date.fromisoformat(last(f"The council met on {weekday}.", published).value or "")
    assert WEEKDAYS[day.weekday()] == weekday
    assert timedelta(0) <= published - day < timedelta(7)


@given(published=DATELINES, weekday=st.sampled_from(WEEKDAYS))
def test_a_weekday_to_come_lies_in_the_week_from_the_dateline(published: date, weekday: str) -> None:
    day = date.fromisoformat(last(f"The council will meet on {weekday}.", published).value or "")
    assert WEEKDAYS[day.weekday()] == weekday
    assert timedelta(0) <= day - published < timedelta(7)


@pytest.mark.parametrize(
    ("text", "day", "value", "certainty", "other"),
    [
        pytest.param(
            "The panel is due to vote this week.", 22, "2024-W39", LIKELY, "2024-W38", id="to come, Sunday"
        ),
        pytest.param(
            "It is due to go to Mr Orso B. Lind this week.",
            22,
            "2024-W39",
            LIKELY,
            "2024-W38",
            id="an initial",
        ),
        pytest.param(
            "The panel will vote this week.", 21, "2024-W39", LIKELY, "2024-W38", id="to come, Saturday"
        ),
        pytest.param("The panel will vote this week.", 20, "2024-W38", CERTAIN, None, id="to come, Friday"),
        pytest.param("The panel met twice this week.", 22, "2024-W38", LIKELY, None, id="past, Sunday"),
        pytest.param(
            "Rainfall this week: little.", 22, "2024-W38", AMBIGUOUS, "2024-W39", id="no verb, Sunday"
        ),
        pytest.param("It closed earlier this week.", 22, "2024-W38", CERTAIN, None, id="earlier, Sunday"),
    ],
)
def test_this_week_at_a_weekend(
    text: str, day: int, value: str, certainty: Certainty, other: str | None
) -> None:
    """On Saturday and Sunday, what is still to come "this week" comes in the next one."""
    found = last(text, date(2024, 9, day))
    assert (found.value, found.certainty, found.alternative) == (value, certainty, other)


def test_the_rule_says_how_it_was_counted() -> None:
    assert last("They met on Wednesday.").rule == "the Wednesday before Thursday 19 September 2024"
    assert last("They meet this Saturday.").rule == "the Saturday after Thursday 19 September 2024"
    assert last("They met yesterday.").rule == "the day before Thursday 19 September 2024"
    assert last("They met last week.").rule == "the week before that of Thursday 19 September 2024"
    assert last("They met two years ago.").rule == "2 years before Thursday 19 September 2024"


@pytest.mark.parametrize(
    ("text", "value", "certainty"),
    [
        pytest.param("It closed today.", "2024-09-19", CERTAIN, id="today"),
        pytest.param("It closed yesterday.", "2024-09-18", CERTAIN, id="yesterday"),
        pytest.param("It closes tomorrow.", "2024-09-20", CERTAIN, id="tomorrow"),
        pytest.param("It closed the day before yesterday.", "2024-09-17", CERTAIN, id="two days back"),
        pytest.param("It closes the day after tomorrow.", "2024-09-21", CERTAIN, id="two days on"),
        pytest.param("It closes tonight.", "2024-09-19TNI", CERTAIN, id="tonight"),
        pytest.param("It closed last night.", "2024-09-18TNI", CERTAIN, id="last night is yesterday's"),
        pytest.param("It closed this morning.", "2024-09-19TMO", CERTAIN, id="this morning"),
        pytest.param("It closed yesterday afternoon.", "2024-09-18TAF", CERTAIN, id="a part of yesterday"),
        pytest.param("It closed on Wednesday night.", "2024-09-18TNI", CERTAIN, id="a part of a weekday"),
        pytest.param("It closed Tuesday evening.", "2024-09-17TEV", CERTAIN, id="without on"),
        pytest.param("It closed at dawn on Tuesday.", "2024-09-17TMO", CERTAIN, id="dawn is in the morning"),
        pytest.param("It closed at 6 pm on Wednesday.", "2024-09-18T18:00", CERTAIN, id="clock and day"),
        pytest.param("It closed at 18:30 on Wednesday.", "2024-09-18T18:30", CERTAIN, id="24 hours"),
        pytest.param("It closed at 12 pm on Wednesday.", "2024-09-18T12:00", CERTAIN, id="12 pm is noon"),
        pytest.param("It closed at 12 am on Wednesday.", "2024-09-18T00:00", CERTAIN, id="12 am is midnight"),
        pytest.param("It closed at noon on Monday.", "2024-09-16T12:00", CERTAIN, id="noon"),
        pytest.param("It closed at 10 o'clock on Tuesday.", "2024-09-17T10:00", CERTAIN, id="o'clock"),
        pytest.param("It closed at 6 p.m. on Sept. 16.", "2024-09-16T18:00", CERTAIN, id="clock and date"),
        pytest.param(
            "It closed at 9:05 a.m. (0405 GMT) on Tuesday.",
            "2024-09-17T09:05",
            CERTAIN,
            id="with GMT in brackets",
        ),
        pytest.param(
            "The bell rang at 7.30 am.", "2024-09-19T07:30", LIKELY, id="no day: that of publication"
        ),
        pytest.param(
            "They met on Tuesday. The doors closed around 7.30 pm.",
            "2024-09-17T19:30",
            LIKELY,
            id="the date mentioned before",
        ),
        pytest.param(
            "She came on 3 June 2024. That night he left.", "2024-06-03TNI", LIKELY, id="that night's day"
        ),
    ],
)
def test_days_parts_of_days_and_clock_times(text: str, value: str, certainty: Certainty) -> None:
    found = last(text)
    assert (found.value, found.certainty) == (value, certainty)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("It fell last week.", "2024-W37", id="the week from Monday 9 September"),
        pytest.param("It falls next week.", "2024-W39", id="the week from Monday 23 September"),
        pytest.param("It fell last month.", "2024-08", id="last month"),
        pytest.param("It falls next month.", "2024-10", id="next month"),
        pytest.param("It fell earlier this month.", "2024-09", id="earlier this month"),
        pytest.param("It fell last year.", "2023", id="last year"),
        pytest.param("It fell earlier this year.", "2024", id="earlier this year"),
        pytest.param("It fell last quarter.", "2024-Q2", id="September is in the third quarter"),
        pytest.param("It falls next quarter.", "2024-Q4", id="next quarter"),
        pytest.param("It rained last weekend.", "2024-W37-WE", id="14 and 15 September"),
        pytest.param("It may rain this weekend.", "2024-W38-WE", id="21 and 22 September"),
        pytest.param("It closed three days ago.", "2024-09-16", id="19 - 3"),
        pytest.param("It closed a fortnight ago.", "2024-W36", id="5 September, to the week"),
        pytest.param("It closed six months ago.", "2024-03", id="to the month"),
        pytest.param("It closed a year ago.", "2023", id="to the year"),
        pytest.param("It closed twenty-four years ago.", "2000", id="2024 - 24"),
        pytest.param("It closed a decade ago.", "2014", id="2024 - 10"),
        pytest.param("It closes two weeks from now.", "2024-W40", id="3 October is in week 40"),
    ],
)
def test_periods_beside_the_dateline(text: str, value: str) -> None:
    found = last(text)
    assert (found.value, found.certainty, found.reference) == (value, CERTAIN, PUBLISHED)


@pytest.mark.parametrize(
    ("published", "text", "value"),
    [
        pytest.param("2024-01-02", "It fell last month.", "2023-12", id="over the new year"),
        pytest.param("2024-01-02", "It fell last week.", "2023-W52", id="the ISO year of the week"),
        pytest.param("2021-01-05", "It fell last week.", "2020-W53", id="a year of 53 weeks"),
        pytest.param("2024-03-31", "It fell last month.", "2024-02", id="no 31 February is asked for"),
        pytest.param("2024-03-01", "It closed yesterday.", "2024-02-29", id="a leap day"),
        pytest.param("2024-02-29", "It closed a year ago.", "2023", id="a year before a leap day"),
    ],
)
def test_the_edges_of_the_calendar(published: str, text: str, value: str) -> None:
    assert last(text, date.fromisoformat(published)).value == value


JUNE = "She came on 3 June 2024."  # a Monday, in week 23


@pytest.mark.parametrize(
    ("text", "value", "rule"),
    [
        pytest.param(
            f"{JUNE} Two weeks later, he left.", "2024-06-17", "2 weeks after Monday 3 June 2024", id="3 + 14"
        ),
        pytest.param(
            f"{JUNE} A month later he left.",
            "2024-07-03",
            "1 month after Monday 3 June 2024",
            id="a month on",
        ),
        pytest.param(
            f"{JUNE} The following day he left.", "2024-06-04", "the day after Monday 3 June 2024", id="3 + 1"
        ),
        pytest.param(
            f"{JUNE} The previous day he left.", "2024-06-02", "the day before Monday 3 June 2024", id="3 - 1"
        ),
        pytest.param(
            f"{JUNE} The following week he left.",
            "2024-W24",
            "the week after Monday 3 June 2024",
            id="10 June is in week 24",
        ),
        pytest.param(
            f"{JUNE} That week he left.",
            "2024-W23",
            "the one mentioned before, the week of Monday 3 June 2024",
            id="that week",
        ),
        pytest.param(
            "She came in 2019. Two years later he left.",
            "2021",
            "2 years after 2019",
            id="as coarse as named",
        ),
        pytest.param(
            f"She was born in 1990. {JUNE} Two weeks later, he left.",
            "2024-06-17",
            "2 weeks after Monday 3 June 2024",
            id="from the last date named, not the first",
        ),
        pytest.param(
            f"{JUNE} The next day he left.",
            "2024-06-04",
            "the day after Monday 3 June 2024",
            id="the next day",
        ),
    ],
)
def test_what_is_counted_from_the_last_date_named(text: str, value: str, rule: str) -> None:
    found = last(text)
    assert (found.value, found.rule, found.certainty) == (value, rule, LIKELY)


@pytest.mark.parametrize(
    ("words", "value", "other"),
    [
        pytest.param("The day before", "2024-06-02", "2024-09-18", id="3 - 1, or 19 - 1"),
        pytest.param("Three days earlier", "2024-05-31", "2024-09-16", id="3 - 3, or 19 - 3"),
    ],
)
def test_days_before_could_be_counted_from_the_dateline_too(words: str, value: str, other: str) -> None:
    found = last(f"{JUNE} {words}, he left.")
    assert (found.value, found.alternative, found.certainty) == (value, None, LIKELY)
    found = last(f"{JUNE} She was ill. She kept quiet. {words}, he left.")
    assert (found.value, found.alternative, found.certainty) == (value, other, AMBIGUOUS)


@pytest.mark.parametrize(
    ("text", "value", "certainty"),
    [
        pytest.param(
            "The rebels struck on Monday. The previous evening they had cut the wires.",
            "2024-09-15TEV",
            LIKELY,
            id="the evening before a day of the sentence before",
        ),
        pytest.param(
            "He landed on Monday. He met the king the next morning.",
            "2024-09-17TMO",
            LIKELY,
            id="next morning",
        ),
        pytest.param(
            "He landed on Monday. They had met the night before.", "2024-09-15TNI", LIKELY, id="night"
        ),
        pytest.param("He landed on Monday. He left the day after.", "2024-09-17", LIKELY, id="the day after"),
        pytest.param(
            "He spoke this morning. He came the previous evening.", "2024-09-18TEV", LIKELY, id="this"
        ),
        pytest.param(
            "Shares fell Thursday after a rise the previous day.", "2024-09-18", LIKELY, id="sentence"
        ),
        pytest.param(
            "They won in 2005. A day earlier they vowed to stay.", "2024-09-18", LIKELY, id="no year"
        ),
        pytest.param(
            "They will meet on Sunday. They met the previous day.", "2024-09-18", LIKELY, id="future"
        ),
        pytest.param(
            "She spoke on Monday. She left earlier the same day.", "2024-09-16", LIKELY, id="same day"
        ),
        pytest.param(
            "They met the night before Tuesday's vote.", "2024-09-16TNI", CERTAIN, id="a day is named"
        ),
        pytest.param(
            "They came back the morning after Friday.", "2024-09-14TMO", CERTAIN, id="morning after"
        ),
        pytest.param(
            "The port shut on Sept. 2. Nothing came of it. The mayor was ill. It opened the next day.",
            "2024-09-03",
            AMBIGUOUS,
            id="the day was named further away",
        ),
    ],
)
def test_a_story_counts_from_the_day_that_it_has_reached(text: str, value: str, certainty: Certainty) -> None:
    found = last(text)
    assert (found.value, found.certainty) == (value, certainty)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The site was shut on Monday, the day after police found the ship.", id="the day after"),
        pytest.param("The site was shut on Monday, the night before the vote.", id="the night before"),
    ],
)
def test_a_day_that_is_counted_from_an_event_names_no_day(text: str) -> None:
    days = [each.value for each in time_expressions(text, PUBLISHED) if each.kind is not TimeKind.DURATION]
    assert days == ["2024-09-16"]


def test_a_year_earlier_is_the_same_quarter() -> None:
    found = last("Profit fell in the second quarter of 2024 from a year earlier.")
    assert found.value == "2023-Q2"


@pytest.mark.parametrize("words", ["Ten days later", "Two months later", "The next day"])
def test_a_past_day_after_an_unknown_one_is_not_counted_from_the_dateline(words: str) -> None:
    found = last(f"{words}, it was closed.")
    assert (found.value, found.rule) == ("PAST_REF", "the day that it is counted from is not named")


def test_without_a_number_there_is_no_date() -> None:
    for text, value in (
        ("A few days later he left.", "FUTURE_REF"),
        ("It closed several years ago.", "PAST_REF"),
        ("It closed decades ago.", "PAST_REF"),
    ):
        assert (last(text).value, last(text).rule) == (value, "no exact number is given")


STRETCHES = [
    "He was away from {} to {}.",
    "He will be away from {} to {}.",
    "They were to be away from {} until {}.",
    "Rain fell between {} and {}.",
    "Rain is forecast between {} and {}.",
    "The fair: {}-{}.",
]


@given(
    published=DATELINES,
    text=st.sampled_from(STRETCHES),
    first=st.sampled_from(WEEKDAYS),
    last=st.sampled_from(WEEKDAYS),
)
def test_a_range_of_weekdays_ends_within_a_week_of_its_beginning(
    published: date, text: str, first: str, last: str
) -> None:
    begins, ends = time_expressions(text.format(first, last), published)
    for one, other in ((begins.value, ends.value), (begins.alternative, ends.alternative)):
        if one and other:
            days = date.fromisoformat(other) - date.fromisoformat(one)
            assert timedelta(0) < days <= timedelta(7)
    assert begins.reference == ends.reference == published


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param(
            "The talks ran from Friday to Sunday.", ("2024-09-13", None), ("2024-09-15", None), id="past"
        ),
        pytest.param(
            "He was away from Monday to Friday.",
            ("2024-09-09", "2024-09-16"),
            ("2024-09-13", "2024-09-20"),
            id="past: all of it before the dateline, or around it",
        ),
        pytest.param(
            "The fair will run from Monday to Friday.",
            ("2024-09-23", "2024-09-16"),
            ("2024-09-27", "2024-09-20"),
            id="to come: all of it after the dateline, or around it",
        ),
        pytest.param(
            "The match was moved from Friday to Monday.",
            ("2024-09-20", "2024-09-13"),
            ("2024-09-23", "2024-09-16"),
            id="from one day to another",
        ),
        pytest.param("Talks Monday–Friday.", ("2024-09-16", None), ("2024-09-20", None), id="no verb"),
        pytest.param(
            "It rained from last Monday to Friday.",
            ("2024-09-16", None),
            ("2024-09-20", None),
            id="last Monday",
        ),
        pytest.param(
            "It will rain from Thursday to Saturday.",
            ("2024-09-19", "2024-09-26"),
            ("2024-09-21", "2024-09-28"),
            id="from the day of publication",
        ),
        pytest.param(
            "The quay will be shut from Friday evening until Tuesday night.",
            ("2024-09-20TEV", "2024-09-13TEV"),
            ("2024-09-24TNI", "2024-09-17TNI"),
            id="parts of days",
        ),
        pytest.param(
            "They met on Monday and Friday.",
            ("2024-09-16", None),
            ("2024-09-13", None),
            id="two days are no stretch",
        ),
    ],
)
def test_the_weekdays_of_a_range(
    text: str, first: tuple[str, str | None], last: tuple[str, str | None]
) -> None:
    begins, ends = time_expressions(text, PUBLISHED)
    assert (begins.value, begins.alternative) == first
    assert (ends.value, ends.alternative) == last


def test_the_rules_of_a_range_say_how_both_were_counted() -> None:
    begins, _ = time_expressions("He was away from Monday to Friday.", PUBLISHED)
    assert begins.rule == (
        "the Monday before Friday 13 September 2024, the last Friday by Thursday 19 September 2024"
    )
    _, ends = time_expressions("The fair will run from Monday to Friday.", PUBLISHED)
    assert ends.rule == "the Friday after Monday 23 September 2024, counted from Thursday 19 September 2024"


# Without a dateline


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("They met on Wednesday.", id="a weekday"),
        pytest.param("They met on Wednesday night.", id="a part of a weekday"),
        pytest.param("They met yesterday.", id="yesterday"),
        pytest.param("It closed this morning.", id="this morning"),
        pytest.param("It closed at 7.30 pm.", id="a clock time"),
        pytest.param("It closed last week.", id="last week"),
        pytest.param("It closed earlier this month.", id="this month"),
        pytest.param("It closed two years ago.", id="two years ago"),
        pytest.param("It closed last August.", id="last August"),
        pytest.param("It closed last summer.", id="last summer"),
        pytest.param("It closed in the third quarter.", id="a quarter"),
        pytest.param("It closed on Good Friday.", id="a feast"),
    ],
)
def test_without_a_dateline_relative_dates_stay_unresolved_and_the_reason_is_given(text: str) -> None:
    (found,) = time_expressions(text, None)
    assert (found.value, found.reference, found.alternative) == (None, None, None)
    assert found.rule == "the article has no date to count from"
    assert found.certainty is AMBIGUOUS


def test_a_date_without_a_year_keeps_day_and_month() -> None:
    (found,) = time_expressions("It closed on 5 March.", None)
    assert (found.value, found.certainty) == ("XXXX-03-05", AMBIGUOUS)
    assert "no date" in found.rule


def test_a_day_named_in_the_text_is_counted_from_even_without_a_dateline() -> None:
    assert last(f"{JUNE} Two weeks later, he left.", None).value == "2024-06-17"
