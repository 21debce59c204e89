"""Properties that hold for every text and dateline, including hostile ones."""

import time
from datetime import date
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.dates import days_of, grammar, in_words, time_expressions
from qa.dates.vocabulary import CAPITALISED, WORDS
from qa.questions.dates import date_filter_of
from tests.growth import cpu_seconds

PIECES = [
    *(word for words in (WORDS | CAPITALISED).values() for word in words.split()),
    *"2024 1989 31 12th 0 99 3/04/2024 2/0 7.30 24:00 half third fifteen ninety dozen hundred thousand".split(),
    *"pm a.m. o'clock 1970s '60s Q3 Easter Christmas Thanksgiving will met".split(),
    *", . - – / ( ) $ 's 🙂 2024-09-18 2024-02-30 2024-09-18T25:99".split(),
    "\n\n",
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=14).flatmap(
    lambda pieces: st.sampled_from([" ", "", "-"]).map(lambda between: between.join(pieces))
)
# Easter and the lunar calendars are made for a year at a time, so feasts stay near our own.
UNITS = [
    word
    for name in (
        "unit",
        "units",
        "short_unit",
        "short_units",
        "fortnight",
        "weekend",
        "quarter",
        "quarters",
        "half",
    )
    for word in WORDS[name].split()
]
DATELINES = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(text=TEXTS, published=DATELINES)
def test_expressions_lie_in_the_text_in_order_without_overlap(text: str, published: date | None) -> None:
    found = time_expressions(text, published)
    spans = [each.article_span for each in found]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_words_that_are_never_alone_in_an_expression_are_none_together() -> None:
    for n_tokens in (1, 2, 3):
        for letters in product(grammar._idle(), repeat=n_tokens):
            assert grammar._pattern().search("".join(letters)) is None


def assert_values_are_readable(text: str, published: date | None) -> None:
    """Check that each value has words, and dates in order."""
    for each in time_expressions(text, published):
        assert each.rule
        for value in filter(None, (each.value, each.alternative)):
            assert in_words(value)
            days = days_of(value)
            assert days is None or days[0] <= days[1]


@given(text=TEXTS, published=DATELINES)
def test_every_value_can_be_worded_and_covers_dates_in_order(text: str, published: date | None) -> None:
    assert_values_are_readable(text, published)


@given(text=TEXTS)
def test_without_a_dateline_nothing_is_counted_from_one(text: str) -> None:
    assert all(each.reference is None for each in time_expressions(text, None))


@given(question=TEXTS, as_of=st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_the_dates_of_a_question_come_from_its_own_words(question: str, as_of: date) -> None:
    days = date_filter_of(question, as_of)
    if days is not None:
        assert days.expression in question
        assert days.since <= days.until
        assert days.rest


@given(text=TEXTS, published=st.dates(date(200, 1, 1), date(9800, 1, 1)))
def test_far_datelines_give_readable_values(text: str, published: date) -> None:
    assert_values_are_readable(text, published)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    "phrase", ["two {} ago", "a {} earlier", "30 {} later", "in two {}", "last {}", "half a {} ago"]
)
def test_a_distance_in_any_unit_is_readable(unit: str, phrase: str) -> None:
    assert_values_are_readable(f"It ended {phrase.format(unit)}.", date(2024, 9, 19))


EARLIEST, LATEST = date.min, date.max


@pytest.mark.parametrize(
    ("text", "published"),
    [
        pytest.param("It shut last week.", EARLIEST, id="no week before the first"),
        pytest.param("It shuts next month.", LATEST, id="no month after the last"),
        pytest.param("It shut a year ago.", EARLIEST, id="no year before the first"),
        pytest.param("It shut 10000000 years ago.", date(2024, 9, 19), id="before all calendars"),
        pytest.param("It shuts 999999999 days later.", date(2024, 9, 19), id="after all calendars"),
        pytest.param("It shut yesterday.", EARLIEST, id="no day before the first"),
        pytest.param("It shuts tomorrow.", LATEST, id="no day after the last"),
        pytest.param("It shut on Wednesday.", EARLIEST, id="no weekday before the first"),
        pytest.param("It shuts next Tuesday.", LATEST, id="no weekday after the last"),
        pytest.param("It shut last night.", EARLIEST, id="no night before the first day"),
        pytest.param("It shut last weekend.", EARLIEST, id="no weekend before the first"),
        pytest.param("It shuts on Tuesday of next week.", LATEST, id="no week after the last"),
        pytest.param("It shut in November.", EARLIEST, id="no November before the first"),
        pytest.param("It fell in the fourth quarter.", EARLIEST, id="nor a fourth quarter"),
        pytest.param("It shut last Christmas.", EARLIEST, id="nor a Christmas"),
        pytest.param("It shut on Easter.", EARLIEST, id="nor an Easter"),
    ],
)
def test_the_ends_of_the_calendar_raise_nothing(text: str, published: date) -> None:
    assert all(days_of(each.value) for each in time_expressions(text, published) if each.value)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        pytest.param("It was dry in June last year.", EARLIEST, id="0000-06"),
        pytest.param("It will be dry in June next year.", LATEST, id="10000-06"),
        pytest.param("It was dry last summer.", EARLIEST, id="0000-SU"),
        pytest.param("It shuts next winter.", LATEST, id="10000-WI"),
    ],
)
def test_all_values_are_inside_the_calendar(text: str, published: date) -> None:
    assert all(days_of(each.value) for each in time_expressions(text, published) if each.value)


# Hostile input: what could make a pattern try again and again, doubled in length


def test_thousands_of_decades_are_read_quickly() -> None:
    text = "'90s-" * 2_000
    assert cpu_seconds(lambda: time_expressions(text, date(2024, 9, 19))) < 0.5


def seconds(text: str) -> float:
    best = float("inf")
    for _ in range(2):
        began = time.process_time()
        time_expressions(text, date(2024, 9, 19))
        best = min(best, time.process_time() - began)
    return best


@pytest.mark.parametrize(
    ("unit", "characters"),
    [
        pytest.param("twenty-", 10_000, id="numbers that never end"),
        pytest.param("one and a half ", 10_000, id="numbers and halves"),
        pytest.param("1.", 10_000, id="digits and dots"),
        pytest.param("1/1/", 10_000, id="digits and slashes"),
        pytest.param("9", 10_000, id="one number"),
        pytest.param("'", 10_000, id="apostrophes"),
        pytest.param("\n ", 10_000, id="paragraphs that never end"),
        pytest.param("the last ", 10_000, id="words that announce a unit"),
        pytest.param("early in the late in the ", 10_000, id="parts of a unit"),
        pytest.param("on at by on , ", 10_000, id="prepositions"),
        pytest.param("voted to ab cd ", 10_000, id="verbs of a tense"),
        pytest.param("Wednesday ", 1_500, id="days in one long clause"),
        pytest.param("last Monday or ", 1_500, id="days and cues"),
        pytest.param("the first quarter of ", 1_500, id="quarters"),
        pytest.param("the quarter a year earlier ", 1_500, id="days counted from what was named before"),
        pytest.param("2024 ", 1_500, id="years"),
    ],
)
def test_twice_the_text_takes_twice_the_time(unit: str, characters: int) -> None:
    once = unit * (characters // len(unit))
    seconds(unit)  # what is made once is made now
    assert seconds(once + once) <= 3 * seconds(once) + 0.01
