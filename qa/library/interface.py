"""What the other packages can ask of a library, whichever engine stores it.

`Library` is implemented by `EmbeddedLibrary` (SQLite and FAISS, in a folder) and by `LanceLibrary` (LanceDB tables).
Passages have integer ids, which mean nothing in another library. A call that changes something is one transaction.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.embedding import Identity
from qa.library.checks import PartReport, Watcher
from qa.library.labels import Label
from qa.library.removal import RemovedArticle
from qa.library.stored_articles import ArticleSummary, StoredArticle
from qa.records import Article, Filters, Passage, Span, TimeExpression
from qa.settings.library_location import LibraryLocation

Vectors = NDArray[np.float32]
Ranking = list[tuple[int, float]]
NO_FILTERS = Filters()


class Versions(Protocol):
    """Near-duplicates: articles that are versions of one story."""

    def of(self, article_id: str) -> list[str]:
        """Return the ids of the other versions of an article's story."""

    def stories_of(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Return what identifies the story of each of these articles that has other versions."""

    def missing(self) -> list[str]:
        """Return the ids of the articles that were never compared with the others."""

    def compare(self, article_ids: Sequence[str]) -> None:
        """Compare stored articles with the others."""


class ArticleStore(Protocol):
    """The stored articles with their files, passages, vectors and dates."""

    @property
    def versions(self) -> Versions:
        """The near-duplicates among the articles."""

    def setting(self, name: str) -> str | None:
        """Return a setting of the library, or None."""

    def remember(self, settings: dict[str, str]) -> None:
        """Store settings of the library."""

    # Articles

    def counts(self) -> tuple[int, int]:
        """Return how many articles and passages there are."""

    def article(self, article_id: str) -> Article | None:
        """Return one article with its text, or None."""

    def article_ids(self) -> list[str]:
        """Return the ids of all articles, in order."""

    def stored(self, article_id: str) -> StoredArticle | None:
        """Return one article with all that is stored of it, or None."""

    def several_stored(self, article_ids: Sequence[str]) -> dict[str, StoredArticle]:
        """Return articles with all that is stored of them, by id; those that are missing are left out."""

    def read_ahead(self, article_ids: Collection[str]) -> None:
        """Prepare for these articles to be read soon, by few requests if the library is far away."""

    def find(self, name: str) -> list[ArticleSummary]:
        """Return the articles that match an id or its start, a path, a file name or a title."""

    def newest(self) -> str | None:
        """Return the id of the newest dated article; None if there is none."""

    def titles(self) -> list[str]:
        """Return the titles of all articles."""

    def texts(self, limit: int) -> list[str]:
        """Return the texts of the newest articles, at most `limit`."""

    def time_expressions(self, article_id: str | None = None) -> dict[str, list[TimeExpression]]:
        """Return the temporal expressions of one article or of all, by article id and position."""

    # Passages

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Return the passages with these ids; passages removed meanwhile are left out."""

    def passage_ids_of(self, article_id: str) -> list[int]:
        """Return the ids of an article's passages in order."""

    def article_ids_of(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the article of each passage with these ids."""

    def vectors_of(self, ids: Sequence[int]) -> Vectors:
        """Return the vectors of passages in the order of their ids, shape (n, dimensions); each id must exist."""

    def passage_vectors(self, article_id: str) -> list[tuple[str, bytes]]:
        """Return the texts and the stored vectors of an article's passages."""

    def has_passages(self, filters: Filters) -> bool:
        """Return whether any passage matches the filters."""

    def some_allowed(self, filters: Filters, limit: int) -> list[int]:
        """Return the ids of at most `limit` passages that match the filters."""

    def matching(self, ids: Collection[int], filters: Filters) -> set[int]:
        """Return those of the ids whose passages match the filters."""

    def passage_spans(self, filters: Filters) -> list[tuple[str, Span]]:
        """Return the spans of the passages that match the filters, with their article ids."""

    # The words of the full-text index, as stems without diacritics

    def has_word(self, word: str) -> bool:
        """Return whether any passage or headline contains a word, in any form."""

    def stems_near(self, word: str) -> dict[str, int]:
        """Return stems that a misspelt word may stand for, each with the number of passages that have it."""

    def written_forms(self, stem: str) -> set[str]:
        """Return the words, as some passages write them, that begin like a stem."""

    def n_passages_with(self, word: str, others: Sequence[str], limit: int) -> int:
        """Return how many passages contain a word and two of the others (or the only one), counted up to `limit`."""

    # Files; several files can have the same article

    def file(self, path: Path) -> tuple[str, str] | None:
        """Return the article id and digest of a stored file, or None."""

    def files_below(self, folder: Path) -> list[Path]:
        """Return the stored files at or below this path; articles inside a file lie below it."""

    def files_of(self, path: Path | str) -> dict[str, tuple[str, str]]:
        """Return article id and digest by the path of each stored article whose path starts with a file's."""

    def put_twin(self, path: Path, article_id: str, digest: str) -> None:
        """Store that a file has the same text as an article of another file."""

    def settle(self, paths: Collection[str], old: str, new: str) -> None:
        """Replace the digest of files that have the digest `old`."""

    def release(self, path: Path) -> None:
        """Remove a file, and its article unless another file has the same text."""


class RemovedStore(Protocol):
    """The articles that the user removed; indexing leaves them out until they are restored."""

    def listed(self) -> list[RemovedArticle]:
        """Return all removed articles, the last removed first."""

    def find(self, name: str) -> list[RemovedArticle]:
        """Return the removed articles that match an id or its start, a path, a file name or a title."""

    def has(self, article_id: str) -> bool:
        """Return whether an article was removed and stays so."""

    def files_of(self, path: str) -> dict[str, tuple[str, str]]:
        """Return id and digest of the removed articles of a file, as `ArticleStore.files_of` does."""

    def note_file(self, path: str, article_id: str, digest: str) -> None:
        """Record that a file contains a removed article; it is not parsed again until it changes."""

    def forget_files(self, paths: Sequence[str]) -> None:
        """Forget that files hold removed articles."""

    def remove(self, article_ids: Sequence[str]) -> None:
        """Move articles to the removed ones, all or none."""

    def restore(self, article_ids: Sequence[str]) -> None:
        """Move removed articles back, all or none."""

    def delete(self, article_ids: Sequence[str]) -> None:
        """Delete articles, stored or removed, except for their ids, all or none; see `Library.delete_permanently`."""

    def leave_out(self, removed: Mapping[str, str]) -> int:
        """Note ids that were removed elsewhere, with the moments, unless stored here; return how many are new."""


class LabelStore(Protocol):
    """The tags and collections of the articles. Names are compared without capitals and accents."""

    def tags(self) -> list[Label]:
        """Return the tags of the articles in the library, by name."""

    def collections(self) -> list[Label]:
        """Return all collections, by name."""

    def changed_tags(self) -> dict[str, list[tuple[str, bool]]]:
        """Return by article the tags that users gave or took away (True), of the articles in the library."""

    def members(self) -> dict[str, list[str]]:
        """Return the ids of the articles in each collection, by its name."""

    def tag_named(self, name: str) -> str:
        """Return a tag as it is written; UnknownLabelError with a suggestion if no article has it."""

    def collection_named(self, name: str) -> str:
        """Return the name of a collection as it is written; UnknownLabelError with a suggestion without one."""

    def tag(self, article_ids: Collection[str], names: Sequence[str]) -> None:
        """Give each of these articles each of these tags."""

    def untag(self, article_ids: Collection[str], names: Sequence[str]) -> None:
        """Take tags away from articles; one that the article's file states stays away."""

    def create_collection(self, name: str) -> str:
        """Create an empty collection and return its name; LabelError if there is one of this name."""

    def delete_collection(self, name: str) -> str:
        """Delete a collection and return its name; its articles stay in the library."""

    def collect(self, article_ids: Collection[str], name: str) -> str:
        """Add articles to an existing collection and return its name."""

    def uncollect(self, article_ids: Collection[str], name: str) -> str:
        """Take articles out of a collection and return its name."""

    def take_over_tags(self, article_id: str, tags: Iterable[tuple[str, bool]]) -> None:
        """Give a stored article tags, or take them away (True), unless the user has changed them."""

    def take_over_collection(self, name: str, article_ids: Iterable[str]) -> None:
        """Add stored articles to a collection, and create it if there is none."""


class Library(Protocol):
    """A library; safe to use from several threads and processes."""

    @property
    def location(self) -> LibraryLocation:
        """Where the library is."""

    @property
    def folder(self) -> Path:
        """The folder on this machine for what belongs to the library: conversations, files of added texts."""

    @property
    def store(self) -> ArticleStore:
        """The stored articles."""

    @property
    def removed(self) -> RemovedStore:
        """The articles that the user removed."""

    @property
    def labels(self) -> LabelStore:
        """The tags and collections."""

    @property
    def least_together(self) -> int:
        """The number of articles that are worth waiting for, to store them by one commit."""

    @property
    def exists(self) -> bool:
        """Whether anything was ever stored here."""

    def upgrade(self) -> None:
        """Open the library, which upgrades one of an older format."""

    def reading(self) -> AbstractContextManager[None]:
        """Let all reads of this thread see the same state of the library during the block."""

    def answering(self) -> AbstractContextManager[None]:
        """Look for changes by other processes only once for the block, if that takes long; it only reads."""

    def naming_errors(self) -> AbstractContextManager[None]:
        """Turn errors of the engine and the operating system into errors that name this library."""

    def close(self) -> None:
        """Close the files and connections."""

    def state(self) -> str:
        """Return a text that changes whenever articles do, and differs between libraries."""

    def check_parts(self, watch: Watcher) -> Iterator[PartReport]:
        """Check everything that is stored and yield the findings, part by part."""

    def refuse_damaged(self) -> None:
        """Raise LibraryDamagedError when a quick check finds a problem."""

    # Articles

    def articles(self, filters: Filters = NO_FILTERS) -> list[ArticleSummary]:
        """Return the articles that match the filters, newest first."""

    def article(self, article_id: str) -> Article:
        """Return one article by its whole id; UnknownArticleError if there is none."""

    def time_expressions(self, article_id: str) -> tuple[TimeExpression, ...]:
        """Return an article's temporal expressions in order."""

    def named(self, name: str) -> ArticleSummary:
        """Return the one article that matches an id or its start, a path, a file name or a title."""

    def all_named(self, name: str) -> list[ArticleSummary]:
        """Return the articles that a name with wildcards (`*gazette*`) matches, or the one that `named` returns."""

    def named_removed(self, name: str) -> RemovedArticle:
        """Return the one removed article that matches an id or its start, a path, a file name or a title."""

    def all_named_removed(self, name: str) -> list[RemovedArticle]:
        """Return the removed articles that a name with wildcards matches, or the one that `named_removed` returns."""

    # Search

    def search_words(self, words: str, filters: Filters, limit: int) -> Ranking:
        """Return passage ids with their BM25 score, best first, for a query of qa.retrieval.word_query."""

    def search_vectors(self, vector: Vectors, filters: Filters, limit: int) -> Ranking:
        """Return passage ids with their cosine to a unit vector, best first."""

    def n_allowed(self, filters: Filters) -> int:
        """Return how many passages match the filters."""

    def open_vectors(self) -> None:
        """Prepare the search by vector, so that the next one is fast."""

    # What the library remembers of the models

    def identity(self) -> tuple[Identity, int] | None:
        """Return the identity of the vectors and the passage budget; None if there are no vectors."""

    def check(self, wanted: Identity, budget: int) -> None:
        """Raise LibraryMismatchError unless this encoder's vectors may be stored in this library."""

    def adopt(self, identity: Identity, budget: int) -> None:
        """Store the identity of the vectors the first time; refuse another one later."""

    def threshold(self, reader: str) -> float | None:
        """Return the threshold fitted for a reader's scores, None if there is none."""

    def set_threshold(self, reader: str, threshold: float | None) -> None:
        """Store the threshold fitted for a reader's scores; None removes it."""

    # Writing

    def writing(self, wait: Callable[[], bool] | None = None) -> AbstractContextManager[None]:
        """Hold the writer's lock; creates the library if there is none.

        If another process holds it, `wait` is called a few times a second as long as it returns True; without it,
        LibraryBusyError is raised at once.
        """

    def together(self) -> AbstractContextManager[object]:
        """Store what the block stores at its end: all or nothing, and much faster for many articles.

        What the block reads need not show yet what it stores.
        """

    def put(
        self,
        article: Article,
        digest: str,
        passages: Sequence[Passage],
        vectors: Vectors,
        expressions: Sequence[TimeExpression] = (),
    ) -> None:
        """Store a file's article, replacing the file's previous one. Storing it twice changes nothing."""

    def add(self, stored: StoredArticle) -> None:
        """Store an article that the library doesn't have, with its files.

        Files that have another article keep it. If the article's own file is one of them, it gets a path that no
        file has.
        """

    def save_vectors(self) -> None:
        """Save what makes the next process start faster."""

    def delete_permanently(self, article_ids: Sequence[str]) -> None:
        """Delete articles, stored or removed, so that nothing of them but their ids is left in the library."""

    def maintain(self) -> Iterator[str]:
        """Keep the library fast and small; yield what was done, step by step, in a sentence each."""
