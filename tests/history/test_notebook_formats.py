"""The notebook as DOCX and BibTeX, read again with other libraries; hostile text stays text in every format."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import bibtexparser
import docx
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from qa import footnote
from qa.articles.loading import article_id
from qa.history import (
    Note,
    notebook_bibtex,
    notebook_csl,
    notebook_csv,
    notebook_docx,
    notebook_html,
    notebook_markdown,
)
from qa.records import Answer, Article, Citation, Passage, Scores, Span, Status

PLAIN = "The night ferry sails at 50 % of its old speed -- and costs $4, the office said."
HOSTILE = [
    pytest.param(r"\input{/etc/passwd} \write18{rm x} $E=mc^2$ 100% & #1_a ~ ^", id="LaTeX"),
    pytest.param("}, url={x}, note={y", id="the end of a BibTeX field"),
    pytest.param("one { brace \\{ and one more", id="unbalanced braces"),
    pytest.param("@article{x, title={y}}", id="a BibTeX entry"),
    pytest.param('=HYPERLINK("http://x.example","y")', id="a formula"),
    pytest.param("<w:p><w:instrText>DDEAUTO</w:instrText></w:p> &amp; <script>x()</script>", id="XML"),
    pytest.param("a -- b --- c '' ,, `d` \"e\"", id="what LaTeX prints as other marks"),
    pytest.param("[x](http://x.example) *a* <b>", id="Markdown"),
]
ACTING = [
    pytest.param("red\x1b[31m", id="an escape"),
    pytest.param("\u202edlrow\u202c", id="another reading direction"),
    pytest.param("nul\x00 \x08 \x7f \ufffe \uffff", id="control characters"),
    pytest.param("half \ud800 pair", id="half a pair"),
]


def note(
    text: str = PLAIN, question: str = "How fast?", words: str = "", *, title: str = "Ferry", name: str = "a"
) -> Note:
    article = Article(
        article_id(name),
        title,
        text,
        date(2031, 5, 12),
        "Ember Gazette",
        "https://e.example/a?b=1",
        author="Ann Bell",
    )
    span = Span(0, len(text))
    cited = Citation(1, article, span, span, text, Passage(article.id, 0, span, text), Scores())
    answer = Answer(question, Status.ANSWERED, None, text[:9], 0.9, (cited,))
    return Note(name, 1, datetime(2031, 5, 13, tzinfo=UTC), answer, words)


def word(notes: list[Note]) -> Any:
    return docx.Document(io.BytesIO(notebook_docx(notes)))


def decoder() -> LatexNodes2Text:
    """Return a decoder that also knows the names of marks that the library lacks."""
    marks = {
        "textless": "<",
        "textgreater": ">",
        "textbar": "|",
        "textbraceleft": "{",
        "textbraceright": "}",
        "textasciicircum": "^",
    }
    macros = get_default_latex_context_db()
    specs = [MacroTextSpec(name, simplify_repl=mark) for name, mark in marks.items()]
    macros.add_context_category("marks", macros=specs, prepend=True)
    return LatexNodes2Text(latex_context=macros)


def entries(notes: list[Note]) -> Any:
    decoding = LatexDecodingMiddleware(decoder=decoder())
    parsed = bibtexparser.parse_string(notebook_bibtex(notes), append_middleware=[decoding])
    assert not parsed.failed_blocks
    return parsed.entries


def plain(value: str) -> str:
    """Return a field without the braces that keep capital letters."""
    return value[1:-1] if value.startswith("{") else value


def test_a_word_document_has_every_part_of_a_note() -> None:
    document = word([note(words="Ask again."), note("No boat sails.", "Why?", name="b")])
    shown = [(each.style.name, each.text) for each in document.paragraphs]
    source = "Ann Bell, Ferry, Ember Gazette, 12 May 2031, https://e.example/a?b=1, characters 0–"
    assert shown == [
        ("Title", "Notebook"),
        ("Heading 1", "How fast?"),
        ("Normal", "The night · very likely (90%)"),
        ("Normal", "12 May 2031, the day of the article"),
        ("Quote", f"“{PLAIN}”1"),
        ("Normal", "Ask again."),
        ("Heading 1", "Why?"),
        ("Normal", "No boat s · very likely (90%)"),
        ("Normal", "12 May 2031, the day of the article"),
        ("Quote", "“No boat sails.”2"),
        ("Heading 1", "Sources"),
        ("Normal", f"1 {source}{len(PLAIN)}"),
        ("Normal", f"2 {source}14"),
    ]
    assert [run.text for each in document.paragraphs for run in each.runs if run.font.superscript] == list(
        "1212"
    )
    assert (document.core_properties.title, document.core_properties.author) == ("Notebook", "")


def test_exports_by_day_have_days_as_headings() -> None:
    first, second = note(), note("No boat sails.", "Why?", name="b")
    picked = replace(second, id="c", answer=replace(second.answer, text="No boat sails."))
    notes = [first, picked, second]
    text = notebook_markdown(notes, by_day=True)
    shown = [line for line in text.splitlines() if line.startswith("#")]
    assert shown == ["# Notebook", "## Monday 12 May 2031", "### How fast?", "### Why?"]
    assert text.count("12 May 2031, the day of the article") == len(notes)
    document = docx.Document(io.BytesIO(notebook_docx(notes, by_day=True)))
    styles = [(each.style.name, each.text) for each in document.paragraphs if "Heading" in each.style.name]
    assert styles[:2] == [("Heading 1", "Monday 12 May 2031"), ("Heading 2", "How fast?")]
    page = notebook_html(notes, by_day=True)
    assert page.count("<h2>Monday 12 May 2031</h2>") == 1
    assert page.count("<h3>") == 2
    assert page.count("the day of the article") == len(notes)


def test_bibtex_lists_each_article_once() -> None:
    first, other = entries([note(), note("No boat sails."), note(name="b")])
    fields = {field.key: plain(field.value) for field in first.fields}
    assert fields == {
        "title": "Ferry",
        "author": "Ann Bell",
        "journal": "Ember Gazette",
        "url": "https://e.example/a?b=1",
        "note": f"“{PLAIN}” “No boat sails.”",
        "year": "2031",
        "month": "may",
        "day": "12",
    }
    assert (first.entry_type, first.key) == ("article", article_id("a")[:12])
    assert other.key == article_id("b")[:12]


def test_a_web_address_stays_one() -> None:
    made = note()
    cited = made.answer.citations[0]
    article = replace(cited.article, url="https://e.example/{a}?b=1&c=50%25#d ~\\x")
    made = replace(made, answer=replace(made.answer, citations=(replace(cited, article=article),)))
    assert "  url = {https://e.example/%7Ba%7D?b=1&c=50%25#d%20~%5Cx}," in notebook_bibtex([made])


def test_missing_fields_of_an_article_are_left_out() -> None:
    bare = note()
    cited = bare.answer.citations[0]
    article = replace(cited.article, source=None, author=None, published=None, url="javascript:x()")
    bare = replace(bare, answer=replace(bare.answer, citations=(replace(cited, article=article),)))
    (entry,) = entries([bare])
    assert entry.entry_type == "misc"
    assert [field.key for field in entry.fields] == ["title", "note"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_as_it_was(text: str) -> None:
    made = note(text, text, text, title=text)
    (entry,) = entries([made])
    assert plain(entry["title"]) == text
    assert entry["note"] == f"“{text}”"
    assert [each.text for each in word([made]).paragraphs][1:5:3] == [text, f"“{text}”1"]
    raw = notebook_bibtex([made])
    assert all(raw.count(brace) == raw.count("{") for brace in "{}")
    assert not re.search(r"\\(?:input|write)\b", raw)
    for part in zipfile.ZipFile(io.BytesIO(notebook_docx([made]))).namelist():
        assert "external" not in part


@pytest.mark.parametrize("text", ACTING)
def test_no_format_holds_characters_that_act(text: str) -> None:
    made = note("Clean.", text, text, title=text)
    texts = [
        notebook_markdown([made]),
        notebook_html([made]),
        notebook_csl([made]),
        notebook_bibtex([made]),
        *(each.text for each in word([made]).paragraphs),
        footnote(made.answer.citations[0].article, Span(0, 5)),
    ]
    for each in texts:
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", each)


def test_a_footnote_has_the_quote_and_its_source() -> None:
    article = replace(note("It costs *four* crowns.").answer.citations[0].article, title="Fares [new]")
    assert footnote(article, Span(0, 23)) == (
        "“It costs \\*four\\* crowns.”[^1]\n\n[^1]: Ann Bell, Fares \\[new\\], Ember Gazette, 12 May 2031,"
        " https://e.example/a?b=1, characters 0–23\n"
    )


def test_a_table_has_days_quotes_and_no_formula() -> None:
    (row,) = csv.DictReader(io.StringIO(notebook_csv([note("=cmd|x a quote", "+How fast?", "@later")])))
    assert (row["quote"], row["question"], row["note"]) == ("'=cmd|x a quote", "'+How fast?", "'@later")
    assert (row["since"], row["day"]) == ("2031-05-12", "12 May 2031, the day of the article")
