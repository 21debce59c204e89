"""The notebook: pinned, kept in order, searched, deleted and restored; exports; salvage; migration."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import apsw
import pytest

from qa.articles.loading import article_id
from qa.dates import time_expressions
from qa.errors import ConversationsError
from qa.history import (
    ConversationStore,
    Note,
    dated_by,
    day_line,
    in_day_order,
    notebook_csl,
    notebook_html,
    notebook_markdown,
    quoted_event,
)
from qa.history.salvage import salvage_conversations
from qa.records import Answer, Article, Citation, Filters, Passage, Scores, Span, Status
from qa.timeline.events import events_of
from tests.html_text import Tags

FERRY = (
    "The night ferry of Port Ember sails again.\n\nThe fare is *four* crowns, the [b]harbour[/b] office said."
)
BRIDGE = "The bridge over the Sorrel stays closed until autumn."


def answer(question: str, text: str, quote: str, words: str) -> Answer:
    article = Article(
        article_id(text),
        "Ferry & <b>bridge</b>",
        text,
        date(2031, 5, 12),
        "Ember Gazette",
        path="/articles/f.txt",
    )
    span = Span(text.index(quote), text.index(quote) + len(quote))
    at = span.start + quote.index(words)
    passage = Passage(article.id, 0, Span(0, len(text)), text)
    cited = Citation(1, article, span, Span(at, at + len(words)), quote, passage, Scores())
    return Answer(question, Status.ANSWERED, None, words, 0.9, (cited,))


FARE = answer("How much is the fare?", FERRY, FERRY.split("\n\n")[1], "*four* crowns")
CLOSED = answer("Until when is it closed?", BRIDGE, BRIDGE, "autumn")


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    return ConversationStore(tmp_path)


def pinned(store: ConversationStore) -> list[Note]:
    store.notebook.pin("a", FARE)
    store.notebook.pin("b", CLOSED)
    store.notebook.write("a", "Ask the *harbour* office again")
    return store.notebook.notes()


def ids(store: ConversationStore, words: str = "") -> list[str]:
    return [note.id for note in store.notebook.notes(words)]


def test_pinned_answers_come_back_with_their_quotes_in_order(
    store: ConversationStore, tmp_path: Path
) -> None:
    fare, closed = pinned(store)
    store.notebook.pin("a", CLOSED)
    store.close()
    with closing(ConversationStore(tmp_path)) as again:
        assert again.notebook.notes() == [fare, closed]
    assert (fare.question, fare.text) == (FARE.question, "Ask the *harbour* office again")
    citation = fare.answer.citations[0]
    assert citation.article_span.of(citation.article.text) == citation.quote
    assert store.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["a", "b"]),
        ("FARE crowns", ["a"]),  # the question and the answer, in any case
        ("sorrel", ["b"]),  # the quote
        ("office again", ["a"]),  # the note
        ("fare sorrel", []),  # all words must be there
        ("%", []),  # no pattern
    ],
)
def test_search(store: ConversationStore, words: str, found: list[str]) -> None:
    pinned(store)
    assert ids(store, words) == found


def test_notes_move_up_and_down_and_stop_at_the_ends(store: ConversationStore) -> None:
    pinned(store)
    store.notebook.move("b", -1)
    assert ids(store) == ["b", "a"]
    store.notebook.move("b", -1)
    store.notebook.move("a", 1)
    store.notebook.move("gone", 1)
    assert ids(store) == ["b", "a"]
    store.notebook.move("b", 1)
    assert ids(store) == ["a", "b"]


def test_a_deleted_note_is_restored_in_its_place(store: ConversationStore) -> None:
    first, second = pinned(store)
    store.notebook.delete("a")
    assert ids(store) == ["b"]
    store.notebook.restore(first)
    assert store.notebook.notes() == [first, second]


def test_a_note_is_restored_above_one_that_has_taken_its_place(store: ConversationStore) -> None:
    last = pinned(store)[1]
    store.notebook.delete("b")
    store.notebook.pin("c", FARE)
    store.notebook.restore(last)
    assert ids(store) == ["a", "b", "c"]
    store.notebook.move("c", -1)
    assert ids(store) == ["a", "c", "b"]


def test_markdown_has_a_footnote_for_each_quote_and_no_active_text(store: ConversationStore) -> None:
    text = notebook_markdown(pinned(store))
    assert "## How much is the fare?" in text
    assert r"> “The fare is \*four\* crowns, the \[b\]harbour\[/b\] office said.”[^1]" in text
    assert r"Ask the \*harbour\* office again" in text
    assert (
        r"[^1]: Ferry \& \<b\>bridge\</b\>, Ember Gazette, 12 May 2031, /articles/f.txt, characters" in text
    )
    assert "[^2]: " in text


def test_the_page_shows_everything_as_text(store: ConversationStore) -> None:
    page = notebook_html(pinned(store))
    assert "<b>bridge</b>" not in page
    words = Tags(page).text
    assert "Ferry & <b>bridge</b>, Ember Gazette, 12 May 2031" in words
    assert "Ask the *harbour* office again" in words


def test_references_list_each_article_once_with_its_quotes(store: ConversationStore) -> None:
    notes = [*pinned(store), pinned(store)[0]]
    items = json.loads(notebook_csl(notes))
    assert [item["title"] for item in items] == ["Ferry & <b>bridge</b>"] * 2
    assert items[0]["issued"] == {"date-parts": [[2031, 5, 12]]}
    assert items[0]["type"] == "article-newspaper"
    assert items[0]["note"].count("“") == 1
    assert len({item["id"] for item in items}) == 2


def test_a_damaged_note_is_reported_and_left_out_of_a_repair(
    store: ConversationStore, tmp_path: Path
) -> None:
    pinned(store)
    store.close()
    with closing(apsw.Connection(str(store.path))) as connection:
        connection.execute("UPDATE notes SET answer = '{' WHERE id = 'a'")
    with pytest.raises(ConversationsError):
        store.notebook.notes()
    store.close()
    salvage_conversations(tmp_path)
    assert ids(store) == ["b"]


def test_a_file_of_the_format_before_gets_a_notebook(store: ConversationStore) -> None:
    store.keep_question("one", "t", "Who sails?", Filters())
    store.close()
    with closing(apsw.Connection(str(store.path))) as connection:
        connection.execute("DROP TABLE notes; PRAGMA user_version = 3")
    pinned(store)
    assert ids(store) == ["a", "b"]
    assert store.questions() == ["Who sails?"]


def test_an_event_is_pinned_with_its_day_and_sorted_by_it(store: ConversationStore) -> None:
    text = "The board met. On Monday the ferry sank off Port Ember, the office said."
    published = date(2031, 5, 15)  # a Thursday
    article = Article(article_id(text), "Ferry sinks", text, published)
    (event,) = events_of(article, time_expressions(text, published))
    pinned(store)
    store.notebook.pin("c", quoted_event(event, "ferry"))
    notes = store.notebook.notes()
    sunk = notes[-1]
    assert (sunk.question, sunk.answer.text, sunk.is_quote) == ("ferry", event.quote, True)
    assert sunk.days == (date(2031, 5, 12), date(2031, 5, 12))
    assert day_line(sunk) == ("Monday 12 May 2031, from “Monday”: the Monday before Thursday 15 May 2031")
    times = time_expressions(text, published)
    undated = replace(sunk.answer, resolved_date=None)
    assert dated_by(undated, times).resolved_date == sunk.answer.resolved_date
    assert (
        dated_by(undated, time_expressions(f"{' ' * 20}On Monday and Tuesday", published)).resolved_date
        is None
    )
    earlier = replace(notes[0], id="d", answer=replace(sunk.answer, resolved_date=None))
    assert [note.id for note in in_day_order([earlier, *notes])] == ["a", "b", "c", "d"]
    assert "the ferry sank off Port Ember" in notebook_markdown([sunk])
    assert notebook_markdown([sunk]).count(event.quote) == 1
