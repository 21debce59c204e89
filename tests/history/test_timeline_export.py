"""A timeline as Markdown, HTML, CSV, JSON and DOCX, read again; hostile text stays text in every format."""

import csv
import io
import json
from datetime import date

import docx
import pytest

from qa.dates import time_expressions
from qa.errors import SettingsError
from qa.history import timeline_document, timeline_format
from qa.records import Article
from qa.timeline.events import DatedEvent, events_of, in_order
from tests.html_text import Tags

HOSTILE = "=cmd|x the crew of <b>Lantern</b> [sailed](x) on Monday\x1b[31m."
TEXT = f"{HOSTILE} The harbour board will meet next Friday. Mayor Bell said Tuesday that a boat had sunk."
PUBLISHED = date(2024, 9, 19)  # a Thursday


@pytest.fixture(scope="module")
def events() -> list[DatedEvent]:
    article = Article(
        "a", "+Title|", TEXT, PUBLISHED, "@Gazette", "https://e.example/a", "/news/a.txt", "Ann Bell"
    )
    return in_order(events_of(article, time_expressions(TEXT, PUBLISHED)))


def written(events: list[DatedEvent], name: str) -> str:
    content = timeline_document(events, "Timeline: <i>boats</i>", name)
    assert isinstance(content, str)
    assert "\x1b" not in content
    return content


def test_a_table_has_how_each_date_was_worked_out_and_no_formula(events: list[DatedEvent]) -> None:
    crew, mayor, board = csv.DictReader(io.StringIO(written(events, "csv")))
    assert crew["sentence"].startswith("'=cmd")
    assert (crew["title"], crew["source"]) == ("'+Title|", "'@Gazette")
    assert (crew["day"], crew["words"]) == ("Monday 16 September 2024", "Monday")
    assert (crew["counted_from"], crew["rule"]) == (
        "2024-09-19",
        "the Monday before Thursday 19 September 2024",
    )
    assert TEXT[int(crew["start"]) : int(crew["end"])] == HOSTILE
    assert (crew["url"], crew["path"], crew["n_articles"]) == ("https://e.example/a", "/news/a.txt", "1")
    assert (mayor["is_inferred"], mayor["is_announced"]) == ("yes", "")
    assert (board["is_inferred"], board["is_announced"]) == ("", "yes")
    assert board["other_reading"]


def test_markdown_has_a_footnote_with_the_source_and_the_rule(events: list[DatedEvent]) -> None:
    text = written(events, "md")
    assert "## Monday 16 September 2024" in text
    assert "- “The harbour board will meet next Friday.”[^3] (announced, ambiguous)" in text
    note = next(line for line in text.splitlines() if line.startswith("[^2]:"))
    assert "Ann Bell" in note
    assert "Date: “Tuesday”: the Tuesday before Thursday 19 September 2024" in note
    assert "<b>" not in text.replace("\\<b\\>", "")


def test_the_page_has_notes_and_no_markup_of_articles(events: list[DatedEvent]) -> None:
    page = Tags(written(events, "html"))
    assert "b" not in page.names
    assert "i" not in page.names
    assert "note-3" in written(events, "html")


def test_json_is_that_of_the_command(events: list[DatedEvent]) -> None:
    crew, mayor, board = json.loads(written(events, "json"))
    assert crew["quote"] == HOSTILE
    assert (mayor["is_inferred"], board["is_announced"]) == (True, True)


def test_the_word_document_has_days_sentences_and_sources(events: list[DatedEvent]) -> None:
    content = timeline_document(events, "Timeline", "docx")
    assert isinstance(content, bytes)
    document = docx.Document(io.BytesIO(content))
    paragraphs = [(each.style.name if each.style else "", each.text) for each in document.paragraphs]
    assert ("Heading 1", "Friday 20 September 2024") in paragraphs
    assert ("Quote", "“The harbour board will meet next Friday.”3 (announced, ambiguous)") in paragraphs
    assert paragraphs[-1][1].startswith("3 Ann Bell, +Title|, @Gazette, 19 September 2024")


@pytest.mark.parametrize(
    ("name", "found"), [(".md", "md"), ("Markdown", "md"), (".HTM", "html"), ("docx", "docx")]
)
def test_formats_are_known_by_name_and_suffix(name: str, found: str) -> None:
    assert timeline_format(name) == found


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(SettingsError, match="pdf") as raised:
        timeline_format(".pdf")
    assert "docx" in str(raised.value.hint)
