"""Questions about days after an archive's newest article, asked on Thursday 19 September 2024."""

from datetime import date

import pytest

from qa import Engine, Filters
from qa.answering.newest_day import counted_from
from qa.questions.dates import date_filter_of

ASKED, NEWEST = date(2024, 9, 19), date(2006, 11, 30)


@pytest.mark.parametrize(
    ("question", "dated"),
    [
        pytest.param("Who resigned last year?", "Who resigned in 2005?", id="a year"),
        pytest.param("Last month, who resigned?", "Who resigned in October 2006?", id="at the beginning"),
        pytest.param(
            "What did Moor say yesterday about the mill?",
            "What did Moor say about the mill on Wednesday 29 November 2006?",
            id="a day, within the question",
        ),
        pytest.param(
            "what happened last week",
            "what happened in the week of Monday 20 November 2006",
            id="a week, without a mark",
        ),
        pytest.param("Who resigned in 2023?", None, id="no relative date"),
        pytest.param("How did last year's election end?", None, id="a possessive"),
        pytest.param("Who resigned last year, and why?", None, id="a date in the first of two clauses"),
    ],
)
def test_relative_dates_are_counted_from_the_newest_article(question: str, dated: str | None) -> None:
    days = date_filter_of(question, ASKED)
    assert days is not None
    assert counted_from(question, days, NEWEST) == dated


def test_an_answer_names_the_newest_day_only_if_the_dates_are_after_it(samples: Engine) -> None:
    newest = max(each.published for each in samples.articles() if each.published)
    asked = "Who resigned last year?"
    later = samples.ask(asked, as_of=newest.replace(year=newest.year + 20))
    assert (later.newest_day, later.dated_question) == (newest, f"Who resigned in {newest.year - 1}?")
    assert samples.ask(asked, as_of=newest).newest_day is None
    assert samples.ask("Who resigns next year?", as_of=newest).newest_day is None
    filters = Filters(since=newest.replace(year=newest.year + 1))
    filtered = samples.ask("Who resigned?", filters=filters, as_of=newest.replace(year=newest.year + 20))
    assert (filtered.newest_day, filtered.dated_question) == (newest, None)


def test_dates_are_counted_from_the_newest_article_that_matches_the_filters(samples: Engine) -> None:
    older = Filters(until=date(2024, 12, 31))
    newest = max(each.published for each in samples.articles(older) if each.published)
    answer = samples.ask("Who resigned last year?", filters=older, as_of=date(2050, 1, 1))
    assert (answer.newest_day, answer.dated_question) == (newest, f"Who resigned in {newest.year - 1}?")
