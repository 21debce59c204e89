"""Descriptions of names: appositions, titles, "X is a …", words in brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.attribution.descriptions import descriptions_of

ROWS = [
    pytest.param(
        "Mara Lind", "Mara Lind, the mayor of Oddby, said no.", ["the mayor of Oddby"], id="apposition"
    ),
    pytest.param(
        "Mara Lind", "Mara Lind, one of the pilots, said so.", ["one of the pilots"], id="one of several"
    ),
    pytest.param(
        "Mara Lind", "Mara Lind, head of the clinic, resigned.", ["head of the clinic"], id="no article"
    ),
    pytest.param("Mara Lind", "Mara Lind, 41, a baker, left.", ["a baker"], id="after an age"),
    pytest.param(
        "Oddby Air",
        "Oddby Air, the largest carrier is adding routes.",
        ["the largest carrier"],
        id="no second comma",
    ),
    pytest.param(
        "Mara Lind", "Mara Lind, Bo Holm, and Ada Roth came.", [], id="a list of people is no apposition"
    ),
    pytest.param(
        "Mara Lind",
        "They want Port Commissioner Mara Lind, the health secretary, director of mines, and the judge removed.",
        ["Port Commissioner"],
        id="the next member of a list is no apposition",
    ),
    pytest.param(
        "Mara Lind",
        "Mara Lind, the mayor of Oddby, said the port, the road and the quay would close, and left.",
        ["the mayor of Oddby"],
        id="a list after a verb doesn't matter",
    ),
    pytest.param(
        "Mara Lind", "In Oddby, Mara Lind, who runs the port, spoke.", ["who runs the port"], id="who"
    ),
    pytest.param(
        "Mara Lind",
        "They met Oddby's deputy mayor Mara Lind.",
        ["Oddby's deputy mayor"],
        id="title after a verb",
    ),
    pytest.param(
        "Mara Lind",
        "First Deputy Prime Minister Mara Lind left.",
        ["First Deputy Prime Minister"],
        id="capital title",
    ),
    pytest.param(
        "Mara Lind",
        "Director of sales and marketing of Oddby Air Mara Lind said so.",
        ["Director of sales and marketing of Oddby Air"],
        id="title with prepositions",
    ),
    pytest.param(
        "Mara Lind", "The killing of actress Mara Lind shocked all.", ["actress"], id="not the killing"
    ),
    pytest.param("Mara Lind", "Dr Mara Lind waved.", [], id="a form of address describes nobody"),
    pytest.param("Mara Lind", "Norway's Mara Lind won.", [], id="a country is no description"),
    pytest.param("Oddby", "Oddby is a port in the north.", ["a port in the north"], id="copula"),
    pytest.param("Oddby", "Oddby is growing.", [], id="copula without a noun"),
    pytest.param("Stortun", "They met in Stortun (the town hall) at six.", ["the town hall"], id="brackets"),
    pytest.param(
        "Mara Lind", "Minister Mara Lind (AFP photo) waved.", ["Minister"], id="not the credit of a picture"
    ),
    pytest.param("OPB", "The Oddby Port Board (OPB) met.", ["Oddby Port Board"], id="abbreviation"),
    pytest.param(
        "Stortun", "They met at the town hall, Stortun, at six.", ["the town hall"], id="name after its noun"
    ),
    pytest.param("Lind", "The prize went to Mara Lind, a baker.", ["a baker"], id="family name"),
    pytest.param("mara lind", "Mara Lind, a baker, left.", ["a baker"], id="in lower case"),
]


@pytest.mark.parametrize(("name", "sentence", "wanted"), ROWS)
def test_descriptions_of_a_name_in_a_sentence(name: str, sentence: str, wanted: list[str]) -> None:
    """The descriptions are slices of the sentence."""
    assert [each.span.of(sentence) for each in descriptions_of(name, sentence)] == wanted


@given(st.text(alphabet="ABab ,()'-.", max_size=60))
def test_spans_are_inside_any_sentence(sentence: str) -> None:
    """No text breaks the rules, and no description is empty."""
    for each in descriptions_of("A b", sentence):
        assert each.span.of(sentence).strip()
        assert each.span.end <= len(sentence)
