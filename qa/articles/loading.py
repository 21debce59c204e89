"""One file → one Article, with notes on what was guessed or left out."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from qa.articles.dateline import DateLine, is_headline, parse_day, split_date_line, title_of
from qa.articles.decoding import Decoded, decode
from qa.articles.front_matter import split_front_matter
from qa.errors import ArticleError
from qa.records import Article
from qa.utils.file_suffixes import MARKDOWN_SUFFIXES
from qa.utils.text import clean

_SUPPORTED = "Dateline reads plain text and Markdown."


@dataclass(frozen=True, slots=True)
class Loaded:
    """A loaded article; `notes` are for the user."""

    article: Article
    notes: tuple[str, ...] = ()


def load(path: Path, data: bytes) -> Loaded:
    """Parse a file's bytes into an article, or raise ArticleError with the reason."""
    decoded = decode(data)
    if decoded is None:
        raise ArticleError(path, "This is not a text file.", _SUPPORTED)
    notes = _decoding_notes(decoded)
    matter = split_front_matter(clean(decoded.text))
    if matter.problem:
        notes.append(matter.problem)
    body = matter.body.strip()
    title = _words(matter.fields.get("title"))
    written = matter.fields.get("date")
    line, _, following = body.partition("\n")
    if dated := split_date_line(line):
        written = written if written is not None else dated.written
        body, title = _undated(dated, following, title)
    if path.suffix.lower() in MARKDOWN_SUFFIXES:
        from qa.articles.markdown import first_heading, plain_text

        title = title or _words(first_heading(body))
        body = clean(plain_text(body)).strip()
    if not any(char.isalnum() for char in body):
        raise ArticleError(path, "This file has no text.", "Add the article's text, or remove the file.")
    published = None if written is None else parse_day(written)
    if written is not None and published is None:
        notes.append(f"its date “{_words(written)}” is invalid or ambiguous")
    elif published is None:
        notes.append("it has no date")
    return Loaded(
        Article(
            id=article_id(body),
            title=title or title_of(body),
            text=body,
            published=published,
            source=_words(matter.fields.get("source")),
            url=_words(matter.fields.get("url")),
            path=str(path),
        ),
        tuple(notes),
    )


def article_id(text: str) -> str:
    """Return the first 32 hexadecimal digits of the SHA-256 of a normalised text."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _undated(dated: DateLine, following: str, title: str | None) -> tuple[str, str | None]:
    """Return the text and title of a body without its date line."""
    ends_paragraph = not following.partition("\n")[0].strip()
    if title is None and ends_paragraph and is_headline(dated.rest):
        title = dated.rest
    return f"{dated.rest}\n{following}".strip(), title


def _decoding_notes(decoded: Decoded) -> list[str]:
    notes = []
    if decoded.encoding not in ("utf-8", "utf-16", "utf-32"):
        notes.append(f"it is not UTF-8; read as {decoded.encoding}")
    if decoded.n_replaced:
        notes.append(f"{decoded.n_replaced} characters are invalid in {decoded.encoding}")
    return notes


def _words(value: object) -> str | None:
    """Return a front matter value as one clean line, or None if it is empty."""
    words = " ".join(clean(str(value)).split()) if value is not None else ""
    return words or None
