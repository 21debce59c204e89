"""Enumerations: the members of "A, B and C" around a span."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.attribution.enumerations import enumeration_around
from qa.records import Span

ROWS = [
    pytest.param("They came from Oddby, Kelso and Brim.", "Kelso", ["Oddby", "Kelso", "Brim"], id="names"),
    pytest.param(
        "Four towns, Oddby, Kelso and Brim, will vote.",
        "Oddby, Kelso and Brim",
        ["Oddby", "Kelso", "Brim"],
        id="heading",
    ),
    pytest.param(
        "They want police chief Bo Holm, the health secretary, and the head of the board be replaced.",
        "police chief Bo Holm",
        ["police chief Bo Holm", "the health secretary", "the head of the board"],
        id="roles",
    ),
    pytest.param(
        "Ada Roth took gold and Bo Holm of Oddby silver.", "Bo Holm", ["Bo Holm"], id="different kinds"
    ),
    pytest.param(
        "The Ministry of Trade and Industry said so.", "Ministry of Trade and Industry", None, id="one name"
    ),
    pytest.param(
        "She met Ada Roth in Oddby, and left.", "Ada Roth", ["Ada Roth"], id="a clause after a comma"
    ),
    pytest.param(
        "The peaks of Alba, Brim, Corr, Dunn are seen.",
        "Brim",
        ["Alba", "Brim", "Corr", "Dunn"],
        id="four names without and",
    ),
    pytest.param("He blamed fog and rain.", "fog", ["fog", "rain"], id="a pair of nouns"),
]


@pytest.mark.parametrize(("sentence", "inside", "wanted"), ROWS)
def test_members(sentence: str, inside: str, wanted: list[str] | None) -> None:
    """Members are slices of the sentence, in order."""
    start = sentence.index(inside)
    found = enumeration_around(sentence, Span(start, start + len(inside)))
    assert [each.of(sentence) for each in found] == (wanted or [inside])


@given(st.text(alphabet="AB ab,and.", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_span_of_any_text(text: str, one: int, other: int) -> None:
    """No text breaks the rules, and members lie inside the sentence."""
    span = Span(min(one, other, len(text)), min(max(one, other), len(text)))
    for each in enumeration_around(text, span):
        assert each.end <= len(text)
