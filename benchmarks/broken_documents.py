"""Files that can't be read, each for another reason."""

import io
import zipfile
from collections.abc import Callable

from benchmarks.documents import document, pdf_of_lines, story, zipped

_CUT_SHARE = 0.6
_BOMB_BYTES = 40_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)  # also what an encrypted .docx begins with
_EXPANDING = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "boats "><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><d>&b;</d>'
)
_NOISE = bytes(range(256)) * 40


def _whole(suffix: str) -> bytes:
    return document(suffix, [story(-1), story(-2)])


def _cut(suffix: str) -> bytes:
    data = _whole(suffix)
    return data[: int(len(data) * _CUT_SHARE)]


def _bomb() -> bytes:
    return zipped({"news.html": bytes(_BOMB_BYTES)})


def _encrypted(data: bytes) -> bytes:
    """Return a zip archive whose entries are marked as encrypted."""
    marked = bytearray(data)
    at = marked.find(b"PK\x03\x04")
    while at >= 0:
        marked[at + 6] |= 1
        at = marked.find(b"PK\x03\x04", at + 1)
    at = marked.find(b"PK\x01\x02")
    while at >= 0:
        marked[at + 8] |= 1
        at = marked.find(b"PK\x01\x02", at + 1)
    return bytes(marked)


def _nested(depth: int) -> bytes:
    data, name = _whole(".html"), "news.html"
    for level in range(depth):
        data, name = zipped({name: data}), f"{level}.zip"
    return data


def _stored(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, content)
    return made.getvalue()


# The name of each file and what makes its bytes.
BROKEN: dict[str, Callable[[], bytes]] = {
    "empty.txt": lambda: b"",
    "blank.txt": lambda: b" \n\t\n" * 100,
    "binary.txt": lambda: _NOISE,
    "too-large.txt": lambda: b"The boats stayed in the harbour. " * 200_000,
    "only-front-matter.md": lambda: b"---\ntitle: Nothing follows\n---\n",
    "binary.md": lambda: _NOISE,
    "empty.html": lambda: b"",
    "no-body.html": lambda: b"<html><head><title>Nothing</title></head><body></body></html>",
    "script-only.html": lambda: b"<html><body><script>document.write('x')</script></body></html>",
    "binary.html": lambda: _NOISE,
    "empty.pdf": lambda: b"",
    "cut.pdf": lambda: _whole(".pdf")[:200],
    "page.pdf": lambda: _whole(".html"),
    "scan.pdf": lambda: pdf_of_lines([[""], [""]]),
    "noise.pdf": lambda: b"%PDF-1.7\n" + _NOISE,
    "cut.docx": lambda: _cut(".docx"),
    "old-word.docx": lambda: _OLD_OFFICE,
    "no-document.docx": lambda: zipped({"docProps/core.xml": "<a/>"}),
    "bad-xml.docx": lambda: zipped({"word/document.xml": "<w:document><w:body>"}),
    "entities.docx": lambda: zipped({"word/document.xml": _EXPANDING}),
    "no-text.docx": lambda: zipped({"word/document.xml": "<d><body><p/></body></d>"}),
    "encrypted.docx": lambda: _encrypted(_whole(".docx")),
    "cut.odt": lambda: _cut(".odt"),
    "no-content.odt": lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
    "bad-xml.odt": lambda: zipped({"content.xml": "<a><b></a>"}),
    "bomb.odt": lambda: zipped({"content.xml": b"<a>" + b" " * _BOMB_BYTES + b"</a>"}),
    "page.rtf": lambda: _whole(".html"),
    "no-text.rtf": lambda: b"{\\rtf1\\ansi{\\info{\\title Nothing}}\\pard\\par}",
    "cut.epub": lambda: _cut(".epub"),
    "no-container.epub": lambda: zipped({"book.opf": "<package/>"}),
    "no-chapter.epub": lambda: zipped(
        {
            "META-INF/container.xml": '<container><rootfile full-path="b.opf"/></container>',
            "b.opf": '<package><manifest><item id="a" href="gone.xhtml" media-type="text/html"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>',
        }
    ),
    "no-headers.eml": lambda: b"The boats stayed in the harbour.\n\nNothing else.\n",
    "no-body.eml": lambda: b"From: a@b.example\nSubject: Nothing\n\n",
    "attachment-only.eml": lambda: (
        b"From: a@b.example\nSubject: See the attachment\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: application/pdf\n'
        b"Content-Disposition: attachment; filename=a.pdf\nContent-Transfer-Encoding: base64\n\nAAAA\n--x--\n"
    ),
    "page.mbox": lambda: _whole(".html"),
    "empty.mbox": lambda: b"",
    "no-entries.rss": lambda: b"<rss><channel><title>Nothing new</title></channel></rss>",
    "entities.rss": lambda: _EXPANDING.replace("<d>", "<rss>").replace("</d>", "</rss>").encode(),
    "text.atom": lambda: b"The boats stayed in the harbour.",
    "no-text-column.csv": lambda: b"code,amount\nA1,5\n",
    "heading-only.csv": lambda: b"title,text\n",
    "binary.tsv": lambda: _NOISE,
    "not-json.jsonl": lambda: b"{'text': 'single quotes'}\n",
    "list.jsonl": lambda: b"[1, 2, 3]\n",
    "cut.zip": lambda: _cut(".zip"),
    "bomb.zip": _bomb,
    "pictures.zip": lambda: zipped({"a.png": b"\x89PNG", "b.gif": b"GIF89a"}),
    "encrypted.zip": lambda: _encrypted(_stored("news.html", _whole(".html"))),
    "too-deep.zip": lambda: _nested(6),
    "cut.tar.gz": lambda: _whole(".tar.gz")[:60],
}
