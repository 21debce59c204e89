"""BM25 search for any of several words, fast on common ones.

FTS5 scores every passage that matches, half a microsecond each, so a question with a common word costs a scan of a
large part of the library. In a large library, only passages with one of the rarer words are scored: with all words,
but without looking at those that have common words alone. Their highest possible score is known, so that a search
whose results all exceed it is as good as complete. Otherwise the search is repeated with more of
the words.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from qa.library.database import Database
from qa.library.filtering import Ids, is_among, listed

Ranking = list[tuple[int, float]]
_TITLE_WEIGHT, _TEXT_WEIGHT = 0.5, 1.0
_MOST_PER_WORD = 2.2  # FTS5's k1 + 1: the most that a word can add to a score, as a multiple of its weight
FEW_PASSAGES = 20_000  # passages that are scored without looking for a faster way
_OUTDATED = 0.02  # share of the passages that may be new before words are counted again
ANY_OF = " OR "
_LOOKED_UP = 100  # ids that FTS5 looks up one by one


class WordSearch:
    """Searches the full-text index of one database; a search that scores at most `few` passages is not pruned."""

    def __init__(self, database: Database, few: int = FEW_PASSAGES) -> None:
        self._database = database
        self._few = few
        self._counts: dict[str, int] = {}
        self._counted_at = 0

    def search(self, query: str, limit: int, allowed: Ids | None = None) -> Ranking:
        """Return passage ids with their BM25 score (higher is better) for an FTS5 query.

        Only passages with the ids `allowed` are found, if these are given.
        """

        def scored(query: str) -> Ranking:
            return self._scored(query, limit, allowed)

        n_passages = self._highest_id()
        words = list(dict.fromkeys(query.split(ANY_OF)))
        if n_passages <= self._few or not all(map(is_word, words)):
            return scored(query)
        words = self._telling(words, n_passages)
        rare = self._cheap(words)
        found = _ranked(scored, words, rare, limit)
        if len(rare) < len(words) and not self._is_complete(found, words[len(rare) :], limit, n_passages):
            rare = self._needed(found, words, limit, n_passages)
            found = _ranked(scored, words, rare, limit)
        return found

    def _telling(self, words: Sequence[str], n_passages: int) -> list[str]:
        """Return the words, the rarest first, without those that FTS5 gives no weight, unless all are such."""
        counted = sorted((self._count(word, n_passages), word) for word in words)
        return [word for count, word in counted if 2 * count < n_passages] or [word for _, word in counted]

    def _cheap(self, words: Sequence[str]) -> list[str]:
        """Return the rarest words, as many as match few passages together, and at least one."""
        total = 0
        chosen: list[str] = []
        for word in words:
            total += self._counts[word]
            if chosen and total > self._few:
                break
            chosen.append(word)
        return chosen

    def _needed(self, found: Ranking, words: Sequence[str], limit: int, n_passages: int) -> list[str]:
        """Return the fewest of the rarest words that make a search complete, after one that was not."""
        for n_rare in range(1, len(words)):
            if self._is_complete(found, words[n_rare:], limit, n_passages):
                return list(words[:n_rare])
        return list(words)

    def _is_complete(self, found: Ranking, others: Sequence[str], limit: int, n_passages: int) -> bool:
        """Return whether no passage that has only the other words could be among the results."""
        most = sum(_MOST_PER_WORD * _weight(self._counts[word], n_passages) for word in others)
        return len(found) == limit and found[-1][1] >= most

    def _count(self, word: str, n_passages: int) -> int:
        """Return in how many passages a word is, or was when the library was a little smaller."""
        if abs(n_passages - self._counted_at) > _OUTDATED * n_passages:
            self._counts, self._counted_at = {}, n_passages
        if word not in self._counts:
            counted = "SELECT count(*) FROM passage_words WHERE passage_words MATCH ?"
            self._counts[word] = int(self._database.rows(counted, (word,))[0][0])
        return self._counts[word]

    def _highest_id(self) -> int:
        return int(self._database.rows("SELECT coalesce(max(id), 0) FROM passages")[0][0])

    def _scored(self, query: str, limit: int, allowed: Ids | None) -> Ranking:
        """Return the best passages for an FTS5 query.

        FTS5 looks up each id of a list on its own, at a hundred times the cost of scoring a passage, so only short
        lists are given to it.
        """
        if allowed is None:
            return self._rows(query, "ORDER BY score DESC, rowid LIMIT :limit", limit=limit)
        if len(allowed) <= _LOOKED_UP:
            narrowed = f"AND rowid IN ({listed(allowed)}) ORDER BY score DESC, rowid LIMIT :limit"
            return self._rows(query, narrowed, limit=limit)
        return best_of(self._rows(query, ""), allowed, limit)

    def _rows(self, query: str, rest: str, **values: int) -> Ranking:
        return self._database.rows(
            f"SELECT rowid, -bm25(passage_words, {_TITLE_WEIGHT}, {_TEXT_WEIGHT}) AS score FROM passage_words"
            f" WHERE passage_words MATCH :words {rest}",
            {**values, "words": query},
        )


def best_of(found: Ranking, allowed: Ids, limit: int) -> Ranking:
    """Return the best passages, of those whose ids are in `allowed` (in order)."""
    ids = np.array([key for key, _ in found], dtype=np.int64)
    scores = np.array([score for _, score in found])
    kept = is_among(ids, allowed)
    ids, scores = ids[kept], scores[kept]
    order = np.lexsort((ids, -scores))[:limit]
    return list(zip(ids[order].tolist(), scores[order].tolist(), strict=True))


def _ranked(scored: Any, words: Sequence[str], rare: Sequence[str], limit: int) -> Ranking:
    """Return the best passages with at least one of the rare words, scored with all words."""
    any_rare = ANY_OF.join(rare)
    found = dict(scored(any_rare))
    if others := words[len(rare) :]:
        found |= dict(scored(f"({any_rare}) AND ({ANY_OF.join(others)})"))
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))[:limit]


def _weight(n_with: int, n_passages: int) -> float:
    """Return a word's inverse document frequency, as FTS5 computes it."""
    return max(math.log((n_passages - n_with + 0.5) / (n_with + 0.5)), 1e-6)


def is_word(part: str) -> bool:
    """Return whether a part of an FTS5 query is one quoted word."""
    return part[:1] == part[-1:] == '"' and part[1:-1].isalnum()
