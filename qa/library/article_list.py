"""Lists of articles: those that contain some words, sorted by a column."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from qa.library.stored_articles import ArticleSummary
from qa.utils.text import folded

# Columns by which a list can be sorted; all but the title begin with the highest value.
SORT_KEYS: dict[str, Callable[[ArticleSummary], Any]] = {
    "date": lambda article: article.published or date.min,
    "title": lambda article: folded(article.title),
    "source": lambda article: folded(article.source or ""),
    "dates": lambda article: article.n_dates,
    "passages": lambda article: article.n_passages,
    "tags": lambda article: folded(", ".join(article.tags)),
}
_FALLING = ("date", "dates", "passages")


def article_words(article: ArticleSummary) -> str:
    """Return what a list of articles is searched in: title, source, file, date, tags and collections, folded."""
    day = article.published.isoformat() if article.published else ""
    labels = (*article.tags, *article.collections)
    return folded("\n".join((article.title, article.source or "", article.path, day, *labels)))


def with_words(articles: Iterable[ArticleSummary], words: str) -> list[ArticleSummary]:
    """Return the articles that contain all the words, in any place and without regard to accents."""
    wanted = folded(words).split()
    return [each for each in articles if all(word in article_words(each) for word in wanted)]


def in_order(
    articles: Iterable[ArticleSummary], column: str, *, is_reversed: bool = False
) -> list[ArticleSummary]:
    """Return articles sorted by one of SORT_KEYS, then by title; numbers and dates from the highest down."""
    by_title = sorted(articles, key=SORT_KEYS["title"])
    return sorted(by_title, key=SORT_KEYS[column], reverse=(column in _FALLING) != is_reversed)


def without_older_versions(articles: Sequence[ArticleSummary]) -> list[ArticleSummary]:
    """Return articles without older versions of a story whose newest version is among them."""
    listed = {each.id for each in articles}
    return [each for each in articles if each.version_of not in listed]
