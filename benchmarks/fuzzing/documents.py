"""A text → a file of a format that holds it, so that a fuzzer reaches the code behind the format's container."""

import io
import zipfile

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = (
    '<package><metadata/><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>'
)


def packed(module: str, text: str) -> bytes:
    """Return a file for the loader in this module of qa.articles."""
    data = text.encode("utf-8", "surrogatepass")
    if module == "word_documents":
        xml = f'<w:document xmlns:w="{_WORD}"><w:body>{text}</w:body></w:document>'
        return _zipped({"word/document.xml": xml.encode("utf-8", "replace")})
    if module == "open_document":
        xml = f'<o:d xmlns:o="o" xmlns:text="t" xmlns:table="b"><o:text>{text}</o:text></o:d>'
        return _zipped({"content.xml": xml.encode("utf-8", "replace")})
    if module == "ebooks":
        container = b'<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>'
        return _zipped({"META-INF/container.xml": container, "p.opf": _PACKAGE.encode(), "a.xhtml": data})
    if module == "archives":
        return _zipped({"a.html": data, "b.eml": b"Subject: x\n\n" + data, "c.csv": data})
    heads = {
        "mail": b"Subject: x\n",
        "mailbox_files": b"From x\nSubject: x\n",
        "rich_text": b"{\\rtf1 ",
        "feeds": b"<rss><channel><item><description>",
        "pdf": b"%PDF-1.4\n1 0 obj\n",
    }
    return heads.get(module, b"") + data


def _zipped(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()
