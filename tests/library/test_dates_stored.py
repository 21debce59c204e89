"""Dates in articles, as they are stored and searched."""

from datetime import date
from pathlib import Path

import apsw
import numpy as np
import pytest

from qa.dates import time_expressions
from qa.engine import Engine
from qa.library import EmbeddedLibrary
from qa.library.database import FILE_NAME
from qa.library.migrations import SCHEMA_VERSION
from qa.records import Article, Filters, Reason
from qa.settings.settings import Settings
from tests.library.toy import BUDGET, TO_FORMAT, TOY, article, passages, texts, vector

# Published on a Thursday; Wednesday is the 18th, Tuesday next the 24th or 1 October.
TALKS = article(
    "The talks took 22 hours. They ended on Wednesday night. They resume next Tuesday. Nobody signed.",
    "/news/talks.txt",
    "2024-09-19",
)
FLOOD = article("The quay flooded in August 2024. It flooded from 12 to 15 June 2019.", "/news/flood.txt")
UNDATED = article("The quay shut on Wednesday.", "/news/undated.txt")


def fill(library: EmbeddedLibrary, *articles: Article) -> None:
    with library.writing():
        library.adopt(TOY, BUDGET)
        for each in articles:
            found = passages(each)
            vectors = np.array([vector(passage.text) for passage in found])
            library.put(each, "1:x", found, vectors, time_expressions(each.text, each.published))
        library.save_vectors()


def speaking(library: EmbeddedLibrary, since: str, until: str) -> list[str]:
    filters = Filters(speaks_of=(date.fromisoformat(since), date.fromisoformat(until)))
    ids = library.store.allowed(filters)
    assert ids is not None
    every = library.vector_ids().tolist()
    assert library.store.matching(every, filters) == set(ids.tolist()), (
        "both conditions find the same passages"
    )
    return sorted(passage.text for passage in library.store.passages(ids.tolist()).values())


def test_expressions_come_back_as_they_were_put(library: EmbeddedLibrary) -> None:
    fill(library, TALKS, FLOOD, UNDATED)
    for each in (TALKS, FLOOD, UNDATED):
        worked_out = time_expressions(each.text, each.published)
        assert worked_out
        assert library.time_expressions(each.id) == worked_out
    assert set(library.store.time_expressions()) == {TALKS.id, FLOOD.id, UNDATED.id}


def test_an_article_without_dates_has_none(library: EmbeddedLibrary) -> None:
    silent = article("Nobody signed.")
    fill(library, silent)
    assert library.time_expressions(silent.id) == ()


def test_the_listing_counts_dates_of_each_article(library: EmbeddedLibrary) -> None:
    fill(library, TALKS, UNDATED)
    assert {each.id: each.n_dates for each in library.articles()} == {TALKS.id: 2, UNDATED.id: 0}


def test_they_go_when_the_article_goes(library: EmbeddedLibrary) -> None:
    fill(library, TALKS, FLOOD)
    library.removed.remove([TALKS.id])
    assert set(library.store.time_expressions()) == {FLOOD.id}
    library.store.release(Path(str(FLOOD.path)))
    assert library.store.time_expressions() == {}


def test_a_new_dateline_replaces_them(library: EmbeddedLibrary) -> None:
    fill(library, article(TALKS.text, str(TALKS.path), "2024-09-19"))
    fill(library, article(TALKS.text, str(TALKS.path), "2024-09-26"))
    assert speaking(library, "2024-09-18", "2024-09-18") == []
    assert speaking(library, "2024-09-25", "2024-09-25") == ["They ended on Wednesday night."]


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        pytest.param("2024-09-18", "2024-09-18", ["They ended on Wednesday night."], id="the day itself"),
        pytest.param("2024-09-01", "2024-09-19", ["They ended on Wednesday night."], id="days around it"),
        pytest.param(
            "2024-09-01",
            "2024-09-30",
            ["They ended on Wednesday night.", "They resume next Tuesday."],
            id="a month",
        ),
        pytest.param("2024-09-17", "2024-09-17", [], id="the day before"),
        pytest.param("2024-08-01", "2024-08-31", ["The quay flooded in August 2024."], id="exactly a month"),
        pytest.param("2024-08-15", "2024-08-15", [], id="a month is wider than one of its days"),
        pytest.param(
            "2019-06-01", "2019-06-30", ["It flooded from 12 to 15 June 2019."], id="around a range"
        ),
        pytest.param(
            "2024-10-01",
            "2024-10-01",
            ["They resume next Tuesday."],
            id="the other reading of next Tuesday",
        ),
    ],
)
def test_the_date_filter_finds_exactly_the_passages(
    library: EmbeddedLibrary, since: str, until: str, found: list[str]
) -> None:
    fill(library, TALKS, FLOOD, UNDATED)
    assert speaking(library, since, until) == found


@pytest.mark.parametrize(
    ("day", "n_found"),
    [("2024-04-03", 1), ("2024-03-04", 1), ("2024-03-03", 0), ("2024-09-24", 1), ("2024-09-17", 0)],
)
def test_both_readings_of_an_ambiguous_date_are_searched(
    library: EmbeddedLibrary, day: str, n_found: int
) -> None:
    fill(library, article("The quay shut on 03/04/2024. A vote is due on Tuesday.", "/n.txt", "2024-09-19"))
    assert len(speaking(library, day, day)) == n_found


def test_both_searches_keep_to_the_days(library: EmbeddedLibrary) -> None:
    fill(library, TALKS, FLOOD, UNDATED)
    days = Filters(speaks_of=(date(2024, 9, 18), date(2024, 9, 18)))
    wanted = ["They ended on Wednesday night."]
    assert texts(library, library.search_vectors(vector("x"), days, 9)) == wanted
    assert texts(library, library.search_words('"they"', days, 9)) == wanted
    assert texts(library, library.search_words('"quay"', days, 9)) == []
    assert library.n_allowed(days) == 1


def test_days_narrow_beside_the_other_filters(library: EmbeddedLibrary) -> None:
    fill(library, TALKS, FLOOD)
    days = (date(2024, 9, 18), date(2024, 9, 18))
    assert library.n_allowed(Filters(speaks_of=days, since=date(2024, 9, 19))) == 1
    assert library.n_allowed(Filters(speaks_of=days, since=date(2024, 9, 20))) == 0


# Libraries of older formats


def make_old(folder: Path, version: int) -> None:
    """Take out what a format did not have; its files' digests began with another number."""
    connection = apsw.Connection(str(folder / FILE_NAME))
    connection.execute(TO_FORMAT[version])
    connection.execute("UPDATE files SET digest = '1:' || substr(digest, instr(digest, ':') + 1)")
    connection.close()


@pytest.fixture(params=sorted(TO_FORMAT))
def old(tmp_path: Path, cache: Path, request: pytest.FixtureRequest) -> Settings:
    settings = Settings(library=tmp_path / "library", cache=cache)
    (tmp_path / "news").mkdir()
    for name, text in (("a", "The talks ended on Wednesday night."), ("b", "The quay shut on 3 May 1989.")):
        (tmp_path / "news" / f"{name}.txt").write_text(f"date 2024-09-19 {name}\n\n{text}", encoding="utf-8")
    engine = Engine(settings)
    engine.index([tmp_path / "news"])
    engine.close()
    make_old(tmp_path / "library", request.param)
    return settings


def test_a_library_of_an_older_format_opens(old: Settings) -> None:
    engine = Engine(old)
    assert len(engine.articles()) == 2
    assert len(engine.search("talks")) == 2
    assert len(engine.timeline()) in (0, 2)  # the first format had no dates
    article = engine.article("a.txt")
    assert (article.author, article.sections) == (None, ())
    assert article.raw_title in (None, "a")  # the formats before the fourth did not have it
    assert article.keywords == ()
    assert engine.library.labels.tags() == engine.library.labels.collections() == []
    assert engine.library._database.rows("PRAGMA user_version") == [(SCHEMA_VERSION,)]


def test_the_next_index_fills_it(old: Settings, tmp_path: Path) -> None:
    engine = Engine(old)
    report = engine.index([tmp_path / "news"])
    assert (report.updated, report.unchanged) == (2, 0)
    assert [event.expression.value for event in engine.timeline()] == ["1989-05-03", "2024-09-18TNI"]
    assert engine.index([tmp_path / "news"]).unchanged == 2


@pytest.mark.parametrize("old", [1], indirect=True)
def test_before_that_a_question_about_a_date_finds_nothing(old: Settings) -> None:
    answer = Engine(old).ask("What ended on 18 September 2024?")
    assert answer.reason is Reason.FILTERED_OUT
