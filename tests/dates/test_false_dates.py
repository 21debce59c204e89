"""Words and numbers that look like dates and are none, with the true dates next to them."""

from datetime import date

import pytest

from qa.dates import dates_an_event, time_expressions

PUBLISHED = date(2006, 11, 20)  # a Monday


def found(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str | None]]:
    return [
        (each.article_span.of(text), each.value)
        for each in time_expressions(text, published)
        if each.value is None or not each.value.startswith("P")
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("She won the 1000-km race.", id="a length"),
        pytest.param("The 1500-seat hall was full.", id="seats"),
        pytest.param("It cost 1091 million crowns.", id="millions"),
        pytest.param("Spending rose to 1300 billion crowns.", id="billions, after to"),
        pytest.param("The quake left 600 dead and 1400 injured.", id="a count after and"),
        pytest.param("The case of 1200 goats was heard.", id="a count after of"),
        pytest.param("The temple was built from 1354 to 1345 B.C.", id="before Christ"),
        pytest.param("The jar was made in 1200 BC.", id="before Christ, without stops"),
        pytest.param("Lorne v Alba (1730)", id="a kick-off"),
        pytest.param(
            "See our earlier item (2100).", id="a number in brackets that is a time and no year yet"
        ),
        pytest.param("The euro stood at 1.1700-1702 dollars.", id="the digits of a rate"),
        pytest.param("It runs on the CDMA2000 network.", id="letters and digits"),
        pytest.param("They flew a Mirage 2000-D over it.", id="a type of aircraft"),
        pytest.param("Lorne led 17-14 after the first quarter.", id="a quarter of a game"),
        pytest.param("He scored 12 points in the fourth quarter of the game.", id="points in a quarter"),
        pytest.param("Lorne reached the quarter-finals.", id="quarter-finals"),
        pytest.param("He hit his first century of the series.", id="a batsman's century"),
        pytest.param("The Sun rose over the bay.", id="the sun"),
        pytest.param("The band Midnight Harvest played in Lorne.", id="a band"),
        pytest.param("They met at the Mid-Autumn Festival in Lorne.", id="a festival"),
        pytest.param("Then Jim Easter's goal settled it.", id="a surname"),
        pytest.param("The newspaper Dawn reported it.", id="a newspaper"),
        pytest.param("The Lorne Daily Lamp reported it.", id="another newspaper"),
        pytest.param("The stock rose 2 percent to 17.30 crowns.", id="a price after percent"),
        pytest.param("It trades at 9.45 Lorne dollars.", id="a price before its currency"),
        pytest.param("A bell of the 11th century B.C. was found.", id="a century before Christ"),
        pytest.param("Coins were sold for the Year of the Pig.", id="a year of the zodiac"),
    ],
)
def test_is_no_date(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        pytest.param("The mill burned in 1400.", [("1400", "1400")], id="in makes an early number a year"),
        pytest.param("He ruled from 1066 to 1087.", [("1066", "1066"), ("1087", "1087")], id="both ends"),
        pytest.param("The sea will rise by 2100.", [("2100", "2100")], id="a year far ahead"),
        pytest.param(
            "The film (1945) was lost.", [("1945", "1945")], id="a year in brackets that is also a time"
        ),
        pytest.param("The 2007 six-day race is off.", [("2007", "2007")], id="a number word after a year"),
        pytest.param("Sales in FY2005 doubled.", [("2005", "2005")], id="a fiscal year"),
        pytest.param("1997-style rules apply.", [("1997", "1997")], id="in the style of a year"),
        pytest.param(
            "Profit rose 4 percent in the first quarter.",
            [("the first quarter", "2006-Q1")],
            id="a quarter of a year",
        ),
        pytest.param(
            "The team's sales rose 4 percent to 9 million dollars in the first quarter.",
            [("the first quarter", "2006-Q1")],
            id="a team with sales",
        ),
        pytest.param(
            "Exports grew in the first three quarters of 2005.",
            [("the first three quarters of 2005", "2005-Q1/2005-Q3")],
            id="three quarters",
        ),
        pytest.param(
            "Sales rose 4 percent in the third quarter, against the same quarter last year.",
            [("the third quarter", "2006-Q3"), ("same quarter", "2005-Q3"), ("last year", "2005")],
            id="the same quarter of another year",
        ),
        pytest.param(
            "It was hailed following Tuesday's raid.", [("Tuesday", "2006-11-14")], id="after Tuesday"
        ),
        pytest.param(
            "They talked until 11 o'clock at night.",
            [("11 o'clock at night", "2006-11-20T23:00")],
            id="at night",
        ),
        pytest.param(
            "The first quarter was poor. In the first nine months, sales rose 4 percent over the same period of"
            " 2005.",
            [("The first quarter", "2006-Q1"), ("same period", "2005-01/2005-09"), ("2005", "2005")],
            id="nine months are no quarter",
        ),
        pytest.param(
            "The first quarter was poor. In the first nine months, sales matched the same period elsewhere.",
            [("The first quarter", "2006-Q1")],
            id="the same nine months, without a year",
        ),
        pytest.param(
            "The pre-dawn raid on Sunday ended pre-Christmas sales.",
            [("Sunday", "2006-11-19")],
            id="before dawn is not at dawn",
        ),
        pytest.param(
            "They landed at dawn on Sunday.", [("dawn on Sunday", "2006-11-19TMO")], id="a true dawn"
        ),
        pytest.param(
            "Doors open at 7.30, and all may come in.", [("7.30", "2006-11-20T07:30")], id="a time with a dot"
        ),
        pytest.param(
            "He served from April to August 2005.",
            [("April", "2005-04"), ("August 2005", "2005-08")],
            id="the year after the second month holds for the first",
        ),
        pytest.param(
            "They met in November and January last year.",
            [("November", "2004-11"), ("January last year", "2005-01")],
            id="unless the year has changed in between",
        ),
        pytest.param(
            "It held from May 5 to June 3, 2004.",
            [("May 5", "2004-05-05"), ("June 3, 2004", "2004-06-03")],
            id="so it does for days",
        ),
        pytest.param(
            "She has ruled since the party took power in March.",
            [("March", "2006-03")],
            id="this year's March",
        ),
        pytest.param("He was arrested in December.", [("December", "2005-12")], id="last December"),
        pytest.param("The harbour will open in December.", [("December", "2006-12")], id="this December"),
        pytest.param(
            "Crude for delivery in December fell.", [("December", "2006-12")], id="a month of delivery"
        ),
        pytest.param("The December futures fell.", [("December", "2006-12")], id="a month of futures"),
        pytest.param(
            "Exports grew from January to October.",
            [("January", "2006-01"), ("October", "2006-10")],
            id="the first month is before the second",
        ),
        pytest.param(
            "It opened on 3 May 2004. A year later it shut.",
            [("3 May 2004", "2004-05-03"), ("A year later", "2005")],
            id="a year after a day is a year",
        ),
        pytest.param("It is 1,500 years ago.", [("1,500 years ago", "05")], id="centuries are no exact year"),
        pytest.param("It was found in the 15th century.", [("the 15th century", "14")], id="a true century"),
        pytest.param(
            "It shut on Sun. 19 November.", [("Sun. 19 November", "2006-11-19")], id="a short Sunday"
        ),
    ],
)
def test_is_a_date(text: str, dates: list[tuple[str, str]]) -> None:
    assert found(text) == dates


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        pytest.param("It takes 2-4 weeks.", "2-4 weeks", "P2W/P4W", id="from two to four"),
        pytest.param("It took between 24 and 48 hours.", "24 and 48 hours", "PT24H/PT48H", id="between"),
        pytest.param(
            "They made six 24-hour trips.", "24-hour", "PT24H", id="the number before is of the trips"
        ),
        pytest.param("He won in 15.816 seconds.", "15.816 seconds", "PT15.816S", id="not rounded"),
        pytest.param("It came a day after he left.", "a day after", "P1D", id="counted from an event"),
        pytest.param(
            "It takes twenty-four hours.", "twenty-four hours", "PT24H", id="one number in two words"
        ),
    ],
)
def test_lengths(text: str, words: str, value: str) -> None:
    (each,) = time_expressions(text, PUBLISHED)
    assert (each.article_span.of(text), each.value) == (words, value)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Published: 12 August 1997", id="a label"),
        pytest.param("First published on Tuesday, 12 August 1997 at 10:15", id="a label, weekday and time"),
        pytest.param("Last updated: 13 August 1997", id="an update"),
        pytest.param("*Harbour Post, August 12, 1997*", id="a newspaper, in Markdown"),
        pytest.param("Harbour Post | 12 August 1997", id="a bar"),
        pytest.param("12 August 1997", id="alone"),
        pytest.param("1997-08-12", id="alone, in digits"),
    ],
)
def test_a_line_that_states_the_publication_date_dates_no_event(line: str) -> None:
    text = f"Crews stop\n\n{line}\n\nThe ferry sank on Monday. The previous evening it had sailed from Lund."
    stated, *events = time_expressions(text, date(1997, 8, 12))
    assert (stated.rule, dates_an_event(stated)) == ("when the article was published", False)
    assert [each.value for each in events] == ["1997-08-11", "1997-08-10TEV"]
    assert all(map(dates_an_event, events))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("LUND, Aug. 12 (Wire) -- The ferry sank on Monday.", id="month and day"),
        pytest.param(
            "OLD LUND, North Isle, Aug. 12, 1997 — The ferry sank on Monday.", id="a region and a year"
        ),
    ],
)
def test_an_agencys_dateline_dates_no_event(text: str) -> None:
    found = time_expressions(text, date(1997, 8, 12))
    assert [each.value for each in found if dates_an_event(each)] == ["1997-08-11"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("12 August 1997", id="a text of one line, such as a question"),
        pytest.param("The pact was signed in Lund, 12 August 1997.\n\nWords.", id="the end of a sentence"),
        pytest.param(
            "Log\n\n12 August 1997\n\nWe sailed.", id="a day alone that is not the publication date"
        ),
    ],
)
def test_other_days_in_a_line_count(text: str) -> None:
    (found,) = time_expressions(text, date(1997, 8, 20))
    assert (found.value, dates_an_event(found)) == ("1997-08-12", True)
