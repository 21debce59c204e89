"""Files that hold many articles: tables, feeds and archives."""

import gzip
import io
import json
import tarfile
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qa.articles.loading import Loaded
from qa.errors import ArticleError
from tests.articles.reading import LIMITS, articles, error, read

# Tables


def test_rows_of_a_csv_file() -> None:
    table = 'Headline,pub_date,Body,byline,link\nCrews stop,2031-05-06,"No boat\n\nsailed, they said.",Ann Bell,https://p.example/1\n'
    table += "Quay march,7 May 2031,Crowds came.,,\n"
    first, second = articles("a.csv", table.encode())
    assert (first.path, first.title, first.text) == (
        "/news/a.csv#1",
        "Crews stop",
        "No boat\n\nsailed, they said.",
    )
    assert (first.published, first.author, first.url) == (date(2031, 5, 6), "Ann Bell", "https://p.example/1")
    assert (second.path, second.published, second.author) == ("/news/a.csv#2", date(2031, 5, 7), None)
    assert dict(first.origins)["published"] == "column"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("q.jsonl", b'{"question": "Who sails?", "article": "Ferry news"}\n{"question": 5}\n'),
        ("q.csv", b"id;Question;text\n1;Who sails?;x\n"),
    ],
)
def test_a_file_of_questions_is_not_read_as_articles(name: str, data: bytes) -> None:
    passed_over: list[Path] = []
    assert read(name, data, passed_over=passed_over) == []
    assert passed_over == [Path("/news") / name]
    first = read(name, data, columns=(("text", "text"),))[0]
    path = first.path if isinstance(first, ArticleError) else Path(str(first.article.path))
    assert path == Path(f"/news/{name}#1"), "columns named in the settings make it a table of articles"


@pytest.mark.parametrize(("name", "between"), [("a.tsv", "\t"), ("a.csv", ";"), ("a.csv", "|")])
def test_other_separators(name: str, between: str) -> None:
    (found,) = articles(
        name, between.join(["title", "text"]).encode() + b"\n" + between.join(["T", "A, b."]).encode()
    )
    assert (found.title, found.text) == ("T", "A, b.")


def test_objects_of_a_json_lines_file() -> None:
    rows = [
        {
            "title": "Crews stop",
            "content": "No boat sailed.",
            "date": "2031-05-06",
            "authors": ["A. Bell", "B. Dahl"],
        },
        {"title": "No text"},
        ["a list"],
    ]
    data = "\n".join([*map(json.dumps, rows), "{broken", json.dumps({"text": "The last one."})])
    good, *bad, last = read("a.jsonl", data.encode())
    assert isinstance(good, Loaded)
    assert (good.article.author, good.article.published) == ("A. Bell, B. Dahl", date(2031, 5, 6))
    assert [str(each.path) for each in bad if isinstance(each, ArticleError)] == [
        f"/news/a.jsonl#{n}" for n in (2, 3, 4)
    ]
    assert isinstance(last, Loaded)
    assert last.article.path == "/news/a.jsonl#5"


def test_columns_can_be_named() -> None:
    data = b"Kop,Tekst,text\nCrews stop,No boat sailed.,ignored\n"
    (found,) = read("a.csv", data, columns=(("title", "Kop"), ("text", "Tekst")))
    assert isinstance(found, Loaded)
    assert (found.article.title, found.article.text) == ("Crews stop", "No boat sailed.")


def test_tables_without_rows_or_text() -> None:
    assert "no articles" in error("a.csv", b"title,text\n").message
    assert "no text (columns: a, b)" in error("a.csv", b"a,b\n1,2\n").message
    assert "table_columns" in error("a.csv", b"a,b\n1,2\n").hint
    assert "not a text file" in error("a.csv", b"\x00\x01").message


# Feeds

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Ulvarre Post</title>
<item><title>Crews &amp; owners</title><link>https://p.example/1</link><pubDate>Tue, 06 May 2031 23:30:00 +0500</pubDate>
<author>ann@p.example (Ann Bell)</author><description>&lt;p&gt;No boat &lt;b&gt;sailed&lt;/b&gt;.&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;&lt;p&gt;None.&lt;/p&gt;</description></item>
<item><title>Quay march</title><description>Crowds came; 3 &lt; 5.</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><title>Crews stop</title>
<published>2031-05-06T23:30:00+05:00</published><link href="https://w.example/1"/><author><name>B. Dahl</name></author>
<summary>Short.</summary><content type="html">&lt;p&gt;The long text of the entry.&lt;/p&gt;</content></entry></feed>"""


def test_entries_of_a_feed() -> None:
    first, second = articles("feed.rss", RSS.encode())
    assert first.text == "Crews & owners\n\nNo boat sailed.\n\nNone."
    assert (first.path, first.title, first.source) == (
        "/news/feed.rss#1",
        "Crews & owners",
        "The Ulvarre Post",
    )
    assert (first.published, first.url) == (date(2031, 5, 6), "https://p.example/1")
    assert second.published is None
    (entry,) = articles("feed.xml", ATOM.encode())
    assert entry.text == "Crews stop\n\nThe long text of the entry."
    assert (entry.published, entry.author, entry.source) == (date(2031, 5, 6), "B. Dahl", "Wire")


def test_a_feed_with_entities_or_without_entries_is_refused() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + RSS.replace("None.", "&b;")
    assert "entities" in error("a.rss", bomb.encode()).message
    assert "no entries" in error("a.xml", b"<note>Words.</note>").message
    assert "no entries" in error("a.rss", b"").message


# Archives

PAGE = b"<title>Crews stop</title><body><p>No boat sailed on Friday, the union said.</p></body>"


def zipped(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return made.getvalue()


MIXED = {
    "news/a.html": PAGE,
    "news/b.txt": b"A note on clinics.",
    "c.csv": b"text\nRow one.\nRow two.\n",
    ".hidden.txt": b"Hidden.",
    "__MACOSX/a.txt": b"Rubbish.",
    "picture.png": b"\x89PNG",
    "inner.zip": zipped({"d.txt": b"Deeper words."}),
}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(MIXED)),
        ("a.tar.gz", tarred(MIXED)),
        ("a.tgz", tarred(MIXED)),
        ("a.tar.xz", tarred(MIXED, "w:xz")),
    ],
    ids=[".zip", ".tar.gz", ".tgz", ".tar.xz"],  # the bytes differ from run to run
)
def test_the_files_of_an_archive_are_articles_with_their_own_paths(name: str, data: bytes) -> None:
    skipped: list[Path] = []
    found = read(name, data, passed_over=skipped)
    paths = [each.article.path for each in found if isinstance(each, Loaded)]
    assert paths == [
        f"/news/{name}/{inner}"
        for inner in ("news/a.html", "news/b.txt", "c.csv#1", "c.csv#2", "inner.zip/d.txt")
    ]
    assert skipped == [Path(f"/news/{name}/picture.png")]
    assert len(found) == 5


def test_names_that_lead_out_of_an_archive_stay_inside() -> None:
    tricks = ["../../etc/a.txt", "/etc/b.txt", "C:\\Windows\\c.txt", "x/../../d.txt", "e\x1b[31m\n.txt"]
    found = articles("a.zip", zipped({name: f"Words {n}.".encode() for n, name in enumerate(tricks)}))
    paths = [str(each.path) for each in found]
    assert [path.removeprefix("/news/a.zip/") for path in paths] == [
        "etc/a.txt",
        "etc/b.txt",
        "C:/Windows/c.txt",
        "x/d.txt",
        "e�[31m .txt",
    ]


def test_two_files_of_one_name_are_both_read() -> None:
    data = zipped({"a.txt": b"One.", "b.txt": b"Two."}).replace(b"b.txt", b"a.txt")
    assert [each.path for each in articles("a.zip", data)] == [
        "/news/a.zip/a.txt",
        "/news/a.zip/a (2).txt",
    ]


def test_bombs_are_not_unpacked() -> None:
    bomb = zipped({"a.txt": b"x" * 15_000_000, "b.txt": b"Good words."})
    bad, good = read("a.zip", bomb)
    assert isinstance(bad, ArticleError)
    assert "zip bomb" in bad.message
    assert isinstance(good, Loaded)
    assert "zip bomb" in read("a.tar.gz", tarred({"a.bin": b"x" * 50_000_000}))[-1].message  # type: ignore[union-attr]
    many = zipped({f"{n}.txt": b"w" for n in range(101)})
    assert "maximum is 100" in error("a.zip", many, replace(LIMITS, n_members=100)).message
    large = zipped({f"{n}.txt": bytes(range(48, 122)) * 5_000 for n in range(5)}, zipfile.ZIP_STORED)
    found = read("a.zip", large, replace(LIMITS, unpacked_bytes=1_000_000))
    assert [isinstance(each, Loaded) for each in found] == [True, True, False, False, False]


def test_archives_inside_archives_end() -> None:
    data = zipped({"a.txt": b"Words."})
    for _ in range(6):
        data = zipped({"a.zip": data})
    assert "too deep" in error("a.zip", data).message


def test_damaged_and_encrypted_archives() -> None:
    whole = zipped({"a.txt": b"Words. " * 5_000, "b.txt": b"More words."})
    for data in (b"", b"PK\x03\x04", whole[: len(whole) // 2], gzip.compress(b"not a tar")[:-4]):
        assert error("a.zip", data).message
        assert error("a.tar.gz", data).message
    encrypted = bytearray(zipped({"a.txt": b"Words."}))
    for at in (6, encrypted.index(b"PK\x01\x02") + 8):
        encrypted[at] |= 1
    assert "encrypted" in error("a.zip", bytes(encrypted)).message
    flipped = bytearray(whole)
    flipped[60] ^= 0xFF
    bad, good = read("a.zip", bytes(flipped))
    assert isinstance(bad, ArticleError)
    assert isinstance(good, Loaded)


def test_a_file_that_crashes_the_parser_does_not_stop_the_archive() -> None:
    slow = b"<div>" * 400_000
    found = read(
        "a.zip", zipped({"a.html": PAGE, "b.html": slow, "c.txt": b"Words."}), replace(LIMITS, seconds=4)
    )
    assert [
        str(each.path if isinstance(each, ArticleError) else each.article.path)[-6:] for each in found
    ] == ["a.html", "b.html", "/c.txt"]
    assert isinstance(found[2], Loaded)
