"""Conflicting answers, and answers in several parts."""

from dataclasses import replace

import pytest

from qa.answering.span_answers import SpanAnswerer, combined, refusal
from qa.questions.answer_type import typed
from qa.reading import Reading
from qa.records import Answer, AnswerSpan, Article, Hit, Passage, Reason, Scores, Span, Status, Turn

POLICE = Article("a" * 32, "Police", "About 900 people marched in Bergen, the police said.")
UNION = Article("b" * 32, "Union", "Some 4,000 people marched in Bergen, by the union's own count.")
COPY = Article("c" * 32, "Copy", "About 900 people marched in Bergen, the police said.")
LATER = Article("d" * 32, "Later", "Correction: 700 people marched in Bergen, not 900.")
ARTICLES = {article.id: article for article in (POLICE, UNION, COPY, LATER)}
QUESTION = "How many people marched in Bergen?"


class Trusting:
    """A reader whose scores are probabilities already."""

    def read(self, question: str, hits: object, article: object) -> Reading:
        raise AssertionError(question, hits, article)

    def confidence(self, score: float) -> float:
        return score


def span(article: Article, words: str, score: float) -> AnswerSpan:
    whole = Span(0, len(article.text))
    start = article.text.index(words)
    hit = Hit(Passage(article.id, 0, whole, article.text), 1.0, 1, Scores())
    return AnswerSpan(hit, Span(start, start + len(words)), score)


def answer(*spans: AnswerSpan, question: str = QUESTION) -> Answer:
    hits = [each.hit for each in spans]
    return SpanAnswerer(Trusting(), ARTICLES.__getitem__).answer(typed(question), hits, Reading(spans, 0.0))


def test_two_articles_that_answer_differently_and_about_as_surely_are_both_shown() -> None:
    asked = answer(span(POLICE, "900", 0.5), span(UNION, "4,000", 0.45))
    assert [choice.text for choice in asked.choices] == ["900", "4,000"]
    assert asked.choices[0].citations == asked.citations


def test_an_answer_that_ends_outside_a_quotation_has_its_opening_mark() -> None:
    """The reader began after the mark."""
    quoted = Article("e" * 32, "Quote", 'Lind said it was a "sad day" for Bergen.')
    ARTICLES[quoted.id] = quoted
    asked = "What did Lind call it?"
    assert answer(span(quoted, 'sad day" for Bergen', 0.5), question=asked).text == '"sad day" for Bergen'
    assert answer(span(quoted, "sad day", 0.5), question=asked).text == "sad day"


def test_a_past_event_does_not_contradict_a_question_about_the_future() -> None:
    may = Article("f" * 32, "May", "The police say that up to 300 people may march in Bergen.")
    too = Article("9" * 32, "Too", "The union says that up to 400 people may march in Bergen.")
    ARTICLES.update({may.id: may, too.id: too})
    first, question = span(may, "300", 0.5), "How many people may march in Bergen?"
    assert not answer(first, span(POLICE, "900", 0.45), question=question).choices
    assert answer(first, span(too, "400", 0.45), question=question).choices
    month = "In May 2031, how many people marched in Bergen?"
    assert answer(first, span(POLICE, "900", 0.45), question=month).choices


@pytest.mark.parametrize(
    ("spans", "why"),
    [
        pytest.param([span(POLICE, "900", 0.5), span(UNION, "4,000", 0.2)], "one is far surer", id="surer"),
        pytest.param([span(POLICE, "900", 0.5), span(COPY, "900", 0.5)], "both say the same", id="same"),
        pytest.param([span(POLICE, "900", 0.5), span(UNION, "union", 0.5)], "one is no number", id="kind"),
        pytest.param([span(POLICE, "900", 0.5)], "there is one", id="one"),
    ],
)
def test_similar_or_weaker_answers_offer_no_choice(spans: list[AnswerSpan], why: str) -> None:
    assert answer(*spans).choices == (), why


def test_a_choice_narrows_the_answer_and_the_conversation_to_its_article() -> None:
    asked = answer(span(POLICE, "900", 0.5), span(UNION, "4,000", 0.45))
    chosen = asked.chosen(1)
    assert (chosen.text, chosen.confidence, chosen.choices) == ("4,000", pytest.approx(0.45), ())
    assert [other.text for other in chosen.alternatives] == ["900"]
    assert Turn.of(chosen).article_ids == (UNION.id,)
    assert Turn.of(asked).article_ids == (POLICE.id,)


def test_citations_of_all_parts_are_numbered_consecutively() -> None:
    first = answer(span(POLICE, "900", 0.5), span(UNION, "4,000", 0.1))
    second = replace(answer(span(LATER, "700", 0.4)), question="And later?")
    none = refusal("Why?", Reason.NO_ANSWER)
    whole = combined("How many, and why?", [first, none, second])
    assert (whole.status, whole.text, whole.confidence) == (Status.ANSWERED, "900; 700", 0.4)
    assert [part.status for part in whole.parts] == [Status.ANSWERED, Status.NOT_FOUND, Status.ANSWERED]
    numbers = [
        citation.number
        for part in whole.parts
        for each in (part, *part.alternatives)
        for citation in each.citations
    ]
    assert numbers == [1, 2, 3]
    assert [citation.number for citation in whole.citations] == [1, 3]


def test_a_question_without_answered_parts_is_refused() -> None:
    whole = combined("When and why?", [refusal("When?", Reason.NO_ANSWER), refusal("Why?", Reason.NO_ANSWER)])
    assert (whole.status, whole.reason, whole.text) == (Status.NOT_FOUND, Reason.NO_ANSWER, None)
