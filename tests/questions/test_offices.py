"""Offices: what they are, and of what."""

import pytest

from qa.english.nationalities import is_same_country
from qa.questions.offices import Office, asked_office, is_same_owner, office_of


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (
            "Omani foreign minister",
            Office("minister", frozenset({"foreign"}), frozenset({"omani"}), False, True),
        ),
        (
            "foreign minister of Oman",
            Office("minister", frozenset({"foreign"}), frozenset({"oman"}), False, True),
        ),
        ("Minister for Trade", Office("minister", frozenset({"trade"}), frozenset(), False, False)),
        (
            "Oddby's former chief executive",
            Office("executive", frozenset({"chief"}), frozenset({"oddby"}), True, True),
        ),
        ("Oman's Premier", Office("minister", frozenset({"prime"}), frozenset({"oman"}), False, True)),
        ("pro-Omani president", Office("president", frozenset(), frozenset(), False, False)),
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
        ("niger", "nigeria", False),
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
    ],
)
def test_owners(one: str, other: str, wanted: bool) -> None:
    """Most words must agree; initials abbreviate."""
    assert is_same_owner(frozenset(one.split()), frozenset(other.split())) is wanted
