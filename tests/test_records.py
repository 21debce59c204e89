from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import CitationError
from qa.records import AnswerSpan, Article, Citation, Filters, Hit, Passage, Scores, Section, Span

ARTICLE = Article("a" * 32, "Talks", "First words. The talks ended on Wednesday night.", date(2024, 9, 19))
PASSAGE = Passage(ARTICLE.id, 1, Span(13, 48), "The talks ended on Wednesday night.")
CITATION = Citation(1, ARTICLE, Span(29, 47), Span(32, 41), "on Wednesday night", PASSAGE, Scores())

spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda ends: Span(min(ends), max(ends)))


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3), (-2, -1)])
def test_a_span_runs_forward_from_zero_or_later(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=str(start)):
        Span(start, end)


@given(spans, st.text(max_size=60))
def test_a_span_is_a_slice(span: Span, text: str) -> None:
    assert span.of(text) == text[span.start : span.end]
    assert len(span) == span.end - span.start


@given(spans, spans, st.integers(0, 9))
def test_shifting_keeps_length_and_order(one: Span, other: Span, offset: int) -> None:
    assert len(one.shifted(offset)) == len(one)
    assert one.shifted(offset).contains(other.shifted(offset)) == one.contains(other)
    assert one.contains(one)


@pytest.mark.parametrize(
    ("inner", "inside"),
    [
        pytest.param(Span(3, 7), True, id="itself"),
        pytest.param(Span(4, 5), True, id="inside"),
        pytest.param(Span(2, 7), False, id="begins before"),
        pytest.param(Span(3, 8), False, id="ends behind"),
    ],
)
def test_containing(inner: Span, inside: bool) -> None:
    assert Span(3, 7).contains(inner) is inside


def test_an_answers_place_in_its_article_is_worked_out_from_its_passage() -> None:
    answer = AnswerSpan(Hit(PASSAGE, 1.0, 1, Scores()), Span(16, 34), 0.5)
    assert answer.text == "on Wednesday night"
    assert answer.article_span == Span(29, 47)
    assert answer.article_span.of(ARTICLE.text) == answer.text


@pytest.mark.parametrize(
    ("span", "quote"),
    [
        pytest.param(Span(29, 47), "on wednesday night", id="another letter"),
        pytest.param(Span(28, 46), "on Wednesday night", id="another place"),
        pytest.param(Span(29, 99), "on Wednesday night.\n", id="beyond the end"),
        pytest.param(Span(29, 47), "", id="no quote"),
    ],
)
def test_a_citation_refuses_a_quote_that_its_article_does_not_say(span: Span, quote: str) -> None:
    with pytest.raises(CitationError) as caught:
        Citation(1, ARTICLE, span, span, quote, PASSAGE, Scores())
    assert "“Talks”" in caught.value.message


def test_a_citation_that_is_changed_is_checked_again() -> None:
    assert CITATION.article_span.of(ARTICLE.text) == CITATION.quote
    with pytest.raises(CitationError):
        replace(CITATION, article=replace(ARTICLE, text="Other words. " + ARTICLE.text))


def test_records_do_not_change() -> None:
    with pytest.raises(AttributeError):
        CITATION.quote = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("filters", "narrowing"),
    [
        (Filters(), False),
        (Filters(since=date(2024, 1, 1)), True),
        (Filters(until=date(2024, 1, 1)), True),
        (Filters(source="*"), True),
        (Filters(article_ids=("a",)), True),
    ],
)
def test_whether_filters_narrow(filters: Filters, narrowing: bool) -> None:
    assert filters.narrowing is narrowing


def test_a_quote_is_in_the_last_section_that_starts_before_it() -> None:
    report = Article("1", "A", "One. Two. Three.", sections=(Section("page 1", 5), Section("page 2", 10)))
    assert [report.place(offset) for offset in (0, 4, 5, 9, 10, 15)] == [
        None,
        None,
        "page 1",
        "page 1",
        "page 2",
        "page 2",
    ]
