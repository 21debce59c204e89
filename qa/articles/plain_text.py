"""Plain text: front matter or a date line, then the text."""

from collections.abc import Iterator
from dataclasses import dataclass

from qa.articles.dateline import DateLine, is_headline, split_date_line
from qa.articles.decoding import Decoded, decode
from qa.articles.documents import Claim, Document, DocumentError, Part, Request, claims_of
from qa.articles.front_matter import split_front_matter
from qa.utils.text import clean


@dataclass(frozen=True, slots=True)
class Written:
    """A text file: its body, what it states, and notes."""

    body: str
    claims: tuple[Claim, ...]
    notes: tuple[str, ...]


def documents(data: bytes, request: Request) -> Iterator[Document]:
    """Yield the document."""
    _ = request
    written = read_text(data)
    yield Document((Part(written.body),), written.claims, written.notes)


def read_text(data: bytes) -> Written:
    """Decode a text file and take off its front matter and date line."""
    decoded = decode(data)
    if decoded is None:
        raise DocumentError("This is not a text file.", "Check that the end of its name fits its format.")
    notes = decoding_notes(decoded)
    matter = split_front_matter(clean(decoded.text))
    if matter.problem:
        notes.append(matter.problem)
    body = matter.body.strip()
    claims = list(claims_of(matter.fields, "front matter"))
    line, _, following = body.partition("\n")
    if dated := split_date_line(line):
        claims.append(Claim("published", dated.written, "date line"))
        body, title = _undated(dated, following)
        claims += claims_of({"title": title}, "date line")
    return Written(body, tuple(claims), tuple(notes))


def decoding_notes(decoded: Decoded) -> list[str]:
    """Return notes on an unusual encoding and on characters that could not be decoded."""
    notes = []
    if decoded.encoding not in ("utf-8", "utf-16", "utf-32"):
        notes.append(f"it is not UTF-8; read as {decoded.encoding}")
    if decoded.n_replaced:
        notes.append(f"{decoded.n_replaced} characters are invalid in {decoded.encoding}")
    return notes


def _undated(dated: DateLine, following: str) -> tuple[str, str | None]:
    """Return the text of a body without its date line, and the headline in that line."""
    ends_paragraph = not following.partition("\n")[0].strip()
    is_title = ends_paragraph and is_headline(dated.rest)
    return f"{dated.rest}\n{following}".strip(), dated.rest if is_title else None
