from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.articles.documents import Limits
from qa.articles.reader import ArticleReader
from qa.embedding import Encoder
from qa.indexing.indexer import Indexer
from qa.indexing.passages import PassageSplitter
from qa.library import EmbeddedLibrary
from qa.records import Filters, Scores
from qa.retrieval.fusion import fuse, raise_ranks
from qa.retrieval.retriever import Retriever, SearchContext
from qa.retrieval.word_query import content_terms, word_query

NO_FILTERS = Filters()

ARTICLES = {
    "talks.txt": (
        "date 2024-09-19 Talks end without a deal\n\n"
        "The second round of talks between the junior doctors and the state ended on Wednesday night. "
        "R.G. Kar hospital stayed half empty."
    ),
    "ferries.txt": (
        "date 2031-05-09 Crossings cancelled\n\n"
        "No boat left the harbour on Thursday. The crews had stopped work at five in the morning."
    ),
    "budget.txt": (
        "date 2029-01-02 Council adopts budget\n\n"
        "Councillors voted to spend 4.2 million on roads. Libraries will close on Mondays."
    ),
    "undated.txt": "A note on clinics\n\nThe island clinic received bandages and a second X-ray machine.",
}


@pytest.fixture(scope="module")
def retriever(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder, splitter: PassageSplitter
) -> Retriever:
    folder = tmp_path_factory.mktemp("retrieval")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    library = EmbeddedLibrary(folder / "library")
    with library.writing():
        library.adopt(encoder.identity, 128)
        with ArticleReader(Limits()) as reader:
            indexer = Indexer(library, splitter, encoder, reader)
            report = indexer.run([folder], lambda _: None, lambda: False)
    assert (report.added, report.failed) == (4, [])
    return Retriever(library, encoder)


def found(retriever: Retriever, question: str, filters: Filters = NO_FILTERS, top_k: int = 10) -> list[str]:
    """Return the names of the files that the hits came from, best first."""
    library = retriever._library
    hits = retriever.retrieve(question, filters, top_k)
    return [Path(str(library.article(hit.passage.article_id).path)).name for hit in hits]


# Fusion


def test_fusion_worked_by_hand() -> None:
    # 1 / (10 + rank) for meaning, one and a half times that for words.
    dense = [(7, 0.9), (3, 0.5), (1, 0.4)]
    sparse = [(3, 12.0), (9, 2.0)]
    assert fuse(dense, sparse) == [
        (3, Scores(dense_rank=2, dense_score=0.5, sparse_rank=1, sparse_score=12.0, fused=1 / 12 + 1.5 / 11)),
        (9, Scores(sparse_rank=2, sparse_score=2.0, fused=1.5 / 12)),
        (7, Scores(dense_rank=1, dense_score=0.9, fused=1 / 11)),
        (1, Scores(dense_rank=3, dense_score=0.4, fused=1 / 13)),
    ]


def test_a_tie_goes_to_the_smaller_id() -> None:
    dense = [(50, 0.9), (40, 0.8)]  # 40 has 1 / 12
    sparse = [(each, 1.0) for each in (61, 62, 63, 64, 65, 66, 67, 20)]  # 20 has 1.5 / 18, as much
    order = [each for each, _ in fuse(dense, sparse)]
    assert order[-2:] == [20, 40]


def test_fusing_empty_results_gives_none() -> None:
    assert fuse([], []) == []


ids = st.lists(st.integers(1, 30), unique=True, max_size=20)


def ranked(order: list[int]) -> list[tuple[int, float]]:
    return [(each, 1.0 - place / 100) for place, each in enumerate(order)]


@given(ids, ids, st.floats(0.01, 1000))
def test_ranks_count_and_scores_do_not(one: list[int], other: list[int], factor: float) -> None:
    louder = [(each, score * factor) for each, score in ranked(other)]
    there, here = fuse(ranked(one), louder), fuse(ranked(one), ranked(other))
    assert [(each, scores.fused) for each, scores in there] == [(each, scores.fused) for each, scores in here]


@given(ids, ids)
def test_each_is_fused_once_with_its_ranks_and_best_first(one: list[int], other: list[int]) -> None:
    fused = dict(fuse(ranked(one), ranked(other)))
    assert set(fused) == {*one, *other}
    for each, scores in fused.items():
        assert scores.dense_rank == (one.index(each) + 1 if each in one else None)
        assert scores.sparse_rank == (other.index(each) + 1 if each in other else None)
    values = [scores.fused for scores in fused.values()]
    assert values == sorted(values, reverse=True)


@given(ids, ids)
def test_who_ranks_higher_on_both_sides_ranks_higher_fused(one: list[int], other: list[int]) -> None:
    fused = [each for each, _ in fuse(ranked(one), ranked(other))]
    both = [each for each in one if each in other]
    for better in both:
        for worse in both:
            if one.index(better) < one.index(worse) and other.index(better) < other.index(worse):
                assert fused.index(better) < fused.index(worse)


# Favoured articles


def test_favouring_worked_by_hand() -> None:
    everywhere = fuse([(1, 0.9), (2, 0.8), (3, 0.7)], [])  # 1/11, 1/12, 1/13
    near = fuse([(3, 0.7), (8, 0.2)], [])
    assert raise_ranks(everywhere, near, 1.0) == [
        (3, Scores(dense_rank=3, dense_score=0.7, fused=1 / 13 + 1 / 11)),
        (1, Scores(dense_rank=1, dense_score=0.9, fused=1 / 11)),
        (2, Scores(dense_rank=2, dense_score=0.8, fused=1 / 12)),
        (8, Scores(dense_score=0.2, fused=1 / 12)),
    ]


def test_a_favoured_hit_stays_behind_one_that_both_searches_rank_first() -> None:
    everywhere = fuse([(1, 0.9)], [(1, 9.0)])
    assert [each for each, _ in raise_ranks(everywhere, fuse([(2, 0.5)], [(2, 1.0)]), 1.0)] == [1, 2]


@given(ids, ids)
def test_nothing_is_lost_by_favouring_and_the_order_of_the_others_stays(
    one: list[int], near: list[int]
) -> None:
    before = fuse(ranked(one), [])
    after = [each for each, _ in raise_ranks(before, fuse(ranked(near), []), 1.0)]
    assert set(after) == {*one, *near}
    assert [each for each in after if each not in near] == [each for each, _ in before if each not in near]


def test_passages_of_favoured_articles_come_first_among_equals(retriever: Retriever) -> None:
    clinics = next(each.id for each in retriever._library.articles() if each.published is None)
    alone = retriever.retrieve("Which day was it?", NO_FILTERS, 4)
    favouring = retriever.retrieve("Which day was it?", NO_FILTERS, 4, SearchContext("", (clinics,)))
    assert alone[0].passage.article_id != clinics
    assert favouring[0].passage.article_id == clinics
    named = retriever.retrieve(
        "When did the talks with the junior doctors end?", NO_FILTERS, 1, SearchContext("", (clinics,))
    )
    assert "second round" in named[0].passage.text


def test_a_context_query_adds_the_missing_topic(retriever: Retriever) -> None:
    alone = retriever.retrieve("When was it stopped?", NO_FILTERS, 4)
    context = SearchContext("Which crossings from the harbour were cancelled? When was it stopped?")
    completed = retriever.retrieve("When was it stopped?", NO_FILTERS, 4, context)
    assert {hit.passage for hit in completed} >= {alone[0].passage}
    assert "No boat left the harbour" in completed[0].passage.text


def test_a_favoured_article_that_the_filters_leave_out_stays_out(retriever: Retriever) -> None:
    clinics = next(each.id for each in retriever._library.articles() if each.published is None)
    other = next(each.id for each in retriever._library.articles() if each.published is not None)
    hits = retriever.retrieve(
        "Which day was it?", Filters(article_ids=(other,)), 4, SearchContext("", (clinics,))
    )
    assert {hit.passage.article_id for hit in hits} == {other}


# Word queries


@pytest.mark.parametrize(
    ("question", "query"),
    [
        pytest.param(
            "When was the sixth round of it?", '"sixth" OR "round" OR "6th"', id="an ordinal in digits too"
        ),
        pytest.param("The 22nd of May", '"22nd" OR "may"', id="few ordinals beyond twenty are written out"),
        pytest.param("When was the round?", '"round"', id="the commonest words go"),
        pytest.param("Who was it?", '"who" OR "was" OR "it"', id="unless there are no others"),
        pytest.param("R.G. Kar", '"r" OR "g" OR "kar"', id="dots"),
        pytest.param("what's up?", '"s" OR "up"', id="an apostrophe"),
        pytest.param("NEAR(a b)", '"near" OR "b"', id="an operator of the word search"),
        pytest.param(
            'say "talks" AND NOT -talks*', '"say" OR "talks" OR "not"', id="quotes, a star and a minus"
        ),
        pytest.param("title: x", '"title" OR "x"', id="a column's name"),
        pytest.param("?!…", "", id="no word at all"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_word_queries(question: str, query: str) -> None:
    assert word_query(question) == query


@given(st.text(st.characters()))
def test_keywords_are_unique_and_quoted(question: str) -> None:
    words = content_terms(question)
    assert len(words) == len(set(words))
    assert not any('"' in word or word.isspace() for word in words)


# Searching

HOSTILE = [
    "R.G. Kar",
    "what's up?",
    "NEAR(",
    '"',
    "a AND",
    "*",
    "-",
    "()",
    "col:x",
    "^a",
    "{a b}:c",
    "\x00",
    "'; DROP--",
    "İß",
]


@pytest.mark.parametrize("question", HOSTILE)
def test_no_query_is_interpreted_as_fts5_syntax(retriever: Retriever, question: str) -> None:
    assert len(retriever.retrieve(question, NO_FILTERS, 10)) == 4


@given(
    st.text(st.characters(codec="utf-8"), max_size=40)
    | st.lists(st.sampled_from("talks hospital strike OR NEAR 2nd".split()), max_size=5).map(" ".join)
)
def test_any_text_is_searched_by_each_of_its_words(retriever: Retriever, question: str) -> None:
    terms = word_query(question).split(" OR ") if word_query(question) else []
    found_by_each = {
        hit for term in terms for hit, _ in retriever._library.search_words(term, NO_FILTERS, 10)
    }
    found = retriever._library.search_words(" OR ".join(terms), NO_FILTERS, 10) if terms else []
    assert {hit for hit, _ in found} == found_by_each


def test_a_question_of_many_thousand_words_is_one_too(retriever: Retriever) -> None:
    question = " ".join(f"word{number}" for number in range(5000)) + " bandages"
    assert found(retriever, question)[0] == "undated.txt"


def test_an_exact_name_is_found_by_its_words(retriever: Retriever) -> None:
    (best, *_) = retriever.retrieve("R.G. Kar", NO_FILTERS, 10)
    assert found(retriever, "R.G. Kar")[0] == "talks.txt"
    assert best.why.sparse_rank == 1


def test_a_paraphrase_without_a_common_word_is_found_by_meaning(retriever: Retriever) -> None:
    (best, *_) = retriever.retrieve("negotiations with medics broke off", NO_FILTERS, 10)
    assert found(retriever, "negotiations with medics broke off")[0] == "talks.txt"
    assert best.why.dense_rank == 1
    assert best.why.sparse_rank is None


def test_endings_do_not_hide_a_word(retriever: Retriever) -> None:
    (best, *_) = retriever.retrieve("bandage", NO_FILTERS, 1)
    assert best.why.sparse_rank == 1
    assert "bandages" in best.passage.text


def test_hits_are_ranked_from_one_by_their_score(retriever: Retriever) -> None:
    hits = retriever.retrieve("talks on Wednesday", NO_FILTERS, 3)
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.score == hit.why.fused for hit in hits)


@pytest.mark.parametrize(
    ("filters", "files"),
    [
        pytest.param(
            Filters(since=date(2029, 1, 2)), {"ferries.txt", "budget.txt"}, id="from a day on, that day too"
        ),
        pytest.param(
            Filters(until=date(2029, 1, 2)), {"talks.txt", "budget.txt"}, id="up to a day, that day too"
        ),
        pytest.param(Filters(since=date(2025, 1, 1), until=date(2025, 2, 1)), set(), id="nothing in between"),
        pytest.param(Filters(source="un*.txt"), {"undated.txt"}, id="by file name, also without a date"),
    ],
)
def test_filters_come_before_ranking(retriever: Retriever, filters: Filters, files: set[str]) -> None:
    assert set(found(retriever, "talks", filters)) == files


def test_a_filter_still_fills_the_results(retriever: Retriever) -> None:
    assert found(retriever, "the second round of talks", Filters(source="budget.txt"), top_k=1) == [
        "budget.txt"
    ]
