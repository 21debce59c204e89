"""The features of a question's best span, worked by hand."""

import pytest

from qa.reading.answer_features import AVERAGE_SHARE, with_answer_features
from qa.reading.calibration import Features
from qa.reading.candidates import Candidate
from qa.records import Hit, Passage, Scores, Span


def _hit(article_id: str, text: str, rank: int) -> Hit:
    return Hit(Passage(article_id, 0, Span(0, len(text)), text), 1.0, rank, Scores())


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
    described = with_answer_features([_span(HITS[hit], text, margin) for hit, text, margin in spans], HITS)
    assert [each.features.margin for each in described] == [margin for _, _, margin in spans]
    for each in described:
        assert (each.features.reciprocal_rank, each.features.same_article) == pytest.approx(expected)


def test_one_article_alone_gets_the_share_of_an_average_answer() -> None:
    (described,) = with_answer_features([_span(HITS[1], "Friday", 2.0)], HITS[1:])
    assert described.features.same_article == AVERAGE_SHARE


def test_without_spans_there_is_nothing_to_describe() -> None:
    assert with_answer_features([], HITS) == []
