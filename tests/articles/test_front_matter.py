import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.articles.front_matter import split_front_matter
from qa.articles.loading import load


def test_the_known_fields_are_read_and_the_rest_is_the_body() -> None:
    matter = split_front_matter(
        "---\ntitle: Talks end\nDate: 2024-09-18\nsource: The Wire\nurl: https://a.example/1\n"
        "tags: [a, b]\n---\nBody.\n"
    )
    assert matter.fields == {
        "title": "Talks end",
        "published": "2024-09-18",
        "source": "The Wire",
        "url": "https://a.example/1",
        "keywords": "a\nb\n",
    }
    assert matter.body == "Body.\n"
    assert matter.problem is None


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        pytest.param("title: 1984", "title", "1984", id="a number stays as it is written"),
        pytest.param("title: 7.50", "title", "7.50", id="so does its last zero"),
        pytest.param("title: No", "title", "No", id="a word that YAML 1.1 takes for false"),
        pytest.param("source: 012", "source", "012", id="a number that YAML 1.1 takes for ten"),
        pytest.param(
            "title: 12:30:45", "title", "12:30:45", id="a time that YAML 1.1 takes for a number of seconds"
        ),
        pytest.param(
            "date: 2024-09-18 23:30:00 -0500",
            "published",
            "2024-09-18 23:30:00 -0500",
            id="the day as written",
        ),
        pytest.param('title: "Talks: the end"', "title", "Talks: the end", id="a colon in quotes"),
        pytest.param("title: >\n  Two\n  lines", "title", "Two lines\n", id="a folded value"),
    ],
)
def test_values_are_taken_as_written(line: str, name: str, value: str) -> None:
    matter = split_front_matter(f"---\n{line}\n---\nBody.")
    assert matter.fields == {name: value}


@pytest.mark.parametrize("value", ["", " ~", " null", " [a, list]", " {a: mapping}"])
def test_a_field_without_a_plain_value_is_not_given(value: str) -> None:
    matter = split_front_matter(f"---\ntitle:{value}\n---\nBody.")
    assert matter.fields == {}
    assert matter.body == "Body."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("No front matter at all.", id="plain"),
        pytest.param("", id="nothing"),
        pytest.param("---\nAn opening rule that is never closed.", id="one rule"),
        pytest.param("---\nA sentence between two rules.\n---\nMore.", id="two rules round a sentence"),
        pytest.param("First words.\n---\ntitle: x\n---\n", id="not at the head"),
    ],
)
def test_text_that_is_not_front_matter_stays_in_the_article(text: str) -> None:
    matter = split_front_matter(text)
    assert (matter.fields, matter.body, matter.problem) == ({}, text, None)


def test_broken_yaml_is_left_out_and_its_line_is_named() -> None:
    matter = split_front_matter("---\nsource: A\ntitle: Talks: the end\n---\nBody.")
    assert matter.body == "Body."
    assert matter.fields == {}
    assert matter.problem is not None
    assert "line 3" in matter.problem


_MERGES = "".join(f"a{i}: &a{i} {{<<: [{','.join([f'*a{i - 1}'] * 9)}]}}\n" for i in range(1, 12))


@pytest.mark.parametrize(
    "block",
    [
        pytest.param('title: !!python/object/apply:os.system ["false"]', id="a tag that would run a program"),
        pytest.param(f"a0: &a0 {{x: 1}}\n{_MERGES}", id="merges that would grow to 31 thousand million"),
        pytest.param("title: &a [*a]", id="a list that holds itself"),
        pytest.param("title: " + "[" * 9000, id="nine thousand open lists"),
        pytest.param("? [a]\n: b", id="a key that is a list"),
        pytest.param("title: 0x" + "f" * 9000, id="a number too long to print"),
        pytest.param("title: 1" + ":59" * 5000, id="another, written as a time"),
        pytest.param("title: \x01", id="a character that YAML refuses"),
        pytest.param("title: *nowhere", id="a name for nothing"),
    ],
)
def test_hostile_yaml_is_fast_and_keeps_the_body(block: str) -> None:
    began = time.process_time()
    matter = split_front_matter(f"---\n{block}\n---\nBody.")
    assert time.process_time() - began < 5
    assert matter.body == "Body."
    assert all(isinstance(value, str) for value in matter.fields.values())


@given(st.text("-:.[]{}&*!|>'\"%@`#?,~ \ntitledate0129\\xu", max_size=80))
def test_any_block_is_handled(block: str) -> None:
    matter = split_front_matter(f"---\n{block}\n---\nBody.")
    assert matter.body.endswith("Body.")


@pytest.mark.parametrize(
    ("line", "keywords"),
    [
        pytest.param("tags: [ferries, Harbour safety]", ("ferries", "Harbour safety"), id="a list"),
        pytest.param("tags:\n  - one, two\n  - three", ("one, two", "three"), id="a comma in a list is kept"),
        pytest.param(
            "keywords: ferries, Harbour safety; sea", ("ferries", "Harbour safety", "sea"), id="a line"
        ),
        pytest.param('tags: ["#sea", Café, CAFE]', ("sea", "Café"), id="each once, without its sign"),
        pytest.param(f"tags: [{'x' * 61}, '…', sea]", ("sea",), id="what can't be a tag is left out"),
        pytest.param('tags: ["\\e[31mred"]', ("\ufffd[31mred",), id="a terminal escape"),
        pytest.param("tags: {a: b}", (), id="a mapping"),
    ],
)
def test_tags_become_keywords(line: str, keywords: tuple[str, ...]) -> None:
    article = load(Path("/news/a.txt"), f"---\n{line}\n---\nThe ferry sailed.".encode()).article
    assert article.keywords == keywords


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        ("url: https://www.harbour-news.example/2031/ferry?x=1", "harbour-news.example"),
        ("url: https://www.harbour-news.example/a\nsource: Harbour News", "Harbour News"),
        ("url: not an address", None),
        ("url: http://[broken", None),
    ],
)
def test_an_address_names_the_source_if_nothing_else_does(lines: str, source: str | None) -> None:
    article = load(Path("/news/a.txt"), f"---\n{lines}\n---\nThe ferry sailed.".encode()).article
    assert article.source == source
