"""Offices: what they are, and of what."""

import pytest

from qa.english.nationalities import is_same_country
from qa.questions.offices import Office, asked_office, is_same_owner, office_of


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (
            "Omani foreign minister",
            Office("minister", frozenset({"foreign"}), frozenset({"omani"}), False),
        ),
        (
            "foreign minister of Oman",
            Office("minister", frozenset({"foreign"}), frozenset({"oman"}), False),
        ),
        ("Minister for Trade", Office("minister", frozenset({"trade"}), frozenset(), False)),
        (
            "Oddby's former chief executive",
            Office("executive", frozenset({"chief"}), frozenset({"oddby"}), True),
        ),
        ("Oman's Premier", Office("minister", frozenset({"prime"}), frozenset({"oman"}), False)),
        ("U.S. Treasury secretary", Office("secretary", frozenset({"treasury"}), frozenset({"us"}), False)),
        ("Omani vice-president", Office("president", frozenset({"vice"}), frozenset({"omani"}), False)),
        ("Omani ex-president", Office("president", frozenset(), frozenset({"omani"}), True)),
        ("UN Secretary-General", Office("general", frozenset({"secretary"}), frozenset({"un"}), False)),
        ("editor-in-chief of the Post", Office("editor", frozenset(), frozenset({"post"}), False)),
        (
            "Oman's minister of foreign affairs",
            Office("minister", frozenset({"foreign"}), frozenset({"oman"}), False),
        ),
        (
            "Oman's new defense minister",
            Office("minister", frozenset({"defence"}), frozenset({"oman"}), False),
        ),
        ("mayor of New Oddby", Office("mayor", frozenset(), frozenset({"new", "oddby"}), False)),
        ("pro-Omani president", Office("president", frozenset(), frozenset(), False)),
    ],
)
def test_offices(words: str, wanted: Office) -> None:
    """The title, what tells it from others, and whose office it is."""
    assert office_of(words) == wanted


@pytest.mark.parametrize("words", ["a baker from Oddby", "Mara Lind", "of Oman", ""])
def test_other_words(words: str) -> None:
    """Without a title, there is no office."""
    assert office_of(words) is None


@pytest.mark.parametrize(
    ("question", "has_office"),
    [
        ("Who is the mayor of Oddby?", True),
        ("Who's Oddby's mayor?", True),
        ("who is the president of oman", True),
        ("who is the omani president", True),
        ("Who is the mayor?", False),  # of whichever place
        ("Who is the minister who resigned?", False),
        ("When did the mayor of Oddby resign?", False),
    ],
)
def test_asked_offices(question: str, has_office: bool) -> None:
    """Only questions for the holder of a named owner's office have one."""
    assert (asked_office(question) is not None) == has_office


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("oman", "omani", True),
        ("france", "french", True),
        ("iran", "iraqi", False),
        ("austria", "australian", False),
        ("niger", "nigerian", False),
        ("libya", "libyan", True),
        ("scottish", "british", False),
        ("oddby", "oddbian", False),
    ],
)
def test_countries(one: str, other: str, wanted: bool) -> None:
    """An adjective stands for its country."""
    assert is_same_country(one, other) is wanted


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("oddby port board", "port board", True),
        ("oddby development bank", "world bank", False),
        ("new harbour party", "nhp", True),
        ("new oddby", "new corr", False),
        ("new york", "york", False),
        ("new york", "new york city", True),
        ("virginia", "west virginia", False),
        ("guinea", "equatorial guinea", False),
        ("south korea", "south korean", True),
        ("oman", "omani olympic committee", False),
    ],
)
def test_owners(one: str, other: str, wanted: bool) -> None:
    """Most words must agree; initials abbreviate."""
    assert is_same_owner(frozenset(one.split()), frozenset(other.split())) is wanted
