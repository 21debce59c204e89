"""Recognition of time expressions, to the character, and of words that only look like them."""

from datetime import date

import pytest

from qa.dates import speaks_of_time, time_expressions

PUBLISHED = date(2024, 9, 19)


def spotted(text: str) -> list[tuple[str, str]]:
    found = time_expressions(text, PUBLISHED)
    return [(text[each.article_span.start : each.article_span.end], str(each.kind)) for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("It shut on Wednesday.", [("Wednesday", "DATE")], id="the preposition stays out"),
        pytest.param("Wednesday’s vote failed.", [("Wednesday", "DATE")], id="the genitive stays out"),
        pytest.param(
            "It shut early Wednesday morning.", [("early Wednesday morning", "TIME")], id="day and part of it"
        ),
        pytest.param(
            "It began at 6 pm on Wednesday.", [("6 pm on Wednesday", "TIME")], id="clock joined to its day"
        ),
        pytest.param(
            "It began on Sept. 16 at 9.15 a.m. sharp.",
            [("Sept. 16 at 9.15 a.m.", "TIME")],
            id="full stops of abbreviations are inside",
        ),
        pytest.param(
            "It began around 7.30 pm.", [("around 7.30 pm", "TIME")], id="the word that makes it vague"
        ),
        pytest.param(
            "They met on Monday, September 9, 2024, at noon.",
            [("Monday, September 9, 2024, at noon", "TIME")],
            id="commas inside a date",
        ),
        pytest.param(
            "It ran 12-15 June 2024.", [("12-15 June 2024", "DATE")], id="a range is one expression"
        ),
        pytest.param(
            "He fell on Saturday or Sunday.",
            [("Saturday", "DATE"), ("Sunday", "DATE")],
            id="two days are two expressions",
        ),
        pytest.param(
            "They talked for more than 22 hours on Monday.",
            [("more than 22 hours", "DURATION"), ("Monday", "DATE")],
            id="a length and a day",
        ),
        pytest.param("They walked out for 48 hours.", [("48 hours", "DURATION")], id="48 hours are a length"),
        pytest.param("In 48 hours they will be back.", [("48 hours", "DURATION")], id="so they are with in"),
        pytest.param(
            "Every Monday he rows daily.", [("Every Monday", "SET"), ("daily", "SET")], id="what comes back"
        ),
        pytest.param(
            "The early 1990s and the 20th century were alike.",
            [("The early 1990s", "DATE"), ("the 20th century", "DATE")],
            id="long stretches",
        ),
        pytest.param("She now rows.", [("now", "DATE")], id="now"),
        pytest.param("🙂 Élan: it shut on Monday.", [("Monday", "DATE")], id="offsets count code points"),
        pytest.param("ON WEDNESDAY NIGHT IT SHUT.", [("WEDNESDAY NIGHT", "TIME")], id="a text that shouts"),
        pytest.param("It shut on Monday\nmorning.", [("Monday\nmorning", "TIME")], id="across a line's end"),
        pytest.param(
            "It shut on Tuesday.\n\nMorning came.", [("Tuesday", "DATE")], id="a paragraph's end parts words"
        ),
        pytest.param(
            "On the second of June 2024 it shut.",
            [("the second of June 2024", "DATE")],
            id="written-out day of a month",
        ),
        pytest.param(
            "It took an hour and a half.",
            [("an hour and a half", "DURATION")],
            id="and a half behind the unit",
        ),
        pytest.param(
            "At the end of the year it shuts.",
            [("the end of the year", "DATE")],
            id="the end of a unit",
        ),
        pytest.param(
            "The plan of 1989-90 failed.",
            [("1989-90", "DATE")],
            id="a year and the next, two digits",
        ),
    ],
)
def test_expressions_and_kinds(text: str, found: list[tuple[str, str]]) -> None:
    assert spotted(text) == found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The Sunday Times printed it.", id="a newspaper"),
        pytest.param("A Sunday Mirror reporter asked.", id="another newspaper"),
        pytest.param("Theresa May resigned.", id="a surname"),
        pytest.param("The polls close (1000 GMT).", id="an hour in Greenwich"),
        pytest.param("A report of 1200 words followed.", id="a number of words"),
        pytest.param("Flight 1549 landed on the river.", id="a flight's number"),
        pytest.param("They closed Route 1990 and Room 1204.", id="numbers of a road and a room"),
        pytest.param("Jan Kavan presided.", id="a first name that is a short month"),
        pytest.param("April Jones won.", id="a first name that is a month"),
        pytest.param("They may march.", id="verbs in small letters"),
        pytest.param("It cost $1,990 a ton.", id="a price"),
        pytest.param("It cost $1990.", id="a price like a year"),
        pytest.param("It cost 19.90 euros.", id="a price like a clock time"),
        pytest.param("Shares rose 1.5 percent.", id="a decimal"),
        pytest.param("The rate was 7.5%.", id="a decimal with its sign"),
        pytest.param("They won 3-2.", id="a score"),
        pytest.param("About 1,500 people came.", id="a count"),
        pytest.param("She is 35 years old.", id="an age"),
        pytest.param("The 35-year-old driver left.", id="an age, joined"),
        pytest.param("He took 2/3 of the vote.", id="a fraction"),
        pytest.param("He took a fifth of the vote.", id="a fraction in words"),
        pytest.param("It failed at the third attempt.", id="an ordinal that counts attempts"),
        pytest.param("A spring broke in his fall.", id="words with a second meaning"),
        pytest.param("It shut on 31 February 2024.", id="no such day"),
        pytest.param("It shut at 25:70.", id="no such hour"),
        pytest.param("", id="nothing"),
        pytest.param(
            "The March on Rome began.",
            id="a march, with its article",
        ),
        pytest.param("March on Rome: a history", id="a march in a title"),
        pytest.param(
            "It cost 1995 dollars.",
            id="a price with its currency behind",
        ),
        pytest.param(
            "It cost Rs 2000.",
            id="a price in rupees",
        ),
        pytest.param(
            "More than 2000 people came.",
            id="a count like a year",
        ),
    ],
)
def test_text_that_is_not_a_date(text: str) -> None:
    dated = [found for found in spotted(text) if found[1] in ("DATE", "TIME")]
    assert dated == []


@pytest.mark.parametrize(
    ("text", "unit", "speaks"),
    [
        pytest.param("on Wednesday night", None, True, id="any time will do"),
        pytest.param("on Wednesday", "day", True, id="a day"),
        pytest.param("in August 2024", "day", False, id="a month is coarser than a day"),
        pytest.param("in August 2024", "month", True, id="a month"),
        pytest.param("on 3 May 2024", "year", True, id="a day is finer than a year"),
        pytest.param("in the 1970s", "year", False, id="a decade is coarser than a year"),
        pytest.param("at 7.30 pm", "hour", True, id="an hour"),
        pytest.param("on Wednesday", "hour", False, id="a day is coarser than an hour"),
        pytest.param("for 48 hours", None, False, id="a length is no point in time"),
        pytest.param("every Monday", None, False, id="nor is what comes back"),
        pytest.param("now", None, False, id="now names no day"),
        pytest.param("the port chief", None, False, id="no time at all"),
    ],
)
def test_words_that_speak_of_time(text: str, unit: str | None, speaks: bool) -> None:
    assert speaks_of_time(text, unit) is speaks
