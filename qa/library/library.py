"""A library: the stored articles, the copy of their vectors, and the lock that admits one writer."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeVar

import apsw

from qa.embedding import Identity
from qa.errors import (
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    LibraryMismatchError,
    UnknownArticleError,
)
from qa.library.checks import PARTS, PartReport, Watcher, check_part, quick_problems
from qa.library.database import FILE_NAME, Database
from qa.library.labels import Labels
from qa.library.removal import RemovedArticle, RemovedArticles
from qa.library.snapshot import FILE_NAME as SNAPSHOT
from qa.library.snapshot import remove_newer_snapshot, remove_stale_snapshots
from qa.library.store import ArticleSummary, Ids, Store
from qa.library.upgrading import Upgrade, Upgrader
from qa.library.vector_copy import EXACT_UP_TO, VectorCopy
from qa.library.vectors import Vectors
from qa.records import Article, Filters, Passage, TimeExpression
from qa.utils.nearest_names import did_you_mean
from qa.utils.private_files import make_private_folder
from qa.utils.salvage import replace_contents
from qa.utils.text import folded

IDENTITY_SETTINGS = ("model", "model_sha256", "precision", "dimensions", "passage_pieces")
ORIGINALS = (
    "originals"  # a folder: imported articles have their paths below it, with the files that came along
)
_LOCK_FILE = "writer.lock"
_POLL_SECONDS = 0.2
_Listed = TypeVar("_Listed", ArticleSummary, RemovedArticle)
_NO_FILTERS = Filters()
_WILDCARDS = re.compile(r"[*?[]")
_CUT_ID = re.compile(r"[0-9a-fA-F]{4,31}(?:…|\.\.\.)")


def _ignore(upgrade: Upgrade) -> None:
    """Do nothing."""


class Library:
    """A folder with articles; safe to use from several threads and processes.

    The vectors of more than `exact_up_to` passages are searched approximately. Before a library of an older format is
    upgraded, a snapshot of it is made, unless `backs_up` is false, and `on_upgrade` is called afterwards.
    """

    def __init__(
        self,
        folder: Path,
        *,
        exact_up_to: int = EXACT_UP_TO,
        backs_up: bool = True,
        on_upgrade: Callable[[Upgrade], None] = _ignore,
    ) -> None:
        self.folder = folder
        self._database = Database(folder, Upgrader(folder, on_upgrade, backs_up=backs_up))
        self.store = Store(self._database)
        self.removed = RemovedArticles(self._database, self.store)
        self._vectors = VectorCopy(self._database, self.store, exact_up_to)
        self.labels = Labels(self._database)

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

    def writing_at_once(self) -> AbstractContextManager[apsw.Connection]:
        """Run the block in one transaction; the caller holds the writer's lock."""
        return self._database.transaction()

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

    def refuse_damaged(self) -> None:
        """Raise LibraryDamagedError when a check of at most about 0.5 s finds a problem."""
        problems = quick_problems(self._database)
        if problems:
            raise LibraryDamagedError(self.folder, "; ".join(problems))

    # Reading

    def articles(self, filters: Filters = _NO_FILTERS) -> list[ArticleSummary]:
        """Return the articles that match the filters, newest first."""
        return self.store.articles(filters) if self.exists else []

    def article(self, article_id: str) -> Article:
        """Return one article by its whole id."""
        article = self.store.article(article_id)
        if article is None:
            raise UnknownArticleError(
                f"There is no article {article_id} in the library.", "See: dateline articles"
            )
        return article

    def time_expressions(self, article_id: str) -> tuple[TimeExpression, ...]:
        """Return an article's temporal expressions in order."""
        return tuple(self.store.time_expressions(article_id).get(article_id, ()))

    def named(self, name: str) -> ArticleSummary:
        """Return the one article that matches an id or its start, a path, a file name or a title."""
        found = self.store.find(_without_ellipsis(name))
        if not found and (hint := did_you_mean(name, self.store.titles())):
            raise UnknownArticleError(f"No article matches “{name}”.", hint)
        return _the_one(found, name, "article", "dateline articles")

    def all_named(self, name: str) -> list[ArticleSummary]:
        """Return the articles that a name with wildcards (`*gazette*`) matches, or the one that `named` returns."""
        if not _WILDCARDS.search(name) or self.store.find(name):
            return [self.named(name)]
        return _matching(self.articles(), name, "article", "dateline articles")

    def named_removed(self, name: str) -> RemovedArticle:
        """Return the one removed article that matches an id or its start, a path, a file name or a title."""
        found = self.removed.find(_without_ellipsis(name))
        return _the_one(found, name, "removed article", "dateline articles --removed")

    def all_named_removed(self, name: str) -> list[RemovedArticle]:
        """Return the removed articles that a name with wildcards matches, or the one that `named_removed` returns."""
        if not _WILDCARDS.search(name) or self.removed.find(name):
            return [self.named_removed(name)]
        there = [each for each in self.removed.listed() if not each.is_deleted]
        return _matching(there, name, "removed article", "dateline articles --removed")

    def identity(self) -> tuple[Identity, int] | None:
        """Return the identity of the vectors and the passage budget; None if there are no vectors."""
        settings = {name: self.store.setting(name) for name in IDENTITY_SETTINGS}
        with self._database.understanding():
            return stored_identity({name: value for name, value in settings.items() if value is not None})

    def check(self, wanted: Identity, budget: int) -> None:
        """Raise LibraryMismatchError unless this encoder's vectors may be stored in this library."""
        refuse_mismatch(self.folder, self.identity(), wanted, budget)

    def state(self) -> str:
        """Return a text that changes whenever articles do, and differs between libraries."""
        return f"{self.store.setting('uuid')} {self.store.sequence()}" if self.exists else "none"

    def threshold(self, reader: str) -> float | None:
        """Return the threshold fitted for a reader's scores, None if there is none."""
        if self.store.setting("threshold_reader") != reader:
            return None
        with self._database.understanding():
            return float(self.store.setting("threshold") or "")

    def search_words(self, words: str, filters: Filters, limit: int) -> list[tuple[int, float]]:
        """Return passage ids with their BM25 score, best first, for an FTS5 query."""
        return self.store.match(words, filters, limit)

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
        from filelock import FileLock, Timeout

        lock = FileLock(self.folder / _LOCK_FILE)
        with self._database.speaking():
            make_private_folder(self.folder)
            try:
                lock.acquire(
                    timeout=0 if wait is None else -1,
                    poll_interval=_POLL_SECONDS,
                    cancel_check=lambda: wait is not None and not wait(),
                )
            except Timeout as error:
                raise LibraryBusyError(self.folder) from error
        try:
            self._database.create()
            with suppress(LibraryError):  # the next writer reports an unreadable library
                remove_newer_snapshot(self.folder, self.store.setting("uuid") or "", self.store.sequence())
            yield
        finally:
            lock.release()

    def adopt(self, identity: Identity, budget: int) -> None:
        """Store the identity of the vectors the first time; refuse another one later."""
        if self.identity() is None:
            self.store.remember(
                {
                    "model": identity.model,
                    "model_sha256": identity.digest,
                    "precision": identity.precision,
                    "dimensions": str(identity.dimensions),
                    "passage_pieces": str(budget),
                }
            )
        self.check(identity, budget)

    def set_threshold(self, reader: str, threshold: float | None) -> None:
        """Store the threshold fitted for a reader's scores; None removes it."""
        fitted_for = reader if threshold is not None else ""
        self.store.remember({"threshold_reader": fitted_for, "threshold": repr(threshold)})

    def replace_contents(self, sound: "Library") -> None:
        """Replace this library's contents with those of an intact one; the caller holds the writer's lock."""
        sound.close()
        with self._vectors.closed(), self._database.speaking():
            self.close()
            # If this is killed now, the next process makes the copy of the vectors again.
            (self.folder / SNAPSHOT).unlink(missing_ok=True)
            replace_contents(self.folder / FILE_NAME, sound.folder / FILE_NAME)
        self.rewrite_vectors()

    def rewrite_vectors(self) -> None:
        """Write the copy of the vectors from the database alone, without what the old copy holds."""
        with self._vectors.closed(), self._database.speaking():
            (self.folder / SNAPSHOT).unlink(missing_ok=True)
        self.save_vectors()

    def delete_for_ever(self, article_ids: Sequence[str]) -> None:
        """Delete articles, stored or removed, so that nothing of them but their ids is left in this folder's library.

        The database is written anew, which takes as much free space again as it has.
        """
        self._database.rows("PRAGMA secure_delete = ON")
        self.removed.delete(article_ids)
        self._database.rows("INSERT INTO passage_words (passage_words) VALUES ('optimize')")
        self._database.rows("VACUUM")
        if self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]:
            raise LibraryBusyError(self.folder)
        self.rewrite_vectors()

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

    def together(self) -> AbstractContextManager[apsw.Connection]:
        """Store what the block stores in one transaction: all or nothing, and much faster for many articles."""
        return self._database.transaction()

    def save_vectors(self) -> None:
        """Write the copy of the vectors, so that the next process starts faster."""
        remove_stale_snapshots(self.folder)
        self._vectors.save()


def _without_ellipsis(name: str) -> str:
    """Return a name that may be the start of an id, copied with the mark that it goes on ("30ce…")."""
    return name.removesuffix("…").removesuffix("...") if _CUT_ID.fullmatch(name) else name


def _matching(articles: Iterable[_Listed], name: str, noun: str, command: str) -> list[_Listed]:
    """Return the articles that a name with wildcards matches; UnknownArticleError if there is none."""
    pattern = folded(name)
    found = [each for each in articles if any(fnmatchcase(part, pattern) for part in _parts(each))]
    if not found:
        raise UnknownArticleError(f"No {noun} matches “{name}”.", f"See: {command}")
    return found


def _parts(article: ArticleSummary | RemovedArticle) -> tuple[str, ...]:
    """Return what a name with wildcards is compared with: id, date, title, source, path and file name."""
    day = article.published.isoformat() if article.published else ""
    parts = (article.title, article.source or "", article.path, article.path.rpartition("/")[2])
    return (article.id, day, *map(folded, parts))


def _the_one(found: Sequence[_Listed], name: str, noun: str, command: str) -> _Listed:
    """Return the only article that matches a name, or raise UnknownArticleError."""
    if not found:
        raise UnknownArticleError(f"No {noun} matches “{name}”.", f"See: {command}")
    if len(found) > 1:
        listed = ", ".join(f"{each.id[:8]} ({each.title})" for each in found[:4])
        raise UnknownArticleError(
            f"{len(found)} {noun}s match “{name}”: {listed}.", "Use more characters of the id."
        )
    return found[0]


def stored_identity(settings: Mapping[str, str]) -> tuple[Identity, int] | None:
    """Return the values of IDENTITY_SETTINGS: the vectors' model and the passage budget; None without a model."""
    if "model" not in settings:
        return None
    model, digest, precision, dimensions, budget = (settings.get(name, "0") for name in IDENTITY_SETTINGS)
    return Identity(model, digest, precision, int(dimensions)), int(budget)


def refuse_mismatch(folder: Path, stored: tuple[Identity, int] | None, wanted: Identity, budget: int) -> None:
    """Raise LibraryMismatchError unless vectors of `wanted` may be stored with the existing ones."""
    if stored is None:
        return
    identity, stored_budget = stored
    if (identity.digest, identity.precision) != (wanted.digest, wanted.precision):
        raise LibraryMismatchError(folder, str(identity), str(wanted))
    if stored_budget != budget:
        raise LibraryMismatchError(
            folder, f"passages of {stored_budget} word pieces", f"passages of {budget}"
        )
