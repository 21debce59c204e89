"""Near misses: questions that the passage seems to answer but doesn't."""

import random

import pytest

from benchmarks.near_miss_questions import Lexicon, altered, is_in, without_answer
from qa.records import Span

PASSAGE = (
    "The second tram line opened in Helsinki in 1912. Mayor Ivana Petric cut the ribbon, and Petric drove the first "
    "car herself. Workers had laid 14 kilometres of track in two years."
)
OTHER = (
    "In spring Tomas Novak left the council. Later Novak wrote to Anna Lind, and Lind answered at once. "
    "People in Vienna waited. The school was run by the Harbour Company."
)


def variants(question: str, passage: str = PASSAGE, n: int = 40) -> set[tuple[str, str]]:
    lexicon = Lexicon([PASSAGE, OTHER, "They said that Tomas Novak and the painter Anna Lind came."])
    found = (altered(question, passage, lexicon, random.Random(seed)) for seed in range(n))  # noqa: S311
    return {(each.kind, each.question) for each in found if each is not None}


@pytest.mark.parametrize(
    ("question", "kind", "kept"),
    [
        ("How long did the 14 kilometres take?", "number", "kilometres take?"),
        ("Who laid it in two years?", "number", "years?"),
        ("Where did the second tram line open?", "ordinal", "Where did the "),
        ("What opened in 1912?", "date", "What opened in "),
        ("What opened in Helsinki?", "name", "What opened in "),
        ("Which mayor cut the ribbon?", "role", "Which "),
        ("Which line was opened there?", "antonym", "Which line was "),
        ("When did Helsinki get a tram?", "negation", "When didn't Helsinki get a tram?"),
    ],
)
def test_one_word_is_swapped_for_another_of_its_kind(question: str, kind: str, kept: str) -> None:
    found = [changed for of_kind, changed in variants(question) if of_kind == kind]
    assert found
    assert all(kept in changed and changed != question for changed in found)


def test_the_new_word_is_never_in_the_passage() -> None:
    passage = PASSAGE + " Lines one, three, four and five came later."
    ordinals = "first second third fourth fifth".split()
    passage += " There was a third and a fourth."
    found = {
        changed for kind, changed in variants("When did the second line open?", passage) if kind == "ordinal"
    }
    assert found == {"When did the fifth line open?"}
    assert sum(is_in(word, passage) for word in ordinals) == 4


def test_a_person_becomes_another_person_of_the_file() -> None:
    texts = [
        "It was the mayor Ivana Petric who came. Petric spoke.",
        "It was the painter Anna Lind who came. Lind spoke. It was in the Harbour Company that it began.",
    ]
    changed = {
        found.question
        for seed in range(30)
        if (found := altered("When did Ivana Petric speak?", texts[0], Lexicon(texts), random.Random(seed)))  # noqa: S311
        and found.kind == "name"
    }
    assert changed == {"When did Anna Lind speak?"}


def test_a_name_in_small_letters_is_swapped_in_small_letters() -> None:
    found = {
        changed
        for kind, changed in variants("what opened in vaduz?", "Trams opened in Vaduz.")
        if kind == "name"
    }
    assert found == set()  # no other text of the file says that it is a name
    found = {
        changed
        for kind, changed in variants("what opened in helsinki?", "It opened in Helsinki.")
        if kind == "name"
    }
    assert found
    assert all(changed == changed.lower() for changed in found)


def test_ordinals_that_count_nothing_stay() -> None:
    assert all(kind != "ordinal" for kind, _ in variants("Where was the tram first seen?"))


def test_fractions_stay() -> None:
    assert all(kind != "number" for kind, _ in variants("Who is 5/6 of an hour late?"))


def test_negation_needs_a_passage_that_denies_nothing() -> None:
    passage = "The tram did not stop in Helsinki."
    assert all(kind != "negation" for kind, _ in variants("When did the tram stop?", passage))


def test_the_sentence_with_the_answer_is_cut_out() -> None:
    start = PASSAGE.index("Ivana Petric")
    left = without_answer(PASSAGE, [Span(start, start + len("Ivana Petric"))])
    assert left == (
        "The second tram line opened in Helsinki in 1912. Workers had laid 14 kilometres of track in two years."
    )


def test_no_sentence_is_cut_if_the_answer_is_repeated() -> None:
    text = "Anna came on Monday. She spoke for an hour. The hall was full on Monday."
    assert without_answer(text, [Span(13, 19)]) is None


def test_nothing_is_cut_when_too_little_would_be_left() -> None:
    text = "Anna, who had been ill for a long time, came on Monday. She spoke."
    assert without_answer(text, [Span(48, 54)]) is None
