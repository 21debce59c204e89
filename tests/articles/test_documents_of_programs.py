"""Documents like those that people have are read with their title, date, author, text, and pages or chapters.

tests/data/formats/generate.py made the documents, and expected.jsonl from the stories that it put into them.
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from qa.articles.formats import FORMATS, format_of
from qa.articles.limits import columns_of
from qa.records import Article
from qa.settings.settings import Settings
from tests.articles.reading import LIMITS, quoted, read

FOLDER = Path(__file__).parents[1] / "data" / "formats"
EXPECTED: list[dict[str, Any]] = [
    json.loads(line) for line in (FOLDER / "expected.jsonl").read_text(encoding="utf-8").splitlines()
]


@cache
def _articles(name: str, columns: str) -> dict[str, Article]:
    """Return the articles of a file by what their path adds to the file's."""
    named = columns_of(Settings(library=Path("/library"), table_columns=columns))
    found = read(name, (FOLDER / name).read_bytes(), LIMITS, named)
    articles = [each.article for each in found if not isinstance(each, Exception)]
    assert len(articles) == len(found), found
    return {str(each.path).removeprefix(f"/news/{name}"): each for each in articles}


def _article(expected: dict[str, Any]) -> Article:
    return _articles(expected["file"], expected["columns"])[expected["member"]]


def _name(expected: dict[str, Any]) -> str:
    return f"{expected['file']}{expected['member']}"


@pytest.mark.parametrize("expected", EXPECTED, ids=_name)
def test_the_text_is_that_of_the_document(expected: dict[str, Any]) -> None:
    assert _article(expected).text.split("\n\n") == expected["text"].split("\n\n")


@pytest.mark.parametrize("expected", EXPECTED, ids=_name)
def test_the_fields_are_those_that_the_document_states(expected: dict[str, Any]) -> None:
    article = _article(expected)
    found = (article.title, str(article.published), article.author, article.source)
    assert found == tuple(expected[name] for name in ("title", "published", "author", "source"))
    assert dict(article.origins)["published"] == expected["dated_by"]


@pytest.mark.parametrize("expected", [each for each in EXPECTED if each["places"]], ids=_name)
def test_words_are_on_their_page_or_in_their_chapter(expected: dict[str, Any]) -> None:
    article = _article(expected)
    assert {words: quoted(article, words) for words in expected["places"]} == expected["places"]


@pytest.mark.parametrize("name", sorted({each["file"] for each in EXPECTED}))
def test_a_file_has_no_other_articles(name: str) -> None:
    expected = [each for each in EXPECTED if each["file"] == name]
    assert set(_articles(name, expected[0]["columns"])) == {each["member"] for each in expected}


def test_there_are_three_documents_of_every_format() -> None:
    names = {each["file"] for each in EXPECTED}
    counts = Counter(kind.name for name in names if (kind := format_of(name)))
    assert {each.name: counts[each.name] for each in FORMATS if counts[each.name] < 3} == {}
