"""Weekdays with verbs in the past and the future.

The dateline is Thursday 19 September 2024: of two days of one name the last lies before it, the coming one after it.
"""

from datetime import date

import pytest

from qa.dates import time_expressions
from qa.records import Certainty, TimeExpression

PUBLISHED = date(2024, 9, 19)


def days(text: str) -> list[TimeExpression]:
    names = ("Monday", "Tuesday", "Wednesday", "Friday", "Saturday", "Sunday")
    return [each for each in time_expressions(text, PUBLISHED) if each.article_span.of(text) in names]


def is_past(each: TimeExpression) -> bool:
    return (each.value or "") < PUBLISHED.isoformat()


COMING = """
The report, due to be published on Monday, has not been seen by anyone.
The ship is due here on Tuesday.
Repairs are due to end on Friday and the bridge will open.
The sides may meet again on Friday, a spokesman said.
Lessons might restart on Monday.
The bridge is expected to open on Saturday.
Ministers are to meet on Monday.
The council is to vote either on Monday or on Tuesday.
She hopes to return on Tuesday.
The mayor hoped to be back at his desk by Monday.
A ruling could come as soon as Friday, lawyers said.
The board said it expected a decision on Friday.
The minister is likely to speak on Sunday.
The prisoners are likely to be freed on Saturday.
The pilots are ready to strike from Monday, their leader told reporters.
The pilots have threatened a strike from Monday.
A hearing was set for Tuesday.
The council has called an election for Saturday.
The match was moved to Saturday.
The vote has been put off to Tuesday.
The ferry should be running again by Friday.
They should have the results on Friday.
The dam must be emptied by Sunday, engineers said.
The tribunal must rule by Friday, or the men go free.
The workers, who walked out last month, could be back on Monday.
The delegation is leaving for Oslo on Friday.
The governor is visiting the camp on Friday, his office said.
The shop reopens on Saturday, the owner said.
Trains may not run on Sunday, the operator warned.
Rain, forecast for Friday, may stop play.
The vote, scheduled for Tuesday, was put in doubt.
The deadline is Friday.
Officials warned that the river might burst its banks on Friday.
We'll see them on Monday, he said.
She can't come on Monday, she told us.
They need to decide by Friday.
The president plans a speech on Tuesday.
The talks could fail, and the port might close on Friday if they did.
If no deal is reached, crews walk out on Friday.
A spokesman said the factory could reopen on Monday and the mine on Tuesday.
The court told him to come back on Monday.
On Monday, the court is expected to rule.
By Friday the water should be gone.
The gas will be turned off at 10 am in Lund on Monday.
A vote is expected Monday, the mayor said.
The hearing is scheduled Tuesday, the paper wrote.
A possible verdict Friday has drawn crowds to the court.
A likely vote on the budget Friday worries the party.
They hoped for a possible breakthrough at talks Monday.
A proposed march Saturday was announced.
The fair goes on sale Saturday, the paper wrote.
The council holds its first meeting Saturday.
""".strip().splitlines()

PAST = """
The third meeting failed to settle the dispute due to the question of pay on Wednesday.
The bridge was closed due to the storm on Monday.
Two pupils were about to cross the street in front of the school on Wednesday, the police said.
Guards barred the road to the quay on Saturday and workers could be seen cleaning it.
The strike began on Tuesday.
The talks that began on Monday have failed.
The talks broke down on Tuesday and could resume next month.
The minister, who resigned on Sunday, may face a trial.
He could have come on Monday, she said.
The leak may have started on Sunday.
She managed to land the plane on Sunday.
The crew had to turn back on Tuesday.
The driver was forced to stop on Tuesday.
The firm declined to comment on Wednesday.
Crowds continued to gather on Monday.
Shares fell to 12 crowns on Friday.
The union agreed to the plan on Monday.
The ship went back to port on Monday.
“We will win,” she told a crowd on Monday.
The mayor will not run again, her office said Tuesday.
The mayor said Tuesday she will not run again.
Two men held on Sunday will be charged.
A court on Tuesday ordered the mine to close.
A court on Tuesday said the mine could reopen.
On Monday, the minister promised to lower the tax.
On Monday the board agreed that the mine will close.
The storm, which struck on Sunday, was expected to pass.
The union wants to see what was signed on Sunday.
Thousands marched on Saturday to demand that he step down.
The bank is the third to fail since Monday.
The bus, which can carry forty, overturned on Sunday.
The boy, who is nine, was found on Sunday.
Rescuers dug on Sunday for men who might still be alive.
In Oslo on Monday, the minister warned that the mine might close.
Speaking to a crowd in Lund on Monday, she said the port could shut.
The rowers beat their rivals by a length to win the cup in Lund on Sunday.
The council set up a board of inquiry on Sunday.
""".strip().splitlines()

# Nobody can tell from the clause alone, or not from its words.
OPEN = """
They were to meet on Monday.
She was to have met the envoy on Monday.
The trial had been due to begin on Monday.
He could not attend the hearing on Tuesday, his lawyer said.
The delegation was leaving for Oslo on Friday.
He flew to Geneva to meet officials on Monday.
They gathered to pray on Sunday.
The players flew out early and face the champions on Sunday.
The two sides meet again on Friday after talks that failed.
The men had hoped to cross on Sunday, but the sea was too rough.
The match scheduled for Tuesday was cancelled.
The two men go on trial on Monday, accused of theft.
""".strip().splitlines()

# What is, or what no known verb tells, says little of the day beside it.
STATES = """
Nine people are dead after a crash on Sunday.
The pound is down from Monday's close.
Results of the second round matches in Lund on Tuesday.
""".strip().splitlines()

# The verbs leave it open, and the day on the other side of the dateline is further away: day, is it past?
NEAR = [
    ("The two sides were to meet on Friday.", False),
    ("The men were to be flown home on Saturday.", False),
    ("The two sides were to meet on Tuesday.", True),
    ("Following are the results of the matches in Lund on Wednesday.", True),
    ("A strike looms on Friday.", False),
    ("A strike looms on Saturday.", False),
    ("A strike looms on Sunday.", True),
]


@pytest.mark.parametrize("text", COMING)
def test_a_weekday_in_the_future_is_the_coming_one_and_never_certain(text: str) -> None:
    for each in days(text):
        assert not is_past(each)
        assert each.certainty is not Certainty.CERTAIN
        assert each.alternative is not None
        assert each.alternative < PUBLISHED.isoformat()
        assert each.reference == PUBLISHED


@pytest.mark.parametrize("text", PAST)
def test_a_weekday_that_is_looked_back_to_is_the_last_one(text: str) -> None:
    (each,) = days(text)
    assert is_past(each)
    assert (each.certainty, each.alternative) == (Certainty.CERTAIN, None)


@pytest.mark.parametrize("text", OPEN)
def test_both_dates_are_shown_if_the_verbs_leave_it_open(text: str) -> None:
    (each,) = days(text)
    assert each.certainty is not Certainty.CERTAIN
    assert each.alternative
    assert is_past(each) != (each.alternative < PUBLISHED.isoformat())


@pytest.mark.parametrize("text", STATES)
def test_without_a_verb_no_date_is_certain(text: str) -> None:
    (each,) = days(text)
    assert (is_past(each), each.certainty) == (True, Certainty.LIKELY)


@pytest.mark.parametrize(("text", "past"), NEAR)
def test_the_nearer_day_is_chosen_if_the_verbs_leave_it_open(text: str, past: bool) -> None:
    (each,) = days(text)
    assert is_past(each) is past
    assert each.certainty is not Certainty.CERTAIN


def test_a_weekday_alone_is_the_last_one() -> None:
    (each,) = days("Friday")
    assert (each.value, each.alternative) == ("2024-09-13", None)


@pytest.mark.parametrize(
    ("text", "past"),
    [
        pytest.param(
            "The crews could resume work either that day or on Friday, the union said on Wednesday.",
            [False, True],
            id="what could be, then who said so",
        ),
        pytest.param(
            "The ministry said on Wednesday that the mine would reopen on Monday.",
            [True, False],
            id="who said so, then what would be",
        ),
        pytest.param(
            "The sides, who last met on Monday, could sit down again on Friday.",
            [True, False],
            id="an aside that looks back",
        ),
        pytest.param(
            "The men, arrested on Sunday, are to appear before a judge on Friday.",
            [True, False],
            id="a participle that looks back",
        ),
        pytest.param(
            "He is flying to Oslo on Saturday, having met the king on Tuesday.",
            [False, True],
            id="what is arranged, then what was",
        ),
        pytest.param(
            "The board called off Tuesday's meeting and will meet on Friday.", [True, False], id="two verbs"
        ),
        pytest.param(
            "The crews could resume work either that day or on Monday, he said on Wednesday.",
            [False, True],
            id="the coming Monday, said yesterday",
        ),
    ],
)
def test_each_date_of_a_sentence_belongs_to_its_own_verb(text: str, past: list[bool]) -> None:
    assert [is_past(each) for each in days(text)] == past
