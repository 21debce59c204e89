"""Mailboxes in mbox format: each message is an article."""

import re
from collections.abc import Iterator
from functools import partial

from qa.articles.documents import DocumentError, Member, Request

_START = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\r\n]*\r?\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def members(data: bytes, request: Request) -> Iterator[Member]:
    """Yield the messages, numbered from 1."""
    _ = request
    if not data.startswith(b"From "):
        raise DocumentError(
            "This is not a mailbox in mbox format.", "Export the mailbox again, or save its messages as .eml."
        )
    starts = [(found.start(), found.end()) for found in _START.finditer(data)]
    ends = [start for start, _ in starts[1:]] + [len(data)]
    for number, ((_, start), end) in enumerate(zip(starts, ends, strict=True), start=1):
        yield Member(f"#{number}", "message.eml", partial(_message, data, start, end))


def _message(data: bytes, start: int, end: int) -> bytes:
    return _QUOTED_FROM.sub(rb"\1", data[start:end])
