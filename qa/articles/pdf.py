"""PDF: text in reading order, page by page, without repeated headers and footers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from qa.articles.documents import Claim, Document, DocumentError, Part, Request, claims_of
from qa.articles.first_lines import claims_in
from qa.articles.pdf_lines import Line, lines_of
from qa.articles.pdf_margins import split_margins
from qa.articles.pdf_paragraphs import Compounds, Layout, paragraphs_of, starts_inside_paragraph
from qa.articles.reading_order import in_reading_order

_ORIGIN = "PDF metadata"
_JUNK_TITLE = re.compile(
    r"\.(?:docx?|indd|pdf|rtf|odt|qxd|tex|html?|txt)$|^microsoft word|^untitled|^(?:document|page)\s*\d*$|^about:",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_HEADING_SCALE = 1.15
_MOST_HEADING_LINES = 5
_MOST_NAMED = 8
_DEEPEST = 4  # objects inside objects
_LEAST_PICTURE = 0.25  # of the page's area
_BROKEN_WORD = re.compile(r"\S+")


def documents(data: bytes, request: Request) -> Iterator[Document]:
    """Yield the document; each page is a section."""
    pdf = open_pdf(data)
    n_pages = len(pdf)
    if n_pages > request.limits.n_pages:
        raise DocumentError(
            f"This PDF has {n_pages:,} pages; the maximum is {request.limits.n_pages:,}.", "Split it."
        )
    pages, margins = split_margins([lines_of(pdf[number]) for number in range(n_pages)])
    ordered = [in_reading_order(page) for page in pages]
    if not any(ordered):
        raise DocumentError(
            "This PDF has no text; its pages are pictures.",
            "Run text recognition (OCR) on it, and add the result.",
        )
    headers = claims_in("\n".join(line.text for line in margins))
    dated = [
        replace(claim, origin="page header", weak=True) for claim in headers if claim.field == "published"
    ]
    metadata = pdf.get_metadata_dict()
    claims = (*_stated(metadata), *_heading(ordered), *dated, *_created(metadata))
    yield Document(tuple(_parts(ordered)), claims, _notes(pdf, ordered))


def _notes(pdf: Any, pages: Sequence[Sequence[Line]]) -> tuple[str, ...]:
    """Return a note that names the pages whose text is missing because they are pictures."""
    bare = [number for number, lines in enumerate(pages) if not lines]
    scanned = [number + 1 for number in bare if _has_picture(pdf, number)]
    if not scanned:
        return ()
    named = ", ".join(map(str, scanned[:_MOST_NAMED])) + (" …" if len(scanned) > _MOST_NAMED else "")
    words = f"page {named} is a picture" if len(scanned) == 1 else f"pages {named} are pictures"
    return (f"{words} without text; run text recognition (OCR) on the file and index it again",)


def _has_picture(pdf: Any, number: int) -> bool:
    """Return whether a page has an image that covers a good part of it."""
    from pypdfium2 import raw

    page = pdf[number]
    try:
        paper = page.get_width() * page.get_height()
        for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
            left, bottom, right, top = image.get_bounds()
            if (right - left) * (top - bottom) > _LEAST_PICTURE * paper:
                return True
        return False
    finally:
        page.close()


def open_pdf(data: bytes) -> Any:
    """Return pdfium's document; DocumentError if it can't be read."""
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(str(error)) from error


def _unreadable(detail: str) -> DocumentError:
    if "assword" in detail:
        return DocumentError("This PDF is protected with a password.", "Save it without a password.")
    return DocumentError(
        "This is not a PDF, or it is damaged.", "Open it in a PDF viewer and print it to a new PDF."
    )


def _parts(pages: Sequence[Sequence[Line]]) -> list[Part]:
    """Return a part per page; a word broken between two pages is completed on the first."""
    layout = Layout.of(pages)
    compounds = Compounds.of(pages)
    parts: list[Part] = []
    last: Line | None = None
    for number, lines in enumerate(pages, start=1):
        if not lines:
            continue
        text = "\n\n".join(paragraphs_of(lines, layout, compounds))
        continues = last is not None and starts_inside_paragraph(last, lines[0])
        if last is not None and last.is_broken and (word := _BROKEN_WORD.match(text)):
            joined = compounds.joined(parts[-1].text, word[0])
            parts[-1] = Part(joined, parts[-1].label, parts[-1].continues)
            text = text[word.end() :].lstrip(" ")
        parts.append(Part(text, f"page {number}", continues))
        last = lines[-1]
    return parts


def _stated(metadata: dict[str, str]) -> Iterator[Claim]:
    title = metadata.get("Title", "").strip()
    values = {"title": "" if _JUNK_TITLE.search(title) else title, "author": metadata.get("Author", "")}
    yield from claims_of(values, _ORIGIN)


def _created(metadata: dict[str, str]) -> Iterator[Claim]:
    if made := _MOMENT.match(metadata.get("CreationDate", "")):
        day = "-".join(made.groups())
        yield from claims_of({"published": day}, "document's creation date", weak=True)


def _heading(pages: Sequence[Sequence[Line]]) -> tuple[Claim, ...]:
    """Return the lines in the largest letters on the first page with text as the title, if they stand out."""
    first = next(page for page in pages if page)
    largest = max(line.size for line in first)
    if largest < _HEADING_SCALE * Layout.of(pages).body_size:
        return ()
    start = next(number for number, line in enumerate(first) if line.is_sized_like(largest))
    heading: list[str] = []
    for line in first[start : start + _MOST_HEADING_LINES]:
        if not line.is_sized_like(largest):
            break
        heading.append(line.text)
    return claims_of({"title": " ".join(heading)}, "heading")
