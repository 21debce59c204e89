"""Attribution of statements to speakers in single sentences."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.statements import halves, measure, read_labelled
from qa.attribution import Manner, attributions_in
from qa.attribution.tokens import tokens_of

N_SENTENCES, N_TRAPS = 60, 20


def test_the_labelled_sentences_are_enough() -> None:
    rows = read_labelled()
    assert len(rows) >= N_SENTENCES
    assert sum(not row["statements"] for row in rows) >= N_TRAPS


def test_held_out_sentences_are_attributed_correctly() -> None:
    """The minimums are a little below the measured values."""
    measured = measure(halves(read_labelled())["kept aside"])
    assert measured.speakers / measured.n_found >= 0.97
    assert measured.both / measured.n_found >= 0.92
    assert measured.both / measured.n_gold >= 0.9


def test_sentences_in_view_are_read_rightly() -> None:
    measured = measure(halves(read_labelled())["made with"])
    assert measured.both / max(measured.n_found, measured.n_gold) >= 0.97


@pytest.mark.parametrize(
    "row", [row for row in read_labelled() if not row["statements"]], ids=lambda row: row["id"]
)
def test_no_statement_is_attributed_to_the_wrong_speaker(row: dict[str, str]) -> None:
    assert attributions_in(row["text"]) == []


@pytest.mark.parametrize(
    ("sentence", "speaker", "statement", "manner"),
    [
        ("“We sail, tide or no tide,” said Ada Holm.", "Ada Holm", "We sail, tide or no tide", Manner.QUOTED),
        ("Ada Holm said that the boats would sail.", "Ada Holm", "the boats would sail", Manner.REPORTED),
        ("The boats would sail, Ada Holm said.", "Ada Holm", "The boats would sail", Manner.TAGGED),
        ("According to Ada Holm, the boats would sail.", "Ada Holm", "the boats would sail", Manner.SOURCED),
        (
            "Ada Holm denied that the boats would sail.",
            "Ada Holm",
            "denied that the boats would sail",
            Manner.REPORTED,
        ),
    ],
)
def test_the_manners_of_reporting(sentence: str, speaker: str, statement: str, manner: Manner) -> None:
    (found,) = attributions_in(sentence)
    assert (found.speaker.of(sentence), found.statement.of(sentence), found.manner) == (
        speaker,
        statement,
        manner,
    )


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        pytest.param(f"Ada Holm {verb}", "Ada Holm", id=verb)
        for verb in "claimed claims asserted insisted maintained maintains argued complained acknowledged".split()
    ]
    + [
        pytest.param("Holm's rivals have long claimed", "Holm's rivals", id="long"),
        pytest.param("US officials claimed", "US officials", id="the country US"),
        pytest.param("US President Ada Holm said", "US President Ada Holm", id="a US title"),
    ],
)
def test_verbs_of_claiming_report_a_statement(words: str, speaker: str) -> None:
    sentence = f"{words} that the boats would sail."
    (found,) = attributions_in(sentence)
    assert (found.speaker.of(sentence), found.statement.of(sentence)) == (speaker, "the boats would sail")


@pytest.mark.parametrize(
    "sentence",
    [
        "The firm handles claims that the port was closed.",
        "The paper repeated Ada Holm's claims that the port was closed.",
        "Insurance claims that were late cost the port a fortune.",
        "The crew told us claims were late.",
    ],
)
def test_the_noun_claims_is_not_a_verb_of_speech(sentence: str) -> None:
    assert not any(
        found.statement.of(sentence).startswith(("the port", "were")) for found in attributions_in(sentence)
    )


@pytest.mark.parametrize(
    ("opening", "speaker"),
    [
        pytest.param("On 4 April 2031 ", "Ada Holm", id="day, month and year"),
        pytest.param("On April 4, 2031 ", "Ada Holm", id="a comma before the year"),
        pytest.param("On Monday, 4 April 2031, ", "Ada Holm", id="weekday"),
        pytest.param("In April 2031 ", "the mayor", id="month and year"),
        pytest.param("In April 200 ", "sailors", id="a number of speakers after a month"),
    ],
)
def test_a_date_in_front_is_not_part_of_the_speaker(opening: str, speaker: str) -> None:
    sentence = f"{opening}{speaker} said that the boats would sail."
    (found,) = attributions_in(sentence)
    assert found.speaker.of(sentence) == speaker


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(
            "The state will, according to Holm, that it may be heard, write.", id="broken in the middle"
        ),
        pytest.param("It ties Norway, the United States and Japan.", id="a name that looks like a verb"),
        pytest.param("A rise, a thing rarely reported in the valley.", id="a participle"),
        pytest.param("The trial of the alleged plotters of the coup was opened.", id="an adjective"),
        pytest.param(
            "“It is safe,” Holm, Minister of Fish, Food, and Farms, said.", id="a title that is a list"
        ),
    ],
)
def test_unclear_attributions_are_left_out(sentence: str) -> None:
    assert attributions_in(sentence) == []


def test_a_statement_reported_by_another_speaker_belongs_to_the_outer_speaker() -> None:
    (found,) = attributions_in("Ada Holm said that Bo Lind had told her the boats would sail.")
    assert found.speaker.start == 0


PIECES = [
    *'“”".—,(',
    " said ",
    " that ",
    "Ada Holm",
    " according to ",
    " the ",
    " boats sail",
    " told ",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_spans_lie_in_the_sentence(sentence: str) -> None:
    for found in attributions_in(sentence):
        assert found.speaker.of(sentence).strip()
        assert found.statement.of(sentence).strip()
        assert found.statement.end <= len(sentence)


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param('", ', id="quotes and commas"),
        pytest.param('"a," said ', id="tags"),
        pytest.param("a, ", id="commas"),
        pytest.param("“", id="opened quotes"),
        pytest.param("said ", id="verbs"),
        pytest.param("according to a ", id="sources"),
        pytest.param("(", id="brackets"),
        pytest.param("a.", id="points"),
    ],
)
def test_a_sentence_made_to_be_slow(piece: str) -> None:
    began = time.thread_time()
    for length in (1_900, 200_000):
        attributions_in((piece * length)[:length])
    tokens_of((piece * 50_000)[:50_000])
    assert time.thread_time() - began < 2
