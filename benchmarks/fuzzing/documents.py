"""A text → a file of a format that holds it, so that a fuzzer reaches the code behind the format's container."""

from benchmarks.documents import zipped

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = (
    '<package><metadata/><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>'
)


def packed(module: str, text: str) -> bytes:
    """Return a file for the loader in this module of qa.articles."""
    if module == "word_documents":
        text = f'<w:document xmlns:w="{_WORD}"><w:body>{text}</w:body></w:document>'
    elif module == "open_document":
        text = f'<o:d xmlns:o="o" xmlns:text="t" xmlns:table="b"><o:text>{text}</o:text></o:d>'
    return in_container(module, text.encode("utf-8", "surrogatepass"))


def in_container(module: str, data: bytes) -> bytes:
    """Return a file for the loader in this module of qa.articles whose main part is `data`."""
    if module == "word_documents":
        return zipped({"word/document.xml": data})
    if module == "open_document":
        return zipped({"content.xml": data})
    if module == "ebooks":
        container = '<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>'
        return zipped({"META-INF/container.xml": container, "p.opf": _PACKAGE, "a.xhtml": data})
    if module == "archives":
        return zipped({"a.html": data, "b.eml": b"Subject: x\n\n" + data, "c.csv": data})
    heads = {
        "mail": b"Subject: x\n",
        "mailbox_files": b"From x\nSubject: x\n",
        "rich_text": b"{\\rtf1 ",
        "feeds": b"<rss><channel><item><description>",
        "pdf": b"%PDF-1.4\n1 0 obj\n",
    }
    return heads.get(module, b"") + data
