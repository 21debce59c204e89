"""Reading a file in the process for parsers, as `dateline index` does."""

import atexit
from functools import cache
from pathlib import Path

from qa.articles.documents import Limits
from qa.articles.loading import Loaded
from qa.articles.reader import ArticleReader
from qa.errors import ArticleError
from qa.records import Article

LIMITS = Limits(text_bytes=1_000_000, file_bytes=20_000_000, unpacked_bytes=60_000_000, seconds=20)


def read(
    name: str,
    data: bytes,
    limits: Limits = LIMITS,
    columns: tuple[tuple[str, str], ...] = (),
    passed_over: list[Path] | None = None,
) -> list[Loaded | ArticleError]:
    """Return everything in a file of this name."""
    skipped: list[Path] = [] if passed_over is None else passed_over
    if limits is LIMITS and not columns:
        return list(_reader().articles(Path("/news") / name, data, skipped.append))
    with ArticleReader(limits, columns) as reader:
        return list(reader.articles(Path("/news") / name, data, skipped.append))


@cache
def _reader() -> ArticleReader:
    """Open a reader whose process all tests share."""
    reader = ArticleReader(LIMITS)
    atexit.register(reader.__exit__, None, None, None)
    return reader


def articles(name: str, data: bytes) -> list[Article]:
    """Return the articles of a file without errors."""
    found = read(name, data)
    errors = [each for each in found if isinstance(each, ArticleError)]
    assert errors == []
    return [each.article for each in found if isinstance(each, Loaded)]


def article(name: str, data: bytes) -> Article:
    """Return the only article of a file."""
    (only,) = articles(name, data)
    return only


def error(name: str, data: bytes, limits: Limits = LIMITS) -> ArticleError:
    """Return the only thing in a file, which is an error."""
    (only,) = read(name, data, limits)
    assert isinstance(only, ArticleError)
    return only


def quoted(of: Article, words: str) -> str | None:
    """Return the place of words that occur once in an article, which its offsets lead to."""
    assert of.text.count(words) == 1
    start = of.text.index(words)
    assert of.text[start : start + len(words)] == words
    return of.place(start)
