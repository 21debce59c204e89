"""The registry of article formats: the one list that indexing, the app, `doctor` and the documentation read.

A format's module is beside this one. It has a function `documents` (bytes and a Request → documents) or, if its files
hold other files, a function `members`. It is imported when its first file is read, and its library then too.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import PurePath
from typing import Any


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its name, its suffixes in lower case, its module, and what is read from it.

    `package` is the distribution that parses it, if any. The parser of a format that is not `plain` runs in a
    process of its own (see qa.articles.isolation). A format that `holds_files` is a container; in one that
    `holds_records`, each record is an article.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    reads: str
    package: str | None = None
    plain: bool = False
    holds_files: bool = False
    holds_records: bool = False

    @property
    def holds_many(self) -> bool:
        """Whether a file can hold several articles."""
        return self.holds_files or self.holds_records

    def function(self) -> Any:
        """Import the format's module and return its `documents` or `members`."""
        module = import_module(f"qa.articles.{self.module}")
        return module.members if self.holds_files else module.documents


FORMATS = (
    Format(
        "plain text",
        (".txt", ".text"),
        "plain_text",
        "front matter or a first line with the date, then the text",
        plain=True,
    ),
    Format(
        "Markdown",
        (".md", ".markdown"),
        "markdown",
        "front matter, then the text without its markup",
        "markdown-it-py",
        plain=True,
    ),
    Format(
        "HTML",
        (".html", ".htm", ".xhtml"),
        "web_pages",
        "the article without menus, advertisements and comments; metadata of the page",
        "trafilatura",
    ),
    Format(
        "PDF",
        (".pdf",),
        "pdf",
        "the text in reading order with its pages, without headers and footers; the document's properties",
        "pypdfium2",
    ),
    Format(
        "Word", (".docx",), "word_documents", "paragraphs, headings and tables; the document's properties"
    ),
    Format(
        "OpenDocument",
        (".odt",),
        "open_document",
        "paragraphs, headings and tables; the document's properties",
    ),
    Format("RTF", (".rtf",), "rich_text", "the text; title, author and creation date", "striprtf"),
    Format(
        "EPUB", (".epub",), "ebooks", "the chapters in reading order, each with its name; the book's metadata"
    ),
    Format("e-mail", (".eml",), "mail", "the text or HTML body; Subject, Date and From"),
    Format(
        "mailbox",
        (".mbox",),
        "mailbox_files",
        "each message as an article; its number is added to the path (mail.mbox#3)",
        holds_files=True,
    ),
    Format(
        "RSS or Atom",
        (".rss", ".atom", ".xml"),
        "feeds",
        "each entry as an article (feed.rss#3)",
        "feedparser",
        holds_records=True,
    ),
    Format(
        "table",
        (".csv", ".tsv", ".jsonl", ".ndjson"),
        "tables",
        "each row or object as an article (articles.csv#3), with its columns as title, date, author, source and URL",
        holds_records=True,
    ),
    Format(
        "archive",
        (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz"),
        "archives",
        "each file in it that has one of these formats (news.zip/talks.html)",
        holds_files=True,
    ),
)
ARTICLE_SUFFIXES = tuple(suffix for each in FORMATS for suffix in each.suffixes)


@cache
def _by_suffix() -> dict[str, Format]:
    return {suffix: each for each in FORMATS for suffix in each.suffixes}


def format_of(name: str | PurePath) -> Format | None:
    """Return the format of a file by the end of its name, None if it is not supported."""
    lower = PurePath(name).name.lower()
    if found := _by_suffix().get(PurePath(lower).suffix):
        return found
    return next((each for suffix, each in _by_suffix().items() if lower.endswith(suffix)), None)


def is_article(path: PurePath) -> bool:
    """Return whether a file's name ends like that of an article."""
    return format_of(path) is not None


def suffix_of(path: PurePath) -> str:
    """Return the end of a name that tells the kind of file: ".tar.gz", ".html", or "" if there is none."""
    lower = path.name.lower()
    known = [suffix for suffix in ARTICLE_SUFFIXES if lower.endswith(suffix)]
    return max(known, key=len, default=path.suffix.lower())
