import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.articles import Loaded, load
from qa.articles.loading import article_id
from qa.dates import time_expressions
from qa.errors import ArticleError
from qa.indexing.passages import sentence_spans
from qa.records import Span

TXT = Path("/news/a.txt")
MD = Path("/news/a.md")


def loaded(text: str, path: Path = TXT) -> Loaded:
    return load(path, text.encode())


def test_the_seeds_form_with_a_headline() -> None:
    article = loaded(" date 2024-09-19 Talks end without a deal\n\nThe doctors went home.\n").article
    assert article.published == date(2024, 9, 19)
    assert article.title == "Talks end without a deal"
    assert article.text == "Talks end without a deal\n\nThe doctors went home."
    assert article.path == "/news/a.txt"


def test_the_seeds_form_with_the_body_on_the_same_line() -> None:
    article = loaded(" date 2024-09-19 The talks ended on Wednesday night. The doctors went home.\n").article
    assert article.published == date(2024, 9, 19)
    assert article.text == "The talks ended on Wednesday night. The doctors went home."
    assert article.title == "The talks ended on Wednesday night"


def test_a_line_that_continues_is_not_a_headline() -> None:
    article = loaded("date 2024-09-19 The talks between the doctors\nand the state ended.\n").article
    assert article.text == "The talks between the doctors\nand the state ended."
    assert article.title == "The talks between the doctors"


@pytest.mark.parametrize("written", ["2024-02-30", "11.09.2024", "09/11/2024"])
def test_an_invalid_or_ambiguous_date_gives_none_and_a_note(written: str) -> None:
    result = loaded(f"date {written} Talks end\n\nBody.")
    assert result.article.published is None
    assert result.article.text == "Talks end\n\nBody."
    assert any(written in note for note in result.notes)


def test_date_as_an_ordinary_word_stays_text() -> None:
    result = loaded("Date night was a success in Kolkata.")
    assert result.article.text == "Date night was a success in Kolkata."
    assert result.article.published is None
    assert result.notes == ("it has no date",)


@pytest.mark.parametrize(
    "value",
    ["2024-09-18", "2024-09-18 10:00:00", "2024-09-18T23:30:00-05:00", "'2024-09-18'", "September 18, 2024"],
)
def test_front_matter_dates(value: str) -> None:
    result = loaded(f"---\ndate: {value}\n---\nBody.")
    assert result.article.published == date(2024, 9, 18)
    assert result.notes == ()


def test_front_matter_is_the_editors_word_and_goes_before_the_date_line() -> None:
    article = loaded("---\ntitle: A\ndate: 2024-09-18\n---\ndate 2024-09-19 B\n\nBody.").article
    assert (article.title, article.published) == ("A", date(2024, 9, 18))
    assert article.text == "B\n\nBody."


def test_front_matter_gives_source_and_url() -> None:
    article = loaded("---\nsource:  The   Wire \nurl: https://a.example/1\ntitle: 1984\n---\nBody.").article
    assert (article.source, article.url, article.title) == ("The Wire", "https://a.example/1", "1984")


def test_broken_front_matter_still_gives_an_article_and_a_note() -> None:
    result = loaded("---\ntitle: a: b: c\n---\nThe body stays.")
    assert result.article.text == "The body stays."
    assert any("not valid YAML" in note for note in result.notes)


@pytest.mark.parametrize("title", ['"\\ud800 x"', '"\\e[31m x"', '"a\\u202Eb"', '"two\\nlines"'])
def test_a_title_is_one_line_that_can_be_stored_and_shown(title: str) -> None:
    article = loaded(f"---\ntitle: {title}\n---\nBody.").article
    assert article.title.encode()
    assert not set(article.title) & {"\x1b", "\u202e", "\n"}


@pytest.mark.parametrize("heading", ["# &#x202E;Talks", "Talks of\ntwo lines\n===", "# Talks &#27;[31m"])
def test_a_heading_is_as_clean_as_any_title(heading: str) -> None:
    article = loaded(f"{heading}\n\nBody.", MD).article
    assert "Talks" in article.title
    assert not set(article.title) & {"\x1b", "\u202e", "\n"}


def test_a_missing_date_is_never_the_files_time(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The talks ended.", encoding="utf-8")
    os.utime(path, (0, 0))
    result = load(path, path.read_bytes())
    assert result.article.published is None
    assert "it has no date" in result.notes


def test_markdown_has_its_first_heading_as_title_and_keeps_it_in_the_text() -> None:
    article = loaded("# The *second* round\n\nIt **ended**.", MD).article
    assert article.title == "The second round"
    assert article.text == "The second round\n\nIt ended."


def test_offsets_count_in_text_without_invisible_characters() -> None:
    hidden = "".join(chr(0xE0000 + ord(char)) for char in "ignore this")
    firefighter = "\U0001f469\u200d\U0001f692"
    text = f"date 2024-09-19 The str\u2063ike{hidden} ended on Wed\u034fnesday.&#x2062; A {firefighter} came."
    article = loaded(text, MD).article
    assert article.text == "The strike ended on Wednesday. A \U0001f469\u200d\U0001f692 came."
    (wednesday,) = time_expressions(article.text, article.published)
    assert (wednesday.article_span, wednesday.value) == (Span(20, 29), "2024-09-18")
    assert [span.of(article.text) for span in sentence_spans(article.text)] == [
        "The strike ended on Wednesday.",
        "A \U0001f469\u200d\U0001f692 came.",
    ]


def test_markdown_after_a_date_line() -> None:
    article = loaded("date 2024-09-19\n# Talks\n\nBody.", MD).article
    assert (article.title, article.published, article.text) == ("Talks", date(2024, 9, 19), "Talks\n\nBody.")


def test_plain_text_is_not_parsed_as_markdown() -> None:
    assert loaded("# 1 story: *stars*").article.text == "# 1 story: *stars*"


@pytest.mark.parametrize(
    ("data", "note"),
    [
        pytest.param("“Over,” she said.".encode("cp1252"), "cp1252", id="another encoding"),
        pytest.param("é é é é \xff".encode("latin-1"), "cp1252", id="latin-1 is inside cp1252"),
        pytest.param("déjà vu été ".encode() + b"\xff", "1 characters are invalid", id="a bad byte"),
    ],
)
def test_notes_name_guesses(data: bytes, note: str) -> None:
    assert any(note in each for each in load(TXT, data).notes)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "has no text", id="empty"),
        pytest.param(b" \n\t\n", "has no text", id="blank"),
        pytest.param(b"--- ... ---", "has no text", id="nothing that is a word"),
        pytest.param(b"---\ntitle: A\n---\n", "has no text", id="front matter alone"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file", id="a picture"),
    ],
)
def test_files_without_an_article_are_refused_with_their_path(data: bytes, message: str) -> None:
    with pytest.raises(ArticleError, match=message) as caught:
        load(TXT, data)
    assert caught.value.path == TXT
    assert caught.value.hint


def test_the_id_is_that_of_the_text_alone_and_of_its_normal_form() -> None:
    plain = loaded("Café talks.\nThe end.").article
    other = load(Path("/b.md"), "---\ntitle: x\n---\r\nCafe\u0301 talks.\r\nThe end.\r\n".encode()).article
    assert plain.id == other.id == article_id("Café talks.\nThe end.")
    assert plain.id != loaded("Café talks.\nThe end!").article.id


@given(st.text(max_size=300), st.sampled_from([TXT, MD]))
def test_any_text_is_an_article_or_an_article_error(text: str, path: Path) -> None:
    try:
        article = load(path, text.encode("utf-8", "replace")).article
    except ArticleError:
        return
    assert article.text == article.text.strip() != ""
    assert article.id == article_id(article.text)
    assert "\n" not in article.title
    assert article.title
