"""Words in large LanceDB tables: the same ranking as that of a search that scores every passage."""

import random
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from qa.library.lance import search as lance_search
from qa.library.lance.word_ranking import best_by_both
from qa.library.stored_articles import StoredArticle
from qa.records import Filters, Passage, Span
from tests.library.toy import TOY, article

_SCORES = some.dictionaries(some.integers(0, 200), some.integers(1, 30), max_size=120)
_WORDS = ("harbour", "ferry", "storm", "council", "bridge", "vote", "mill", "flood", "school", "strike")


@given(_SCORES, _SCORES, some.integers(1, 4))
def test_the_best_sums_are_found_without_looking_at_everything(
    text: dict[int, int], title: dict[int, int], limit: int
) -> None:
    def search(scores: dict[int, int], n_rows: int, ids: Sequence[int] | None) -> list[dict[str, Any]]:
        rows = [{"id": key, "_score": score} for key, score in scores.items() if ids is None or key in ids]
        return sorted(rows, key=lambda row: -row["_score"])[:n_rows]

    found = best_by_both(search, [text, title], limit)
    sums = sorted((text.get(key, 0) + title.get(key, 0) for key in {*text, *title}), reverse=True)
    assert [row["_score"] for row in found] == sums[:limit]


@pytest.fixture(scope="module")
def lance_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    pytest.importorskip("lancedb", reason="needs dateline-qa[scale]")
    from qa.library.lance.library import LanceLibrary
    from qa.library.lance.schema import PASSAGES, passage_table
    from qa.settings.library_location import LanceAddress

    library = LanceLibrary(LanceAddress(str(tmp_path_factory.mktemp("words") / "archive")))
    with library.writing():
        library.adopt(TOY, 64)
        rows = passage_table(list(_articles(600)), {}, {}, TOY.dimensions)
        table = library.tables.create(PASSAGES, TOY.dimensions)
        table.add(rows)
        table.optimize()  # adds the rows to the index
    yield library
    library.close()


def _articles(n_articles: int) -> Iterator[StoredArticle]:
    """Yield articles of one passage with common and rare words, some of them in the title."""
    chance = random.Random(5)  # noqa: S311 - for a test
    for number in range(n_articles):
        words = chance.choices(_WORDS, weights=range(1, 11), k=chance.randint(4, 20))
        made = article(
            " ".join([*words, f"no{number}"]),
            f"/news/{number}.txt",
            f"2024-01-{number % 28 + 1:02}",
            title=" ".join(chance.choices(_WORDS, k=2)),
        )
        vector = np.eye(1, TOY.dimensions, dtype=np.float32)
        passage = Passage(made.id, 0, Span(0, len(made.text)), made.text)
        yield StoredArticle(made, [passage], vector, {}, ())


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(since=date(2024, 1, 9), until=date(2024, 1, 12))], ids=["all", "dates"]
)
def test_a_large_table_ranks_as_a_small_one(
    lance_library: Any, filters: Filters, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = ['"mill" OR "strike"', '"no17" OR "school" OR "vote"', '"harbour"', '"nothing"']
    small = [lance_library.search_words(query, filters, 5) for query in queries]
    monkeypatch.setattr(lance_search, "INDEXED_FROM", 0)
    large = [lance_library.search_words(query, filters, 5) for query in queries]
    for one, other in zip(small, large, strict=True):
        assert [score for _, score in other] == pytest.approx([score for _, score in one], rel=1e-5)
        assert len(set(other)) == len(one)
    assert [len(each) for each in large] == [5, 5, 5, 0]
