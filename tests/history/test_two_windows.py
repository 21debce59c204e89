"""Two windows on one library: neither loses or overwrites the other's turns, and older files still open."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qa import Answer, ConversationsError, ConversationStore, Filters, Reason, Status
from tests.history.test_history import ARTICLE, OTHER, answer


@pytest.fixture
def here(tmp_path: Path) -> Iterator[ConversationStore]:
    with closing(ConversationStore(tmp_path)) as store:
        yield store


@pytest.fixture
def there(tmp_path: Path) -> Iterator[ConversationStore]:
    with closing(ConversationStore(tmp_path)) as store:
        yield store


def ask(store: ConversationStore, conversation: str, turn: str, after: list[str]) -> str:
    return store.keep_question(conversation, turn, f"{turn}?", Filters(), after=after)


def questions(store: ConversationStore, conversation: str) -> list[str]:
    return [turn.question for turn in store.conversation(conversation).turns]


def refusal(question: str) -> Answer:
    return Answer(question, Status.NOT_FOUND, Reason.NO_ANSWER, None, 0.1)


def test_the_second_window_to_ask_continues_a_copy(here: ConversationStore, there: ConversationStore) -> None:
    ask(here, "one", "a", [])
    here.keep_answer("one", "a", answer(), [])
    assert ask(here, "one", "b", ["a"]) == "one"
    copy = ask(there, "one", "c", ["a"])
    assert copy != "one"
    assert ask(there, copy, "d", ["a", "c"]) == copy
    assert ask(here, "one", "e", ["a", "b"]) == "one"
    assert questions(here, "one") == ["a?", "b?", "e?"]
    assert questions(here, copy) == ["a?", "c?", "d?"]
    copied = here.conversation(copy)
    assert copied.turns[0].answer == answer()
    assert copied.turns[0].articles == {ARTICLE.id: ARTICLE, OTHER.id: OTHER}
    assert copied.summary.title == "a? (copy)"
    here.delete("one")
    assert there.conversation(copy).turns[0].answer == answer(), "the copy has what it cites"


def test_an_answer_that_was_still_open_is_saved_in_the_copy_too(
    here: ConversationStore, there: ConversationStore
) -> None:
    ask(here, "one", "a", [])
    ask(there, "one", "b", ["a"])
    copy = ask(here, "one", "c", ["a"])
    here.keep_answer(copy, "a", answer(), [])
    assert [here.conversation(each).turns[0].answer for each in ("one", copy)] == [answer(), answer()]
    here.keep_answer(copy, "a", refusal("a?"), [])
    assert here.conversation("one").turns[0].answer == answer(), "what is chosen later concerns the copy only"


def test_saving_a_turn_again_changes_nothing(here: ConversationStore) -> None:
    for _ in range(2):
        assert ask(here, "one", "a", []) == "one"
    assert questions(here, "one") == ["a?"]


def test_a_conversation_deleted_in_the_other_window_does_not_come_back(
    here: ConversationStore, there: ConversationStore
) -> None:
    ask(here, "one", "a", [])
    there.delete("one")
    ask(here, "one", "b", ["a"])
    (turn,) = here.conversation("one").turns
    assert (turn.number, turn.question) == (1, "b?")


def test_many_writers_append_every_turn(tmp_path: Path) -> None:
    n_each = 8
    code = (
        "import sys\nfrom pathlib import Path\nfrom qa import ConversationStore, Filters\n"
        "store = ConversationStore(Path(sys.argv[1]))\n"
        f"for n in range({n_each}): store.keep_question('one', f'process {{n}}', f'process {{n}}', Filters())\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) as other:

        def write(name: str) -> None:
            with closing(ConversationStore(tmp_path)) as store:
                for number in range(n_each):
                    store.keep_question("one", f"{name} {number}", f"{name} {number}", Filters())

        threads = [threading.Thread(target=write, args=(name,)) for name in ("first", "second")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert other.returncode == 0
    with closing(ConversationStore(tmp_path)) as store:
        kept = [turn.question for turn in store.conversation("one").turns]
    assert len(kept) == 3 * n_each
    for name in ("first", "second", "process"):
        assert [each for each in kept if each.startswith(name)] == [f"{name} {n}" for n in range(n_each)]


# Files of the first format, in which a turn was known by its number

_FIRST_FORMAT = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, begun TEXT NOT NULL, changed TEXT NOT NULL
) STRICT;
CREATE TABLE turns (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, question TEXT NOT NULL, asked TEXT NOT NULL, filters TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '', answer TEXT, answer_words TEXT NOT NULL DEFAULT '',
    error_message TEXT, error_hint TEXT,
    PRIMARY KEY (conversation_id, number)
) STRICT;
CREATE TABLE articles (id TEXT PRIMARY KEY, article TEXT NOT NULL) STRICT;
CREATE TABLE turn_articles (
    conversation_id TEXT NOT NULL, number INTEGER NOT NULL, article_id TEXT NOT NULL REFERENCES articles (id),
    PRIMARY KEY (conversation_id, number, article_id),
    FOREIGN KEY (conversation_id, number) REFERENCES turns (conversation_id, number) ON DELETE CASCADE
) STRICT;
CREATE TABLE preferences (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
PRAGMA application_id = 0x444C4E43;
PRAGMA user_version = 1;
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a folder with a file of the first format; its second conversation begins with number 3."""
    with closing(ConversationStore(tmp_path)) as store:
        ask(store, "one", "a", [])
        store.keep_answer("one", "a", answer(), [])
        ask(store, "one", "b", ["a"])
        store.keep_error("one", "b", "The disk is full.", "Make room.")
        ask(store, "two", "c", [])
        store.remember("watched", "[]")
    new = tmp_path / "new.sqlite3"
    store.path.rename(new)
    with closing(sqlite3.connect(store.path)) as connection:
        connection.executescript(_FIRST_FORMAT)
        connection.execute("ATTACH ? AS new", (str(new),))
        connection.execute("INSERT INTO conversations SELECT * FROM new.conversations")
        connection.execute(
            "INSERT INTO turns SELECT conversation_id, number + 2 * (conversation_id = 'two'), question, asked,"
            " filters, note, answer, answer_words, error_message, error_hint FROM new.turns"
        )
        connection.execute("INSERT INTO articles SELECT * FROM new.articles")
        connection.execute("INSERT INTO turn_articles SELECT 'one', 1, article_id FROM new.turn_articles")
        connection.execute("INSERT INTO preferences SELECT * FROM new.preferences")
        connection.commit()
        connection.execute("PRAGMA journal_mode = WAL")
    new.unlink()
    return tmp_path


def test_a_file_of_the_first_format_opens_and_can_be_continued(old: Path) -> None:
    with closing(ConversationStore(old)) as store:
        first, second = store.conversation("one").turns
        assert (first.answer, first.articles) == (answer(), {ARTICLE.id: ARTICLE, OTHER.id: OTHER})
        assert second.error == ("The disk is full.", "Make room.")
        assert first.id != second.id
        assert [turn.number for turn in store.conversation("two").turns] == [1]
        assert store.preference("watched") == "[]"
        assert ask(store, "one", "d", [first.id, second.id]) == "one"
        assert questions(store, "one") == ["a?", "b?", "d?"]
        store.delete("one")
    assert b"burned" not in store.path.read_bytes(), "articles are deleted with the last turn that cites them"


def test_two_processes_may_open_an_old_file_at_once(old: Path) -> None:
    begin = threading.Barrier(4)
    found: list[object] = []

    def read() -> None:
        with closing(ConversationStore(old)) as store:
            begin.wait()
            found.append(len(store.conversations()))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2] * 4


def test_a_migration_that_is_interrupted_leaves_the_old_file(old: Path) -> None:
    with closing(sqlite3.connect(old / "conversations.sqlite3")) as connection:
        connection.execute("DROP TABLE turn_articles")
    with closing(ConversationStore(old)) as store, pytest.raises(ConversationsError):
        store.latest()
    with closing(sqlite3.connect(old / "conversations.sqlite3")) as connection:
        assert connection.execute("SELECT count(*) FROM turns").fetchone() == (3,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
