"""Small documents in every format, made without other programs: for benchmarks and as seeds for fuzzing."""

import csv
import io
import json
import random
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from html import escape

_FIRST_DAY = date(2029, 1, 1)
_N_DAYS = 1_000
_PLACES = "Ulvarre Brannock Selmouth Tarnholm Ostervik Dunmarrow Kelsund Hollin Port Ember".split()
_PEOPLE = (
    "Tove Lind",
    "Ann Bell",
    "Orla Finch",
    "Bram Aske",
    "Iris Holm",
    "Jon Marsh",
    "Mina Vale",
    "Rolf Quist",
)
_BODIES = (
    "the ferry union",
    "the harbour board",
    "the town council",
    "the school committee",
    "the water company",
    "the museum",
    "the fishing fleet",
    "the tram depot",
)
_ACTIONS = (
    "voted to stop work",
    "agreed to a new contract",
    "asked for an inquiry",
    "opened its doors again",
    "put off its decision",
    "sold the old building",
    "counted fewer visitors than before",
    "ordered three new boats",
)
_REASONS = (
    "after a night of talks",
    "because the money had run out",
    "although most members had warned against it",
    "once the repairs were finished",
    "despite a petition with many signatures",
    "when the inspectors had left",
)
_N_PARAGRAPHS = (3, 5)
_N_SENTENCES = (2, 3)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_LINES_PER_PAGE = 48
_COLUMNS = 88


@dataclass(frozen=True, slots=True)
class Story:
    """The content of a document."""

    title: str
    published: date
    author: str
    source: str
    paragraphs: tuple[str, ...]


def story(number: int) -> Story:
    """Return an invented story, always the same for a number, and another one for another number."""
    chance = random.Random(number)
    place, body = chance.choice(_PLACES), chance.choice(_BODIES)
    title = f"{body[0].upper()}{body[1:]} of {place} {chance.choice(_ACTIONS)}, report {number}"
    paragraphs = tuple(
        " ".join(_sentence(chance) for _ in range(chance.randint(*_N_SENTENCES)))
        for _ in range(chance.randint(*_N_PARAGRAPHS))
    )
    day = _FIRST_DAY + timedelta(days=chance.randrange(_N_DAYS))
    return Story(title, day, chance.choice(_PEOPLE), f"The {place} Herald", paragraphs)


def _sentence(chance: random.Random) -> str:
    who, place, count = chance.choice(_PEOPLE), chance.choice(_PLACES), chance.randint(2, 900)
    body, action, reason = chance.choice(_BODIES), chance.choice(_ACTIONS), chance.choice(_REASONS)
    return chance.choice(
        (
            f"In {place}, {body} {action} {reason}.",
            f"{who} said that {count} people had come to {place} on Tuesday.",
            f"“We waited {count} days,” said {who}, who speaks for {body}.",
            f"{body[0].upper()}{body[1:]} {action}, and {who} called it a good day for {place}.",
            f"About {count} families in {place} are affected, {who} said {reason}.",
        )
    )


def document(suffix: str, stories: Sequence[Story]) -> bytes:
    """Return a file in the format of a suffix: of the first story, or of all if the format holds several."""
    return MAKERS[suffix](stories)


def _text(stories: Sequence[Story]) -> bytes:
    it = stories[0]
    return "\n\n".join((f" date {it.published} {it.title}", *it.paragraphs)).encode()


def _markdown(stories: Sequence[Story]) -> bytes:
    it = stories[0]
    head = f"---\ntitle: {it.title}\ndate: {it.published}\nauthor: {it.author}\nsource: {it.source}\n---\n"
    return (head + f"\n# {it.title}\n\n" + "\n\n".join(it.paragraphs)).encode()


def _html(stories: Sequence[Story]) -> bytes:
    it = stories[0]
    links = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in _PLACES)
    head = (
        f'<title>{escape(it.title)} | {it.source}</title><meta property="article:published_time"'
        f' content="{it.published}T10:00:00Z"><meta name="author" content="{it.author}">'
    )
    body = f"<article><h1>{escape(it.title)}</h1>{_paragraphs(it)}</article>"
    page = f"<nav><ul>{links}</ul></nav>{body}<footer>© {it.source}. All rights reserved.</footer>"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{page}</body></html>".encode()


def _paragraphs(it: Story) -> str:
    return "".join(f"<p>{escape(each)}</p>" for each in it.paragraphs)


def _pdf(stories: Sequence[Story]) -> bytes:
    it = stories[0]
    lines = [it.title, "", f"Published: {it.published}", ""]
    for paragraph in it.paragraphs:
        lines += [*_wrapped(paragraph), ""]
    pages = [lines[at : at + _LINES_PER_PAGE] for at in range(0, len(lines), _LINES_PER_PAGE)]
    return pdf_of_lines(pages, f"/Title ({_pdf_text(it.title)})")


def pdf_of_lines(pages: Sequence[Sequence[str]], info: str = "") -> bytes:
    """Return a PDF with these lines on its pages."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        shown = "\n".join(
            f"BT /F1 11 Tf 60 {780 - 15 * row} Td ({_pdf_text(line)}) Tj ET"
            for row, line in enumerate(page)
            if line
        )
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(shown.encode('cp1252'))} >>\nstream\n{shown}\nendstream")
    return _pdf_file([*objects, f"<< {info} >>"])


def _pdf_file(objects: Sequence[str]) -> bytes:
    written, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start, size = len(written), len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return bytes(written) + f"xref\n0 {size}\n0000000000 65535 f \n{rows}{trailer}".encode()


def _pdf_text(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _wrapped(paragraph: str) -> list[str]:
    import textwrap

    return textwrap.wrap(paragraph, _COLUMNS)


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Return a zip archive with these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _docx(stories: Sequence[Story]) -> bytes:
    it = stories[0]
    paragraph = "<w:p>{}<w:r><w:t>{}</w:t></w:r></w:p>"
    title = paragraph.format('<w:pPr><w:pStyle w:val="Title"/></w:pPr>', escape(it.title))
    rest = "".join(
        paragraph.format("", escape(each)) for each in (f"Published: {it.published}", *it.paragraphs)
    )
    body = f'<w:document xmlns:w="{_WORD}"><w:body>{title}{rest}</w:body></w:document>'
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{it.author}</dc:creator></cp:coreProperties>"
    )
    return zipped({"word/document.xml": body, "docProps/core.xml": core})


def _odt(stories: Sequence[Story]) -> bytes:
    it = stories[0]
    rest = "".join(f"<text:p>{escape(each)}</text:p>" for each in it.paragraphs)
    content = (
        f'<office:document-content xmlns:office="{_OPEN}:office:1.0" xmlns:text="{_OPEN}:text:1.0"><office:body>'
        f'<office:text><text:h text:outline-level="1">{escape(it.title)}</text:h>'
        f"<text:p>Published: {it.published}</text:p>{rest}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _rtf(stories: Sequence[Story]) -> bytes:
    it = stories[0]
    lines = "\\par\n".join(
        _rtf_text(each) for each in (it.title, f"Published: {it.published}", *it.paragraphs)
    )
    info = f"{{\\info{{\\title {_rtf_text(it.title)}}}{{\\author {it.author}}}}}"
    return f"{{\\rtf1\\ansi\\ansicpg1252{info}\\pard {lines}\\par}}".encode()


def _rtf_text(text: str) -> str:
    return "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in text)


def _epub(stories: Sequence[Story]) -> bytes:
    it = stories[0]
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="book.opf"/></rootfiles></container>'
    )
    items = "".join(
        f'<item id="c{number}" href="c{number}.xhtml" media-type="application/xhtml+xml"/>'
        for number in range(len(it.paragraphs))
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(it.paragraphs)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(it.title)}</dc:title><dc:date>{it.published}</dc:date>"
        f"<dc:creator>{it.author}</dc:creator></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    chapters = {
        f"c{number}.xhtml": f"<html><body><h1>Part {number + 1}</h1><p>{escape(each)}</p></body></html>"
        for number, each in enumerate(it.paragraphs)
    }
    kind = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "book.opf": package}
    return zipped({**kind, **chapters})


def _mail(stories: Sequence[Story]) -> bytes:
    it = stories[0]
    message = EmailMessage()
    message["Subject"], message["From"] = it.title, f"{it.author} <news@herald.example>"
    message["Date"] = f"{it.published:%a, %d %b %Y} 10:00:00 +0000"
    message.set_content("\n\n".join(it.paragraphs))
    message.add_alternative(f"<html><body>{_paragraphs(it)}</body></html>", subtype="html")
    return message.as_bytes()


def _mailbox(stories: Sequence[Story]) -> bytes:
    return b"".join(
        b"From news@herald.example Mon Jan  1 00:00:00 2029\n" + _mail([it]) + b"\n\n" for it in stories
    )


def _rss(stories: Sequence[Story]) -> bytes:
    items = "".join(
        f"<item><title>{escape(it.title)}</title><pubDate>{it.published:%a, %d %b %Y} 10:00:00 +0000</pubDate>"
        f"<description>{escape(_paragraphs(it))}</description></item>"
        for it in stories
    )
    head = f"<title>{stories[0].source}</title>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def _atom(stories: Sequence[Story]) -> bytes:
    entries = "".join(
        f"<entry><title>{escape(it.title)}</title><published>{it.published}T10:00:00Z</published>"
        f'<content type="html">{escape(_paragraphs(it))}</content></entry>'
        for it in stories
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{stories[0].source}</title>{entries}</feed>'.encode()


def _rows(stories: Sequence[Story]) -> list[dict[str, str]]:
    return [
        {
            "title": it.title,
            "published": it.published.isoformat(),
            "author": it.author,
            "source": it.source,
            "text": "\n\n".join(it.paragraphs),
        }
        for it in stories
    ]


def _csv(stories: Sequence[Story], delimiter: str = ",") -> bytes:
    made = io.StringIO()
    rows = _rows(stories)
    table = csv.DictWriter(made, list(rows[0]), delimiter=delimiter)
    table.writeheader()
    table.writerows(rows)
    return made.getvalue().encode()


def _jsonl(stories: Sequence[Story]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in _rows(stories)).encode()


def _zip(stories: Sequence[Story]) -> bytes:
    files = {f"{number}/story.html": _html([it]) for number, it in enumerate(stories)}
    return zipped({**files, "logo.png": b"\x89PNG"})


def _tar(stories: Sequence[Story]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for number, it in enumerate(stories):
            content = _mail([it])
            member = tarfile.TarInfo(f"mail/{number}.eml")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return made.getvalue()


MAKERS: dict[str, Callable[[Sequence[Story]], bytes]] = {
    ".txt": _text,
    ".md": _markdown,
    ".html": _html,
    ".pdf": _pdf,
    ".docx": _docx,
    ".odt": _odt,
    ".rtf": _rtf,
    ".epub": _epub,
    ".eml": _mail,
    ".mbox": _mailbox,
    ".rss": _rss,
    ".atom": _atom,
    ".csv": _csv,
    ".tsv": lambda stories: _csv(stories, "\t"),
    ".jsonl": _jsonl,
    ".zip": _zip,
    ".tar.gz": _tar,
}
