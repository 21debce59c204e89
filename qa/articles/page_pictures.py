"""Pictures of the pages of PDF articles. The file is opened in the process that parses files."""

import base64
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa.articles.documents import DocumentError, Limits, Request
from qa.articles.files import file_on_disk, is_gone, read_bytes
from qa.articles.formats import format_of
from qa.articles.isolation import IsolatedParser
from qa.errors import ArticleError
from qa.records import Article, Span

if TYPE_CHECKING:
    from qa.articles.pdf_pictures import Box, PictureRequest

_PAGE = re.compile(r"page (\d{1,9})")


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page (from 1) as a PNG picture.

    `boxes` are the highlighted parts, as shares of the width and height: left, top, right, bottom.
    """

    png: bytes
    page: int
    n_pages: int
    boxes: "tuple[Box, ...]" = ()


def has_pages(article: Article) -> bool:
    """Return whether the article is from a PDF, whose pages can be shown."""
    kind = format_of(article.path or "")
    return kind is not None and kind.name == "PDF"


def pages_of(article: Article, span: Span) -> range:
    """Return the numbers of the pages that a span of an article's text lies on; empty if it has no pages."""
    labels = (article.place(span.start), article.place(max(span.start, span.end - 1)))
    numbers = [int(found[1]) for label in labels if (found := _PAGE.fullmatch(label or ""))]
    return range(numbers[0], numbers[-1] + 1) if numbers else range(0)


def page_span(article: Article, page: int) -> Span | None:
    """Return the part of an article's text that is on a page; None if the page has no text."""
    label = f"page {page}"
    for section, following in zip(article.sections, (*article.sections[1:], None), strict=True):
        if section.label == label:
            return Span(section.start, following.start if following else len(article.text))
    return None


class PagePainter:
    """Draws pages in one process, which starts with the first page; thread-safe."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._drawing = threading.Lock()
        self._parser = IsolatedParser(limits)

    def close(self) -> None:
        """End the process."""
        with self._drawing:
            self._parser.close()

    def draw(
        self, article: Article, page: int, span: Span | None, width: int, is_known: Callable[[bytes], bool]
    ) -> PagePicture:
        """Draw a page of an article's file `width` pixels wide, with the part of a span that is on it highlighted.

        `is_known` says whether the file's bytes are those that the article was made from. Otherwise, the file must
        give the same text. Raises ArticleError.
        """
        path = Path(article.path or "")
        if not has_pages(article):
            raise ArticleError(path, "This article is not from a PDF.", "Only PDF pages can be shown.")
        if is_gone(path):
            raise ArticleError(path, "This file no longer exists.", "Put it back to see its pages.")
        file = file_on_disk(path)
        data = read_bytes(file, self._limits.file_bytes, "max_file_megabytes")
        wanted = _request(article, page, span, width, "" if is_known(data) else article.id)
        try:
            with self._drawing:
                request = Request(file.name, self._limits)
                frame = self._parser.frame(data, request, {"picture": asdict(wanted)})
            return _picture(frame, page)
        except DocumentError as error:
            raise ArticleError(path, error.message, error.hint) from error


def _request(article: Article, page: int, span: Span | None, width: int, article_id: str) -> "PictureRequest":
    from qa.articles.pdf_pictures import PictureRequest

    place = str(article.path)[len(str(file_on_disk(Path(str(article.path))))) :]
    if span is None:
        return PictureRequest(place, page, width, article_id=article_id)
    around = [found for number in (page - 1, page, page + 1) if (found := page_span(article, number))]
    own = page_span(article, page) or span
    text = Span(min([own, *around]).start, max(each.end for each in [own, *around]))
    start, end = max(span.start, text.start), min(span.end, text.end)
    if start >= end:
        raise ArticleError(
            Path(article.path or ""),
            f"The quote isn't on page {page}.",
            "Leave out --page to see its own page.",
        )
    return PictureRequest(
        place,
        page,
        width,
        text.of(article.text),
        own.start - text.start,
        start - text.start,
        end - text.start,
        article_id,
    )


def _picture(frame: object, page: int) -> PagePicture:
    """Return the picture in a frame; DocumentError if it has a reason instead, or nonsense."""
    match frame:
        case {"picture": {"png": str(png), "n_pages": int(n_pages), "boxes": list(boxes)}}:
            return PagePicture(base64.b64decode(png), page, n_pages, tuple(map(_box, boxes)))
        case {"error": [str(message), str(hint)]}:
            raise DocumentError(message, hint)
    raise DocumentError("The parser failed on this file.", "Open it in a PDF viewer.")


def _box(sides: Sequence[float]) -> "Box":
    left, top, right, bottom = map(float, sides)
    return left, top, right, bottom
