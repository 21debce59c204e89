"""PDF files: a press release in two columns, a printed web page, and a report with headers and footers."""

import subprocess
import tempfile
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import Any

from tests.data.formats.expected import FOLDER, expect
from tests.data.formats.stories import BRIDGE, BUDGET, FERRIES, STORM, WHALE, Story

_SOURCE = "The Ulvarre Herald"


def make() -> None:
    """Make the files."""
    _press_release(BRIDGE)
    _printed(STORM)
    _report()


def _press_release(story: Story) -> None:
    """Set two columns with hyphens at the ends of lines, a header and a footer."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

    def deco(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, 815, "Brannock Road Office · Press release")
        canvas.drawCentredString(297, 25, f"Page {document.page}")

    text = ParagraphStyle("t", fontName="Times-Roman", fontSize=11, leading=13.5, alignment=4, spaceAfter=7)
    text.hyphenationLang = "en_GB"
    text.uriWasteReduce = 0.3
    title = ParagraphStyle("h", fontName="Times-Bold", fontSize=17, leading=20, spaceAfter=10)
    made = BaseDocTemplate(
        str(FOLDER / "press-release.pdf"), pagesize=A4, title=story.title, author=story.author
    )
    height = 190
    frames = [Frame(50, 600, 235, height, id="a"), Frame(310, 600, 235, height, id="b")]
    made.addPageTemplates(PageTemplate(frames=frames, onPage=deco))
    day = f"{story.published.day} {story.published:%B %Y}"
    flow = [Paragraph(escape(story.title), title), Paragraph(day, text)]
    made.build(flow + [Paragraph(escape(each), text) for each in story.paragraphs])
    expect(
        "press-release.pdf",
        story,
        before=(story.title, day),
        author=story.author,
        dated_by="first lines",
        places={"found cracks in two bearings": "page 1", "A pontoon bridge": "page 1"},
    )


def _printed(story: Story) -> None:
    """Print a web page with Chromium."""
    paragraphs = "".join(f"<p>{escape(each)}</p>" for each in story.paragraphs)
    day = f"{story.published:%B} {story.published.day}, {story.published.year}"
    page = (
        '<html lang="en"><meta charset="utf-8"><style>body{font:13pt/1.5 serif;hyphens:auto;width:9cm;text-align:justify}'
        f"h1{{hyphens:none;text-align:left}}</style><title>{escape(story.title)}</title><h1>{escape(story.title)}</h1>"
        f"<p>{day}</p>{paragraphs}</html>"
    )
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / "page.html"
        source.write_text(page, encoding="utf-8")
        target = FOLDER / "printed-page.pdf"
        flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target}",
        ]
        subprocess.run(["chromium", *flags, source.as_uri()], check=True, capture_output=True)
    expect(
        "printed-page.pdf",
        story,
        before=(story.title, day),
        dated_by="first lines",
        places={"The gusts reached 138": "page 1"},
    )


def _report() -> None:
    """Make a collection of several pages with running headers and page numbers."""
    from fpdf import FPDF

    class Report(FPDF):  # type: ignore[misc]
        def header(self) -> None:
            self.set_font("Helvetica", size=8)
            self.cell(0, 8, "Town archive - cuttings of the week")
            self.ln(10)

        def footer(self) -> None:
            self.set_y(-12)
            self.set_font("Helvetica", size=8)
            self.cell(0, 8, f"{self.page_no()} / 3", align="C")

    made = Report(format="A5")
    made.set_title("Cuttings of the week")
    made.set_author("Town archive")
    made.set_creation_date(datetime(2031, 12, 8, 12, tzinfo=UTC))
    paragraphs: list[str] = []
    for story in (FERRIES, WHALE, BUDGET):
        made.add_page()
        made.set_font("Helvetica", style="B", size=15)
        made.multi_cell(0, 8, story.title, align="L")
        made.ln(3)
        made.set_font("Helvetica", size=11)
        for each in story.paragraphs:
            made.multi_cell(0, 6, each.replace("“", '"').replace("”", '"'), align="L")
            made.ln(4)
        paragraphs += [story.title, *(each.replace("“", '"').replace("”", '"') for each in story.paragraphs)]
    made.output(str(FOLDER / "cuttings.pdf"))
    expect(
        "cuttings.pdf",
        Story("Cuttings of the week", date(2031, 12, 8), "", tuple(paragraphs)),
        author="Town archive",
        dated_by="document's creation date",
        places={
            "The crews of the Ulvarre": "page 1",
            "A humpback whale": "page 2",
            "keeps its night service": "page 3",
        },
    )
