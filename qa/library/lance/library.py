"""A library in LanceDB tables; see qa.library.interface.Library."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from qa.errors import LibraryDiskError, LibraryNewerError
from qa.library.base import BaseLibrary
from qa.library.checks import PartReport, Watcher
from qa.library.interface import NO_FILTERS
from qa.library.lance.checks import PARTS
from qa.library.lance.erasure import erase_deleted
from qa.library.lance.indexes import bring_up_to_date
from qa.library.lance.labels import LanceLabels
from qa.library.lance.maintenance import LanceMaintainer
from qa.library.lance.pending import Pending
from qa.library.lance.removal import LanceRemoved
from qa.library.lance.schema import FORMAT, PASSAGES, REMOVED, SETTINGS
from qa.library.lance.search import LanceSearch, Ranking
from qa.library.lance.store import LanceStore
from qa.library.lance.stored_settings import StoredSettings
from qa.library.lance.tables import Tables
from qa.library.lance.writer import LanceWriter
from qa.library.pending_deletion import PendingDeletion
from qa.library.stored_articles import ArticleSummary, StoredArticle
from qa.library.vectors import Vectors
from qa.library.writer_lock import acquired
from qa.records import Article, Filters, Passage, TimeExpression
from qa.settings.library_location import LanceAddress
from qa.utils.private_files import make_private_folder

_LEAST_TOGETHER = 64


class LanceLibrary(BaseLibrary):
    """Tables at an address; the folder on this machine holds conversations and the lock of this machine's writers.

    Writers on other machines are not locked out: storing an article twice at once stores it once, because the tables
    have keys, and a commit that overlaps another is tried again.
    """

    location: LanceAddress
    store: LanceStore
    removed: LanceRemoved

    def __init__(self, address: LanceAddress) -> None:
        self.location = address
        self.folder: Path = address.folder
        self.tables = Tables(address)
        pending = Pending()
        self.labels = LanceLabels(self.tables, pending)
        self._writer = LanceWriter(self.tables, self.labels, pending)
        self._settings = StoredSettings(self.tables)
        self._search = LanceSearch(self.tables, self.labels, self._settings)
        self.store = LanceStore(self.tables, self.labels, self._settings, self._search, self._writer)
        self._pending_deletion = PendingDeletion(self.store)
        self.removed = LanceRemoved(self.tables, self.labels, self._writer, self._pending_deletion)

    @property
    def least_together(self) -> int:
        """The number of articles that are worth waiting for: a commit of one takes ten times as long as in SQLite."""
        return _LEAST_TOGETHER

    @property
    def exists(self) -> bool:
        """Whether anything was ever stored here."""
        if not self.location.is_bucket and not Path(self.location.place).is_dir():
            return False
        if self.tables.table(SETTINGS) is None:
            return False
        self._refuse_newer()
        return True

    def upgrade(self) -> None:
        """Do nothing: there is only one format."""

    def reading(self) -> AbstractContextManager[None]:
        """Let all reads of this thread see the same state of the library during the block."""
        return self.tables.pinned()

    def answering(self) -> AbstractContextManager[None]:
        """Let the block see one state: each look at a table would ask the folder or bucket for newer versions."""
        return self.tables.pinned()

    @contextmanager
    def naming_errors(self) -> Iterator[None]:
        """Turn errors of the operating system into errors that name this library."""
        try:
            yield
        except OSError as error:
            raise LibraryDiskError(self.folder, error.errno or 0, error.strerror or str(error)) from error

    def close(self) -> None:
        """Close the connection."""
        self.tables.close()

    def state(self) -> str:
        """Return a text that changes whenever articles do, and differs between libraries."""
        if not self.exists:
            return "none"
        return f"{self.store.setting('uuid')} {self.tables.version(PASSAGES)} {self.tables.version(REMOVED)}"

    def check_parts(self, watch: Watcher) -> Iterator[PartReport]:
        """Check everything that is stored and yield the findings, part by part."""
        with self.reading():
            for check in PARTS.values():
                yield check(self.tables, watch)
        yield from self._pending_deletion.reports()

    def refuse_damaged(self) -> None:
        """Do nothing: LanceDB checks what it reads, and each commit is whole."""

    # Reading

    def articles(self, filters: Filters = NO_FILTERS) -> list[ArticleSummary]:
        """Return the articles that match the filters, newest first."""
        return self.store.articles(filters) if self.exists else []

    def search_words(self, words: str, filters: Filters, limit: int) -> Ranking:
        """Return passage ids with their BM25 score, best first, for a query of qa.retrieval.word_query."""
        return self._search.by_words(words, filters, limit)

    def search_vectors(self, vector: Vectors, filters: Filters, limit: int) -> Ranking:
        """Return passage ids with their cosine to a unit vector, best first."""
        return self._search.by_vector(vector, filters, limit)

    def n_allowed(self, filters: Filters) -> int:
        """Return how many passages match the filters."""
        return self.store.n_allowed(filters)

    def open_vectors(self) -> None:
        """Open the table, so that the next search needn't."""
        self.tables.table(PASSAGES)

    # Writing

    @contextmanager
    def writing(self, wait: Callable[[], bool] | None = None) -> Iterator[None]:
        """Hold the lock of this machine's writers; creates the library if there is none."""
        with self.naming_errors():
            make_private_folder(self.folder)
            lock = acquired(self.folder, self.location, wait)
        try:
            self._create()
            yield
        finally:
            lock.release()

    def together(self) -> AbstractContextManager[object]:
        """Store the articles of the block by one commit at its end; it is not seen before."""
        return self._writer.together()

    def put(
        self,
        article: Article,
        digest: str,
        passages: Sequence[Passage],
        vectors: Vectors,
        expressions: Sequence[TimeExpression] = (),
    ) -> None:
        """Store a file's article, replacing the file's previous one. Storing it twice changes nothing."""
        self._writer.put(StoredArticle(article, passages, vectors, {}, expressions), digest)

    def add(self, stored: StoredArticle) -> None:
        """Store an article that the library doesn't have, with its files."""
        self._writer.add(stored)

    def save_vectors(self) -> None:
        """Bring the indexes up to date if much is new; those in a bucket are left to `dateline maintain`."""
        if not self.location.is_bucket:
            bring_up_to_date(self.tables, self._settings)

    def maintain(self) -> Iterator[str]:
        """Extend the indexes and compact the tables; yield what was done, step by step, in a sentence each."""
        if self._pending_deletion:
            self._complete_deletion()
            yield "Deletion: what was left of deleted articles was erased."
        yield from LanceMaintainer(self.tables, self._search, self._settings).run()

    def delete_permanently(self, article_ids: Sequence[str]) -> None:
        """Delete articles, stored or removed, so that nothing of them but their ids is left in the tables.

        All tables are rewritten; no other machine may write meanwhile, see qa.library.lance.erasure. If that is
        interrupted, `maintain` completes it.
        """
        self._pending_deletion.note(article_ids)
        self._complete_deletion()

    def _complete_deletion(self) -> None:
        """Delete the noted articles and erase what is left of them; repeating it changes nothing."""
        self.removed.delete(self._pending_deletion.article_ids())
        erase_deleted(self.tables)
        self._pending_deletion.clear()

    def _create(self) -> None:
        if self.exists:
            return
        if not self.location.is_bucket:
            with self.naming_errors():
                make_private_folder(Path(self.location.place))
        self.tables.create(SETTINGS)
        if self.store.setting("uuid") is None:
            self.store.remember({"uuid": uuid.uuid4().hex, "format": str(FORMAT)})

    def _refuse_newer(self) -> None:
        stored = self.store.setting("format") or str(FORMAT)
        if stored.isdecimal() and int(stored) > FORMAT:
            raise LibraryNewerError(self.location, int(stored), FORMAT)
