"""Decoding, compared with an exhaustive search."""

import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reading.decoding import PassageLogits, ScoredSpan, best_spans, trimmed
from qa.records import Span

WORDS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]


def passage(
    start: list[float], end: list[float], null: float = 0.0, sentences: tuple[Span, ...] = ()
) -> tuple[PassageLogits, str]:
    text = " ".join(WORDS[: len(start)])
    offsets, at = [], 0
    for word in WORDS[: len(start)]:
        offsets.append((at, at + len(word)))
        at += len(word) + 1
    logits = PassageLogits(
        np.array(start, dtype=np.float32), np.array(end, dtype=np.float32), np.array(offsets), null, sentences
    )
    return logits, text


def best_by_trying_all(passages: list[tuple[PassageLogits, str]], max_pieces: int) -> float:
    scores = []
    for logits, _ in passages:
        for first, last in product(range(len(logits.start)), repeat=2):
            if first <= last < first + max_pieces and not _crosses(logits, first, last):
                scores.append(float(logits.start[first]) + float(logits.end[last]) - logits.null)
    return max(scores)


def _crosses(logits: PassageLogits, first: int, last: int) -> bool:
    begin, finish = logits.offsets[first][0], logits.offsets[last][1]
    return any(begin < sentence.start < finish for sentence in logits.sentences)


logit = st.floats(-10, 10, width=16)
logits = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        st.lists(logit, min_size=n, max_size=n),
        st.lists(logit, min_size=n, max_size=n),
        logit,
        st.sampled_from([(), (Span(0, 10), Span(11, 60))]),
    )
)


@given(st.lists(logits, min_size=1, max_size=3), st.integers(1, 6))
def test_the_best_span_is_the_one_that_trying_all_finds(
    drawn: list[tuple[list[float], list[float], float, tuple[Span, ...]]], max_pieces: int
) -> None:
    passages = [passage(*each) for each in drawn]
    found = best_spans([each for each, _ in passages], [text for _, text in passages], 3, max_pieces)
    assert found[0].score == pytest.approx(best_by_trying_all(passages, max_pieces), abs=1e-4)


@given(st.lists(logits, min_size=1, max_size=3))
def test_spans_come_best_first_and_none_of_a_passage_overlap(
    drawn: list[tuple[list[float], list[float], float, tuple[Span, ...]]],
) -> None:
    passages = [passage(*each) for each in drawn]
    found = best_spans([each for each, _ in passages], [text for _, text in passages], 10)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            assert (
                one.passage != other.passage
                or one.span.end <= other.span.start
                or other.span.end <= one.span.start
            )


def test_a_confident_passage_beats_one_that_only_has_a_least_bad_span() -> None:
    sure, unsure = passage([0, 5, 0], [0, 5, 0], null=1.0), passage([6, 0, 0], [6, 0, 0], null=11.5)
    found = best_spans([sure[0], unsure[0]], [sure[1], unsure[1]], 2)
    assert [(each.passage, each.score) for each in found] == [(0, 9.0), (1, 0.5)]


def test_a_span_stays_inside_its_sentence() -> None:
    split = passage([5, 0, 0], [0, 0, 6], sentences=(Span(0, 10), Span(11, 17)))
    assert best_spans([split[0]], [split[1]], 1) == [ScoredSpan(0, Span(11, 16), 6.0)]


def test_nothing_to_read_gives_nothing() -> None:
    empty = passage([], [])
    assert best_spans([empty[0]], [empty[1]], 3) == []
    assert best_spans([], [], 3) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (" “Wednesday night,” ", "Wednesday night"),
        ("30.", "30"),
        ("the U.S.", "the U.S."),  # the last point belongs to the abbreviation
        ("Doctors (DHS)", "Doctors (DHS)"),  # closes what opened inside
        ("DHS)", "DHS"),
        ('said "no"', 'said "no"'),
        ("…", ""),
    ],
)
def test_edges_are_left_out(text: str, left: str) -> None:
    assert trimmed(text, Span(0, len(text))).of(text) == left


MARKED = 'He said: "The U.S. count (118, not 81) was wrong." Then, on Friday -- at 6 pm -- all left.'


@given(st.lists(st.sampled_from([-3.0, -1.0, 0.0, 1.5, 4.0]), min_size=68, max_size=68), st.integers(1, 8))
def test_all_spans_are_those_that_looking_at_every_pair_finds(drawn: list[float], limit: int) -> None:
    pieces = [match.span() for match in re.finditer(r"\w+|[^\w\s]", MARKED)]
    n = len(pieces)
    start, end = drawn[:n], drawn[n : 2 * n]
    logits = PassageLogits(
        np.array(start, dtype=np.float32), np.array(end, dtype=np.float32), np.array(pieces), 0.5, ()
    )
    pairs = [(first, last) for first in range(n) for last in range(first, min(n, first + 5))]
    found: list[ScoredSpan] = []
    for first, last in sorted(pairs, key=lambda pair: -(start[pair[0]] + end[pair[1]])):
        span = trimmed(MARKED, Span(pieces[first][0], pieces[last][1]))
        apart = all(span.end <= other.span.start or other.span.end <= span.start for other in found)
        if len(span) and apart and len(found) < limit:
            found.append(ScoredSpan(0, span, start[first] + end[last] - 0.5))
    found.sort(key=lambda each: (-each.score, each.span))
    assert best_spans([logits], [MARKED], limit, max_pieces=5) == found
