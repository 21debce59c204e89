"""RSS and Atom feeds saved as files: each entry is an article."""

import re
from collections.abc import Iterator
from typing import Any

from qa.articles.documents import Claim, Document, DocumentError, Part, Request, claims_of
from qa.articles.html_text import html_blocks
from qa.articles.markup import joined_blocks

_ORIGIN = "feed"
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>|&(?:#\d+|\w+);")
_ENTITIES = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)


def documents(data: bytes, request: Request) -> Iterator[Document]:
    """Yield the entries, numbered from 1; the title of an entry comes before its text."""
    import feedparser

    _ = request
    if _ENTITIES.search(data):
        raise DocumentError(
            "This file defines XML entities, which can be used for attacks.",
            "Save the feed again from its site.",
        )
    feed: Any = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        raise DocumentError("This feed has no entries, or it is not RSS or Atom.", "Save the feed again.")
    site = str(feed.feed.get("title") or "")
    for number, entry in enumerate(feed.entries, start=1):
        text = _text(entry)
        title = _plain(str(entry.get("title") or ""))
        parts = (Part(text),) if not title or text.startswith(title) else (Part(title), Part(text))
        yield Document(parts, tuple(_claims(entry, title, site)), (), f"#{number}")


def _claims(entry: Any, title: str, site: str) -> Iterator[Claim]:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    written = str(entry.get("published") or entry.get("updated") or "")
    source = entry.get("source")
    stated = {
        "title": title,
        "published": written or (f"{moment[0]:04}-{moment[1]:02}-{moment[2]:02}" if moment else ""),
        "author": str(entry.get("author") or ""),
        "source": str((source.get("title") if isinstance(source, dict) else "") or site),
        "url": str(entry.get("link") or ""),
    }
    yield from claims_of(stated, _ORIGIN)


def _text(entry: Any) -> str:
    """Return the longest of an entry's texts."""
    texts = [str(content.get("value") or "") for content in entry.get("content") or ()]
    texts.append(str(entry.get("summary") or ""))
    return _plain(max(texts, key=len))


def _plain(text: str) -> str:
    return joined_blocks(html_blocks(text)) if _MARKUP.search(text) else text
