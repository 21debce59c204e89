"""Files in all supported formats → articles."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from qa.articles.documents import ArticleFields, Document, Failure, Found, Limits, Request, Skipped
from qa.articles.expansion import documents_in
from qa.articles.files import read_bytes
from qa.articles.formats import format_of
from qa.articles.isolation import IsolatedParser
from qa.articles.loading import Loaded, article_of, failure_error, member_path
from qa.errors import ArticleError


def _ignore(path: Path) -> None:
    _ = path


def _nothing_given(path: Path) -> ArticleFields:
    _ = path
    return ArticleFields()


class ArticleReader:
    """Reads files; plain text and Markdown in this process, everything else in a separate one."""

    def __init__(self, limits: Limits, columns: tuple[tuple[str, str], ...] = ()) -> None:
        self._limits = limits
        self._columns = columns
        self._parser = IsolatedParser(limits)

    def __enter__(self) -> "ArticleReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._parser.close()

    def bytes_of(self, path: Path) -> bytes:
        """Return a file's bytes, or raise ArticleError saying why not."""
        kind = format_of(path)
        is_plain = kind is not None and kind.plain
        setting = "max_article_megabytes" if is_plain else "max_file_megabytes"
        most = self._limits.text_bytes if is_plain else self._limits.file_bytes
        return read_bytes(path, most, setting)

    def digest(self, data: bytes) -> str:
        """Return a hexadecimal digest that changes with a file's bytes and with the settings for tables."""
        settings = repr(self._columns).encode() if self._columns else b""
        return hashlib.sha256(settings + data).hexdigest()

    def articles(
        self,
        path: Path,
        data: bytes,
        passed_over: Callable[[Path], None] = _ignore,
        given: Callable[[Path], ArticleFields] = _nothing_given,
    ) -> Iterator[Loaded | ArticleError]:
        """Yield the articles of a file, and an error for each that can't be read.

        An error with the file's own path concerns the whole file. `passed_over` is called with the path of
        each member in an unsupported format, or with that of a file of questions. `given` returns what the user
        states about the article with a path.
        """
        n_articles = n_skipped = 0
        for found in self._documents(path, data):
            if isinstance(found, Skipped):
                passed_over(member_path(path, found.member))
                if not found.member:
                    return  # the whole file
                n_skipped += 1
                continue
            n_articles += 1
            yield _loaded(path, found, given(member_path(path, found.member)))
        if not n_articles:
            what = (
                f"None of the {n_skipped} files in it has a supported format."
                if n_skipped
                else "It is empty."
            )
            yield ArticleError(path, f"This file has no articles. {what}", "Check its content, or remove it.")

    def _documents(self, path: Path, data: bytes) -> Iterator[Found]:
        kind = format_of(path)
        request = Request(path.name, self._limits, self._columns)
        if kind is not None and kind.plain:
            return documents_in(data, request)
        return self._parser.documents(data, request)


def _loaded(path: Path, found: Document | Failure, given: ArticleFields) -> Loaded | ArticleError:
    if isinstance(found, Failure):
        return failure_error(path, found)
    try:
        return article_of(found, path, given)
    except ArticleError as error:
        return error
