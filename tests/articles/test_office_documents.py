import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from qa.articles.documents import Limits
from tests.articles.reading import LIMITS, article, error

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="t">'
    "<dc:title>{title}</dc:title><dc:creator>Ann Bell</dc:creator>"
    "<dcterms:created>2031-05-09T08:00:00Z</dcterms:created></cp:coreProperties>"
)


def zipped(files: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(body: str, title: str = "", **more: str) -> bytes:
    document = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": document, "docProps/core.xml": CORE.format(title=title), **more})


def p(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_paragraphs_tables_and_breaks_of_a_word_document() -> None:
    body = (
        p("Crews vote to stop", "Title")
        + "<w:p><w:r><w:t>The crews </w:t></w:r><w:del><w:r><w:delText>did not </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>voted</w:t></w:r></w:ins><w:r><w:tab/><w:t>on Tuesday.</w:t><w:br/><w:t>A new line.</w:t></w:r></w:p>"
        + f"<w:tbl><w:tr><w:tc>{p('Boats')}</w:tc><w:tc>{p('12')}</w:tc></w:tr></w:tbl>"
        + f"<w:sdt><w:sdtContent>{p('In a control.')}</w:sdtContent></w:sdt>"
    )
    found = article("a.docx", docx(body))
    assert (
        found.text
        == "Crews vote to stop\n\nThe crews voted on Tuesday.\nA new line.\n\nBoats | 12\n\nIn a control."
    )
    assert (found.title, found.author) == ("Crews vote to stop", "Ann Bell")


def test_a_date_in_the_first_lines_goes_before_the_creation_date() -> None:
    dated = article("a.docx", docx(p("Crews stop") + p("6 May 2031") + p("No boat sailed.")))
    assert (dated.published, dict(dated.origins)["published"]) == (date(2031, 5, 6), "first lines")
    undated = article("a.docx", docx(p("No boat sailed."), title="Crews"))
    assert (undated.title, undated.published) == ("Crews", date(2031, 5, 9))
    assert dict(undated.origins)["published"] == "document's creation date"


BILLION_LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {n} "{f"&{m};" * 10}">' for m, n in zip("abcdefgh", "bcdefghi", strict=True))
    + f']><w:document xmlns:w="{WORD}"><w:p><w:t>&i;</w:t></w:p></w:document>'
)
SECRET_FILE = f'<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{WORD}"><w:p><w:t>x&f;</w:t></w:p></w:document>'


@pytest.mark.parametrize("xml", [BILLION_LAUGHS, SECRET_FILE, "<w:document", "", "\x00", "<a>" * 100_000])
def test_hostile_xml_is_refused(xml: str) -> None:
    found = error("a.docx", zipped({"word/document.xml": xml}))
    assert "XML" in found.message


def test_damaged_and_foreign_files_are_named() -> None:
    assert "not a Word document" in error("a.docx", b"").message
    assert "not a Word document" in error("a.docx", docx(p("Words."))[:200]).message
    assert "not a Word document" in error("a.docx", zipped({"a.txt": "x"})).message
    assert "no text" in error("a.docx", docx("")).message


def test_a_bomb_inside_a_document_is_not_unpacked() -> None:
    small = replace(LIMITS, file_bytes=1_000_000)
    assert "more than 1 MB when unpacked" in error("a.docx", docx(p("x" * 2_000_000)), small).message
    packed = error("a.docx", docx(p("x" * 19_000_000)))
    assert "zip bomb" in packed.message


OFFICE = 'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:dc="d" xmlns:meta="m"'


def odt(body: str, meta: str = "") -> bytes:
    content = f"<office:document-content {OFFICE}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return zipped(
        {
            "content.xml": content,
            "meta.xml": f"<office:document-meta {OFFICE}><office:meta>{meta}</office:meta></office:document-meta>",
        }
    )


def test_an_open_document() -> None:
    body = (
        '<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes><text:h text:outline-level="1">Crews stop</text:h>'
        "<text:p>No<text:s/>boat <text:span>sailed</text:span> on Friday.<text:note><text:p>a note</text:p></text:note>"
        "<text:line-break/>A new line.</text:p><text:list><text:list-item><text:p>An item.</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Boats</text:p></table:table-cell>"
        "<table:table-cell><text:p>12</text:p></table:table-cell></table:table-row></table:table>"
    )
    meta = "<dc:creator>C</dc:creator><meta:initial-creator>Ann Bell</meta:initial-creator><meta:creation-date>2031-05-09T08:00:00</meta:creation-date>"
    found = article("a.odt", odt(body, meta))
    assert found.text == "Crews stop\n\nNo boat sailed on Friday.\nA new line.\n\nAn item.\n\nBoats | 12"
    assert (found.title, found.author, found.published) == ("Crews stop", "Ann Bell", date(2031, 5, 9))
    assert "not an OpenDocument" in error("a.odt", zipped({})).message


def test_rich_text() -> None:
    rtf = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title Crews stop}{\author Ann Bell}"
        r"{\creatim\yr2031\mo5\dy9\hr8}}\f0 No boat {\b sailed}, caf\'e9 owners said.\par Second \u8220?line\u8221?.\par}"
    )
    found = article("a.rtf", rtf.encode())
    assert found.text == "No boat sailed, café owners said.\n\nSecond “line”."
    assert (found.title, found.author, found.published) == ("Crews stop", "Ann Bell", date(2031, 5, 9))
    assert "not an RTF" in error("a.rtf", b"Words.").message
    assert "no text" in error("a.rtf", rb"{\rtf1 }").message


def epub(chapters: dict[str, str], metadata: str = "", spine: list[str] | None = None) -> bytes:
    items = "".join(f'<item id="{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in chapters)
    order = "".join(f'<itemref idref="{n}"/>' for n in spine or chapters)
    package = (
        f'<package xmlns="p" xmlns:dc="d"><metadata>{metadata}</metadata><manifest>{items}</manifest>'
        f"<spine>{order}</spine></package>"
    )
    container = (
        '<container xmlns="c"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    pages = {f"OEBPS/{n}.xhtml": f"<html><body>{page}</body></html>" for n, page in chapters.items()}
    return zipped({"META-INF/container.xml": container, "OEBPS/book.opf": package, **pages})


def test_chapters_of_a_book_are_sections_in_reading_order() -> None:
    chapters = {
        "two": "<p>The boats returned.</p>",
        "one": "<h1>The Quay</h1><p>No boat sailed.</p><script>x()</script>",
        "blank": "<img src='x'/>",
    }
    meta = "<dc:title>Harbour Days</dc:title><dc:creator>Ann Bell</dc:creator><dc:date>2031-05-09</dc:date><dc:publisher>Quay Press</dc:publisher>"
    found = article("a.epub", epub(chapters, meta, ["one", "blank", "two", "missing"]))
    assert found.text == "The Quay\n\nNo boat sailed.\n\nThe boats returned."
    assert [found.place(found.text.index(words)) for words in ("No boat", "returned")] == [
        "chapter 1: The Quay",
        "chapter 2",
    ]
    assert (found.title, found.author, found.published, found.source) == (
        "Harbour Days",
        "Ann Bell",
        date(2031, 5, 9),
        "Quay Press",
    )


def test_a_book_can_not_name_files_outside_itself() -> None:
    book = epub({"one": "<p>Words.</p>"})
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["OEBPS/book.opf"] = files["OEBPS/book.opf"].replace(b"one.xhtml", b"../../../../etc/passwd")
    assert "lacks its file" in error("a.epub", zipped(files)).message
    assert "lacks its file META-INF/container.xml" in error("a.epub", zipped({"a": "b"})).message


def test_limits_are_those_of_the_reader() -> None:
    assert LIMITS.file_bytes < Limits().file_bytes
