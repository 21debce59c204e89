"""BM25 search in the file of postings, kept up to date from the change log.

Passages that were added since the file was written are split into words in memory, and removed ones are skipped. The
scores are those of FTS5's bm25() for the present library. Small libraries, and queries that aren't plain words, are
left to FTS5.
"""

import math
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import apsw
import numpy as np
from numpy.typing import NDArray

from qa.library.change_log import chunks
from qa.library.database import Database
from qa.library.filtering import Ids
from qa.library.history_marks import HistoryMarks
from qa.library.postings import (
    MOST_TIMES,
    MOST_WORDS,
    TEXT_UNITS,
    TITLE_UNITS,
    Counts,
    PostingsFile,
    read_postings,
    varints,
    write_postings,
)
from qa.library.snapshot import WORDS_FILE_NAME, remove_unknown_snapshot
from qa.library.store import Store
from qa.library.word_search import ANY_OF, FEW_PASSAGES, Ranking, is_word
from qa.records import Filters

_K1, _B = 1.2, 0.75  # FTS5's constants
_DUE = 0.02  # changes that are kept in memory, as a share of the passages
_TOO_MANY = 0.05  # of them, from which FTS5 searches until the file has been written again
_TEXTS = (
    "SELECT p.id, a.title, substr(a.text, p.article_start + 1, p.article_end - p.article_start)"
    " FROM passages p JOIN articles a ON a.id = p.article_id WHERE p.id BETWEEN ? AND ?"
)


class Stemmer:
    """Splits texts into stems as the full-text index does; see schema.sql."""

    def __init__(self) -> None:
        self._connection = apsw.Connection("")
        self._split = self._connection.fts5_tokenizer("porter", ["unicode61", "remove_diacritics", "2"])

    def __call__(self, text: str) -> list[bytes]:
        """Return the stems of a text, in order."""
        found = self._split(
            text.encode(), apsw.FTS5_TOKENIZE_DOCUMENT, None, include_offsets=False, include_colocated=False
        )
        return [str(stem).encode() for stem in found]


class WordIndex:
    """An open file of postings with the changes since."""

    def __init__(self, file: PostingsFile) -> None:
        self.file = file
        self._stems_of = Stemmer()
        self._added: dict[bytes, dict[int, int]] = {}
        self._lengths = file.lengths.astype(np.float32)
        self._is_removed = np.zeros(len(self._lengths), dtype=bool)
        self._n_removed = 0

    def stems(self, words: Sequence[str]) -> list[bytes] | None:
        """Return the stem of each word; None if the full-text index makes several of one, or none."""
        found = [self._stems_of(word) for word in words]
        return [stems[0] for stems in found] if all(len(stems) == 1 for stems in found) else None

    def add(self, rows: Sequence[tuple[int, str, str]]) -> None:
        """Add passages, given as id, title and text, in the order of their ids."""
        n_new = max((key for key, *_ in rows), default=-1) + 1 - len(self._lengths)
        self._lengths = np.pad(self._lengths, (0, max(n_new, 0)))
        self._is_removed = np.pad(self._is_removed, (0, max(n_new, 0)))
        for key, title, text in rows:
            stems = [(stem, TITLE_UNITS) for stem in self._stems_of(title)]
            stems += [(stem, TEXT_UNITS) for stem in self._stems_of(text)]
            self._lengths[key] = min(len(stems), MOST_WORDS)
            for stem, units in stems:
                places = self._added.setdefault(stem, {})
                places[key] = places.get(key, 0) + units

    def remove(self, first: int, last: int) -> None:
        """Remove all passages from `first` to `last`."""
        self._is_removed[first : last + 1] = True
        self._n_removed = int(np.count_nonzero(self._is_removed))

    def search(
        self, stems: Sequence[bytes], limit: int, allowed: Ids | None, totals: tuple[int, int]
    ) -> Ranking | None:
        """Return the best passages, for a library with these total numbers of passages and words.

        Returns None if no stem has a weight, or if the file is damaged.
        """
        try:
            scores = self._scores(stems, *totals)
        except IndexError:
            return None
        return None if scores is None else _best(scores, limit, allowed)

    def _scores(self, stems: Sequence[bytes], n_passages: int, n_words: int) -> NDArray[np.float32] | None:
        """Return the score of each passage id, or None if no stem has a weight; a damaged file is an IndexError."""
        scores = np.zeros(len(self._lengths), dtype=np.float32)
        norms = _K1 * (1 - _B) + np.float32(_K1 * _B * n_passages / max(n_words, 1)) * self._lengths
        has_weight = False
        for postings in map(self._postings, stems):
            weight = _weight(self._n_with(postings), n_passages) if postings else 0.0
            has_weight |= weight > 0
            for ids, frequencies in postings if weight > 0 else ():
                times = frequencies * np.float32(1 / TEXT_UNITS)
                scores[ids] += np.float32(weight * (_K1 + 1)) * times / (times + norms[ids])
        if self._n_removed:
            scores[self._is_removed] = 0
        return scores if has_weight else None

    def _postings(self, stem: bytes) -> list[Counts]:
        """Return a stem's postings in the file and of the passages added since; none if its weight is 0."""
        stored = self.file.of(stem)
        if stored is None:
            return []
        added = self._added.get(stem, {})
        ids = np.fromiter(added.keys(), dtype=np.uint32, count=len(added))
        times = np.fromiter(added.values(), dtype=np.int64, count=len(added))
        return [stored, (ids, np.minimum(times, MOST_TIMES).astype(np.uint8))]

    def _n_with(self, postings: Iterable[Counts]) -> int:
        """Return how many passages have a stem."""
        n_gone = (
            sum(int(np.count_nonzero(self._is_removed[ids])) for ids, _ in postings) if self._n_removed else 0
        )
        return sum(len(ids) for ids, _ in postings) - n_gone


class WordCopy:
    """Searches a library's words; safe to use from several threads.

    A library of at most `few` passages is searched by FTS5.
    """

    def __init__(self, database: Database, store: Store, few: int = FEW_PASSAGES) -> None:
        self._database = database
        self._store = store
        self._few = few
        self._path = database.folder / WORDS_FILE_NAME
        self._marks = HistoryMarks(store, self._path)
        self._lock = threading.Lock()
        self._index: WordIndex | None = None
        self._sequence = 0
        self._identity: object = None  # of the database that the index is of

    def search(self, query: str, filters: Filters, limit: int) -> Ranking:
        """Return passage ids with their BM25 score (higher is better) for an FTS5 query."""
        found = self._found(query, filters, limit)
        return self._store.match(query, filters, limit) if found is None else found

    def save(self) -> None:
        """Write the file if enough has changed since it was written; the caller holds the writer's lock."""
        n_passages = self._store.n_passages()
        with self._lock, self._database.speaking():
            if n_passages <= self._few:
                self._path.unlink(missing_ok=True)
                self._index = None
                return
            file = read_postings(self._path, self._marks.known())
            known = file.header.sequence if file else -1
            if file and self._store.n_changed_after(known) <= _DUE * n_passages:
                return
            mark = self._marks.renewed()
            with self._database.snapshot():
                write_postings(self._database, mark, self._store.sequence())
            self._index = None

    def remove_unknown(self) -> None:
        """Delete a file of changes that the library doesn't have; the caller holds the writer's lock."""
        remove_unknown_snapshot(self._path, self._marks.known(), self._store.sequence())

    def rewrite(self) -> None:
        """Write the file from the database alone; the caller holds the writer's lock."""
        with self.closed():
            pass
        self.save()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Delete the file, and keep it closed during the block."""
        with self._lock, self._database.speaking():
            self._path.unlink(missing_ok=True)
            self._index = None
            yield

    def _found(self, query: str, filters: Filters, limit: int) -> Ranking | None:
        """Return the best passages; None if only FTS5 can tell."""
        words = query.split(ANY_OF)
        if not all(map(is_word, words)) or self._store.passage_range()[1] <= self._few:
            return None
        with self._lock, self._database.snapshot():  # so that no change is seen by some of these reads only
            index = self._fresh()
            stems = index.stems([word[1:-1] for word in dict.fromkeys(words)]) if index else None
            if index is None or stems is None:
                return None
            return index.search(stems, limit, self._store.allowed(filters), self._totals())

    def _fresh(self) -> WordIndex | None:
        """Return the file with all stored changes; None if there is no file, or if most of it would be changes.

        The caller sees one state of the database.
        """
        sequence, identity, index = self._store.sequence(), self._database.identity(), self._index
        # A library that was restored uses the numbers of its lost changes again, with a new file.
        is_lost = identity != self._identity or sequence < self._sequence
        if index is None or is_lost or not index.file.is_at(self._path):
            self._index, self._identity = None, identity
            file = read_postings(self._path, self._marks.known())
            if file is None or file.header.sequence > sequence:  # of changes that were lost
                return None
            index, self._sequence = WordIndex(file), file.header.sequence
        if sequence == self._sequence:
            self._index = index
            return index
        if self._store.n_changed_after(self._sequence) > _TOO_MANY * index.file.header.n_vectors:
            return None
        self._index = None  # unless it gets all changes
        for removed, first, last in chunks(self._store.changes_after(self._sequence)):
            if removed:
                index.remove(first, last)
            else:
                index.add(
                    [(int(key), str(title), str(text)) for key, title, text in self._texts(first, last)]
                )
        self._index, self._sequence = index, sequence
        return index

    def _texts(self, first: int, last: int) -> list[tuple[int, str, str]]:
        return self._database.rows(_TEXTS, (first, last))

    def _totals(self) -> tuple[int, int]:
        """Return the numbers of passages and words as FTS5 counts them."""
        ((packed,),) = self._database.rows("SELECT block FROM passage_words_data WHERE id = 1")
        n_passages, *n_words = varints(packed)
        return n_passages, sum(n_words)


def _weight(n_with: int, n_passages: int) -> float:
    """Return a stem's inverse document frequency, as FTS5 computes it, 0 if it counts for next to nothing."""
    return max(math.log((n_passages - n_with + 0.5) / (n_with + 0.5)), 0.0)


def _best(scores: NDArray[np.float32], limit: int, allowed: Ids | None) -> Ranking:
    """Return the ids with the highest scores above 0, of those that are allowed."""
    if allowed is None:
        ids = np.flatnonzero(scores)
    else:
        within = allowed[allowed < len(scores)]
        ids = within[scores[within] > 0]
    found = scores[ids]
    if len(ids) > limit:
        least = np.partition(found, len(ids) - limit)[len(ids) - limit]
        ids, found = ids[found >= least], found[found >= least]
    order = np.lexsort((ids, -found))[:limit]
    return list(zip(ids[order].tolist(), found[order].tolist(), strict=True))
