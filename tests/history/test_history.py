"""Conversations are saved completely, searched, and exported with every citation."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual.message import Message

from qa import (
    Alternative,
    Answer,
    Article,
    Certainty,
    Citation,
    ConversationsError,
    ConversationStore,
    Filters,
    Hit,
    Passage,
    Reason,
    ResolvedDate,
    Scores,
    Span,
    Status,
    conversation_json,
    conversation_markdown,
)
from tui.workers.history_worker import _export

TEXT = "Orla Finch keeps the lamp.\n\n- *It* burned <b>all</b> night on 4 March, she_said.\n2. Nobody saw it."
ARTICLE = Article(
    "a" * 64, "The [lamp]", TEXT, date(2031, 3, 5), "Ember Gazette", "https://x.example/1", "/n/a.md"
)
OTHER = Article("b" * 64, "Another", "Nobody keeps it.", None, None, None, "/n/b.md")


def citation(number: int, article: Article, words: str, answer: str) -> Citation:
    start = article.text.index(words)
    at = start + words.index(answer)
    span = Span(start, start + len(words))
    passage = Passage(article.id, 0, Span(0, len(article.text)), article.text)
    scores = Scores(1, 0.7312345678, None, None, 0.123456789)
    return Citation(number, article, span, Span(at, at + len(answer)), words, passage, scores)


def answer() -> Answer:
    first = citation(
        1, ARTICLE, "- *It* burned <b>all</b> night on 4 March, she_said.\n2. Nobody saw it.", "4 March"
    )
    other = citation(2, OTHER, "Nobody keeps it.", "Nobody")
    resolved = ResolvedDate(
        "2031-03-04", "4 March 2031", "4 March", first.answer_span, None, "as written", Certainty.CERTAIN
    )
    hit = Hit(first.passage, 0.12, 1, first.scores)
    return Answer(
        "When did it burn?",
        Status.ANSWERED,
        None,
        "4 March",
        0.812345678,
        (first,),
        (Alternative("Nobody", 0.1, (other,)),),
        (hit,),
        resolved,
        timings={"total_seconds": 0.25},
    )


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    return ConversationStore(tmp_path / "library")


def keep(store: ConversationStore, key: str = "one") -> None:
    turn = f"{key} 1"
    store.keep_question(key, turn, "When did it burn?", Filters(since=date(2031, 1, 1), source="*Gaz*"))
    store.keep_answer(key, turn, answer(), [])


def test_an_answer_is_restored_completely_in_the_next_session(
    store: ConversationStore, tmp_path: Path
) -> None:
    keep(store)
    store.close()
    kept = ConversationStore(tmp_path / "library").latest()
    assert kept is not None
    assert kept.turns[0].answer == answer()
    assert kept.turns[0].filters == Filters(since=date(2031, 1, 1), source="*Gaz*")
    assert kept.turns[0].articles == {ARTICLE.id: ARTICLE, OTHER.id: OTHER}
    assert kept.summary.title == "When did it burn?"


def test_a_question_is_kept_before_it_is_answered(store: ConversationStore) -> None:
    store.keep_question("one", "t1", "Why?", Filters())
    store.keep_question("one", "t2", "And who?", Filters())
    store.keep_error("one", "t2", "The disk is full.", "Make room.")
    first, second = store.conversation("one").turns
    assert (first.question, first.answer, first.error) == ("Why?", None, None)
    assert second.error == ("The disk is full.", "Make room.")


def test_a_refusal_keeps_its_closest_articles(store: ConversationStore) -> None:
    refused = Answer("Who?", Status.NOT_FOUND, Reason.NO_ANSWER, None, 0.1, nearest=answer().nearest)
    store.keep_question("one", "t1", "Who?", Filters())
    store.keep_answer("one", "t1", refused, [ARTICLE])
    turn = store.conversation("one").turns[0]
    assert (turn.answer, turn.articles) == (refused, {ARTICLE.id: ARTICLE})


def test_no_file_is_created_before_the_first_question(store: ConversationStore) -> None:
    assert (store.conversations(), store.latest(), store.questions()) == ([], None, [])
    assert not store.path.exists()


@pytest.mark.parametrize(
    ("words", "wanted", "reason"),
    [
        ("", ["two", "one"], "the one that was continued last comes first"),
        ("BURN", ["one"], "a question's word, whatever its case"),
        ("4 march", ["one"], "words of the answer"),
        ("all</b> night", ["one"], "words of the quote"),
        ("ferry", ["two"], "a title"),
        ("ferry burn", [], "all the words must be there"),
        ("'; --%", [], "nothing is an operator"),
    ],
)
def test_conversations_are_searched(
    store: ConversationStore, words: str, wanted: list[str], reason: str
) -> None:
    keep(store)
    store.keep_question("two", "t2", "Who sails?", Filters())
    store.rename("two", "The Ferry")
    assert [each.id for each in store.conversations(words)] == wanted, reason


def test_deleting_a_conversation_erases_it_and_its_articles_from_the_file(store: ConversationStore) -> None:
    keep(store, "one")
    keep(store, "two")
    store.delete("one")
    assert store.conversation("two").turns[0].answer == answer()
    store.delete("two")
    assert (store.conversations(), store.questions()) == ([], [])
    store.close()
    assert b"burned" not in store.path.read_bytes()
    with pytest.raises(ConversationsError, match="no longer exists"):
        store.conversation("one")


def test_a_deleted_conversation_is_restored_in_its_place(store: ConversationStore) -> None:
    for name in ("one", "two", "three"):
        keep(store, name)
    before = [store.conversation(each.id) for each in store.conversations()]
    first, second = store.delete("three"), store.delete("one")
    keep(store, "four")
    for deleted in (second, first, first):
        store.restore(deleted)
    after = {each.id: store.conversation(each.id) for each in store.conversations()}
    assert [after[each.summary.id] for each in before] == before
    assert [each for each in after if each in ("one", "two")] == ["two", "one"]
    assert len(after) == 4


def test_an_answer_that_comes_after_its_conversation_was_deleted_is_dropped(store: ConversationStore) -> None:
    keep(store)
    store.delete("one")
    store.keep_answer("one", "one 1", answer(), [])
    assert store.conversations() == []


def test_questions_are_remembered_once_the_newest_last(store: ConversationStore) -> None:
    for number, question in enumerate(["a?", "b?", "a?"], start=1):
        store.keep_question("one", f"t{number}", question, Filters())
    assert store.questions() == ["b?", "a?"]
    assert store.questions(1) == ["a?"]


def test_the_order_does_not_depend_on_the_clock(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for conversation, question, day in (("old", "One?", 20), ("new", "Two?", 21), ("old", "Three?", 3)):
        monkeypatch.setattr("qa.history.store._now", lambda day=day: f"2031-03-{day:02}T12:00:00+00:00")
        store.keep_question(conversation, question, question, Filters())
    latest = store.latest()
    assert latest is not None
    assert latest.summary.id == "old"
    assert [summary.id for summary in store.conversations()] == ["old", "new"]
    assert store.questions() == ["One?", "Two?", "Three?"]


def test_two_apps_that_begin_at_once_both_keep_their_question(tmp_path: Path) -> None:
    for attempt in range(8):
        folder = tmp_path / str(attempt)
        begin = threading.Barrier(4)

        def keep(name: str, folder: Path = folder, begin: threading.Barrier = begin) -> None:
            begin.wait()
            with closing(ConversationStore(folder)) as mine:
                mine.keep_question(name, f"{name} 1", name, Filters())

        def look(folder: Path = folder, begin: threading.Barrier = begin) -> None:
            begin.wait()
            for _ in range(20):
                with closing(ConversationStore(folder)) as mine:
                    mine.latest()

        with ThreadPoolExecutor(4) as pool:
            for each in [
                pool.submit(keep, "a"),
                pool.submit(keep, "b"),
                pool.submit(look),
                pool.submit(look),
            ]:
                each.result()
        with closing(ConversationStore(folder)) as mine:
            assert {each.title for each in mine.conversations()} == {"a", "b"}


def test_preferences_are_kept(store: ConversationStore) -> None:
    assert store.preference("watched") is None
    store.remember("watched", "[]")
    store.remember("watched", '["/n"]')
    assert store.preference("watched") == '["/n"]'


def test_another_programs_file_is_refused(store: ConversationStore) -> None:
    store.path.parent.mkdir()
    store.path.write_bytes(b"no database " * 1000)
    with pytest.raises(ConversationsError, match="Can't use"):
        store.latest()


def test_a_damaged_answer_raises_our_own_error(store: ConversationStore) -> None:
    keep(store)
    with store._database.writing() as connection:
        connection.execute("UPDATE turns SET answer = replace(answer, 'she_said', 'she_sang')")
    with pytest.raises(Exception, match="The quote doesn't match"):
        store.latest()


def test_markdown_has_every_citation_and_escapes_articles(store: ConversationStore) -> None:
    keep(store)
    text = conversation_markdown(store.conversation("one"))
    assert "## When did it burn?" in text
    assert "Filters: articles published on or after 1 January 2031, from \\*Gaz\\*." in text
    assert "**4 March**, 4 March 2031 · likely (81%)" in text
    assert (
        "> \\- \\*It\\* burned \\<b\\>all\\</b\\> night on 4 March, she\\_said.\n> 2\\. Nobody saw it."
        in text
    )
    span = answer().citations[0].article_span
    assert "\\[1\\] The \\[lamp\\] · 5 March 2031 · Ember Gazette" in text
    assert f"/n/a.md, characters {span.start}–{span.end}" in text
    assert "Other answer: Nobody · doubtful (10%)" in text
    assert "> Nobody keeps it." in text


def test_no_file_name_acts_in_an_exported_conversation(store: ConversationStore, tmp_path: Path) -> None:
    name = "/n/\x1b]52;c;cm0=\x07\x9b2J\u202e\n# heading.md"
    hostile = replace(ARTICLE, path=name, source="\x9dGazette", title="The \u2066lamp")
    cited = replace(
        answer(), citations=(citation(1, hostile, "Nobody saw it.", "Nobody"),), resolved_date=None
    )
    store.keep_question("one", 1, "When did it burn?", Filters())
    store.keep_answer("one", 1, cited, [])
    reported: list[Message] = []
    for suffix in (".md", ".json"):
        _export(SimpleNamespace(post_message=reported.append), "one", tmp_path / f"x{suffix}", store)  # type: ignore[arg-type]
    markdown, packed = ((tmp_path / name).read_text(encoding="utf-8") for name in ("x.md", "x.json"))
    for text in (markdown, packed):
        assert not {"\x1b", "\x07", "\x9b", "\x9d", "\u202e", "\u2066"} & set(text)
    assert "\n# heading" not in markdown.split("## When", 1)[1]
    assert json.loads(packed)["turns"][0]["answer"]["citations"][0]["path"] == name


def test_json_has_what_is_needed_to_check_every_citation(store: ConversationStore) -> None:
    keep(store)
    (turn,) = conversation_json(store.conversation("one"))["turns"]
    assert (turn["since"], turn["until"], turn["source"]) == ("2031-01-01", None, "*Gaz*")
    cited = turn["answer"]["citations"][0]
    assert TEXT[cited["start"] : cited["end"]] == cited["quote"]
    other = turn["answer"]["alternatives"][0]["citations"][0]
    assert OTHER.text[other["start"] : other["end"]] == other["quote"]
