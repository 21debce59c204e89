"""Markdown → plain text, block by block, with a blank line between blocks."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from qa.articles.documents import Document, Part, Request, claims_of
from qa.articles.plain_text import read_text

_CODE = ("code_block", "fence")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def documents(data: bytes, request: Request) -> Iterator[Document]:
    """Yield the document; a heading at its start is the title if nothing before states one."""
    _ = request
    written = read_text(data)
    heading = claims_of({"title": first_heading(written.body)}, "first heading")
    yield Document((Part(plain_text(written.body)),), (*written.claims, *heading), written.notes)


def plain_text(markdown: str) -> str:
    """Return the text of a Markdown document without its markup; raw HTML but comments stays as it is written."""
    return "\n\n".join(block for block in _blocks(MarkdownIt("commonmark").parse(markdown)) if block)


def first_heading(markdown: str) -> str | None:
    """Return the text of the first heading if the document starts with one."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    if len(tokens) > 1 and tokens[0].type == "heading_open":
        return _words(tokens[1])
    return None


def _blocks(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield _words(token)
        elif token.type in _CODE:
            yield token.content.strip("\n")
        elif token.type == "html_block":
            yield _COMMENT.sub("", token.content).strip("\n")


def _words(inline: Token) -> str:
    parts = []
    for token in inline.children or []:
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "html_inline":
            parts.append(_COMMENT.sub("", token.content))
        else:
            parts.append(token.content)
    return "".join(parts).strip()
