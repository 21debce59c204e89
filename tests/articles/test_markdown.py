import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.articles.markdown import first_heading, plain_text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        pytest.param(
            "The *second* **round** of `talks`", "The second round of talks", id="emphasis and code"
        ),
        pytest.param("[The Wire](https://a.example 'home')", "The Wire", id="a link is its words"),
        pytest.param(
            "![Doctors at the gate](a.jpg)", "Doctors at the gate", id="a picture is what stands for it"
        ),
        pytest.param("<https://a.example>", "https://a.example", id="an address alone is its own words"),
        pytest.param("- one\n- two\n\n1. three", "one\n\ntwo\n\nthree", id="lists, point by point"),
        pytest.param("> He said so.\n> Twice.", "He said so.\nTwice.", id="a quotation"),
        pytest.param("# Talks\n\nBody.", "Talks\n\nBody.", id="a heading is a block"),
        pytest.param("```\na = 1\n```\n\n    b = 2", "a = 1\n\nb = 2", id="code, fenced and indented"),
        pytest.param(
            "| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |", id="a table as it is typed"
        ),
        pytest.param(
            "<div>kept</div>\n\nx <b>y</b>", "<div>kept</div>\n\nx <b>y</b>", id="raw HTML as it is typed"
        ),
        pytest.param("a<!-- x -->b\n\n<!-- one\n\ntwo -->\n\nc", "ab\n\nc", id="a comment is for nobody"),
        pytest.param("a\n\n---\n\nb", "a\n\nb", id="a rule has no words"),
        pytest.param("one\\\ntwo  \nthree", "one\ntwo\nthree", id="line breaks"),
        pytest.param("AT&amp;T \\*not\\*", "AT&T *not*", id="entities and escapes"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_the_words_a_reader_sees(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "heading"),
    [
        pytest.param("# The *second* round\n\nBody.", "The second round", id="any level, marks gone"),
        pytest.param("\n\n### Talks\n", "Talks", id="blank lines before it"),
        pytest.param("Talks\n=====\n", "Talks", id="underlined"),
        pytest.param("Body.\n\n# Later\n", None, id="a heading further down is not the title"),
        pytest.param("#hashtag\n", None, id="no blank, no heading"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_first_heading(markdown: str, heading: str | None) -> None:
    assert first_heading(markdown) == heading


@given(st.lists(st.text("abcdefgh", min_size=1), min_size=1))
def test_plain_words_pass_unchanged(words: list[str]) -> None:
    text = " ".join(words)
    assert plain_text(text) == text


@given(st.text("*_`[]()<>!#-+>|\\&; \nab1.", max_size=200))
def test_any_markdown_is_handled(markdown: str) -> None:
    assert isinstance(plain_text(markdown), str)
    assert first_heading(markdown) is None or "\n\n" not in str(first_heading(markdown))
