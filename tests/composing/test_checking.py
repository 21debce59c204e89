"""Sentences against quotes, worked by hand."""

import pytest

from qa.composing.checking import Source, checked_sentences

TALKS = Source(
    "The second round of talks ended without agreement on Wednesday night, the ferry union said.",
    ("Wednesday 18 September 2024, night", "2024-09-18TNI"),
)
MAYOR = Source("Mayor Ilse Brandt did not resign, and 1,900 of the twelve thousand marchers cheered her.")
SOURCES = {1: TALKS, 2: MAYOR}


@pytest.mark.parametrize(
    "sentence",
    [
        "The second round of talks ended without agreement on Wednesday night [1].",
        "The second round of talks ended without agreement on 18 September 2024 [1].",
        "The talks ended without agreement. [1]",
        "The ferry union said that the talks ended without an agreement [1].",
        "Ilse Brandt didn't resign, and 1900 marchers cheered [2].",
        "The talks ended without agreement, and Mayor Ilse Brandt did not resign [1, 2].",
        "12 marchers did not resign [2].",
    ],
)
def test_supported_sentences_pass(sentence: str) -> None:
    assert [each.problem for each in checked_sentences(sentence, SOURCES)] == [None]


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("The second round of talks ended without agreement in Oslo.", "cites no quote"),
        ("The talks ended without agreement [3].", "quote 3"),
        ("The talks ended without agreement on 19 September 2024 [1].", "19"),
        ("The third round of talks ended without agreement [1].", "third"),
        ("The talks in Oslo ended without agreement [1].", "Oslo"),
        ("Mayor Ilse Brandt did not resign on Wednesday [2].", "Wednesday"),
        ("Mayor Ilse Brandt resigned [2].", "leaves out"),
        ("The talks ended with an agreement [1].", "leaves out"),
        ("1,901 marchers cheered Mayor Ilse Brandt [2].", "1,901"),
        ("The bitter dispute paralysed commuters during rounds of talks without agreement [1].", "says more"),
        ("The second round of talks ended [1", "cites no quote"),
        ("The second round of talks ended [1]", "not complete"),
        ("The marchers did not cheer in 1900 [1].", "1900"),
    ],
)
def test_unsupported_sentences_are_caught(sentence: str, why: str) -> None:
    (checked,) = checked_sentences(sentence, SOURCES)
    assert checked.problem is not None
    assert why in checked.problem


def test_a_negation_may_not_be_added() -> None:
    (checked,) = checked_sentences("The mayor never spoke [1].", {1: Source("The mayor spoke to the crowd.")})
    assert checked.problem == "denies something that the quotes don't deny"


def test_marks_after_the_full_stop_belong_to_the_sentence_before() -> None:
    text = "The talks ended without agreement. [1] Mayor Ilse Brandt did not resign. [2]"
    found = checked_sentences(text, SOURCES)
    assert [(each.text, each.cited) for each in found] == [
        ("The talks ended without agreement.", (1,)),
        ("Mayor Ilse Brandt did not resign.", (2,)),
    ]


def test_a_quote_is_found_for_a_sentence_without_marks() -> None:
    found = checked_sentences("Mayor Ilse Brandt did not resign.", SOURCES)
    assert [(each.cited, each.problem) for each in found] == [((2,), None)]


def test_nothing_gives_nothing() -> None:
    assert checked_sentences("", SOURCES) == []
