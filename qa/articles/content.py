"""The format of a file that has no name, from its content."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable

from qa.articles.decoding import decode
from qa.articles.metadata import fields_of

_LOOKED_AT = 65_536
_SIGNATURES = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"\x1f\x8b", ".tar.gz"),
    (b"BZh", ".tar.bz2"),
    (b"\xfd7zXZ\x00", ".tar.xz"),
)
_TAR_MARK, _TAR_MARK_AT = b"ustar", 257
_PACKAGES = (("word/document.xml", ".docx"), ("content.xml", ".odt"), ("META-INF/container.xml", ".epub"))
_MARKUP = re.compile(
    r"\A(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)*+<([a-z][\w:]*)", re.DOTALL | re.IGNORECASE
)
_FEEDS = {"rss": ".rss", "feed": ".atom", "rdf:rdf": ".rss"}
_HTML = frozenset(
    "html head body title meta article section main div p h1 h2 header span table ul ol a b i".split()
)
_MAILBOX = re.compile(r"From \S+[^\n]{0,100}\n(?=[A-Za-z-]{2,60}:[ \t])")
_HEADER = re.compile(r"^([A-Za-z-]{2,60}):[ \t]", re.MULTILINE)
_MAIL_HEADERS = frozenset(
    "from to subject date message-id mime-version received return-path delivered-to content-type".split()
)
_N_MAIL_HEADERS = 3
_HEADING = re.compile(r"#{1,3} \S")
_LONGEST_COLUMN = 40


def suffix_of_data(data: bytes) -> str | None:
    """Return the suffix of the format that a file's bytes look like, `.txt` for plain text; None if unknown."""
    for signature, binary in _SIGNATURES:
        if data.startswith(signature):
            return binary
    if data.startswith(b"PK\x03\x04"):
        return _suffix_of_package(data)
    if data[_TAR_MARK_AT:].startswith(_TAR_MARK):
        return ".tar"
    decoded = decode(data[:_LOOKED_AT])
    if decoded is None:
        return None
    text = decoded.text.lstrip("\ufeff\n\r\t ")
    return next((suffix for look in _LOOKS if (suffix := look(text))), ".txt")


def _suffix_of_package(data: bytes) -> str:
    """Return the suffix of an office document or e-book by the files in it, else that of an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (ValueError, OSError, NotImplementedError, zipfile.BadZipFile):
        return ".zip"
    return next((suffix for name, suffix in _PACKAGES if name in names), ".zip")


def _markup(text: str) -> str | None:
    tag = _MARKUP.match(text)
    if tag is None:
        return None
    name = tag[1].lower()
    return _FEEDS.get(name) or (".html" if name in _HTML else None)


def _mail(text: str) -> str | None:
    if _MAILBOX.match(text):
        return ".mbox"
    head = text.replace("\r\n", "\n").partition("\n\n")[0]
    names = {name.lower() for name in _HEADER.findall(head)}
    starts_with_header = _HEADER.match(head) is not None
    return ".eml" if starts_with_header and len(names & _MAIL_HEADERS) >= _N_MAIL_HEADERS else None


def _table(text: str) -> str | None:
    line = text.partition("\n")[0].strip()
    if line.startswith("{"):
        try:
            return ".jsonl" if isinstance(json.loads(line), dict) else None
        except ValueError:
            return None
    delimiter = "\t" if "\t" in line else ";" if ";" in line else ","
    columns = next(csv.reader([line], delimiter=delimiter), [])
    known = fields_of(dict.fromkeys(columns, "known"), names=("text", "title", "published"))
    is_header = all(0 < len(column.strip()) <= _LONGEST_COLUMN for column in columns)
    return (
        (".tsv" if delimiter == "\t" else ".csv")
        if is_header and "text" in known and len(known) > 1
        else None
    )


def _markdown(text: str) -> str | None:
    return ".md" if _HEADING.match(text) else None


_LOOKS: tuple[Callable[[str], str | None], ...] = (_markup, _mail, _table, _markdown)
