from dataclasses import replace
from datetime import date

import pytest

from qa.answering.agreement import corrections_first, grouped
from qa.answering.same_answer import same_answer
from qa.questions.answer_type import AnswerType
from qa.records import AnswerSpan, Article, Hit, Passage, Scores, Span
from qa.utils.near_duplicates import near_copies

REPORT = "The board said on Friday that 26 crossings were cancelled because no crew came to work that day."


def span(article: str, text: str, answer: str, score: float = 0.0) -> AnswerSpan:
    start = text.index(answer)
    hit = Hit(Passage(article, 0, Span(0, len(text)), text), 1.0, 1, Scores())
    return AnswerSpan(hit, Span(start, start + len(answer)), score)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Wednesday night", "on Wednesday night", True),
        ("30", "30 junior doctors", True),
        ("about 30", "over 30", True),  # light words do not tell answers apart
        ("30", "300", False),
        ("7.30 pm", "6.30 pm", False),
        ("Manoj Pant", "Chief Secretary Manoj Pant", True),
        ("Pant Manoj", "Manoj Pant", False),
        ("the", "the", True),
        ("", "", False),
        ("polonium poisoning", "poisoned with polonium-210", True),
        ("twenty-six", "26 crossings", True),
        ("one hundred and twenty crews", "120", True),
        ("2.5 million dollars", "$2,500,000", True),
        ("10 per cent", "ten percent", True),
        ("two million", "two billion", False),
        ("the United Nations", "U.N.", True),
        ("Bank of Corr", "BC", True),
        ("President Orso", "Lena Orso", True),
        ("fewer passengers", "passengers were fewer in May", True),
        ("guilty", "not guilty", False),
        ("rose 3 percent", "fell 3 percent", False),
        ("six killed", "six injured", False),
    ],
)
def test_same_answer(one: str, other: str, same: bool) -> None:
    assert same_answer(one, other) is same
    assert same_answer(other, one) is same


def test_a_reprint_is_a_near_copy_and_another_report_is_not() -> None:
    assert near_copies(REPORT, REPORT.replace("on Friday", "yesterday"))
    assert not near_copies(
        REPORT, "Passengers counted that 26 crossings of the ferry did not leave the quay."
    )
    assert near_copies("Yes.", "Yes.")


def test_reports_that_agree_are_surer_than_one_and_a_reprint_adds_nothing() -> None:
    alone = grouped([span("a", REPORT, "26")], [0.6])[0]
    reprint = grouped([span("a", REPORT, "26"), span("b", REPORT + " (Wire)", "26")], [0.6, 0.6])[0]
    other = "Passengers counted 26 departures that never left the quay."
    agreed = grouped([span("a", REPORT, "26"), span("b", other, "26")], [0.6, 0.6])[0]
    assert (alone.n_reports, reprint.n_reports, agreed.n_reports) == (1, 1, 2)
    assert alone.confidence == reprint.confidence == pytest.approx(0.6)
    assert agreed.confidence == pytest.approx(1 - 0.4 * (1 - 0.5 * 0.6))
    assert [each.hit.passage.article_id for each in reprint.spans] == ["a", "b"]  # it is cited all the same


def test_an_article_counts_once_per_answer() -> None:
    twice = grouped([span("a", REPORT, "26"), span("a", REPORT, "26 crossings")], [0.6, 0.5])
    assert [len(group.spans) for group in twice] == [1]


def test_a_later_correction_comes_first() -> None:
    corrected = "Correction: 21 crossings were cancelled; the earlier count took in freight runs."
    groups = grouped([span("old", REPORT, "26"), span("new", corrected, "21")], [0.7, 0.5])
    old = Article("old", "Old", REPORT, date(2031, 5, 9))
    new = Article("new", "New", corrected, date(2031, 5, 10))
    articles = {"old": old, "new": new}
    assert [g.best.text for g in corrections_first(groups, articles, AnswerType.NUMBER)] == ["21", "26"]
    earlier = {**articles, "new": replace(new, published=date(2031, 5, 8))}
    assert [g.best.text for g in corrections_first(groups, earlier, AnswerType.NUMBER)] == ["26", "21"]
    assert [g.best.text for g in corrections_first(groups, articles, AnswerType.ANY)] == ["26", "21"]
