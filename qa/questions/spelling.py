"""Spelling: words of a question that the library doesn't have → words that it has, if the match is clear.

The library's words are those of its full-text index, which holds stems. Candidates are found among the stems that
begin like the word, and compared as they are written in an article. A word is corrected only to one that occurs
together with the other words of the question.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from qa.english.question_words import SMALL
from qa.english.stemming import stem_of, stems_of
from qa.library import Library
from qa.retrieval.word_query import content_terms

_WORD = re.compile(r"[^\W\d_]+")
# Words of requests, which need not occur in any article.
_REQUESTING = frozenset("summarize summarise summary overview compare comparison difference between".split())
_LEAST_LETTERS = 5
_LONG = 8  # letters from which a name may have two errors
_LONG_ORDINARY = 7  # letters from which an ordinary word is found without other words beside it
_N_CANDIDATES = 12  # stems that are looked up in the articles
_ENDINGS = (1, 2, 3)  # letters that a stem may lack
_MOST_TOGETHER = 50  # passages that are counted
_TIMES_COMMONER = 5  # so much more often than its rival must a word occur that is as near


@dataclass(frozen=True, slots=True)
class _Near:
    """A word of the library near a typed one, and the number of errors between them.

    `n_together` of its `n_passages` have the question's other words, or two of them, too.
    """

    n_errors: int
    n_together: int
    n_passages: int
    word: str


class SpellingCorrector:
    """Corrects words that neither the library nor the language model's vocabulary knows.

    `vocabulary` returns ordinary English words: they are never corrected, although a small library may lack them. It
    is called only if a word isn't in the library, because making it takes a while.
    """

    def __init__(self, library: Library, vocabulary: Callable[[], frozenset[str]]) -> None:
        self._library = library
        self._vocabulary = vocabulary

    def corrected(self, question: str) -> str | None:
        """Return the question with its unknown words corrected, or None if nothing needs correcting."""
        changed = {
            found.span(): better
            for found in _WORD.finditer(question)
            if (better := self._better(found[0], question)) is not None
        }
        if not changed:
            return None
        return _WORD.sub(lambda found: changed.get(found.span(), found[0]), question)

    def _better(self, typed: str, question: str) -> str | None:
        """Return the word that was meant, None if the typed one is known or it is not clear which was meant."""
        word = typed.casefold()
        is_short = len(word) < _LEAST_LETTERS
        if is_short or word in SMALL:
            return None
        if word not in _REQUESTING and (requesting := _nearest_of(word, _REQUESTING)) is not None:
            return requesting
        if self._library.store.has_word(word) or self.is_ordinary(word):
            return None
        terms = (other for other in content_terms(question) if other != word and other not in SMALL)
        others = [other for other in terms if self._library.store.has_word(other)]
        near = sorted(
            self._near(word, others), key=lambda each: (each.n_errors, -each.n_together, -each.n_passages)
        )
        if not near or not _is_clear(near):
            return None
        is_proven = near[0].n_together > 0 if others else self._is_likely_alone(word, near[0])
        return near[0].word if is_proven else None

    def _is_likely_alone(self, word: str, near: _Near) -> bool:
        """Return whether a word was meant in a question without other words: a name, or a longer ordinary word."""
        return len(word) >= _LONG_ORDINARY or not self.is_ordinary(near.word.casefold())

    def is_ordinary(self, word: str) -> bool:
        """Return whether the language model's vocabulary knows a word."""
        return stem_of(word) in self._vocabulary()

    def _near(self, word: str, others: Sequence[str]) -> Iterator[_Near]:
        """Yield the words of the library that are near enough, each stem once."""
        limit = 2 if len(word) >= _LONG else 1
        stems = self._library.store.stems_near(word)
        ranked = sorted(
            (distance, -n_passages, stem)
            for stem, n_passages in stems.items()
            if (distance := _stem_distance(word, stem, limit)) <= limit
        )
        for _, n_passages, stem in ranked[:_N_CANDIDATES]:
            written = self._library.store.written_forms(stem)
            n_errors, _, _, form = min(
                (
                    (OSA.distance(word, form.casefold()), form.isupper(), form[0].isupper(), form)
                    for form in written
                ),
                default=(limit + 1, True, True, ""),
            )
            if n_errors <= (1 if self.is_ordinary(form.casefold()) else limit):
                together = self._library.store.n_passages_with(stem, others, _MOST_TOGETHER)
                yield _Near(n_errors, together, -n_passages, form)


def _stem_distance(word: str, stem: str, limit: int) -> int:
    """Return the fewest errors between a word, or its beginning, and a stem with or without the word's ending."""
    if not _LEAST_LETTERS - 1 <= len(stem) <= len(word) + limit:
        return limit + 1
    pairs = [(word, stem), (stem_of(word), stem), (word[: len(stem)], stem)]
    pairs += [(word, stem + word[-n:]) for n in _ENDINGS]
    return min(OSA.distance(*pair, score_cutoff=limit) for pair in pairs)


def _nearest_of(word: str, words: Iterable[str]) -> str | None:
    """Return the one of some words that a typed word is one error from, None if there is none.

    A word with the same stem has another ending, not an error.
    """
    near = (each for each in words if OSA.distance(word, each, score_cutoff=1) <= 1)
    return next((each for each in near if stem_of(each) != stem_of(word)), None)


def _is_clear(near: list[_Near]) -> bool:
    """Return whether the first of the nearest words, nearest first, is clearly meant."""
    best, *others = near
    rivals = [each for each in others if each.n_errors == best.n_errors]
    if best.n_together:
        return all(best.n_together >= _TIMES_COMMONER * each.n_together for each in rivals)
    return all(best.n_passages >= _TIMES_COMMONER * each.n_passages for each in rivals)


@lru_cache(maxsize=2)
def vocabulary_of(pieces: frozenset[str]) -> frozenset[str]:
    """Return the stems of the whole words among a tokenizer's pieces."""
    return frozenset(stems_of({piece for piece in pieces if piece.isalpha()}))


def known_words(vocabulary: Mapping[str, int]) -> frozenset[str]:
    """Return the stems that a tokenizer's vocabulary knows."""
    return vocabulary_of(frozenset(vocabulary))
