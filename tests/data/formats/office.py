"""Word documents, OpenDocument texts and RTF."""

from datetime import datetime
from html import escape
from typing import Any

from benchmarks.documents import zipped
from tests.data.formats.expected import FOLDER, expect, save
from tests.data.formats.stories import (
    BAKERY,
    BRIDGE,
    BUDGET,
    FERRIES,
    LIBRARY,
    MUSEUM,
    SCHOOL,
    STORM,
    WHALE,
    Story,
)

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MADE = datetime(2031, 12, 24, 9, 30)  # noqa: DTZ001 - office documents state no zone


def make() -> None:
    """Make the documents."""
    _tracked_changes(FERRIES)
    _minutes(BUDGET)
    _newsletter(BAKERY)
    _opendocument(LIBRARY)
    _libreoffice(MUSEUM)
    _undated_letter(SCHOOL)
    _word_rtf(STORM)
    _wordpad_rtf(WHALE)
    _libreoffice_rtf(BRIDGE)


def _day(story: Story) -> str:
    return f"{story.published.day} {story.published:%B %Y}"


def _tracked_changes(story: Story) -> None:
    """Make a press release with deleted, inserted and moved words, a comment, and a header."""
    import docx

    made = docx.Document()
    made.core_properties.author, made.core_properties.title = story.author, ""
    made.core_properties.created = _MADE
    made.sections[0].header.paragraphs[0].text = "DRAFT 3 – NOT FOR RELEASE"
    made.add_heading(story.title, 0)
    made.add_paragraph(_day(story))
    for each in story.paragraphs:
        paragraph = made.add_paragraph()
        before, _, after = each.partition(" ")
        paragraph.add_run(before + " ")
        paragraph._p.append(_xml("del", "<w:r><w:delText>never </w:delText></w:r>"))
        half = len(after) // 2
        paragraph._p.append(_xml("ins", f'<w:r><w:t xml:space="preserve">{escape(after[:half])}</w:t></w:r>'))
        paragraph._p.append(_xml("moveFrom", "<w:r><w:t>moved away</w:t></w:r>"))
        paragraph.add_run(after[half:]).italic = True
    made.save(FOLDER / "press-release.docx")
    expect(
        "press-release.docx",
        story,
        before=(story.title, _day(story)),
        author=story.author,
        dated_by="first lines",
    )


def _xml(name: str, inner: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(
        f'<w:{name} {_W} w:id="7" w:author="Editor" w:date="2031-05-06T10:00:00Z">{inner}</w:{name}>'
    )


def _minutes(story: Story) -> None:
    """Make a document with headings and a table, dated by its properties only."""
    import docx

    made = docx.Document()
    made.core_properties.title, made.core_properties.author = story.title, "Town clerk"
    made.core_properties.created = datetime(2031, 12, 4, 8, 0)  # noqa: DTZ001
    made.add_heading("Decisions", 1)
    made.add_paragraph(story.paragraphs[0])
    table = made.add_table(rows=2, cols=2)
    for row, cells in enumerate((("For", "17"), ("Against", "14"))):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    for each in story.paragraphs[1:]:
        made.add_paragraph(each, style="List Bullet")
    made.save(FOLDER / "minutes.docx")
    lines = ("Decisions", story.paragraphs[0], "For | 17", "Against | 14", *story.paragraphs[1:])
    expect(
        "minutes.docx",
        Story("Decisions", story.published, "", lines),
        author="Town clerk",
        dated_by="document's creation date",
    )


def _newsletter(story: Story) -> None:
    """Make a document with a link, a footnote reference, a text box and a line with byline and date."""
    import docx

    made = docx.Document()
    made.core_properties.author = "python-docx"
    made.core_properties.created = _MADE
    made.add_paragraph(story.title, style="Title")
    byline = f"By {story.author} | {_day(story)}"
    made.add_paragraph(byline)
    for each in story.paragraphs:
        paragraph = made.add_paragraph()
        for word in each.split(" "):
            paragraph.add_run(word + " ").bold = word[0].isupper()
    made.save(FOLDER / "newsletter.docx")
    expect(
        "newsletter.docx",
        story,
        before=(story.title, byline),
        author="python-docx",
        dated_by="first lines",
    )


def _opendocument(story: Story) -> None:
    """Make a text with odfpy."""
    from odf import dc, meta
    from odf.opendocument import OpenDocumentText
    from odf.text import H, P, Span

    made = OpenDocumentText()
    made.meta.addElement(dc.Title(text=story.title))
    made.meta.addElement(meta.InitialCreator(text=story.author))
    made.text.addElement(H(outlinelevel=1, text=story.title))
    made.text.addElement(P(text=_day(story)))
    for each in story.paragraphs:
        paragraph = P()
        first, _, rest = each.partition(" ")
        paragraph.addElement(Span(text=first))
        paragraph.addText(" " + rest)
        made.text.addElement(paragraph)
    made.save(str(FOLDER / "report.odt"))
    expect(
        "report.odt", story, before=(story.title, _day(story)), author=story.author, dated_by="first lines"
    )


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = (
    f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:table="{_ODF}:table:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    f'xmlns:meta="{_ODF}:meta:1.0"'
)


def _odt(name: str, body: str, properties: str) -> None:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.3">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    stated = f"<office:document-meta {_SPACES}><office:meta>{properties}</office:meta></office:document-meta>"
    kind = "application/vnd.oasis.opendocument.text"
    save(name, zipped({"mimetype": kind, "content.xml": content, "meta.xml": stated}))


def _libreoffice(story: Story) -> None:
    """Make a text as LibreOffice writes it: tracked changes, a comment, page breaks, blanks and a note."""
    first, second, third = (escape(each) for each in story.paragraphs)
    words = second.split(" ")
    spaced = (
        f"{' '.join(words[:4])}<text:s/>{' '.join(words[4:9])}<text:soft-page-break/> {' '.join(words[9:])}"
    )
    noted = third.replace(
        "director,",
        "director,<text:note><text:note-body><text:p>Since 2029.</text:p></text:note-body></text:note>",
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>An older beginning.</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:sequence-decls/>"
        f'<text:p text:style-name="Title">{escape(story.title)}</text:p>'
        f'<text:p text:style-name="Text_20_body">{_day(story)}</text:p>'
        f'<text:p text:style-name="P1"><text:span text:style-name="T1">{first[:30]}</text:span>{first[30:]}'
        "<office:annotation><dc:creator>Ed</dc:creator><text:p>Check this.</text:p></office:annotation></text:p>"
        f'<text:p text:style-name="P1">{spaced}</text:p><text:section><text:p>{noted}</text:p></text:section>'
    )
    properties = (
        f"<meta:initial-creator>{story.author}</meta:initial-creator><meta:creation-date>2031-12-24T09:30:00"
        "</meta:creation-date><dc:creator>Somebody Else</dc:creator>"
    )
    _odt("libreoffice.odt", body, properties)
    expect(
        "libreoffice.odt",
        story,
        before=(story.title, _day(story)),
        author=story.author,
        dated_by="first lines",
    )


def _undated_letter(story: Story) -> None:
    """Make a text with a list and a table, dated by its properties only."""
    first, second = (escape(each) for each in story.paragraphs)
    body = (
        f'<text:h text:outline-level="1">{escape(story.title)}</text:h><text:p>{first}</text:p>'
        "<text:list><text:list-item><text:p>bicycles: 4</text:p></text:list-item><text:list-item><text:p>washing "
        "machines: 1</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>Wind"
        "</text:p></table:table-cell><table:table-cell><text:p>good</text:p></table:table-cell></table:table-row>"
        f"</table:table><text:p>{second}</text:p>"
    )
    properties = f"<meta:creation-date>{story.published}T15:00:00.123</meta:creation-date>"
    _odt("letter.odt", body, properties)
    lines = (
        story.title,
        story.paragraphs[0],
        "bicycles: 4",
        "washing machines: 1",
        "Wind | good",
        story.paragraphs[1],
    )
    expect("letter.odt", Story(story.title, story.published, "", lines), dated_by="document's creation date")


def _rtf_bytes(text: str) -> str:
    """Return a text with the bytes of cp1252 as RTF escapes, as Word writes it."""
    return "".join(char if char.isascii() else f"\\'{char.encode('cp1252').hex()}" for char in text)


def _rtf_codes(text: str) -> str:
    return "".join(char if char.isascii() else f"\\u{ord(char)}\\'3f" for char in text)


def _word_rtf(story: Story) -> None:
    """Make a document as Word writes it: fonts, styles, information, a header, a picture and a field."""
    paragraphs = "\n".join(
        f"\\pard\\plain \\ltrpar\\s0\\qj \\fs24\\lang2057 {{\\rtlch \\ltrch {_rtf_bytes(each)}}}{{\\insrsid7 \\par }}"
        for each in (_day(story), *story.paragraphs)
    )
    save(
        "word.rtf",
        "{\\rtf1\\adeflang1025\\ansi\\ansicpg1252\\uc1\\deff0{\\fonttbl{\\f0\\froman Times New Roman;}{\\f1\\fswiss Arial;}}"
        "{\\colortbl;\\red0\\green0\\blue0;}{\\stylesheet{\\s0 Normal;}{\\s1 heading 1;}}"
        f"{{\\info{{\\title {_rtf_bytes(story.title)}}}{{\\author {story.author}}}{{\\creatim\\yr2031\\mo12\\dy24\\hr9}}}}"
        "{\\header \\pard\\plain The Ulvarre Herald\\par }{\\*\\generator Word;}\n"
        f"\\pard\\plain \\s1\\b\\fs36 {_rtf_bytes(story.title)}\\par\n"
        "{\\pict\\wmetafile8 0102030405060708}\n"
        f"{paragraphs}}}",
        "ascii",
    )
    expect("word.rtf", story, before=(story.title, _day(story)), author=story.author, dated_by="first lines")


def _wordpad_rtf(story: Story) -> None:
    body = "\\par\n\\par\n".join(
        _rtf_bytes(each) for each in (story.title, f"Published: {_day(story)}", *story.paragraphs)
    )
    save(
        "wordpad.rtf",
        "{\\rtf1\\ansi\\ansicpg1252\\deff0\\nouicompat{\\fonttbl{\\f0\\fnil\\fcharset0 Calibri;}}\r\n"
        f"{{\\*\\generator Riched20 10.0}}\\viewkind4\\uc1 \r\n\\pard\\sa200\\f0\\fs22\\lang9 {body}\\par\r\n}}\r\n",
        "ascii",
    )
    expect(
        "wordpad.rtf",
        story,
        before=(story.title, f"Published: {_day(story)}"),
        dated_by="first lines",
    )


def _libreoffice_rtf(story: Story) -> None:
    body = "\n\\par \\pard\\plain \\s0\\ql{\\loch ".join(
        _rtf_codes(each) + "}" for each in (story.title, *story.paragraphs)
    )
    day = story.published
    save(
        "libreoffice.rtf",
        "{\\rtf1\\ansi\\deff3\\adeflang1025{\\fonttbl{\\f0\\froman\\fprq2\\fcharset0 Times New Roman;}}"
        "{\\stylesheet{\\s0\\snext0 Normal;}{\\*\\cs15 Internet Link;}}"
        f"{{\\*\\generator LibreOffice}}{{\\info{{\\title {story.title}}}{{\\creatim\\yr{day.year}\\mo{day.month}\\dy{day.day}}}}}"
        f"\\viewkind1\\paperh16838\\pard\\plain \\s0\\ql{{\\loch {body}\\par }}",
        "ascii",
    )
    expect("libreoffice.rtf", story, before=(story.title,), dated_by="document's creation date")
