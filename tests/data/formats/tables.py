"""Feeds and tables."""

import csv
import io
import json
from html import escape

from tests.data.formats.expected import expect, save
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


def make() -> None:
    """Make the files."""
    _wordpress()
    _atom()
    _rss_1()
    _archive_export()
    _tabs()
    _dump()


def _html(story: Story) -> str:
    return "".join(f"<p>{escape(each)}</p>\n" for each in story.paragraphs)


def _wordpress() -> None:
    """Make the feed of a blog: an excerpt and the whole text of each post."""
    stories = (WHALE, SCHOOL, BAKERY)
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>https://notes.example/{number}</link>"
        f"<dc:creator><![CDATA[{story.author}]]></dc:creator><pubDate>{story.published:%a, %d %b %Y} 06:30:00 +0000</pubDate>"
        f"<category><![CDATA[Town]]></category><description><![CDATA[<p>{story.paragraphs[0][:60]} […]</p>]]></description>"
        f"<content:encoded><![CDATA[{_html(story)}]]></content:encoded></item>"
        for number, story in enumerate(stories)
    )
    save(
        "wordpress.rss",
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Hollin Notes</title><link>https://notes.example</link>'
        f"<generator>https://wordpress.org/</generator>{items}</channel></rss>",
    )
    for number, story in enumerate(stories, start=1):
        expect(
            "wordpress.rss",
            story,
            member=f"#{number}",
            before=(story.title,),
            author=story.author,
            source="Hollin Notes",
            dated_by="feed",
        )


def _atom() -> None:
    stories = (LIBRARY, MUSEUM)
    entries = "".join(
        f"<entry><title>{escape(story.title)}</title><id>urn:{number}</id><published>{story.published}T09:00:00+01:00</published>"
        f"<updated>2031-12-31T00:00:00Z</updated><author><name>{story.author}</name></author>"
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{_html(story)}</div></content></entry>'
        for number, story in enumerate(stories)
    )
    save(
        "blog.atom",
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Shelf by Shelf</title>'
        f"<updated>2031-12-31T00:00:00Z</updated>{entries}</feed>",
    )
    for number, story in enumerate(stories, start=1):
        expect(
            "blog.atom",
            story,
            member=f"#{number}",
            before=(story.title,),
            author=story.author,
            source="Shelf by Shelf",
            dated_by="feed",
        )


def _rss_1() -> None:
    stories = (STORM, BRIDGE)
    items = "".join(
        f'<item rdf:about="https://wire.example/{number}"><title>{escape(story.title)}</title>'
        f"<link>https://wire.example/{number}</link><dc:date>{story.published}T12:00:00Z</dc:date>"
        f"<description>{escape(_html(story))}</description></item>"
        for number, story in enumerate(stories)
    )
    save(
        "agency.xml",
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://wire.example"><title>Coast Press Agency</title>'
        f"</channel>{items}</rdf:RDF>",
    )
    for number, story in enumerate(stories, start=1):
        expect(
            "agency.xml",
            story,
            member=f"#{number}",
            before=(story.title,),
            source="Coast Press Agency",
            dated_by="feed",
        )


def _archive_export() -> None:
    """Make the export of an archive: semicolons, a byte-order mark, and columns with names of its own."""
    stories = (FERRIES, BUDGET, MUSEUM)
    made = io.StringIO()
    rows = csv.writer(made, delimiter=";", lineterminator="\r\n")
    rows.writerow(("Doc No", "Hed (final)", "Run date", "Desk", "Credit line", "Story"))
    for number, story in enumerate(stories):
        day = f"{story.published.day} {story.published:%B %Y}"
        rows.writerow(
            (f"H{number:05}", story.title, day, "town", story.author, "\n\n".join(story.paragraphs))
        )
    save("archive-export.csv", made.getvalue(), "utf-8-sig")
    columns = "text=Story, title=Hed (final), published=Run date, author=Credit line"
    for number, story in enumerate(stories, start=1):
        expect(
            "archive-export.csv",
            story,
            member=f"#{number}",
            author=story.author,
            dated_by="column",
            columns=columns,
        )


def _tabs() -> None:
    stories = (WHALE, STORM)
    made = io.StringIO()
    rows = csv.writer(made, delimiter="\t", lineterminator="\n")
    rows.writerow(("Headline", "Publish Date", "Byline", "Outlet", "Body"))
    for story in stories:
        rows.writerow(
            (story.title, story.published, story.author, "The Ulvarre Herald", " ".join(story.paragraphs))
        )
    save("cuttings.tsv", made.getvalue())
    for number, story in enumerate(stories, start=1):
        expect(
            "cuttings.tsv",
            Story(story.title, story.published, "", (" ".join(story.paragraphs),)),
            member=f"#{number}",
            author=story.author,
            source="The Ulvarre Herald",
            dated_by="column",
        )


def _dump() -> None:
    """Make the dump of an interface for news: nested fields, lists, nulls, an empty line."""
    stories = (LIBRARY, BRIDGE, BAKERY)
    lines = [
        json.dumps(
            {
                "id": number,
                "headline": story.title,
                "publishedAt": f"{story.published}T04:00:00Z",
                "authors": [story.author, "Desk"],
                "source": {"id": None, "name": "Coast Wire"},
                "url": f"https://wire.example/{number}",
                "content": "\n\n".join(story.paragraphs),
                "image": None,
            },
            ensure_ascii=number == 1,
        )
        for number, story in enumerate(stories)
    ]
    save("api-dump.jsonl", "\n\n".join(lines))
    for number, story in enumerate(stories, start=1):
        expect(
            "api-dump.jsonl",
            story,
            member=f"#{number}",
            author=f"{story.author}, Desk",
            source="Coast Wire",
            dated_by="column",
        )
