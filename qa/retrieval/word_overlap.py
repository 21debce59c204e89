"""The share of a question's words that a text contains."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from qa.english.stemming import stem_of, stems_of
from qa.records import Hit, Passage, Scores
from qa.retrieval.word_query import content_terms

_WORD = re.compile(r"\w+")
_MOST_BETWEEN = 3  # words allowed between those of the question


class Coverage:
    """Weighs a question's words by their rarity among `texts`."""

    def __init__(self, question: str, texts: Sequence[str]) -> None:
        stemmed = [stems(text) for text in texts]
        self._weights = {
            stem: math.log(1 + len(texts) / (0.5 + sum(stem in each for each in stemmed)))
            for stem in {stem_of(word) for word in content_terms(question)}
        }
        self._total = sum(self._weights.values()) or 1.0

    def of(self, text: str) -> float:
        """Return the share (0–1) of the question's weight that the text contains."""
        said = stems(text)
        return sum(weight for stem, weight in self._weights.items() if stem in said) / self._total

    def is_together(self, text: str) -> bool:
        """Return whether a text contains all the question's words close together: "oil prices", "prices of oil"."""
        last: dict[str, int] = {}
        for number, word in enumerate(_WORD.findall(text)):
            stem = stem_of(word.lower())
            if stem in self._weights:
                last[stem] = number
                between = number - min(last.values()) + 1 - len(last)
                if len(last) == len(self._weights) and between <= _MOST_BETWEEN:
                    return True
        return False


class WordTest:
    """Tells whether passages contain a content word of a query, in any form."""

    def __init__(self, query: str) -> None:
        self._stems = {stem_of(word) for word in content_terms(query)}

    def __call__(self, passage: Passage, scores: Scores) -> bool:
        """Return whether the word search found the passage, or its text has one of the words."""
        return scores.sparse_rank is not None or not self._stems.isdisjoint(stems(passage.text))


def words_first(query: str, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits, those that contain a word of the query first, with new ranks."""
    has_words = WordTest(query)
    ordered = sorted(hits, key=lambda hit: not has_words(hit.passage, hit.why))
    return [replace(hit, rank=rank) for rank, hit in enumerate(ordered, start=1)]


def stems(text: str) -> set[str]:
    """Return the stems of a text's words."""
    return stems_of(set(_WORD.findall(text.lower())))
