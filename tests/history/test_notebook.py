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
    PinResult,
    dated_by,
    day_line,
    in_day_order,
    notebook_csl,
    notebook_html,
    notebook_markdown,
    quoted_event,
    with_current_articles,
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
    assert store.notebook.pin("a", FARE) is PinResult.UNCHANGED
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


def test_pinning_again_updates_the_entry_in_its_place(store: ConversationStore) -> None:
    pinned(store)
    cited = replace(FARE.citations[0], article=replace(FARE.citations[0].article, title="Fares"))
    assert store.notebook.pin("a", replace(FARE, citations=(cited,))) is PinResult.UPDATED
    first = store.notebook.notes()[0]
    assert (first.id, first.text) == ("a", "Ask the *harbour* office again")
    assert first.answer.citations[0].article.title == "Fares"


SAID = "The council met. The fare will rise, Mayor Ada Lind said Friday. It was kept low in the 1980s."
SATURDAY = date(2031, 5, 17)


def said(quote: str, published: date = SATURDAY) -> Answer:
    made = answer("What will rise?", SAID, quote, quote.split(" ", 2)[0])
    (cited,) = made.citations
    return replace(made, citations=(replace(cited, article=replace(cited.article, published=published)),))


@pytest.mark.parametrize(
    ("quote", "day"),
    [
        ("The fare will rise, Mayor Ada Lind said Friday.", date(2031, 5, 16)),
        ("The council met.", None),
        ("It was kept low in the 1980s.", None),  # a period
        (SAID[SAID.index("The fare") :], None),  # several dates
    ],
)
def test_a_pinned_answer_has_the_only_day_of_its_sentence(quote: str, day: date | None) -> None:
    dated = dated_by(said(quote), time_expressions(SAID, SATURDAY)).resolved_date
    assert (dated and date.fromisoformat(dated.value or "")) == day


def test_an_entry_has_the_title_source_and_date_of_the_library_now(store: ConversationStore) -> None:
    quote = "The fare will rise, Mayor Ada Lind said Friday."
    store.notebook.pin("a", dated_by(said(quote), time_expressions(SAID, SATURDAY)))
    (note,) = store.notebook.notes()
    old = note.answer.citations[0].article
    new = replace(old, title="Fares", source="Tide", published=date(2031, 5, 10))
    times = time_expressions(SAID, new.published)
    now = with_current_articles(note, {old.id: new}.get, lambda _: times)
    assert now.answer.citations[0].article == new
    assert now.answer.citations[0].quote == quote
    assert now.days == (date(2031, 5, 9), date(2031, 5, 9))
    for text in (notebook_markdown([now]), notebook_html([now]), notebook_csl([now])):
        assert "Fares" in text
        assert "Ferry" not in text
    lost = with_current_articles(note, {old.id: new}.get, lambda _: ())
    assert day_line(lost).endswith("the article's date was changed since")
    for other in (None, replace(new, text="Another text.")):
        assert with_current_articles(note, {old.id: other}.get, lambda _: times) == note
