from datetime import date

import pytest

from qa.errors import ArticleError
from tests.articles.reading import LIMITS, article, error, read

HEAD = """<!doctype html><html><head><title>Ferry crews vote | The Ulvarre Post</title>
<meta property="og:site_name" content="The Ulvarre Post"><meta name="author" content="Ann Bell">
<meta property="article:published_time" content="2031-05-06T23:30:00+05:00">
<link rel="canonical" href="https://post.example/ferries"></head>"""
BODY = """<body><nav><ul><li><a href="/">Home</a></li><li><a href="/n">Our newsletter</a></li></ul></nav>
<article><h1>Ferry crews vote to stop work</h1>
<p>The crews of the <b>Ulvarre</b> ferries voted on Tuesday to stop work, the union said in a statement.</p>
<p>“We have waited long enough,” said <a href="/lind">Tove Lind</a>,
the union’s chair, on the quay.</p>
<h2>What happens next</h2><ul><li>No boat sails on Friday.</li><li>A mediator arrives on Monday.</li></ul>
<script>document.write("stolen")</script></article>
<aside><h3>Read more</h3><a href="/q">Quay march draws crowd</a></aside>
<footer>Copyright The Post. We use cookies.</footer></body></html>"""
TEXT = """Ferry crews vote to stop work

The crews of the Ulvarre ferries voted on Tuesday to stop work, the union said in a statement.

“We have waited long enough,” said Tove Lind, the union’s chair, on the quay.

What happens next

No boat sails on Friday.

A mediator arrives on Monday."""


def test_the_article_is_read_without_menus_and_scripts() -> None:
    assert article("a.html", (HEAD + BODY).encode()).text == TEXT


def test_the_page_states_title_date_author_site_and_address() -> None:
    found = article("a.html", (HEAD + BODY).encode())
    assert found.title == "Ferry crews vote to stop work"
    assert found.published == date(2031, 5, 6), "the day as written, not that in UTC"
    assert (found.author, found.source, found.url) == (
        "Ann Bell",
        "The Ulvarre Post",
        "https://post.example/ferries",
    )
    assert dict(found.origins)["published"] == "HTML metadata"


def test_json_ld_goes_before_other_metadata() -> None:
    described = """<script type="application/ld+json">{"@graph": [{"@type": "BreadcrumbList"},
    {"@type": "NewsArticle", "headline": "Crews stop", "datePublished": "2031-05-07",
    "author": [{"name": "B. Dahl"}, {"name": "C. Ek"}],
    "publisher": {"name": "Wire"}, "mainEntityOfPage": {"@id": "https://wire.example/1"}}]}</script>"""
    found = article("a.htm", (HEAD + described + BODY).encode())
    assert (found.title, found.published, found.author) == ("Crews stop", date(2031, 5, 7), "B. Dahl, C. Ek")
    assert (found.source, found.url) == ("Wire", "https://wire.example/1")
    assert dict(found.origins)["title"] == "JSON-LD"


def test_a_page_without_metadata_is_dated_by_its_first_lines() -> None:
    page = (
        "<body><h1>Clinic gets bandages</h1><p>By Ann Bell | 3 June 2031</p>"
        + "<p>Boxes came by boat. </p>" * 3
    )
    found = article("a.html", page.encode())
    assert (found.title, found.published, found.author) == (
        "Clinic gets bandages",
        date(2031, 6, 3),
        "Ann Bell",
    )
    assert dict(found.origins)["author"] == "first lines"


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("cp1252", "iso-8859-1"),
        ("utf-8", "utf-8"),
        ("utf-16", ""),
        ("koi8-r", "koi8-r"),
        ("shift_jis", "shift_jis"),
    ],
)
def test_the_declared_encoding_is_used(charset: str, declared: str) -> None:
    words = {"koi8-r": "Паром не вышел", "shift_jis": "船は出なかった"}.get(charset, "Café naïve déjà vu")
    page = f'<meta charset="{declared}"><body><p>{words}. Nobody knew why the boats stayed in the harbour.</p></body>'
    assert words in article("a.html", page.encode(charset)).text


@pytest.mark.parametrize("codec", ["zlib", "bz2", "rot13", "hex", "undefined", "unicode_escape", "no-such"])
def test_a_declared_codec_that_is_no_charset_is_not_run(codec: str) -> None:
    page = f'<meta charset="{codec}"><body><p>Café prices rose again on the island.</p></body>'.encode(
        "cp1252"
    )
    assert "Café prices rose" in article("a.html", page).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no text"),
        (b"<html><body><script>alert(1)</script></body></html>", "no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "not an HTML page"),
    ],
)
def test_pages_without_text_are_errors(data: bytes, words: str) -> None:
    assert words in error("a.html", data).message


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div>" * 20_000 + "Deep words.", id="blocks in blocks"),
        pytest.param("<b>" * 20_000 + "Bold words.", id="marks in marks"),
        pytest.param("<p>" + "word " * 50_000, id="a quarter of a megabyte on one line"),
        pytest.param("<p>&" + "a" * 100_000 + ";", id="an endless entity"),
        pytest.param("<!-- " * 20_000 + "Words.", id="comments in comments"),
    ],
)
def test_hostile_pages_end_with_an_article_or_an_error(page: str) -> None:
    (found,) = read("a.html", page.encode(), LIMITS)
    assert isinstance(found, ArticleError) or found.article.text


def test_markup_in_titles_stays_text() -> None:
    page = (
        "<title>&lt;script&gt;x&lt;/script&gt; \x1b[31m</title><body><p>Words of an article about boats.</p>"
    )
    found = article("a.html", page.encode())
    assert "\x1b" not in found.title + found.text


def test_paragraphs_in_a_layout_table_stay_apart() -> None:
    page = "<table><tr><td><a href='/'>Home</a></td><td><h2>Crews stop</h2><p>6 May 2031</p>"
    page += "<p>No boat sailed on the first day of the stoppage.</p>"
    page += "<p>The crews met on the quay at noon, the union said.</p>"
    found = article("a.html", page.encode())
    assert found.text.split("\n\n")[-2:] == [
        "No boat sailed on the first day of the stoppage.",
        "The crews met on the quay at noon, the union said.",
    ]
    assert found.published == date(2031, 5, 6)
