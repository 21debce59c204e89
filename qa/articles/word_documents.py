"""Word documents (.docx): paragraphs, tables and headings, without headers, footers, comments and deleted text."""

from collections.abc import Iterator
from typing import Any

from qa.articles.documents import Claim, Document, DocumentError, Part, Request, claims_of
from qa.articles.markup import joined_blocks
from qa.articles.xml_trees import local_name, parse_xml
from qa.articles.zip_files import open_zip, read_entry

_ORIGIN = "Word metadata"
_DROPPED = frozenset(("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "Fallback", "txbxContent"))
_MOST_DEPTH = 100
_BODY, _PROPERTIES = "word/document.xml", "docProps/core.xml"


def documents(data: bytes, request: Request) -> Iterator[Document]:
    """Yield the document."""
    with open_zip(data, "a Word document") as archive:
        names = archive.namelist()
        if _BODY not in names:
            raise DocumentError("This is not a Word document.", "Save it again as .docx.")
        body = parse_xml(read_entry(archive, archive.getinfo(_BODY), request.limits))
        properties: tuple[Claim, ...] = ()
        if _PROPERTIES in names:
            stated = parse_xml(read_entry(archive, archive.getinfo(_PROPERTIES), request.limits))
            properties = tuple(_claims(stated))
    yield Document((Part(joined_blocks(_blocks(body))),), (*_heading(body), *properties))


def _claims(properties: Any) -> Iterator[Claim]:
    values = {local_name(each): each.text or "" for each in properties}
    yield from claims_of({"title": values.get("title"), "author": values.get("creator")}, _ORIGIN)
    yield from claims_of({"published": values.get("created")}, "document's creation date", weak=True)


def _heading(body: Any) -> tuple[Claim, ...]:
    """Return the first paragraph in the style Title or Heading 1 as the title."""
    for paragraph in body.iter("{*}p"):
        style = next((each.get(f"{_namespace(each)}val", "") for each in paragraph.iter("{*}pStyle")), "")
        if style.lower() in ("title", "heading1", "heading 1"):
            return claims_of({"title": _text(paragraph)}, "heading")
    return ()


def _blocks(element: Any, depth: int = 0) -> Iterator[str]:
    """Yield the text of each paragraph, and of each row of a table, in order."""
    for child in element:
        name = local_name(child)
        if name == "p":
            yield _text(child)
        elif name == "tr":
            yield " | ".join(filter(None, (_cell(cell) for cell in child if local_name(cell) == "tc")))
        elif name not in _DROPPED and depth < _MOST_DEPTH:
            yield from _blocks(child, depth + 1)


def _cell(cell: Any) -> str:
    return " ".join(" ".join(_text(paragraph).split()) for paragraph in cell.iter("{*}p")).strip()


def _text(paragraph: Any) -> str:
    pieces: list[str] = []
    left = [paragraph]
    while left:
        element = left.pop()
        name = local_name(element)
        if name in _DROPPED:
            continue
        if name == "t":
            pieces.append(element.text or "")
        elif name in ("tab", "ptab"):
            pieces.append(" ")
        elif name in ("br", "cr"):
            pieces.append("\u2028")
        elif name == "noBreakHyphen":
            pieces.append("-")
        left += reversed(element)
    return "".join(pieces)


def _namespace(element: Any) -> str:
    return str(element.tag).rpartition("}")[0] + "}"
