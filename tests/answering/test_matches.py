"""Snippets of the nearest passages: the best sentence of each article, with the query's words highlighted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.matches import _MOST_CHARACTERS, matches_of
from qa.engine import Engine
from qa.records import Article, Citation, Hit, Passage, Scores, Span, Status

FERRY = (
    "The harbour board of Port Ember met on Monday. It decided to raise the fares of the night ferry by a third. "
    "Nobody objected.\n\nThe old bridge stays closed."
)
BRIDGE = "Bridges are inspected every spring, and the report on the ferry's pier is due in the summer of next year."


def article(key: str, text: str) -> Article:
    return Article(key * 64, f"Article {key}", text, date(2031, 5, 8))


def hit(of: Article, rank: int, start: int = 0, end: int | None = None) -> Hit:
    span = Span(start, len(of.text) if end is None else end)
    return Hit(Passage(of.id, 0, span, span.of(of.text)), 1 / rank, rank, Scores())


def found(query: str, *texts: str) -> tuple[Citation, ...]:
    articles = {each.id: each for each in (article(chr(97 + n), text) for n, text in enumerate(texts))}
    hits = [hit(each, rank) for rank, each in enumerate(articles.values(), start=1)]
    return matches_of(query, hits, articles.__getitem__, 5)


def highlighted(match: Citation) -> list[str]:
    return [span.of(match.article.text) for span in match.highlights]


def test_the_snippet_is_the_sentence_with_most_of_the_query() -> None:
    (match,) = found("ferry fares", FERRY)
    assert match.quote.startswith("It decided to raise the fares of the night ferry by a third.")
    assert highlighted(match) == ["fares", "ferry"]


def test_the_headline_is_not_repeated_and_a_paragraph_ends_a_snippet() -> None:
    (match,) = found("Article a ferry", f"Article a\n\nThe ferry sails.\n\n{BRIDGE}")
    assert match.quote == "The ferry sails."


def test_words_are_highlighted_in_any_form_but_stop_words_are_not() -> None:
    (match,) = found("What about the bridge reports?", BRIDGE)
    assert highlighted(match) == ["Bridges", "report"]


def test_each_article_is_listed_once_in_the_order_of_the_hits() -> None:
    one, two = article("a", FERRY), article("b", BRIDGE)
    middle = FERRY.index("\n\n")
    hits = [hit(one, 1, 0, middle), hit(two, 2), hit(one, 3, middle + 2), hit(two, 4)]
    matches = matches_of("ferry", hits, {one.id: one, two.id: two}.__getitem__, 5)
    assert [(match.number, match.article.id) for match in matches] == [(1, one.id), (2, two.id)]
    assert matches[0].passage == hits[0].passage
    assert len(matches_of("ferry", hits, {one.id: one, two.id: two}.__getitem__, 1)) == 1


def test_a_long_sentence_is_cut_around_the_query_between_words() -> None:
    long = "word " * 200 + "lighthouse " + "again " * 200 + "end."
    (match,) = found("lighthouse", long)
    assert len(match.quote) <= _MOST_CHARACTERS
    assert highlighted(match) == ["lighthouse"]
    assert match.quote.startswith("word ")
    assert match.quote.endswith("again")
    assert match.is_cut == (True, True)


def test_a_whole_sentence_is_not_marked_as_cut() -> None:
    (match,) = found("bridge", BRIDGE)
    assert match.is_cut == (False, False)


@given(
    st.text(st.sampled_from("aB .\n’é\u0301—"), min_size=1, max_size=700), st.sampled_from(["a", "B é", "zz"])
)
def test_every_snippet_is_exact_and_lies_in_its_passage(text: str, query: str) -> None:
    for match in found(query, text):
        assert match.article_span.of(match.article.text) == match.quote
        assert match.passage.article_span.contains(match.article_span)
        assert all(match.article_span.contains(span) for span in match.highlights)


def test_a_refusal_has_the_nearest_articles_with_snippets(samples: Engine) -> None:
    answer = samples.ask("Who won the Nobel Prize in Physics?")
    assert answer.status is Status.NOT_FOUND
    ids = [match.article.id for match in answer.matches]
    assert ids == list(dict.fromkeys(hit.passage.article_id for hit in answer.nearest))[:5]
    assert all(match.quote for match in answer.matches)


@pytest.mark.parametrize("question", ["When was the second round of talks?"])
def test_an_answer_has_no_matches(samples: Engine, question: str) -> None:
    assert samples.ask(question).matches == ()


def test_a_question_in_parts_without_any_answer_lists_each_article_once(samples: Engine) -> None:
    answer = samples.ask("Who won the Nobel Prize in Physics? Who won the Nobel Prize in Chemistry?")
    assert len(answer.parts) == 2
    assert answer.status is Status.NOT_FOUND
    assert len({match.article.id for match in answer.matches}) == len(answer.matches) > 0
    assert [match.number for match in answer.matches] == list(range(1, len(answer.matches) + 1))
