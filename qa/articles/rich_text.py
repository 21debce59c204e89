"""Rich text (RTF)."""

import re
from collections.abc import Iterator
from typing import Any

from qa.articles.documents import Document, DocumentError, Part, Request, claims_of

_ORIGIN = "RTF metadata"
_START = re.compile(rb"\s*\{\\rtf")
_INFO = {name: re.compile(rb"\{\\" + name.encode() + rb" ([^{}]{1,500})\}") for name in ("title", "author")}
_CREATED = re.compile(rb"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
_LINE_ENDS = re.compile(r"\n\s*")


def documents(data: bytes, request: Request) -> Iterator[Document]:
    """Yield the document."""
    from striprtf import striprtf

    _ = request
    convert: Any = striprtf.rtf_to_text
    if not _START.match(data):
        raise DocumentError("This is not an RTF document.", "Check that the end of its name fits its format.")
    source = data.decode("cp1252", "replace")
    text = convert(source, errors="replace")
    stated = {
        name: convert("{\\rtf1 " + found[1].decode("cp1252", "replace") + "}", errors="replace").strip()
        for name, pattern in _INFO.items()
        if (found := pattern.search(data))
    }
    made = _CREATED.search(data)
    created = f"{int(made[1]):04}-{int(made[2]):02}-{int(made[3]):02}" if made else ""
    weak = claims_of({"published": created}, "document's creation date", weak=True)
    yield Document((Part(_LINE_ENDS.sub("\n\n", text)),), (*claims_of(stated, _ORIGIN), *weak))
