"""E-books."""

from html import escape

from benchmarks.documents import zipped
from tests.data.formats.expected import FOLDER, expect, save
from tests.data.formats.stories import BAKERY, BUDGET, LIBRARY, MUSEUM, SCHOOL, WHALE, Story


def make() -> None:
    """Make the books."""
    _year_book()
    _old_book()
    _magazine()


def _body(story: Story) -> str:
    return f"<h1>{escape(story.title)}</h1>" + "".join(f"<p>{escape(each)}</p>" for each in story.paragraphs)


def _chapters(stories: tuple[Story, ...]) -> tuple[str, ...]:
    return tuple(line for story in stories for line in (story.title, *story.paragraphs))


def _year_book() -> None:
    """Make an EPUB 3 book with EbookLib: a navigation page, a style sheet and three chapters."""
    from ebooklib import epub

    stories = (WHALE, LIBRARY, SCHOOL)
    book = epub.EpubBook()
    book.set_identifier("herald-2031")
    book.set_title("The Herald Year Book")
    book.set_language("en")
    book.add_author("The Ulvarre Herald")
    book.add_metadata("DC", "date", "2031-12-31")
    book.add_metadata("DC", "publisher", "Herald Press")
    pages = []
    for number, story in enumerate(stories, start=1):
        page = epub.EpubHtml(title=story.title, file_name=f"chapter {number}.xhtml", lang="en")
        page.content = _body(story)
        book.add_item(page)
        pages.append(page)
    book.toc = pages
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    book.spine = ["nav", *pages]
    epub.write_epub(str(FOLDER / "year-book.epub"), book)
    expect(
        "year-book.epub",
        Story("The Herald Year Book", WHALE.published.replace(month=12, day=31), "", _chapters(stories)),
        author="The Ulvarre Herald",
        source="Herald Press",
        dated_by="EPUB metadata",
        places={
            "A humpback whale": "chapter 1: Whale follows a ferry for an hour",
            "The anemometer turns": "chapter 3: Pupils build a weather station from scrap",
        },
    )


def _old_book() -> None:
    """Make an EPUB 2 book in a folder of its own, with a cover and pages out of order in the manifest."""
    stories = (MUSEUM, BAKERY)
    files = {
        f"OEBPS/text/part{number}.html": f"<html><head><title>x</title></head><body>{_body(story)}</body></html>"
        for number, story in enumerate(stories, start=1)
    }
    container = (
        '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="2.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Two Reports</dc:title><dc:creator>Orla Finch</dc:creator><dc:date>2031-09-01</dc:date></metadata>"
        '<manifest><item id="p2" href="text/part2.html" media-type="application/xhtml+xml"/>'
        '<item id="cover" href="cover.jpg" media-type="image/jpeg"/>'
        '<item id="p1" href="text/part1.html" media-type="application/xhtml+xml"/></manifest>'
        '<spine toc="ncx"><itemref idref="p1"/><itemref idref="p2"/></spine></package>'
    )
    save(
        "two-reports.epub",
        zipped(
            {
                "mimetype": "application/epub+zip",
                "META-INF/container.xml": container,
                "OEBPS/content.opf": package,
                "OEBPS/cover.jpg": b"\xff\xd8\xff",
                **files,
            }
        ),
    )
    expect(
        "two-reports.epub",
        Story("Two Reports", MUSEUM.published.replace(month=9, day=1), "", _chapters(stories)),
        author="Orla Finch",
        dated_by="EPUB metadata",
        places={"At three in the morning": "chapter 2: Night bakery feeds the early shift"},
    )


def _magazine() -> None:
    """Make a book whose chapters have no headings, and whose names are encoded."""
    halves = (BUDGET.paragraphs[:1], BUDGET.paragraphs[1:])
    files = {
        f"a b{number}.xhtml": '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>'
        + "".join(f"<p>{escape(each)}</p>" for each in half)
        + "</body></html>"
        for number, half in enumerate(halves)
    }
    container = '<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>'
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{BUDGET.title}</dc:title><dc:date>{BUDGET.published}T00:00:00Z</dc:date></metadata><manifest>"
        '<item id="a" href="a%20b0.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="a%20b1.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    save("magazine.epub", zipped({"META-INF/container.xml": container, "p.opf": package, **files}))
    expect(
        "magazine.epub",
        BUDGET,
        dated_by="EPUB metadata",
        places={"passed its budget": "chapter 1", "The fee for parking": "chapter 2"},
    )
