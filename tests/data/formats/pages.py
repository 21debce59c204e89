"""Web pages."""

import json
from html import escape

from tests.data.formats.expected import expect, save
from tests.data.formats.stories import BUDGET, MUSEUM, SCHOOL, STORM, Story

_MENU = "".join(
    f'<li><a href="/{name.lower()}">{name}</a></li>'
    for name in "Home Town Region Sport Culture Opinion Jobs".split()
)
_COOKIES = (
    '<div id="cookie-banner" class="cookie-consent" role="dialog"><p>We and our 214 partners use cookies to show you '
    "advertisements.</p><button>Accept all</button><button>Reject</button></div>"
)
_TEASERS = "".join(
    f'<li class="teaser"><a href="/{number}">Another story that has nothing to do with this one, number {number}</a></li>'
    for number in range(6)
)
_FOOT = (
    "<footer><p>© 2031 The Ulvarre Herald. All rights reserved.</p><a href='/privacy'>Privacy</a></footer>"
)


def newspaper(story: Story) -> str:
    """Return the page of a newspaper with menus, a cookie banner, teasers and JSON-LD."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": f"{story.published}T18:05:00+02:00",
        "author": [{"@type": "Person", "name": story.author}],
        "publisher": {"@type": "Organization", "name": "The Ulvarre Herald"},
    }
    paragraphs = [f"<p>{escape(each)}</p>" for each in story.paragraphs]
    paragraphs.insert(1, '<aside class="ad"><span>Advertisement</span></aside>')
    paragraphs.insert(3, '<figure><img src="a.jpg" alt=""><figcaption></figcaption></figure>')
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(story.title)} – The Ulvarre '
        f'Herald</title><script type="application/ld+json">{json.dumps(data)}</script>'
        "<style>.teaser{float:left}</style></head><body>"
        f'{_COOKIES}<header><a href="/" class="logo">The Ulvarre Herald</a><nav><ul>{_MENU}</ul></nav></header>'
        f'<main><article class="story"><h1>{escape(story.title)}</h1>{"".join(paragraphs)}</article>'
        f'<aside class="most-read"><h2>Most read</h2><ol>{_TEASERS}</ol></aside></main>'
        '<section class="newsletter"><h2>Our newsletter</h2><form><input><button>Subscribe</button></form></section>'
        f"{_FOOT}<script>window.track('page')</script></body></html>"
    )


def make() -> None:
    """Make the pages."""
    save("newspaper.html", newspaper(STORM))
    expect(
        "newspaper.html",
        STORM,
        before=(STORM.title,),
        author=STORM.author,
        source="The Ulvarre Herald",
        dated_by="JSON-LD",
    )
    rows = "".join(
        f'<p><font face="Verdana" size="2">{escape(each)}</font></p>' for each in MUSEUM.paragraphs
    )
    page = (
        f'<HTML><HEAD><TITLE>{MUSEUM.title}</TITLE><META NAME="author" CONTENT="{MUSEUM.author}"></HEAD><BODY BGCOLOR="#FFFFFF">'
        f'<TABLE WIDTH="760"><TR><TD COLSPAN="2"><IMG SRC="logo.gif"></TD></TR><TR><TD WIDTH="150">{_links()}</TD>'
        f"<TD><H2>{MUSEUM.title}</H2><P>{MUSEUM.published:%B} {MUSEUM.published.day}, {MUSEUM.published.year}</P>{rows}</TD></TR></TABLE>"
        "</BODY></HTML>"
    )
    save("table-layout.htm", page, "cp1252")
    day = f"{MUSEUM.published:%B} {MUSEUM.published.day}, {MUSEUM.published.year}"
    expect(
        "table-layout.htm",
        MUSEUM,
        before=(day,),  # the heading is the title, and is not repeated
        author=MUSEUM.author,
        dated_by="first lines",
    )
    _blog(SCHOOL)
    _blog(BUDGET, "saved-page.xhtml")


def _links() -> str:
    return "<BR>".join(
        f'<A HREF="/{name}.html">{name}</A>' for name in "news archive contact links guestbook".split()
    )


def _blog(story: Story, name: str = "wordpress.html") -> None:
    """Make a post of a blog, with comments below it."""
    paragraphs = "".join(f"<p>{escape(each)}</p>\n" for each in story.paragraphs)
    comments = "".join(
        f'<li class="comment"><p>A reader’s remark that is not part of the post, number {number}.</p></li>'
        for number in range(3)
    )
    save(
        name,
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="en">'
        f"<head><title>{escape(story.title)} | Hollin Notes</title>"
        f'<meta property="og:title" content="{escape(story.title)}"/><meta property="og:site_name" content="Hollin Notes"/>'
        f'<meta property="article:published_time" content="{story.published}T07:12:44+00:00"/>'
        f'<meta name="author" content="{story.author}"/></head><body class="single-post"><div id="page">'
        f'<div class="menu-main"><ul>{_MENU}</ul></div><div class="entry"><h1 class="entry-title">{escape(story.title)}</h1>'
        f'<div class="entry-content">{paragraphs}</div></div>'
        f'<div id="comments"><h2>3 comments</h2><ol>{comments}</ol></div>{_FOOT}</div></body></html>',
    )
    expect(
        name,
        story,
        before=(story.title,),
        author=story.author,
        source="Hollin Notes",
        dated_by="HTML metadata",
    )
