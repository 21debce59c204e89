"""Articles and failed files → table rows, sorted and filtered.

Everything that can be computed in advance is, because a library has thousands of rows and each key press filters
them.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

from qa import folded
from tui.formatting.table_rows import Column, Row

if TYPE_CHECKING:
    from qa import ArticleError, ArticleSummary

COLUMNS = (
    Column("Title", share=4),
    Column("Published", 11),
    Column("Source", least=70, share=2, may_hide=True),
    Column("Tags", least=70, share=2, may_hide=True),
    Column("Dates", 7, right=True, least=100),
    Column("Passages", 10, right=True, least=130),
    Column("Status", 11, may_hide=True),
)
_SORTED_BY = ("title_key", "day", "source_key", "tags_key", "n_dates", "n_passages", "state")
# What a filter can name: `source:gazette`, `tag:"mill fire"`, `since:2031-05`.
_TERM = re.compile(r'(?:(source|tag|in|since|until):)?(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True, slots=True)
class Entry:
    """An article or a failed file; `words` is the folded text that filtering searches."""

    key: str
    row: Row
    words: str
    title: str
    path: str
    state: str
    title_key: str
    source_key: str = ""
    tags_key: str = ""
    collections_key: str = ""
    day: date = date.min
    n_dates: int = 0
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
    """Return the entries that match all words of a filter, without regard to capitals and accents.

    A word is looked for everywhere. `source:`, `tag:` and `in:` (a collection) before it restrict it to that field;
    `since:` and `until:` take a date or its beginning ("2031-05").
    """
    wanted = [(field, folded(quoted or plain)) for field, quoted, plain in _TERM.findall(words)]
    return [entry for entry in entries if all(_matches(entry, field, word) for field, word in wanted)]


def _matches(entry: Entry, field: str, word: str) -> bool:
    match field:
        case "source":
            return word in entry.source_key
        case "tag":
            return word in entry.tags_key
        case "in":
            return word in entry.collections_key
        case "since":
            return entry.day > date.min and entry.day.isoformat() >= word
        case "until":
            return entry.day > date.min and entry.day.isoformat()[: len(word)] <= word
        case _:
            return word in entry.words


def newest_versions(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries without older versions of a story whose newest version is among them."""
    shown = {entry.key for entry in entries}
    return [entry for entry in entries if entry.article is None or entry.article.version_of not in shown]


def _entry(article: "ArticleSummary", *, is_gone: bool) -> Entry:
    state = "missing" if is_gone else ""
    source, tags = article.source or "", ", ".join(article.tags)
    published = article.published.isoformat() if article.published else "undated"
    status = f"{article.n_versions} versions" if article.n_versions > 1 and not is_gone else state
    labels = " ".join((*article.tags, *article.collections))
    numbers = (f"{article.n_dates:,}", f"{article.n_passages:,}")
    return Entry(
        key=article.id,
        row=Row(article.id, (article.title, published, source, tags, *numbers, status)),
        words=folded(f"{article.title} {source} {article.path} {published} {labels} {state}"),
        title=article.title,
        path=article.path,
        state=state,
        title_key=folded(article.title),
        source_key=folded(source),
        tags_key=folded(tags),
        collections_key=folded(", ".join(article.collections)),
        day=article.published or date.min,
        n_dates=article.n_dates,
        n_passages=article.n_passages,
        article=article,
    )


def _failure(number: int, error: "ArticleError") -> Entry:
    key, name, state = f"failed {number}", error.path.name, "failed"
    return Entry(
        key=key,
        row=Row(key, (name, "", "", "", "", "", state), is_muted=True),
        words=folded(f"{name} {error.path} {state}"),
        title=name,
        path=str(error.path),
        state=state,
        title_key=folded(name),
        error=error,
    )
