from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from qa.answering.summarizer import LEAST_SENTENCES, MOST_SENTENCES, Summarizer, covering, n_sentences
from qa.articles import load
from qa.embedding import Encoder
from qa.indexing.passages import PassageSplitter, sentence_spans
from qa.records import Article

SEEDS = Path(__file__).parents[2] / "seeds"
ARTICLES = sorted(path for path in SEEDS.iterdir() if path.suffix in (".md", ".txt"))


@pytest.fixture(scope="module")
def summarizer(encoder: Encoder, splitter: PassageSplitter) -> Summarizer:
    return Summarizer(encoder, splitter)


@pytest.mark.parametrize(("n_whole", "n_kept"), [(0, 0), (1, 1), (3, 3), (10, 3), (20, 4), (25, 5), (200, 5)])
def test_how_long_a_summary_is(n_whole: int, n_kept: int) -> None:
    assert n_sentences(n_whole) == n_kept


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_a_summary_has_complete_sentences_in_order(summarizer: Summarizer, path: Path) -> None:
    article = load(path, path.read_bytes()).article
    sentences = summarizer.article(article)
    spans = [sentence.article_span for sentence in sentences]
    assert LEAST_SENTENCES <= len(sentences) <= MOST_SENTENCES
    assert spans == sorted(set(spans))
    assert set(spans) <= set(sentence_spans(article.text))
    assert [sentence.number for sentence in sentences] == list(range(1, len(sentences) + 1))
    assert all(each.passage.article_span.contains(each.article_span) for each in sentences)


def test_repeated_sentences_appear_once(summarizer: Summarizer) -> None:
    said = "The crews of the three ferries stopped work on Thursday morning."
    other = "A clinic on the island has insulin for eleven days, its doctor said."
    text = f"{said} {said} {said} {other}"
    quotes = [each.quote for each in summarizer.article(Article("a" * 32, "Ferries", text))]
    assert quotes == [said, other]


def test_headings_and_fragments_are_not_sentences(summarizer: Summarizer) -> None:
    assert summarizer.article(Article("a" * 32, "Ferries", "By our own reporter\n\nBrennisk, Friday")) == ()


def unit(rows: list[list[float]]) -> NDArray[np.float32]:
    array = np.array(rows, dtype=np.float32)
    return array / np.linalg.norm(array, axis=1, keepdims=True)


def test_each_group_of_similar_sentences_is_represented() -> None:
    near_x, near_y = [[1.0, 0.1], [1.0, 0.0], [1.0, 0.12]], [[0.1, 1.0], [0.0, 1.0]]
    chosen = covering(unit(near_x + near_y), 2)
    assert len(chosen) == 2
    assert sum(place < 3 for place in chosen) == 1


positive = st.lists(st.floats(0.05, 1.0), min_size=4, max_size=4)


@given(st.lists(positive, min_size=2, max_size=7), st.integers(1, 3))
def test_greedy_covering_is_within_its_bound_of_the_best(rows: list[list[float]], limit: int) -> None:
    vectors = unit(rows)
    weights = np.linspace(1.0, 0.5, len(vectors))

    def value(places: tuple[int, ...]) -> float:
        return float(weights @ (vectors @ vectors[list(places)].T).max(axis=1))

    chosen = covering(vectors, limit)
    redundant = len(chosen) < min(limit, len(vectors))
    best = max(value(places) for places in combinations(range(len(vectors)), min(limit, len(vectors))))
    assert len(chosen) == len(set(chosen)) <= limit
    assert redundant or value(tuple(chosen)) >= (1 - 1 / np.e) * best - 1e-4
