"""A PDF page as a picture, with the words of a quote highlighted. It runs in the process that parses files."""

import base64
import io
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qa.articles.documents import DocumentError, Request
from qa.articles.expansion import bytes_at
from qa.articles.loading import article_of
from qa.articles.pdf import documents, open_pdf
from qa.articles.pdf_lines import Glyph
from qa.articles.pdf_places import glyphs_read, quoted_glyphs
from qa.records import Span

_MOST_PIXELS = 16_000_000
_TINT, _EDGE = (255, 235, 90), (214, 120, 0)
_MARGIN = 0.12  # of the height of a line, around the highlighted words

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """Which page (from 1) to draw how wide in pixels, and what to highlight on it.

    `place` leads to the PDF in a file that holds others, empty for the file itself. `text` is the article's text
    around the page, whose own text starts near the character `expected`; `start` and `end` of the quote count in it,
    both 0 for none. The file must give the article `article_id`, unless that is empty.
    """

    place: str
    page: int
    width: int
    text: str = ""
    expected: int = 0
    start: int = 0
    end: int = 0
    article_id: str = ""


@dataclass(frozen=True, slots=True)
class PictureFrame:
    """The picture as PNG in Base64; boxes are shares of its width and height: left, top, right, bottom."""

    png: str
    n_pages: int
    boxes: tuple[Box, ...]


def picture_frame(data: bytes, request: Request, wanted: PictureRequest) -> dict[str, Any]:
    """Return a frame with the picture, or with the reason why there is none."""
    try:
        return {"picture": asdict(_picture(bytes_at(wanted.place, data, request), wanted))}
    except DocumentError as error:
        message, hint = error.message, error.hint
    except MemoryError:
        message, hint = "Drawing this page takes too much memory.", "Open the file in a PDF viewer."
    except Exception as error:  # noqa: BLE001 - a parser may raise anything on a damaged file
        detail = f"{type(error).__name__}: {error}".strip(": ")[:120]
        message, hint = f"This page can't be drawn ({detail}).", "Open the file in a PDF viewer."
    return {"error": [message, hint]}


def _picture(data: bytes, wanted: PictureRequest) -> PictureFrame:
    if wanted.article_id and wanted.article_id != _article_id(data):
        raise DocumentError(
            "This file has changed since it was added to the library.",
            "Add it again with: dateline index FILE",
        )
    pdf = open_pdf(data)
    if not 1 <= wanted.page <= len(pdf):
        raise DocumentError(f"This PDF has no page {wanted.page}.", f"Choose a page from 1 to {len(pdf):,}.")
    lines = _quoted(pdf, wanted) if wanted.end else []
    return _drawn(pdf, wanted, lines)


def _article_id(data: bytes) -> str:
    """Return the id of the article that a PDF gives."""
    (document,) = documents(data, Request("a.pdf"))
    return article_of(document, Path("a.pdf")).article.id


def _quoted(pdf: Any, wanted: PictureRequest) -> list[list[Glyph]]:
    """Return the characters of the quote, line by line; DocumentError if it isn't on the page.

    If the page's text isn't found in the article, headers and footers are recognised on all pages. If that doesn't
    help, another version of Dateline stored the article, and the texts are aligned.
    """
    span = Span(wanted.start, wanted.end)
    found = None
    for all_pages, exact in ((False, True), (True, True), (True, False)):
        lines = glyphs_read(pdf, wanted.page - 1, all_pages=all_pages)
        found = quoted_glyphs(lines, wanted.text, span, wanted.expected, exact=exact)
        if found is not None:
            break
    if not found:
        raise DocumentError(
            f"The quote isn't on page {wanted.page}.", "Leave out --page to see its own page."
        )
    return found


def _drawn(pdf: Any, wanted: PictureRequest, lines: list[list[Glyph]]) -> PictureFrame:
    page = pdf[wanted.page - 1]
    width, height = max(page.get_width(), 1.0), max(page.get_height(), 1.0)
    scale = min(wanted.width / width, (_MOST_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale)
    textpage = page.get_textpage()
    convert = bitmap.get_posconv(page)
    boxes = [_box(line, textpage, convert.to_bitmap) for line in lines]
    image = bitmap.to_pil().convert("RGB")
    textpage.close()
    for box in boxes:
        _highlight(image, box)
    written = io.BytesIO()
    image.save(written, "PNG")
    shares = tuple(
        (left / image.width, top / image.height, right / image.width, bottom / image.height)
        for left, top, right, bottom in boxes
    )
    return PictureFrame(base64.b64encode(written.getvalue()).decode(), len(pdf), shares)


def _box(
    glyphs: list[Glyph], textpage: Any, convert: Callable[[float, float], tuple[int, int]]
) -> tuple[int, int, int, int]:
    """Return the part of the picture that shows some characters of a line, with a small margin."""
    corners = []
    for glyph in glyphs:
        left, bottom, right, top = textpage.get_charbox(glyph.number)
        corners += [convert(left, bottom), convert(right, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    margin = round(_MARGIN * min(max(xs) - min(xs), max(ys) - min(ys))) + 1
    return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin


def _highlight(image: Any, box: tuple[int, int, int, int]) -> None:
    """Tint a part of a picture like a marker, and draw its edge, which shows on dark pages, too."""
    from PIL import Image, ImageChops, ImageDraw

    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(image.width, box[2]), min(image.height, box[3])
    if left >= right or top >= bottom:
        return
    part = image.crop((left, top, right, bottom))
    image.paste(ImageChops.multiply(part, Image.new("RGB", part.size, _TINT)), (left, top))
    ImageDraw.Draw(image).rectangle((left, top, right - 1, bottom - 1), outline=_EDGE)
