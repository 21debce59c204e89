"""What the engines have in common: articles by name, and what is remembered of the models."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeVar

from qa.embedding import Identity
from qa.errors import LibraryMismatchError, UnknownArticleError
from qa.library.database import understanding
from qa.library.interface import NO_FILTERS, ArticleStore, RemovedStore
from qa.library.removal import RemovedArticle
from qa.library.stored_articles import ArticleSummary
from qa.records import Article, Filters, TimeExpression
from qa.settings.library_location import LibraryLocation
from qa.utils.nearest_names import did_you_mean
from qa.utils.text import folded

IDENTITY_SETTINGS = ("model", "model_sha256", "precision", "dimensions", "passage_pieces")
_Listed = TypeVar("_Listed", ArticleSummary, RemovedArticle)
_WILDCARDS = re.compile(r"[*?[]")
_CUT_ID = re.compile(r"[0-9a-fA-F]{4,31}(?:…|\.\.\.)")


class BaseLibrary(ABC):
    """The part of qa.library.interface.Library that needs only the stores."""

    location: LibraryLocation
    folder: Path
    store: ArticleStore
    removed: RemovedStore

    @property
    def least_together(self) -> int:
        """The number of articles that are worth waiting for, to store them by one commit."""
        return 1

    def answering(self) -> AbstractContextManager[None]:
        """Look for changes by other processes only once for the block, if that takes long; it only reads."""
        return nullcontext()

    @abstractmethod
    def articles(self, filters: Filters = NO_FILTERS) -> list[ArticleSummary]:
        """Return the articles that match the filters, newest first."""

    def maintain(self) -> Iterator[str]:
        """Keep the library fast and small; yield what was done, step by step, in a sentence each."""
        yield from ()

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
        with understanding(self.location):
            return stored_identity({name: value for name, value in settings.items() if value is not None})

    def check(self, wanted: Identity, budget: int) -> None:
        """Raise LibraryMismatchError unless this encoder's vectors may be stored in this library."""
        refuse_mismatch(self.location, self.identity(), wanted, budget)

    def threshold(self, reader: str) -> float | None:
        """Return the threshold fitted for a reader's scores, None if there is none."""
        if self.store.setting("threshold_reader") != reader:
            return None
        with understanding(self.location):
            return float(self.store.setting("threshold") or "")

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


def refuse_mismatch(
    location: LibraryLocation, stored: tuple[Identity, int] | None, wanted: Identity, budget: int
) -> None:
    """Raise LibraryMismatchError unless vectors of `wanted` may be stored with the existing ones."""
    if stored is None:
        return
    identity, stored_budget = stored
    if (identity.digest, identity.precision) != (wanted.digest, wanted.precision):
        raise LibraryMismatchError(location, str(identity), str(wanted))
    if stored_budget != budget:
        raise LibraryMismatchError(location, f"passages of {stored_budget} tokens", f"passages of {budget}")
