"""Corrections of what the library says about an article: its date, title, source, author and address."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.articles.documents import FIELDS
from qa.dates import time_expressions
from qa.library import Library
from qa.records import Article


@dataclass(frozen=True, slots=True)
class Correction:
    """An article before and after its fields were set."""

    before: Article
    after: Article

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the fields that have another value now, in the order of FIELDS."""
        return tuple(name for name in FIELDS if getattr(self.before, name) != getattr(self.after, name))


def correct(
    library: Library, article_ids: Sequence[str], corrected: Callable[[Article], Article]
) -> list[Correction]:
    """Store articles as `corrected` returns them, all or none, and return those that differ in any field.

    Only fields may change, not the text; dates in the text are worked out again. The caller holds the writer's lock.
    """
    articles = [library.article(article_id) for article_id in article_ids]
    made = [Correction(article, corrected(article)) for article in articles]
    made = [each for each in made if each.before != each.after]
    _store(library, [each.after for each in made])
    return made


def put_back(library: Library, articles: Iterable[Article]) -> list[Article]:
    """Store articles with the fields that they had, and return those that the library still has.

    The caller holds the writer's lock.
    """
    there = [each for each in articles if library.store.article(each.id) is not None]
    _store(library, there)
    return there


def _store(library: Library, articles: Sequence[Article]) -> None:
    with library.together():
        for article in articles:
            _restate(library, article)
    if articles:
        library.save_vectors()


def _restate(library: Library, article: Article) -> None:
    """Store an article's fields and the dates that follow from them; passages and vectors stay."""
    stored = library.store.stored(article.id)
    if stored is None:
        return
    _, digest = library.store.file(Path(str(article.path))) or ("", "")
    expressions = time_expressions(article.text, article.published)
    library.put(article, digest, stored.passages, stored.vectors, expressions)
