"""Sentences of two versions of a story that correspond, and whether their facts differ."""

import pytest

from qa.indexing.passages import sentence_spans
from qa.records import Span
from qa.retrieval.counterparts import counterpart_of, facts_differ, is_told_in, replaced

BOARD = "The ferry board said 26 crossings were cancelled by noon on Monday."
HOLT = "Mara Holt, who speaks for the crews, said the new roster is unfair."
TEXT = f"Ferries stop.\n\n{HOLT} {BOARD} The crews meet the board again on Thursday."


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (BOARD, BOARD, False),
        (BOARD, "The board of the ferries said 26 crossings were cancelled by noon on Monday.", False),
        (BOARD, BOARD.replace("26", "31"), True),
        (BOARD, BOARD.replace("26", "twenty-six"), True),  # written in another way: shown rather than hidden
        (BOARD, BOARD.replace("Monday", "Tuesday"), True),
        (HOLT, HOLT.replace("Mara Holt", "Tom Reyes"), True),
        (HOLT, HOLT.replace("Holt", "Hollt"), False),  # a spelling
        (HOLT, HOLT.replace("unfair", "a mistake"), False),  # no fact
        ("It left at 7.30 a.m. on Friday.", "It left at 7.30 p.m. on Friday.", True),
        (HOLT, f"{HOLT[:-1]}, the agency reported on 4 May.", False),  # something added contradicts nothing
    ],
)
def test_facts(one: str, other: str, differs: bool) -> None:
    assert facts_differ(one, other) is differs
    assert facts_differ(other, one) is differs


def test_a_counterpart_is_found_by_its_words() -> None:
    spans = sentence_spans(TEXT)
    same = counterpart_of("The ferry board said 26 crossings were cancelled.", TEXT, spans)
    assert same is not None
    assert (same.span.of(TEXT), same.differs) == (BOARD, False)
    other = counterpart_of(BOARD.replace("26", "31"), TEXT, spans)
    assert other is not None
    assert (other.span.of(TEXT), other.differs) == (BOARD, True)
    assert counterpart_of("A museum of clocks opened in Garrow on Sunday morning.", TEXT, spans) is None
    short = counterpart_of("Ferries stop.", TEXT, spans)
    assert short is not None
    assert short.span.of(TEXT) == "Ferries stop."
    assert counterpart_of("Ferries sail.", TEXT, spans) is None


@pytest.mark.parametrize(
    ("passage", "is_told"),
    [
        (f"{HOLT} {BOARD}", True),
        (f"{BOARD} {HOLT}", True),
        (f"LORNE (Harbour News) - {HOLT} {BOARD}", True),
        (f"{HOLT} {BOARD.replace('26', '31')}", False),  # they disagree
        (
            f"{HOLT} The bridge across the Ardle was still being built when the crews last went on strike.",
            False,
        ),
    ],
)
def test_what_a_version_tells_already(passage: str, is_told: bool) -> None:
    assert is_told_in(passage, TEXT, sentence_spans(TEXT)) is is_told


@pytest.mark.parametrize(
    ("words", "other", "instead"),
    [
        ("26", BOARD.replace("26", "31"), "31"),
        ("26 crossings", BOARD.replace("26 crossings", "31 trips"), "31 trips"),
        ("26 crossings", f"On Sunday, {BOARD}", "26 crossings"),
        ("noon on Monday", BOARD.replace("noon on Monday", "dusk"), "dusk"),
        ("on Monday", BOARD.replace(" on Monday", ""), None),
    ],
)
def test_the_words_of_another_version_in_the_same_place(words: str, other: str, instead: str | None) -> None:
    start = BOARD.index(words)
    span = replaced(BOARD, Span(start, start + len(words)), other)
    assert (span.of(other) if span else None) == instead
