"""How prominent the news in passages is: how many articles report it, and whether it is hard news or routine.

Whichever of two sets of example sentences is nearer decides between hard news and routine, as in zero-shot
classification by embeddings: an attack or an election is hard news, a closing price or a fixture is routine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from qa.embedding import Encoder
from qa.library import Library
from qa.records import Filters, Hit

_HARD_NEWS = (
    "People were killed in an attack, an accident or a disaster.",
    "The president and the government met for talks.",
    "Police arrested suspects and a court ruled.",
    "Voters went to the polls in an election.",
)
_ROUTINE = (
    "The team won the match and scored in the tournament.",
    "A player, his coach and the league season.",
    "Share prices and the stock index closed higher in trading.",
    "The dollar, oil and gold prices on the market.",
)
SAME_STORY = 0.6  # cosine of two passages from which they tell the same story
_BEFORE, _AFTER = timedelta(days=1), timedelta(days=7)  # around the days, in which an event is reported
_MOST_COMPARED = 4000  # passages
_PER_DOUBLING, _PER_COSINE = 1.0, 5.0  # weights of twice as many reports, and of being nearer to hard news


@dataclass(frozen=True, slots=True)
class Prominence:
    """Passages as unit vectors, shape (n, dimensions), and their weights, shape (n,): higher is more prominent."""

    vectors: NDArray[np.float32]
    weights: NDArray[np.float64]

    def is_same_story(self, one: int, other: int) -> bool:
        """Return whether two passages, given by their numbers, tell the same story."""
        return bool(self.vectors[one] @ self.vectors[other] >= SAME_STORY)


def prominence_of(
    hits: Sequence[Hit], ids: Sequence[int], days: tuple[date, date], library: Library, encoder: Encoder
) -> Prominence:
    """Return the prominence of the passages with these ids, in the order of `hits`."""
    vectors = library.store.vectors_of(ids)
    n_reports = _n_reports(hits, vectors, days, library)
    examples = encoder.encode([*_HARD_NEWS, *_ROUTINE], "passage")
    cosines = vectors @ examples.T
    n_hard = len(_HARD_NEWS)
    hardness = cosines[:, :n_hard].max(axis=1) - cosines[:, n_hard:].max(axis=1)
    return Prominence(vectors, _PER_DOUBLING * np.log2(1 + n_reports) + _PER_COSINE * hardness)


def _n_reports(
    hits: Sequence[Hit], vectors: NDArray[np.float32], days: tuple[date, date], library: Library
) -> NDArray[np.float64]:
    """Return how many other articles published around the days tell the story of each passage."""
    around = Filters(since=_shifted(days[0], -_BEFORE), until=_shifted(days[1], _AFTER))
    ids = library.store.some_allowed(around, _MOST_COMPARED)
    if not ids:
        return np.zeros(len(hits))
    article_ids = library.store.article_ids_of(ids)
    homes = np.array([article_ids[key] for key in ids])
    is_close = library.store.vectors_of(ids) @ vectors.T >= SAME_STORY
    return np.array(
        [len(set(homes[is_close[:, number]]) - {hit.passage.article_id}) for number, hit in enumerate(hits)],
        dtype=np.float64,
    )


def _shifted(day: date, by: timedelta) -> date:
    """Return a day moved within the calendar."""
    return min(max(day, date.min - min(by, timedelta())), date.max - max(by, timedelta())) + by
