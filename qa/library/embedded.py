"""A library in a folder: the stored articles, the copy of their vectors, and the lock that admits one writer."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import apsw

from qa.errors import (
    DeletionPendingError,
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
)
from qa.library.base import BaseLibrary
from qa.library.checks import PARTS, PartReport, Watcher, check_part, quick_problems
from qa.library.database import FILE_NAME, Database
from qa.library.interface import NO_FILTERS
from qa.library.labels import Labels
from qa.library.pending_deletion import PendingDeletion
from qa.library.removal import RemovedArticles
from qa.library.snapshot import FILE_NAME as SNAPSHOT
from qa.library.snapshot import remove_stale_snapshots
from qa.library.store import Ids, Store
from qa.library.stored_articles import ArticleSummary, StoredArticle
from qa.library.upgrading import Upgrade, Upgrader
from qa.library.vector_copy import EXACT_UP_TO, VectorCopy
from qa.library.vectors import Vectors
from qa.library.word_copy import WordCopy
from qa.library.word_search import FEW_PASSAGES
from qa.library.writer_lock import acquired
from qa.records import Article, Filters, Passage, TimeExpression
from qa.utils.private_files import make_private_folder
from qa.utils.salvage import replace_contents

ORIGINALS = (
    "originals"  # a folder: imported articles have their paths below it, with the files that came along
)


def _ignore(upgrade: Upgrade) -> None:
    """Do nothing."""


class EmbeddedLibrary(BaseLibrary):
    """A folder with articles; safe to use from several threads and processes.

    The vectors of more than `exact_up_to` passages are searched approximately, and the words of more than
    `few_passages` in a copy of the full-text index. Before a library of an older format is
    upgraded, a snapshot of it is made, unless `backs_up` is false, and `on_upgrade` is called afterwards.
    """

    store: Store
    removed: RemovedArticles

    def __init__(
        self,
        folder: Path,
        *,
        exact_up_to: int = EXACT_UP_TO,
        few_passages: int = FEW_PASSAGES,
        backs_up: bool = True,
        on_upgrade: Callable[[Upgrade], None] = _ignore,
    ) -> None:
        self.folder = self.location = folder
        self._database = Database(folder, Upgrader(folder, on_upgrade, backs_up=backs_up))
        self.store = Store(self._database)
        self.removed = RemovedArticles(self._database, self.store)
        self._vectors = VectorCopy(self._database, self.store, exact_up_to)
        self._words = WordCopy(self._database, self.store, few_passages)
        self.labels = Labels(self._database)
        self._pending = PendingDeletion(self.store)

    @property
    def exists(self) -> bool:
        """Whether anything was ever stored here."""
        return self._database.exists

    def upgrade(self) -> None:
        """Open the library, which upgrades one of an older format."""
        if self.exists:
            self._database.rows("PRAGMA user_version")

    def reading(self) -> AbstractContextManager[None]:
        """Let all reads of this thread see the same state of the library during the block."""
        return self._database.snapshot()

    def naming_errors(self) -> AbstractContextManager[None]:
        """Turn errors of SQLite and the operating system into errors that name this library."""
        return self._database.speaking()

    def close(self) -> None:
        """Close the files."""
        self._database.close()

    def check_parts(self, watch: Watcher) -> Iterator[PartReport]:
        """Check everything that is stored and yield the findings, part by part."""
        for part in PARTS:
            yield check_part(self._database, part, watch)
        yield from self._pending.reports()

    def refuse_damaged(self) -> None:
        """Raise LibraryDamagedError when a check of at most about 0.5 s finds a problem."""
        problems = quick_problems(self._database)
        if problems:
            raise LibraryDamagedError(self.folder, "; ".join(problems))

    # Reading

    def articles(self, filters: Filters = NO_FILTERS) -> list[ArticleSummary]:
        """Return the articles that match the filters, newest first."""
        return self.store.articles(filters) if self.exists else []

    def state(self) -> str:
        """Return a text that changes whenever articles do, and differs between libraries."""
        return f"{self.store.setting('uuid')} {self.store.sequence()}" if self.exists else "none"

    def search_words(self, words: str, filters: Filters, limit: int) -> list[tuple[int, float]]:
        """Return passage ids with their BM25 score, best first, for an FTS5 query."""
        return self._words.search(words, filters, limit)

    def search_vectors(self, vector: Vectors, filters: Filters, limit: int) -> list[tuple[int, float]]:
        """Return passage ids with their cosine to a unit vector, best first."""
        return self._vectors.search(vector, filters, limit)

    def n_allowed(self, filters: Filters) -> int:
        """Return how many passages match the filters."""
        allowed = self.store.allowed(filters)
        return self.store.counts()[1] if allowed is None else len(allowed)

    def open_vectors(self) -> None:
        """Open the copy of the vectors and bring it up to date, so that the next search needn't."""
        self._vectors.refresh()

    def vector_ids(self) -> Ids:
        """Return the ids in the copy of the vectors, brought up to date."""
        return self._vectors.ids()

    # Writing

    @contextmanager
    def writing(self, wait: Callable[[], bool] | None = None) -> Iterator[None]:
        """Hold the writer's lock; creates the library if there is none.

        If another process holds it, `wait` is called a few times a second as long as it returns True; without it,
        LibraryBusyError is raised at once.
        """
        with self._database.speaking():
            make_private_folder(self.folder)
            lock = acquired(self.folder, self.location, wait)
        try:
            self._database.create()
            with suppress(LibraryError):  # the next writer reports an unreadable library
                self._vectors.remove_unknown()
                self._words.remove_unknown()
                self._complete_deletion()
            yield
        finally:
            lock.release()

    def replace_contents(self, sound: "EmbeddedLibrary") -> None:
        """Replace this library's contents with those of an intact one; the caller holds the writer's lock."""
        sound.close()
        with self._vectors.closed(), self._words.closed(), self._database.speaking():
            self.close()
            # If this is killed now, the next process makes the copy of the vectors again.
            (self.folder / SNAPSHOT).unlink(missing_ok=True)
            replace_contents(self.folder / FILE_NAME, sound.folder / FILE_NAME)
        self.rewrite_vectors()

    def rewrite_vectors(self) -> None:
        """Write the copies of vectors and words from the database alone, without what the old ones hold."""
        with self._vectors.closed(), self._words.closed(), self._database.speaking():
            (self.folder / SNAPSHOT).unlink(missing_ok=True)
        self.save_vectors()

    def maintain(self) -> Iterator[str]:
        """Maintain the files, see qa.library.maintenance; the caller holds the writer's lock."""
        from qa.library.maintenance import Maintainer

        self._finish_deletion()  # which raises an error if `writing` couldn't do it
        with self._database.speaking():
            yield from Maintainer(self._database, self.store, self._vectors).run()
            self._words.rewrite()

    def delete_permanently(self, article_ids: Sequence[str]) -> None:
        """Delete articles, stored or removed, so that nothing of them but their ids is left in this folder's library.

        The database file is rewritten, which needs as much free disk space as the file takes. If that is
        interrupted, or if another process reads (DeletionPendingError), the next writer completes it.
        """
        # The copies go first: a process that is killed later leaves none of the words and vectors in them.
        with self._vectors.closed(), self._words.closed(), self._database.speaking():
            (self.folder / SNAPSHOT).unlink(missing_ok=True)
            self._delete(article_ids)
        self.save_vectors()

    def _delete(self, article_ids: Sequence[str]) -> None:
        self._database.rows("PRAGMA secure_delete = ON")
        with self._database.transaction():
            self.removed.delete(article_ids)
            self._pending.note(article_ids)
        self._finish_deletion()

    def _finish_deletion(self) -> None:
        """Complete a deletion, or raise DeletionPendingError."""
        try:
            self._complete_deletion()
        except LibraryError as error:
            raise DeletionPendingError(self.folder, error) from error

    def _complete_deletion(self) -> None:
        """Erase the remains of deleted articles from the database's files if a deletion is pending."""
        if not self._pending:
            return
        self._database.rows("INSERT INTO passage_words (passage_words) VALUES ('optimize')")
        self._database.rows("VACUUM")
        if self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]:
            raise LibraryBusyError(self.folder)
        self._pending.clear()

    def put(
        self,
        article: Article,
        digest: str,
        passages: Sequence[Passage],
        vectors: Vectors,
        expressions: Sequence[TimeExpression] = (),
    ) -> None:
        """Store a file's article, replacing the file's previous one, in one transaction."""
        self.store.put(article, digest, passages, vectors, expressions)

    def add(self, stored: StoredArticle) -> None:
        """Store an article that the library doesn't have; see Store.add."""
        with self._database.transaction() as connection:
            self.store.add(connection, stored)

    def together(self) -> AbstractContextManager[apsw.Connection]:
        """Store what the block stores in one transaction: all or nothing, and much faster for many articles."""
        return self._database.transaction()

    def save_vectors(self) -> None:
        """Write the copies of the vectors and words, so that the next process starts and searches faster."""
        remove_stale_snapshots(self.folder)
        self._vectors.save()
        self._words.save()
