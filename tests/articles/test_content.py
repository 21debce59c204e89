"""The format of data without a name."""

import io
import tarfile
from pathlib import Path

import pytest

from qa.articles.content import suffix_of_data
from tests.test_formats_end_to_end import FILES


def _tar(mode: str) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:
        member = tarfile.TarInfo("a.txt")
        member.size = 5
        archive.addfile(member, io.BytesIO(b"Words"))
    return made.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_every_format_is_recognised(name: str) -> None:
    assert suffix_of_data(FILES[name][0]) == Path(name).suffix


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        pytest.param("The crews voted.", ".txt", id="a sentence"),
        pytest.param("", ".txt", id="nothing"),
        pytest.param("---\ntitle: Crews\n---\n\nThey voted.", ".txt", id="front matter"),
        pytest.param("# Crews\n\nThey **voted**.", ".md", id="a heading of Markdown"),
        pytest.param("#strike is trending in Ulvarre.", ".txt", id="a word with a hash"),
        pytest.param("\ufeff\n <!-- x -->\n<P>They voted.", ".html", id="a part of a page"),
        pytest.param('<?xml version="1.0"?><!DOCTYPE html><html><body>x', ".html", id="XHTML"),
        pytest.param('<?xml version="1.0"?>\n<feed xmlns="x"></feed>', ".atom", id="Atom"),
        pytest.param("<rdf:RDF></rdf:RDF>", ".rss", id="RSS 1.0"),
        pytest.param("<3 the ferries of Ulvarre", ".txt", id="a text that begins with <"),
        pytest.param("From: the mayor\nTo: all\n\nWe closed.", ".txt", id="two headers are not a mail"),
        pytest.param("From a@b.example Tue May  6 2031\nSubject: x\n\nWe closed.", ".mbox", id="a mailbox"),
        pytest.param("From 2029 to 2031\nthe port was closed.", ".txt", id="a text that begins with From"),
        pytest.param('{"text": "They voted."}\n', ".jsonl", id="an object in a line"),
        pytest.param("{the crews voted}", ".txt", id="braces"),
        pytest.param("Headline;Body;Published on\nx;y;2031-05-06", ".csv", id="a table with semicolons"),
        pytest.param("title\tbody\nx\ty", ".tsv", id="a table with tabs"),
        pytest.param("Body, mind\n\nThey voted.", ".txt", id="a title with a comma"),
        pytest.param(b"\x00\x01\x02", None, id="other data"),
        pytest.param(b"PK\x03\x04 nothing more", ".zip", id="a damaged archive"),
        pytest.param(_tar("w"), ".tar", id="tar"),
        pytest.param(_tar("w:gz"), ".tar.gz", id="tar.gz"),
        pytest.param(_tar("w:bz2"), ".tar.bz2", id="tar.bz2"),
        pytest.param(_tar("w:xz"), ".tar.xz", id="tar.xz"),
        pytest.param("The crews voted.".encode("utf-16"), ".txt", id="UTF-16"),
    ],
)
def test_the_format_is_the_one_that_the_content_looks_like(data: str | bytes, suffix: str | None) -> None:
    assert suffix_of_data(data.encode() if isinstance(data, str) else data) == suffix
