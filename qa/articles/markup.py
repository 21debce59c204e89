"""Blocks of text in HTML and XML trees."""

import re
from collections.abc import Iterator

_BLANKS = re.compile(r"[ \t\n\r\f\v]+")


def joined_blocks(blocks: Iterator[str]) -> str:
    """Return blocks with a blank line between them; blank ones are left out."""
    return "\n\n".join(block for block in map(tidy, blocks) if block)


def tidy(block: str) -> str:
    """Return a block without superfluous blanks; its line breaks (written as U+2028) are kept."""
    lines = (_BLANKS.sub(" ", line).strip() for line in block.split("\u2028"))
    return "\n".join(line for line in lines if line)
