"""The benchmark over mixed files: its sound documents can be read, and its broken ones can't."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from benchmarks.broken_documents import BROKEN
from benchmarks.documents import MAKERS, document, story
from qa.articles.documents import Limits
from qa.articles.formats import FORMATS, format_of
from qa.articles.reader import ArticleReader
from qa.errors import ArticleError


@pytest.fixture(scope="module")
def reader() -> Iterator[ArticleReader]:
    with ArticleReader(Limits()) as opened:
        yield opened


def read(reader: ArticleReader, path: Path) -> list[object]:
    try:
        return list(reader.articles(path, reader.bytes_of(path)))
    except ArticleError as error:
        return [error]


def test_every_format_is_made() -> None:
    made = {kind.name for suffix in MAKERS if (kind := format_of(f"x{suffix}"))}
    assert made == {each.name for each in FORMATS}


@pytest.mark.parametrize("suffix", MAKERS)
def test_a_document_holds_its_stories(suffix: str, reader: ArticleReader, tmp_path: Path) -> None:
    stories = [story(7), story(8)]
    path = tmp_path / f"a{suffix}"
    path.write_bytes(document(suffix, stories))
    found = read(reader, path)
    kind = format_of(path)
    assert kind is not None
    wanted = stories if kind.holds_many else stories[:1]
    assert [(each.article.title, each.article.published) for each in found] == [  # type: ignore[attr-defined]
        (each.title, each.published) for each in wanted
    ]
    for loaded, each in zip(found, wanted, strict=True):
        text = loaded.article.text  # type: ignore[attr-defined]
        assert all(" ".join(paragraph.split()) in " ".join(text.split()) for paragraph in each.paragraphs)


def test_stories_differ_and_stay_the_same() -> None:
    assert len({story(number).paragraphs for number in range(200)}) == 200
    assert story(3) == story(3)
    assert story(3).published > date(2028, 12, 31)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_document_is_one_error(name: str, reader: ArticleReader, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(BROKEN[name]())
    (only,) = read(reader, path)
    assert isinstance(only, ArticleError)
    assert only.message
    assert only.hint
