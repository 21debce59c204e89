"""HTML pages: the article without menus, advertisements and comments, and the page's metadata."""

import json
import re
from collections.abc import Iterator
from typing import Any

from qa.articles.decoding import decode
from qa.articles.documents import Claim, Document, DocumentError, Part, Request, claims_of
from qa.articles.html_text import html_blocks
from qa.articles.markup import joined_blocks
from qa.articles.metadata import fields_of
from qa.articles.plain_text import decoding_notes

_ORIGIN = "HTML metadata"
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4_096
_BLOCKS = frozenset(
    ("body", "head", "p", "quote", "list", "item", "table", "row", "code", "div", "graphic", "main")
)
_MOST_DEPTH = 200
_ARTICLE_TYPE = re.compile(r"(?i)article|posting|report")
_LAST_DAY = "2200-01-01"  # htmldate ignores later dates, by default those after today


def documents(data: bytes, request: Request) -> Iterator[Document]:
    """Yield the document."""
    _ = request
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    decoded = decode(data, declared[1].decode("ascii") if declared else None)
    if decoded is None:
        raise DocumentError("This is not an HTML page.", "Check that the end of its name fits its format.")
    page = _without_layout_tables(decoded.text)
    text, claims = _extracted(page)
    yield Document((Part(text),), (*_metadata(page), *claims), tuple(decoding_notes(decoded)))


def _without_layout_tables(page: str) -> str:
    """Return a page without its tables if cells hold paragraphs or headings, as on pages from before style sheets."""
    from selectolax.lexbor import LexborHTMLParser

    if "<td" not in page.casefold():
        return page
    tree = LexborHTMLParser(page)
    if not tree.css_matches("td p + p, td h1, td h2"):
        return page
    tree.unwrap_tags(["table", "tbody", "thead", "tfoot", "tr", "td", "th"])
    return tree.html or page


def _extracted(page: str) -> tuple[str, tuple[Claim, ...]]:
    """Return the article's text, and what trafilatura found out about the page."""
    from trafilatura import bare_extraction

    dates = {"original_date": True, "extensive_search": False, "max_date": _LAST_DAY}
    found: Any = bare_extraction(
        page, with_metadata=True, include_comments=False, date_extraction_params=dates
    )
    text = joined_blocks(_blocks(found.body)) if found is not None and found.body is not None else ""
    if found is None or not text:
        return joined_blocks(html_blocks(page)), ()
    stated = {"title": found.title, "author": found.author, "source": found.sitename, "url": found.url}
    weak = claims_of({"published": found.date}, "page")
    return text, (*claims_of(stated, _ORIGIN), *weak)


def _blocks(element: Any, depth: int = 0) -> Iterator[str]:
    """Yield the text of each block of trafilatura's tree, in order."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS and depth < _MOST_DEPTH:
            yield "".join(pieces)
            yield from _blocks(child, depth + 1)
            pieces = []
        elif child.tag == "cell":
            pieces.append(" ".join(child.itertext()) + " ")
        elif child.tag == "lb":
            pieces.append("\u2028")
        elif isinstance(child.tag, str):
            pieces.append("".join(child.itertext()))
        pieces.append(child.tail or "")
    yield "".join(pieces)


def _metadata(page: str) -> tuple[Claim, ...]:
    """Return what JSON-LD and `meta` elements state, as it is written there."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(page)
    stated: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        name = (
            node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("itemprop")
        )
        if name and node.attributes["content"]:
            stated.setdefault(name, str(node.attributes["content"]))
    linked = tree.css_first('link[rel="canonical"][href]')
    if linked is not None:
        stated.setdefault("canonical", str(linked.attributes["href"]))
    described = [claims_of(fields_of(_flat(each)), "JSON-LD") for each in _described(tree)]
    fields = fields_of({name.removeprefix("article:"): value for name, value in stated.items()})
    address = stated.get("og:url")
    if address:
        fields.setdefault("url", address)
    return (*(claim for claims in described for claim in claims), *claims_of(fields, _ORIGIN))


def _described(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the articles that JSON-LD describes."""
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            stated = json.loads(node.text())
        except (ValueError, RecursionError):
            continue
        items = stated if isinstance(stated, list) else [stated]
        graphs = [item.get("@graph") for item in items if isinstance(item, dict)]
        for item in (*items, *(each for graph in graphs if isinstance(graph, list) for each in graph)):
            if isinstance(item, dict) and _ARTICLE_TYPE.search(str(item.get("@type"))):
                yield item


def _flat(item: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of a described article that are read; its address is `url` or the page's id."""
    page = item.get("mainEntityOfPage")
    address = item.get("url") or (page.get("@id") if isinstance(page, dict) else page)
    names = ("headline", "datePublished", "author", "publisher")
    return {**{name: item.get(name) for name in names}, "url": address}
