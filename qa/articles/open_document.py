"""OpenDocument texts (.odt): paragraphs, headings and tables, without notes, comments and deleted text."""

from collections.abc import Iterator
from typing import Any

from qa.articles.documents import Claim, Document, DocumentError, Part, Request, claims_of
from qa.articles.markup import joined_blocks
from qa.articles.xml_trees import local_name, parse_xml
from qa.articles.zip_files import open_zip, read_entry

_ORIGIN = "OpenDocument metadata"
_DROPPED = frozenset(("tracked-changes", "annotation", "note", "sequence-decls", "forms", "table-of-content"))
_MOST_DEPTH = 100
_BODY, _PROPERTIES = "content.xml", "meta.xml"
_N_TITLE_LEVEL = "1"


def documents(data: bytes, request: Request) -> Iterator[Document]:
    """Yield the document."""
    with open_zip(data, "an OpenDocument text") as archive:
        names = archive.namelist()
        if _BODY not in names:
            raise DocumentError("This is not an OpenDocument text.", "Save it again as .odt.")
        content = parse_xml(read_entry(archive, archive.getinfo(_BODY), request.limits))
        properties: tuple[Claim, ...] = ()
        if _PROPERTIES in names:
            stated = parse_xml(read_entry(archive, archive.getinfo(_PROPERTIES), request.limits))
            properties = tuple(_claims(stated))
    body = next(content.iter("{*}text"), content)
    yield Document((Part(joined_blocks(_blocks(body))),), (*_heading(body), *properties))


def _claims(properties: Any) -> Iterator[Claim]:
    values = {local_name(each): each.text or "" for each in properties.iter()}
    author = values.get("initial-creator") or values.get("creator")
    yield from claims_of({"title": values.get("title"), "author": author}, _ORIGIN)
    yield from claims_of({"published": values.get("creation-date")}, "document's creation date", weak=True)


def _heading(body: Any) -> tuple[Claim, ...]:
    """Return the first heading, or paragraph in the style Title, as the title."""
    for block in body.iter("{*}h", "{*}p"):
        values = {name.rpartition("}")[2]: value for name, value in block.attrib.items()}
        is_heading = local_name(block) == "h" and values.get("outline-level", "1") == _N_TITLE_LEVEL
        if is_heading or values.get("style-name") == "Title":
            return claims_of({"title": _text(block)}, "heading")
    return ()


def _blocks(element: Any, depth: int = 0) -> Iterator[str]:
    for child in element:
        name = local_name(child)
        if name in ("p", "h"):
            yield _text(child)
        elif name == "table-row":
            cells = (" ".join(_text(cell).split()) for cell in child if local_name(cell) == "table-cell")
            yield " | ".join(filter(None, cells))
        elif name not in _DROPPED and depth < _MOST_DEPTH:
            yield from _blocks(child, depth + 1)


def _text(block: Any) -> str:
    """Return a block's text; `s` stands for several blanks and `line-break` for a line break."""
    pieces: list[str] = []
    left: list[Any] = [block]
    while left:
        item = left.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        name = local_name(item)
        if name in _DROPPED:
            continue
        pieces.append({"s": " ", "tab": " ", "line-break": "\u2028"}.get(name, "") or (item.text or ""))
        for child in reversed(item):
            left += [child.tail or "", child]
    return "".join(pieces)
