from collections.abc import Iterator
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.dates import days_of
from qa.library import EmbeddedLibrary
from qa.library.database import Database
from qa.library.store import Store
from qa.library.word_search import WordSearch
from qa.records import Article, Certainty, Filters, Span
from tests.library.toy import NO_FILTERS, agrees, article, dated, fill, passages, put, texts, vector

WORDS = ["talks", "ferry", "doctors", "harbour", "night", "march", "clinic", "budget"]
SOURCES = ["The Wire", "Radio Ulvarre", None]


def many(n: int) -> list[Article]:
    """Make articles of random words; every fifth is undated."""
    drawn = np.random.default_rng(7)
    made = []
    for number in range(n):
        sentences = [
            " ".join(drawn.choice(WORDS, size=6)).capitalize() + "." for _ in range(drawn.integers(1, 4))
        ]
        day = None if number % 5 == 0 else str(date(2024, 1, 1) + timedelta(days=number))
        text = f"Report {number}. " + " ".join(sentences)
        made.append(article(text, f"/news/{number % 3}/{number:03}.txt", day, source=SOURCES[number % 3]))
    return made


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return many(40)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, articles: list[Article]) -> EmbeddedLibrary:
    library = EmbeddedLibrary(tmp_path_factory.mktemp("searching") / "library")
    fill(library, articles)
    return library


def passes(each: Article, filters: Filters) -> bool:
    """Return whether an article passes a filter, in plain Python."""
    if filters.since and (each.published is None or each.published < filters.since):
        return False
    if filters.until and (each.published is None or each.published > filters.until):
        return False
    if filters.article_ids and each.id not in filters.article_ids:
        return False
    if filters.source is None:
        return True
    names = [
        str(each.source).lower() if each.source else "",
        str(each.path),
        str(each.path).rpartition("/")[2],
    ]
    return any(fnmatchcase(name, filters.source.lower()) for name in names)


days = st.one_of(st.none(), st.integers(-3, 45).map(lambda n: date(2024, 1, 1) + timedelta(days=n)))
globs = st.sampled_from(
    [None, "the wire", "Radio*", "*/1/*", "01?.txt", "*", "nothing", "/news/0/*", "[!0]*.txt"]
)
keys = st.lists(st.sampled_from([each.id for each in many(40)]), max_size=5).map(tuple)
any_filters = st.builds(Filters, since=days, until=days, source=globs, article_ids=keys)


@given(st.text(min_size=1, max_size=5), st.integers(1, 200), any_filters)
def test_the_nearest_vectors_are_those_of_brute_force(
    filled: EmbeddedLibrary, articles: list[Article], query: str, limit: int, filters: Filters
) -> None:
    allowed = [
        text for each in articles if passes(each, filters) for text in (p.text for p in passages(each))
    ]
    cosines = sorted((float(vector(query) @ vector(text)) for text in allowed), reverse=True)
    found = filled.search_vectors(vector(query), filters, limit)
    assert [score for _, score in found] == pytest.approx(cosines[:limit], abs=1e-5)
    assert set(texts(filled, found)) <= set(allowed)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), any_filters)
def test_the_words_found_are_those_of_brute_force(
    filled: EmbeddedLibrary, articles: list[Article], words: list[str], filters: Filters
) -> None:
    allowed = [passage for each in articles if passes(each, filters) for passage in passages(each)]
    holding = {p.text for p in allowed if set(words) & set(p.text.lower().strip(".").split())}
    titled = {
        p.text
        for each in articles
        if passes(each, filters) and set(words) & set(each.title.lower().replace(".", " ").split())
        for p in passages(each)
    }
    found = filled.search_words(" OR ".join(f'"{word}"' for word in words), filters, 1000)
    assert holding <= set(texts(filled, found)) <= holding | titled
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@given(any_filters)
def test_how_many_passages_the_filters_leave(
    filled: EmbeddedLibrary, articles: list[Article], filters: Filters
) -> None:
    assert filled.n_allowed(filters) == sum(len(passages(each)) for each in articles if passes(each, filters))


def test_the_rarer_word_counts_more(library: EmbeddedLibrary) -> None:
    common = [
        article(f"The talks went on in town {number}.", f"/n/{number}.txt", title="t") for number in range(8)
    ]
    rare = article("The ferry sailed with talks.", "/n/rare.txt", title="t")
    fill(library, [*common, rare])
    (best, *_) = texts(library, library.search_words('"ferry" OR "talks"', NO_FILTERS, 9))
    assert best == rare.text


@pytest.mark.parametrize(
    ("query", "text"),
    [
        pytest.param('"bandage"', "Bandages came.", id="endings"),
        pytest.param('"elysee"', "The Élysée said no.", id="accents need not be typed"),
        pytest.param('"élysée"', "The Elysee said no.", id="nor be left out"),
        pytest.param('"kar"', "At R.G. Kar hospital.", id="dots are between words"),
    ],
)
def test_words_are_found_in_another_spelling(library: EmbeddedLibrary, query: str, text: str) -> None:
    fill(library, [article(text), article("Something else.", "/news/b.txt")])
    assert texts(library, library.search_words(query, NO_FILTERS, 9)) == [text]


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        pytest.param("École Press", True, id="the whole source"),
        pytest.param("école*", True, id="whatever the case, also of accented letters"),
        pytest.param("ÉCOLE PRESS", True, id="in capitals"),
        pytest.param("École", False, id="a part of it without a star"),
        pytest.param("*.TXT", True, id="the file name"),
        pytest.param("Über.txt", True, id="the whole file name"),
        pytest.param("/news/2024/*", True, id="the path"),
        pytest.param("2024/*", True, id="the end of the path"),
        pytest.param("[!a]ber.txt", True, id="a negated set, as shells write it"),
        pytest.param("[!ü]ber.txt", False, id="a negated set that excludes it"),
        pytest.param("x*", False, id="another beginning"),
        pytest.param("[", False, id="a set that is never closed"),
        pytest.param("\udcff*", False, id="what is no text"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_the_source_filter(library: EmbeddedLibrary, pattern: str, *, matches: bool) -> None:
    fill(library, [article("The talks ended.", "/news/2024/Über.txt", source="École Press")])
    assert library.n_allowed(Filters(source=pattern)) == int(matches)


def test_undated_articles_are_outside_every_date_filter(library: EmbeddedLibrary) -> None:
    fill(library, [article("No date here.")])
    assert library.n_allowed(Filters(since=date(1, 1, 1))) == 0
    assert library.n_allowed(Filters(until=date(9999, 12, 31))) == 0
    assert library.n_allowed(Filters(source="a.txt")) == 1


@pytest.fixture(scope="module")
def dated_articles() -> list[Article]:
    """Make articles whose sentences have days, months, years and ambiguous dates."""
    drawn = np.random.default_rng(3)
    whens = (
        "On 3 May 2023",
        "In May 2023",
        "In 2023",
        "On Wednesday",
        "On 03/04/2023",
        "In the 1990s",
        "Then",
    )
    return [
        article(
            " ".join(f"{drawn.choice(whens)} the {drawn.choice(WORDS)} {n} shut." for _ in range(3)),
            f"/news/{n % 3}/{n}.txt",
            f"2023-0{n % 9 + 1}-11",
            source=SOURCES[n % 3],
        )
        for n in range(150)
    ]


@pytest.fixture(scope="module")
def with_dates(
    tmp_path_factory: pytest.TempPathFactory, dated_articles: list[Article]
) -> Iterator[EmbeddedLibrary]:
    library = EmbeddedLibrary(tmp_path_factory.mktemp("dates") / "library")
    fill(library, [])
    for each in (*dated_articles, *dated_articles[::7]):  # some are stored again
        put(library, each, expressions=dated(each))
    library.removed.remove([each.id for each in dated_articles[::5]])
    yield library
    library.close()


periods = st.builds(
    lambda first, length: (first, first + timedelta(days=length)),
    st.dates(date(2023, 1, 1), date(2023, 12, 31)),
    st.sampled_from([0, 1, 30, 400]),
)
date_filters = st.builds(
    Filters,
    since=st.one_of(st.none(), st.just(date(2023, 5, 1))),
    speaks_of=periods | st.just((date(2023, 1, 1), date(2023, 12, 31))),
    source=st.sampled_from([None, "the wire", "*/1/*"]),
)


def speaks_of(each: Article, passage: Span, first: date, last: date) -> bool:
    """Return whether a passage has a temporal expression within two days, in plain Python."""
    values = (
        value
        for found in dated(each)
        if found.article_span.overlaps(passage)
        for value in (found.value, found.alternative if found.certainty is Certainty.AMBIGUOUS else None)
    )
    return any(days and first <= days[0] and days[1] <= last for days in map(days_of, values))


@given(
    date_filters, st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True), st.integers(1, 60)
)
def test_a_date_filter_returns_the_matching_results_of_an_unfiltered_search(
    with_dates: EmbeddedLibrary,
    dated_articles: list[Article],
    filters: Filters,
    words: list[str],
    limit: int,
) -> None:
    assert filters.speaks_of is not None
    kept = {each.id: each for number, each in enumerate(dated_articles) if number % 5}
    right = {
        key
        for key, passage in with_dates.store.passages(with_dates.store.passage_ids().tolist()).items()
        if passes(kept[passage.article_id], filters)
        and speaks_of(kept[passage.article_id], passage.article_span, *filters.speaks_of)
    }
    allowed = with_dates.store.allowed(filters)
    assert allowed is not None
    assert set(allowed.tolist()) == right
    assert set(with_dates.store.some_allowed(filters, 1_000)) == right
    query = " OR ".join(f'"{word}"' for word in words)
    for store in (with_dates.store, Store(with_dates._database, few_passages=3)):
        everything = [
            found for found in with_dates.search_words(query, NO_FILTERS, 1_000) if found[0] in right
        ]
        found = store.match(query, filters, limit)
        assert [score for _, score in found] == pytest.approx([score for _, score in everything[:limit]])
        assert set(found) <= set(everything) or store is not with_dates.store
    nearest = [
        found for found in with_dates.search_vectors(vector(query), NO_FILTERS, 1_000) if found[0] in right
    ]
    near = with_dates.search_vectors(vector(query), filters, limit)
    assert {key for key, _ in near} <= right
    assert [score for _, score in near] == pytest.approx([score for _, score in nearest[:limit]], abs=1e-5)


def test_the_days_of_passages_follow_every_change(with_dates: EmbeddedLibrary) -> None:
    assert with_dates.store.allowed(Filters(speaks_of=(date(2023, 5, 3), date(2023, 5, 3)))) is not None
    (found,) = (each for each in with_dates.check_parts(lambda _: None) if each.part == "dates")
    assert found.problems == ()


def test_a_missing_day_of_a_passage_is_a_problem(library: EmbeddedLibrary) -> None:
    each = article("The ferry sailed on 3 May 2023.")
    fill(library, [])
    put(library, each, expressions=dated(each))
    day = Filters(speaks_of=(date(2023, 5, 3), date(2023, 5, 3)))
    assert library.n_allowed(day) == 1
    library._database.rows("DELETE FROM passage_days")
    assert library.n_allowed(day) == 0  # what was found before isn't kept
    (found,) = (each for each in library.check_parts(lambda _: None) if each.part == "dates")
    assert found.problems == ("days of passages that don't match their dates: 1",)


changes = st.lists(st.tuples(st.sampled_from(["put", "remove", "release"]), st.integers(0, 11)), max_size=25)


@settings(max_examples=30)
@given(changes)
def test_after_any_changes_vectors_words_and_passages_agree(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int]]
) -> None:
    library = EmbeddedLibrary(tmp_path_factory.mktemp("changes"))
    fill(library, [])
    made = many(12)
    stored: set[str] = set()
    for change, number in changes:
        each = made[number]
        if change == "put":
            put(library, each)
            stored.add(each.id)
        else:
            library.removed.remove([each.id]) if change == "remove" else library.store.release(
                Path(str(each.path))
            )
            stored.discard(each.id)
        if number % 3 == 0:
            assert agrees(library)
    assert agrees(library)
    assert {each.id for each in library.articles()} == stored
    library.close()


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True), st.integers(1, 60), any_filters)
def test_scoring_only_passages_with_rarer_words_finds_the_same(
    filled: EmbeddedLibrary, words: list[str], limit: int, filters: Filters
) -> None:
    query = " OR ".join(f'"{word}"' for word in words)
    pruned = Store(filled._database, few_passages=3).match(query, filters, limit)
    scores = [score for _, score in filled.search_words(query, filters, limit)]
    assert [score for _, score in pruned] == pytest.approx(scores, abs=1e-4)


def test_a_common_word_alone_is_not_scored_beside_a_rare_one(library: EmbeddedLibrary) -> None:
    fill(library, [article(f"The talks went on in town {n}.", f"/n/{n}.txt", title="t") for n in range(30)])
    rare = [article(f"The ferry sailed, ferry {n}.", f"/r/{n}.txt", title="t") for n in range(5)]
    both = article("The ferry brought talks.", "/both.txt", title="t")
    fill(library, [*rare, both, *(article(f"Rain fell on day {n}.", f"/d/{n}.txt") for n in range(90))])
    search = WordSearch(library._database, few=3)
    scored: list[str] = []
    search._database = CountingDatabase(library._database, scored)  # type: ignore[assignment]
    found = search.search('"talks" OR "ferry"', 5)
    assert texts(library, found)[0] == both.text
    assert [score for _, score in found] == pytest.approx(
        [score for _, score in library.search_words('"talks" OR "ferry"', NO_FILTERS, 5)]
    )
    assert scored == ['"ferry"', '("ferry") AND ("talks")']


class CountingDatabase:
    """A database that notes the queries whose results are scored."""

    def __init__(self, database: Database, noted: list[str]) -> None:
        self._database, self._noted = database, noted

    def rows(self, sql: str, values: Any = ()) -> list[tuple[Any, ...]]:
        if "bm25" in sql:
            self._noted.append(values["words"])
        return self._database.rows(sql, values)
