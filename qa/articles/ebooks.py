"""E-books (.epub): the chapters in reading order, each with its label."""

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

from qa.articles.decoding import decode
from qa.articles.documents import Claim, Document, DocumentError, Limits, Part, Request, claims_of
from qa.articles.html_text import first_heading, html_blocks
from qa.articles.markup import joined_blocks
from qa.articles.xml_trees import local_name, parse_xml
from qa.articles.zip_files import open_zip, read_entry

_ORIGIN = "EPUB metadata"
_CONTAINER = "META-INF/container.xml"
_PAGE_TYPES = ("application/xhtml+xml", "text/html")


def documents(data: bytes, request: Request) -> Iterator[Document]:
    """Yield the book."""
    with open_zip(data, "an EPUB book") as archive:
        folder, package = _package(archive, request.limits)
        pages = _pages(archive, folder, package, request.limits)
        yield Document(tuple(_parts(pages)), tuple(_claims(package)))


def _package(archive: ZipFile, limits: Limits) -> tuple[str, Any]:
    """Return the folder and the root element of the book's package document."""
    container = parse_xml(_file(archive, _CONTAINER, limits))
    path = next((each.get("full-path") for each in container.iter("{*}rootfile")), None)
    if not path:
        raise DocumentError("This EPUB book names no content.", "Export the book again.")
    return posixpath.dirname(path), parse_xml(_file(archive, path, limits))


def _pages(archive: ZipFile, folder: str, package: Any, limits: Limits) -> Iterator[str]:
    """Yield the book's pages in reading order as HTML."""
    items = {each.get("id"): each for each in package.iter("{*}item")}
    n_bytes = 0
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        is_navigation = item is not None and "nav" in (item.get("properties") or "").split()
        if item is None or is_navigation or item.get("media-type") not in _PAGE_TYPES:
            continue
        page = _file(
            archive, posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or ""))), limits
        )
        n_bytes += len(page)
        if n_bytes > limits.file_bytes:
            raise DocumentError("This book is too large when unpacked.", "Split it.")
        decoded = decode(page)
        yield decoded.text if decoded else ""


def _parts(pages: Iterator[str]) -> Iterator[Part]:
    n_chapters = 0
    for page in pages:
        text = joined_blocks(html_blocks(page))
        if not text:
            continue
        n_chapters += 1
        heading = first_heading(page)
        yield Part(text, f"chapter {n_chapters}: {heading}" if heading else f"chapter {n_chapters}")


def _claims(package: Any) -> Iterator[Claim]:
    values: dict[str, str] = {}
    for metadata in package.iter("{*}metadata"):
        for each in metadata:
            values.setdefault(local_name(each), each.text or "")
    stated = {
        "title": values.get("title"),
        "published": values.get("date"),
        "author": values.get("creator"),
        "source": values.get("publisher"),
    }
    yield from claims_of(stated, _ORIGIN)


def _file(archive: ZipFile, name: str, limits: Limits) -> bytes:
    try:
        entry = archive.getinfo(name)
    except KeyError as error:
        raise DocumentError(
            f"This EPUB book lacks its file {name[:80]}.", "Export the book again."
        ) from error
    return read_entry(archive, entry, limits)
