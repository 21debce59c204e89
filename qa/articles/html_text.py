"""HTML without menus, as in e-mails, feeds and e-books → blocks of text."""

from collections.abc import Iterator
from typing import Any

_DROPPED = (
    "script",
    "style",
    "head",
    "template",
    "noscript",
    "svg",
    "iframe",
    "object",
    "nav",
    "form",
    "button",
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer"
    " h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead title"
    " tr ul".split()
)
_PARAGRAPH_BREAK = "\u2028\u2028"  # two line breaks
_HIDDEN = '[hidden], [aria-hidden="true"], [style*="display:none"], [style*="display: none"]'


def html_blocks(html: str) -> Iterator[str]:
    """Yield the blocks of a document's body in order; line breaks are U+2028, scripts and hidden parts left out."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    tree.strip_tags(list(_DROPPED))
    for node in tree.css(_HIDDEN):
        node.decompose()
    if tree.body is not None:
        yield from _blocks(tree.body)


def _blocks(root: Any) -> Iterator[str]:
    """Yield the text between the starts and ends of block elements; without recursion, because trees can be deep."""
    pieces: list[str] = []
    current = n_blocks = 0
    left: list[tuple[Any, int]] = [(root, 0)]
    while left:
        node, block = left.pop()
        is_block = node.tag in _BLOCKS
        if node.next is not None and node is not root:
            left.append((node.next, block))
        if is_block or (node.tag == "-text" and block != current):
            yield from "".join(pieces).split(_PARAGRAPH_BREAK)
            pieces, current = [], block
        if node.tag == "-text":
            pieces.append(node.text(deep=False).replace("\u2028", " "))
        elif node.tag == "br":
            pieces.append("\u2028")
        if node.child is not None:
            n_blocks += is_block
            left.append((node.child, n_blocks if is_block else block))
    yield from "".join(pieces).split(_PARAGRAPH_BREAK)


def first_heading(html: str) -> str | None:
    """Return the text of a document's first heading as one line."""
    from selectolax.lexbor import LexborHTMLParser

    found = LexborHTMLParser(html).css_first("h1, h2, h3")
    return " ".join(found.text().split()) or None if found is not None else None
