"""Answers whose sentences are of other days don't contradict each other."""

from collections.abc import Sequence
from datetime import date

import pytest

from qa.answering.same_quantity import other_values
from qa.answering.span_answers import SpanAnswerer
from qa.dates import time_expressions
from qa.questions.answer_type import typed
from qa.reading import Reading
from qa.records import Answer, AnswerSpan, Article, Hit, Passage, Scores, Span, TimeExpression

PUBLISHED = date(2031, 5, 12)
VOLCANO = Article(
    "a" * 32,
    "Corr",
    "The eruption of Mount Corr in 1994 killed 60 people. About 1,300 people were killed when Corr erupted in 1930. "
    "Two people were killed in the last eruption of Corr. The union says that 61 people were killed at Corr.",
    PUBLISHED,
)
POLICE = Article("b" * 32, "Police", "About 900 people marched in Bergen on Saturday.", PUBLISHED)
UNION = Article("c" * 32, "Union", "The union said on Monday that 4,000 people marched in Bergen.", PUBLISHED)
SAME = Article("d" * 32, "Same", "Some 3,000 people marched in Bergen on 10 May 2031.", PUBLISHED)
OLD = Article("e" * 32, "Old", "Some 2,000 people marched in Bergen in 2019.", PUBLISHED)
SINCE = Article("f" * 32, "Since", "Some 5,000 people marched in Bergen, the most since 2019.", PUBLISHED)
ARTICLES = {each.id: each for each in (VOLCANO, POLICE, UNION, SAME, OLD, SINCE)}
MARCHED = "How many people marched in Bergen?"


class _Trusting:
    """A reader whose scores are probabilities already."""

    def read(self, question: str, hits: object, article: object) -> Reading:
        raise AssertionError(question, hits, article)

    def confidence(self, score: float) -> float:
        return score


def _times(article_id: str) -> Sequence[TimeExpression]:
    return time_expressions(ARTICLES[article_id].text, PUBLISHED)


def _span(article: Article, words: str, score: float) -> AnswerSpan:
    start = article.text.index(words)
    hit = Hit(Passage(article.id, 0, Span(0, len(article.text)), article.text), 1.0, 1, Scores())
    return AnswerSpan(hit, Span(start, start + len(words)), score)


def _answer(question: str, *spans: AnswerSpan) -> Answer:
    answerer = SpanAnswerer(_Trusting(), ARTICLES.__getitem__, _times)
    return answerer.answer(typed(question), [each.hit for each in spans], Reading(spans, 0.0))


def test_values_of_other_events_in_one_article_are_no_choices() -> None:
    """An undated count may be of the same event, one of another year or of "the last eruption" isn't."""
    spans = [_span(VOLCANO, each, 0.5) for each in ("1,300", "Two", "61")]
    found = _answer("How many people were killed at Corr?", _span(VOLCANO, "60", 0.6), *spans)
    assert [each.text for each in found.choices] == ["60", "61"]
    assert {"1,300", "Two"} <= {each.text for each in found.alternatives}


@pytest.mark.parametrize(
    ("other", "number", "are_choices"),
    [
        pytest.param(UNION, "4,000", True, id="the day of a statement"),
        pytest.param(SAME, "3,000", True, id="the same day in other words"),
        pytest.param(OLD, "2,000", False, id="another year"),
        pytest.param(SINCE, "5,000", True, id="a limit"),
    ],
)
def test_sentences_of_other_days_dont_contradict_each_other(
    other: Article, number: str, *, are_choices: bool
) -> None:
    found = _answer(MARCHED, _span(POLICE, "900", 0.5), _span(other, number, 0.45))
    assert bool(found.choices) is are_choices


def test_units_of_other_things_are_no_values_of_one_thing() -> None:
    """Numbers of one sentence differ on purpose, and so do those of things that the question doesn't name."""
    text = (
        "The horn of Corr makes 120 decibels. A street makes 80 decibels. The horn of Corr makes 95 decibels."
    )
    article = Article("9" * 32, "Horn", text, PUBLISHED)
    spans = [_span(article, each, 0.5) for each in ("120", "80", "95")]
    assert [
        each.text for each in other_values("How many decibels does the horn of Corr make?", spans[0], spans)
    ] == ["95"]
    pair = Article("8" * 32, "Pair", "It rose from 90 decibels to 97 decibels.", PUBLISHED)
    spans = [_span(pair, each, 0.5) for each in ("97", "90")]
    assert other_values("How many decibels did it reach?", spans[0], spans) == []
