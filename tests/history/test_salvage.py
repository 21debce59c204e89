"""Damaged conversations are reported, and their readable parts are recovered."""

import shutil
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from qa import (
    Answer,
    Article,
    Citation,
    ConversationsError,
    ConversationStore,
    Filters,
    Passage,
    Scores,
    Span,
    Status,
)
from qa.history.checks import check_conversations
from qa.history.database import FILE_NAME
from qa.history.salvage import salvage_conversations
from qa.progress import Event
from tests.library import damage
from tests.library.damage import Harm
from tests.library.toy import article

N_CONVERSATIONS = 12
TEXT = "Report {n}: the ferry sails on day {n}. " + "It carries lamps, ropes and oil to the island. " * 40
sql = partial(damage.sql, file=FILE_NAME)


def answer_from(of: Article, n: int) -> Answer:
    words = f"the ferry sails on day {n}"
    start = of.text.index(words)
    span = Span(start, start + len(words))
    passage = Passage(of.id, 0, Span(0, len(of.text)), of.text)
    cited = Citation(
        1, of, span, Span(span.end - len(str(n)), span.end), words, passage, Scores(1, 0.7, None, None, 0.1)
    )
    return Answer("When?", Status.ANSWERED, None, str(n), 0.8, (cited,))


def _ignore(event: Event) -> None:
    """Do nothing."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with conversations of two turns, each with an article of its own."""
    folder = tmp_path_factory.mktemp("history")
    with closing(ConversationStore(folder)) as store:
        for n in range(N_CONVERSATIONS):
            cited = article(TEXT.format(n=n), f"/news/{n}.txt")
            store.keep_question(f"talk-{n}", f"first-{n}", f"When does ferry {n} sail?", Filters())
            store.keep_answer(f"talk-{n}", f"first-{n}", answer_from(cited, n), [cited])
            store.keep_question(f"talk-{n}", f"second-{n}", "And back?", Filters())
            store.keep_error(f"talk-{n}", f"second-{n}", "Something failed.", "")
        store.remember("theme", "dark")
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sound, tmp_path / "library")


def problems(folder: Path) -> tuple[str, ...]:
    return check_conversations(folder, _ignore).problems


def test_sound_conversations_have_no_problems(folder: Path, tmp_path: Path) -> None:
    report = check_conversations(folder, _ignore)
    assert report.problems == ()
    counts = f"conversations: {N_CONVERSATIONS}, turns: {2 * N_CONVERSATIONS}, notes: 0"
    assert report.finding == f"{counts}, all readable"
    assert check_conversations(tmp_path, _ignore).finding == "none yet"


@pytest.mark.parametrize(
    ("harm", "n_answers_lost"),
    [
        pytest.param(
            sql("UPDATE turns SET answer = substr(answer, 9) WHERE id = 'first-3'"), 1, id="an answer"
        ),
        pytest.param(sql("UPDATE turns SET answer = replace(answer, 'day 3', 'day 4')"), 1, id="a quote"),
        pytest.param(
            sql("UPDATE articles SET article = replace(article, 'day 3.', 'day 9.')"), 1, id="an article"
        ),
        pytest.param(sql("DELETE FROM articles WHERE article LIKE '%day 3.%'"), 1, id="a missing article"),
        pytest.param(sql("UPDATE turns SET filters = '{' WHERE id = 'first-3'"), 0, id="filters"),
        pytest.param(sql("UPDATE turns SET asked = 'once' WHERE id = 'first-3'"), 0, id="the time of a turn"),
        pytest.param(
            sql("UPDATE conversations SET begun = '?' WHERE id = 'talk-3'"),
            0,
            id="the time of a conversation",
        ),
        pytest.param(sql("DELETE FROM conversations WHERE id = 'talk-3'"), 0, id="a missing conversation"),
        pytest.param(damage.table_page("sqlite_autoindex_turns_1", FILE_NAME), 0, id="a page of an index"),
    ],
)
def test_damage_is_reported_and_only_damaged_rows_are_lost(
    folder: Path, harm: Harm, n_answers_lost: int
) -> None:
    harm(folder)
    assert problems(folder)
    damaged = (folder / FILE_NAME).read_bytes()
    report = salvage_conversations(folder)
    assert problems(folder) == ()
    assert (report.n_conversations, report.n_turns) == (N_CONVERSATIONS, 2 * N_CONVERSATIONS)
    assert report.n_answers_lost == n_answers_lost
    assert report.backup.read_bytes() == damaged
    with closing(ConversationStore(folder)) as store:
        assert store.preference("theme") == "dark"
        turns = store.conversation("talk-3").turns
        assert [turn.question for turn in turns] == ["When does ferry 3 sail?", "And back?"]
        assert (turns[0].answer is None) == bool(n_answers_lost)
        assert (turns[0].error is not None) == bool(n_answers_lost)
        others = [store.conversation(f"talk-{n}").turns[0].answer for n in range(N_CONVERSATIONS) if n != 3]
        assert all(answer is not None and answer.citations for answer in others)


@pytest.mark.parametrize("table", ["turns", "articles", "conversations", "turn_articles"])
def test_the_rest_of_a_table_is_saved_when_a_page_of_it_is_lost(folder: Path, table: str) -> None:
    damage.table_page(table, FILE_NAME)(folder)
    assert problems(folder)
    salvage_conversations(folder)
    assert problems(folder) == ()
    with closing(ConversationStore(folder)) as store:
        assert store.preference("theme") == "dark"
        if table not in ("turns", "turn_articles"):
            assert len(store.conversations()) == N_CONVERSATIONS


@pytest.mark.parametrize("content", [b"", b"this is no database " * 1000])
def test_a_file_of_which_nothing_can_be_read_is_reported_and_not_touched(
    folder: Path, content: bytes
) -> None:
    for path in folder.iterdir():
        path.unlink()
    (folder / FILE_NAME).write_bytes(content)
    assert problems(folder)
    with pytest.raises(ConversationsError, match=str(folder / FILE_NAME)):
        salvage_conversations(folder)
    assert (folder / FILE_NAME).read_bytes() == content
    assert not list(folder.glob("*damaged*")) + list(folder.glob("repair-*"))


def test_an_open_app_continues_with_the_repaired_conversations(folder: Path) -> None:
    with closing(ConversationStore(folder)) as store:
        assert len(store.conversations()) == N_CONVERSATIONS
        sql("DELETE FROM conversations WHERE id = 'talk-3'")(folder)
        salvage_conversations(folder)
        assert len(store.conversations()) == N_CONVERSATIONS
        store.keep_question("talk-3", "third", "And then?", Filters())
    assert problems(folder) == ()
    with closing(ConversationStore(folder)) as store:
        assert [turn.question for turn in store.conversation("talk-3").turns][-1] == "And then?"


def test_a_time_that_cannot_be_read_is_no_traceback(folder: Path) -> None:
    sql("UPDATE conversations SET changed = 'soon' WHERE id = 'talk-3'")(folder)
    with closing(ConversationStore(folder)) as store, pytest.raises(ConversationsError):
        store.conversations()
