"""The features of a question's best span, worked by hand."""

import pytest

from qa.embedding import find_model
from qa.reading.answer_features import AVERAGE_AGREEMENT, AVERAGE_SHARE, with_answer_features
from qa.reading.calibration import Features
from qa.reading.candidates import Candidate
from qa.reading.question_overlap import QuestionWords
from qa.records import Hit, Passage, Scores, Span


def _hit(article_id: str, text: str, rank: int) -> Hit:
    return Hit(Passage(article_id, 0, Span(0, len(text)), text), 1.0, rank, Scores())


WORDS = QuestionWords("When was the match played?", find_model("all-MiniLM-L6-v2").tokenizer())
HITS = (
    _hit("fire", "The mill burned on Tuesday.", 1),
    _hit("match", "The match on Friday was a draw.", 2),
    _hit("match", "It was played before noon on Friday.", 3),
)


def _span(hit: Hit, text: str, margin: float) -> Candidate:
    start = hit.passage.text.index(text)
    return Candidate(hit, Span(start, start + len(text)), Features(margin=margin))


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param([(0, "Tuesday", 4.0), (1, "Friday", 1.5)], (1.0, 1 / 3), id="first of three hits"),
        pytest.param(
            [(1, "on Friday", 4.0), (0, "Tuesday", -1.0)], (1 / 2, 2 / 3), id="two hits of one article"
        ),
        pytest.param([(2, "noon", -3.0)], (1 / 3, 2 / 3), id="the last hit"),
    ],
)
def test_the_features_of_the_best_span_are_shared_by_all(
    spans: list[tuple[int, str, float]], expected: tuple[float, float]
) -> None:
    described = with_answer_features(
        [_span(HITS[hit], text, margin) for hit, text, margin in spans], HITS, WORDS
    )
    assert [each.features.margin for each in described] == [margin for _, _, margin in spans]
    for each in described:
        assert (each.features.reciprocal_rank, each.features.same_article) == pytest.approx(expected)


def test_one_article_alone_gets_the_share_of_an_average_answer() -> None:
    (described,) = with_answer_features([_span(HITS[1], "Friday", 2.0)], HITS[1:], WORDS)
    assert described.features.same_article == AVERAGE_SHARE


def test_without_spans_there_is_nothing_to_describe() -> None:
    assert with_answer_features([], HITS, WORDS) == []


@pytest.mark.parametrize(
    ("spans", "lead"),
    [
        pytest.param([(1, "Friday", 4.0), (2, "on Friday", 3.5), (0, "Tuesday", 1.5)], 2.5, id="another day"),
        pytest.param([(1, "Friday", 4.0), (2, "on Friday", 3.5)], 8.0, id="no other answer"),
        pytest.param([(1, "Friday", 9.5), (0, "Tuesday", 0.5)], 8.0, id="at most eight"),
    ],
)
def test_the_lead_is_that_over_other_words(spans: list[tuple[int, str, float]], lead: float) -> None:
    described = with_answer_features(
        [_span(HITS[hit], text, margin) for hit, text, margin in spans], HITS, WORDS
    )
    assert {each.features.lead for each in described} == {lead}


def test_the_words_of_the_question_count_in_all_hits_of_the_article() -> None:
    (match,) = with_answer_features([_span(HITS[1], "Friday", 2.0)], HITS, WORDS)
    (fire,) = with_answer_features([_span(HITS[0], "Tuesday", 2.0)], HITS, WORDS)
    assert match.features.said_around == WORDS.said_in("match played")
    assert fire.features.said_around == 0.0


@pytest.mark.parametrize(
    ("small", "agreement"),
    [
        pytest.param((1, "on Friday"), 1.0, id="an overlapping span"),
        pytest.param((2, "Friday"), 1.0, id="the same words elsewhere"),
        pytest.param((2, "noon"), 0.0, id="other words of the article"),
        pytest.param((0, "day"), 0.0, id="a part of a word"),
        pytest.param((0, "Tuesday"), 0.0, id="another article"),
        pytest.param(None, AVERAGE_AGREEMENT, id="nothing read"),
    ],
)
def test_the_small_model_may_agree(small: tuple[int, str] | None, agreement: float) -> None:
    said = _span(HITS[small[0]], small[1], 0.0) if small else None
    (described,) = with_answer_features([_span(HITS[1], "Friday", 2.0)], HITS, WORDS, said)
    assert described.features.agreement == agreement
