"""E-mails and newsletters: the text or HTML body, with date, sender and subject."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from qa.articles.decoding import decode
from qa.articles.documents import Claim, Document, DocumentError, Part, Request, claims_of
from qa.articles.html_text import html_blocks
from qa.articles.markup import joined_blocks

_ORIGIN = "mail header"


def documents(data: bytes, request: Request) -> Iterator[Document]:
    """Yield the message."""
    _ = request
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not any(message.get(name) for name in ("From", "Subject", "Date")):
        raise DocumentError("This is not an e-mail message.", "Save it again as .eml in your mail program.")
    yield Document((Part(_body(message)),), tuple(_claims(message)))


def _claims(message: EmailMessage) -> Iterator[Claim]:
    sender = _sender(message)
    published = _header(message, "Date")
    if published:
        with suppress(ValueError, TypeError, IndexError, OverflowError):  # it stays as written, for the note
            published = parsedate_to_datetime(published).date().isoformat()
    stated = {
        "title": _header(message, "Subject"),
        "published": published,
        "author": sender,
        "source": _header(message, "List-Id").partition("<")[0].strip(' "') or sender,
        "url": _header(message, "Archived-At").strip("<> "),
    }
    yield from claims_of(stated, _ORIGIN)


def _header(message: EmailMessage, name: str) -> str:
    """Return a decoded header, "" if it is missing or can't be decoded."""
    try:
        return str(message.get(name) or "")
    except Exception:  # noqa: BLE001 - the parser of headers raises IndexError, ValueError and others on bad ones
        return ""


def _sender(message: EmailMessage) -> str:
    """Return the sender's name, or the address without one."""
    name, bracket, address = _header(message, "From").rpartition("<")
    return name.strip(' "') if bracket and name.strip(' "') else address.strip("<> ")


def _body(message: EmailMessage) -> str:
    """Return the text body as blocks; the HTML body if there is no text, or if the text is a stub."""
    texts = {kind: part for kind in ("plain", "html") if (part := _part(message, kind))}
    html = joined_blocks(html_blocks(texts["html"])) if "html" in texts else ""
    plain = _unwrapped(texts.get("plain", ""))
    is_stub = html and len(plain) < len(html) // 2
    return html if is_stub or not plain.strip() else plain


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None or part.get_content_maintype() != "text":
        return ""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    decoded = decode(content, part.get_content_charset())
    return decoded.text if decoded else content.decode("utf-8", "replace")


def _unwrapped(text: str) -> str:
    """Return plain text with the lines joined that a mail program wrapped at 50 to 80 columns."""
    paragraphs = []
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        lines = paragraph.split("\n")
        is_wrapped = len(lines) > 1 and all(_WRAPPED <= len(line.rstrip()) <= _WIDEST for line in lines[:-1])
        paragraphs.append(" ".join(line.strip() for line in lines) if is_wrapped else paragraph)
    return "\n\n".join(paragraphs)


_WRAPPED, _WIDEST = 50, 80
