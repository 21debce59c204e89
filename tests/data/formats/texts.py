"""Plain text and Markdown."""

from tests.data.formats.expected import expect, save
from tests.data.formats.stories import BAKERY, BRIDGE, BUDGET, FERRIES, LIBRARY, WHALE, Story

_FRONT = """---
headline: "{0.title}"
pubdate: {0.published:%B} {0.published.day}, {0.published.year}
byline: {0.author}
publication: The Ulvarre Herald
permalink: https://herald.example/2031/whale
keywords: [whale, ferry]
---

"""
_JEKYLL = """---
layout: post
title:  "{0.title}"
date:   {0.published} 06:30:00 +0200
author: [{0.author}]
categories: town
---

"""


def make() -> None:
    """Make the text files."""
    save("date-line.txt", f" date {FERRIES.published} {FERRIES.title}\n\n" + "\n\n".join(FERRIES.paragraphs))
    expect("date-line.txt", FERRIES, before=(FERRIES.title,), dated_by="date line")
    save("front-matter.txt", _FRONT.format(WHALE) + "\n\n".join(WHALE.paragraphs) + "\n")
    expect(
        "front-matter.txt", WHALE, author=WHALE.author, source="The Ulvarre Herald", dated_by="front matter"
    )
    day = f"{BRIDGE.published:%B} {BRIDGE.published.day}, {BRIDGE.published.year}"
    first, *rest = BRIDGE.paragraphs
    lines = (BRIDGE.title, f"By {BRIDGE.author}", f"BRANNOCK, {day} — {first}", *rest)
    save("agency-cp1252.txt", "\r\n\r\n".join(lines), "cp1252")
    expect(
        "agency-cp1252.txt",
        Story(BRIDGE.title, BRIDGE.published, BRIDGE.author, lines),
        author=BRIDGE.author,
        dated_by="first lines",
    )
    _markdown()


def _markdown() -> None:
    lines = tuple(each.replace(". ", ".\n") for each in LIBRARY.paragraphs)
    first, *rest = lines
    linked = first.replace("a telescope", "[a telescope](https://library.example/telescope)").replace(
        "more than books", "*more than* **books**"
    )
    body = f"# {LIBRARY.title}\n\n![A drill](drill.jpg)\n\n" + "\n\n".join((linked, *rest))
    save("blog-post.md", _JEKYLL.format(LIBRARY) + body + "\n")
    expect(
        "blog-post.md",
        Story(LIBRARY.title, LIBRARY.published, "", (LIBRARY.title, "A drill", *lines)),
        author=LIBRARY.author,
        dated_by="front matter",
    )
    first, quoted = BAKERY.paragraphs
    note = f"{BAKERY.title}\n{'=' * 30}\n\nPublished: {BAKERY.published}\n\n{first}\n\n> {quoted}\n"
    save("notes.markdown", note)
    expect(
        "notes.markdown",
        BAKERY,
        before=(BAKERY.title, f"Published: {BAKERY.published}"),
        dated_by="first lines",
    )
    listed = (
        f"---\ntitle: {BUDGET.title}\ndate: {BUDGET.published.day} {BUDGET.published:%B %Y}\n---\n\n"
        + f"## The budget\n\n{BUDGET.paragraphs[0]}\n\n{BUDGET.paragraphs[1]}\n\n## What it costs\n\n"
        + f"{BUDGET.paragraphs[2]}\n\n<!-- checked -->\n"
    )
    save("minutes.md", listed)
    first, second, third = BUDGET.paragraphs
    lines = ("The budget", first, second, "What it costs", third)
    expect(
        "minutes.md",
        Story(BUDGET.title, BUDGET.published, "", lines),
        dated_by="front matter",
    )
