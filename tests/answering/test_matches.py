"""Snippets of the nearest passages: the best sentence of each article, with the query's words highlighted."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.matches import _MOST_CHARACTERS, keyword_answer, matches_of
from qa.engine import Engine
from qa.records import Answer, Article, Citation, Hit, Passage, Reason, Scores, Span, Status, Turn

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


def refused(query: str, *texts: str, confidence: float = 0.1) -> tuple[Answer, dict[str, Article]]:
    articles = {each.id: each for each in (article(chr(97 + n), text) for n, text in enumerate(texts))}
    hits = tuple(hit(each, rank) for rank, each in enumerate(articles.values(), start=1))
    return Answer(query, Status.NOT_FOUND, Reason.NO_ANSWER, None, confidence, nearest=hits), articles


def test_a_keyword_query_lists_the_articles_with_its_words() -> None:
    answer, articles = refused("night ferry", FERRY, BRIDGE, "The quarry is flooded.")
    listed = keyword_answer(answer, "night ferry", articles.__getitem__)
    assert (listed.status, listed.text, listed.reason) == (Status.LISTED, None, None)
    assert [match.article.id[0] for match in listed.matches] == ["a"]  # the other has only the less rare word
    assert Turn.of(listed).article_ids == (listed.matches[0].article.id,)


def test_keywords_that_no_passage_has_are_refused_with_the_nearest() -> None:
    answer, articles = refused("lighthouse keeper", FERRY, BRIDGE)
    found = keyword_answer(answer, "lighthouse keeper", articles.__getitem__)
    assert (found.status, found.reason) == (Status.NOT_FOUND, Reason.NO_ANSWER)
    assert len(found.matches) == 2


@pytest.mark.parametrize(("confidence", "status"), [(0.7, Status.ANSWERED), (0.5, Status.LISTED)])
def test_an_answer_is_shown_above_the_list_only_if_it_is_likely(confidence: float, status: Status) -> None:
    answer, articles = refused("ferry fares", FERRY)
    (cited,) = found("ferry fares", FERRY)
    likely = replace(
        answer,
        status=Status.ANSWERED,
        reason=None,
        text="by a third",
        citations=(cited,),
        confidence=confidence,
    )
    listed = keyword_answer(likely, "ferry fares", articles.__getitem__)
    assert listed.status is status
    assert [match.number for match in listed.matches] == [2 if status is Status.ANSWERED else 1]


def test_keywords_are_listed_as_typed_in_a_conversation(samples: Engine) -> None:
    first = samples.ask("When was the second round of talks?")
    listed = samples.ask("ferry crews stoppage", history=[Turn.of(first)])
    assert listed.status in (Status.LISTED, Status.ANSWERED)
    assert listed.standalone_question is None
    assert "ferry" in f"{listed.matches[0].article.title} {listed.matches[0].quote}".lower()
    assert len({match.article.id for match in listed.matches}) == len(listed.matches) > 1


def test_the_newest_article_comes_first_and_undated_ones_last() -> None:
    matches = found("ferry", FERRY, BRIDGE, "A ferry.")
    days = [date(2031, 5, 1), None, date(2031, 6, 1)]
    dated = [
        replace(m, article=replace(m.article, published=day)) for m, day in zip(matches, days, strict=True)
    ]
    listed = Answer("ferry", Status.LISTED, None, None, 0.0, matches=tuple(dated))
    assert [match.number for match in listed.newest_matches] == [3, 1, 2]
