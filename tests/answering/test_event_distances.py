"""Dates told by their distance from another event."""

import time
from datetime import date

import pytest

from qa.answering.event_distances import EventDistances
from qa.answering.span_answers import SpanAnswerer
from qa.dates import time_expressions
from qa.questions.answer_type import typed
from qa.reading import Reading
from qa.records import Answer, AnswerSpan, Article, Hit, Passage, Scores, Span
from tests.answering.test_factuality import Trusting

PUBLISHED = date(2031, 5, 12)  # a Monday


def _article(text: str) -> Article:
    return Article("a" * 32, "A report", text, published=PUBLISHED)


def _dates(question: str, text: str) -> list[tuple[str, str | None]]:
    article, times = _article(text), time_expressions(text, PUBLISHED)
    found = EventDistances(question, lambda _: article, lambda _: times).dates(article.id)
    return [(each.article_span.of(text), each.value) for each in found]


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        (
            "When was Orso arrested?",
            "Varga resigned on Friday, two days after Orso was arrested in Corr.",
            ("two days after", "2031-05-07"),
        ),
        (
            "When was Orso arrested?",
            "The search comes five days after the smuggler Orso, 40, was arrested in Corr.",
            ("five days after", "2031-05-07"),
        ),
        (
            "When did the court free Orso?",
            "Hours after the court freed Orso, the police searched his house on Saturday.",
            ("Hours after", "2031-05-10"),
        ),
        (
            "When was Orso jailed?",
            "He fled from a jail near Corr, two months after he was jailed for theft.",
            ("two months after", "2031-03"),
        ),
        (
            "When did Mara Lind begin her tour of the islands?",
            "Mara Lind reached Corr on Sunday, three days after kicking off a tour of the islands.",
            ("three days after", "2031-05-08"),
        ),
        (
            "When did gunmen snatch the bakers?",
            "The raid on Sunday came three days after gunmen wearing masks snatched the bakers of Corr.",
            ("three days after", "2031-05-08"),
        ),
        (
            "When did the queen praise the army?",
            "Her speech came a day after she praised the army in a recorded Christmas greeting.",
            ("a day after", "2031-05-11"),
        ),
        (
            "When did the plant leak?",
            "A fire broke out there on Saturday, nearly four weeks after it leaked oil.",
            ("four weeks after", "2031-04"),
        ),
    ],
)
def test_a_distance_from_another_event_dates_the_asked_one(
    question: str, text: str, wanted: tuple[str, str]
) -> None:
    """It is counted from the date in the sentence, or else from the day of the article."""
    assert _dates(question, text) == [wanted]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When did Varga resign?", "Varga resigned on Friday, two days after Orso was arrested."),
        ("When was Orso killed?", "The call came a day after a court named four men in the killing of Orso."),
        ("When was Suppa signed?", "The signing of Suppa came one day after Corr signed Lind."),
        ("When did Lind begin her tour?", "Lind flew home on Sunday, a day after ending her tour."),
        ("When was Orso arrested?", "Lind resigned on Friday, days after Orso was arrested."),
        ("When will Orso be arrested?", "Varga resigned on Friday, two days after Orso was arrested."),
        ("When was Orso arrested?", "The party split in 2030, two days after Orso was arrested."),
    ],
)
def test_other_distances_date_nothing(question: str, text: str) -> None:
    """They are about another event, have no number, or are counted from a whole year."""
    assert _dates(question, text) == []


@pytest.mark.parametrize(
    "number",
    [
        "1.5 years",
        "1,200 days",
        "1 200 days",
        "72½ hours",
        "two hundred days",
        "several hundred days",
        "half a year",
        "half a dozen days",
        "a year and a day",
        "two years and three months",
        "a week and two days",
        "two to three weeks",
        "three or four days",
        "10-15 days",
        "10 – 15 days",
        "every two days",
        "not two days",
        "fewer than two days",
    ],
)
def test_part_of_a_longer_distance_is_no_distance(number: str) -> None:
    """Counting only its last words would give a wrong day."""
    text = f"Varga resigned on Friday 9 May 2031, {number} after Orso was arrested."
    assert _dates("When was Orso arrested?", text) == []


def test_what_is_denied_or_later_than_its_report_has_no_date() -> None:
    """Something that didn't happen has no day, and a report in the past tense isn't about the future."""
    question = "When was Orso arrested?"
    assert _dates(question, "Varga resigned on Friday, two days after Orso was not arrested.") == []
    assert _dates(question, "On Friday Varga spoke, 999 years before Orso was arrested.") == []


@pytest.mark.parametrize("joint", [" ", ". "])
def test_distances_are_found_in_linear_time(joint: str) -> None:
    """Many of them, in one sentence or in many of one paragraph, take no longer for each."""
    repeated = f"Lind left two days after Orso was arrested{joint}"

    def seconds(count: int) -> float:
        article = _article(repeated * count)
        distances = EventDistances("When was Orso arrested?", lambda _: article, lambda _: [])
        start = time.process_time()
        distances.all_times(article.id)
        return time.process_time() - start

    seconds(100)
    assert seconds(2_000) < 20 * max(seconds(250), 0.002)


def _answer(question: str, text: str, *answers: tuple[str, float]) -> Answer:
    article, times = _article(text), time_expressions(text, PUBLISHED)
    hit = Hit(Passage(article.id, 0, Span(0, len(text)), text), 1.0, 1, Scores())
    starts = [(text.index(words), words, score) for words, score in answers]
    spans = tuple(AnswerSpan(hit, Span(at, at + len(words)), score) for at, words, score in starts)
    answerer = SpanAnswerer(Trusting(), lambda _: article, lambda _: times)
    return answerer.answer(typed(question), [hit], Reading(spans, 0.5))


@pytest.mark.parametrize(
    ("text", "words", "rule"),
    [
        (
            "Varga resigned on Friday, two days after Orso was arrested in Corr.",
            "Friday",
            "2 days before Friday 9 May 2031",
        ),
        (
            "The search came two days after Orso was arrested for a theft of 2026.",
            "2026",
            "2 days before Monday 12 May 2031",
        ),
    ],
)
def test_the_answer_is_the_distance_with_its_date(text: str, words: str, rule: str) -> None:
    """The reader only finds the sentence; the quote stays exact."""
    found = _answer("When was Orso arrested?", text, (words, 0.8))
    assert found.text == "two days after"
    assert found.resolved_date is not None
    assert found.resolved_date.rule == rule
