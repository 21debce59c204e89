"""Articles and failed files → table rows, sorted and filtered.

Everything that can be computed in advance is, because a library has thousands of rows and each key press filters
them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

from tui.formatting.table_rows import Column, Row

if TYPE_CHECKING:
    from qa import ArticleError, ArticleSummary

COLUMNS = (
    Column("Title", share=3),
    Column("Date", 10),
    Column("Source", least=70),
    Column("Passages", 10, right=True, least=90),
    Column("Status", 10),
)
_SORTED_BY = ("title_key", "day", "source_key", "n_passages", "state")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article or a failed file; `words` is the text that filtering searches."""

    key: str
    row: Row
    words: str
    title: str
    path: str
    state: str
    title_key: str
    source_key: str = ""
    day: date = date.min
    n_passages: int = 0
    article: "ArticleSummary | None" = None
    error: "ArticleError | None" = None


def listed(articles: Iterable["ArticleSummary"], gone: Collection[str]) -> list[Entry]:
    """Return articles as entries; `gone` are the ids of those whose files no longer exist."""
    return [_entry(article, is_gone=article.id in gone) for article in articles]


def failures(failed: Sequence["ArticleError"]) -> list[Entry]:
    """Return the failed files as entries."""
    return [_failure(number, error) for number, error in enumerate(failed)]


def in_order(entries: Iterable[Entry], column: int, *, down: bool) -> list[Entry]:
    """Return entries sorted by a column, then by title; undated articles come first."""
    by_title = sorted(entries, key=attrgetter("title_key"))
    return sorted(by_title, key=attrgetter(_SORTED_BY[column]), reverse=down)


def with_words(entries: Iterable[Entry], words: str) -> list[Entry]:
    """Return the entries that contain all the words."""
    wanted = words.casefold().split()
    return [entry for entry in entries if all(word in entry.words for word in wanted)]


def folded(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries without older versions of a story whose newest version is among them."""
    shown = {entry.key for entry in entries}
    return [entry for entry in entries if entry.article is None or entry.article.version_of not in shown]


def _entry(article: "ArticleSummary", *, is_gone: bool) -> Entry:
    state = "missing" if is_gone else "stored"
    source = article.source or ""
    published = article.published.isoformat() if article.published else "undated"
    status = f"{article.n_versions} versions" if article.n_versions > 1 and not is_gone else state
    return Entry(
        key=article.id,
        row=Row(article.id, (article.title, published, source, str(article.n_passages), status)),
        words=f"{article.title} {source} {article.path} {article.published or ''} {state}".casefold(),
        title=article.title,
        path=article.path,
        state=state,
        title_key=article.title.casefold(),
        source_key=source.casefold(),
        day=article.published or date.min,
        n_passages=article.n_passages,
        article=article,
    )


def _failure(number: int, error: "ArticleError") -> Entry:
    key, name, state = f"failed {number}", error.path.name, "failed"
    return Entry(
        key=key,
        row=Row(key, (name, "", "", "", state), is_muted=True),
        words=f"{name} {error.path} {state}".casefold(),
        title=name,
        path=str(error.path),
        state=state,
        title_key=name.casefold(),
        error=error,
    )
