"""The conversations' own SQLite file, in the library's folder but apart from the articles."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw
from pydantic import ValidationError

from qa.errors import ConversationsError, brief
from qa.history.answers import (
    packed,
    packed_answer,
    unpacked_answer,
    unpacked_article,
    unpacked_filters,
)
from qa.history.records import ConversationSummary, SavedConversation, SavedTurn
from qa.records import Answer, Article, Filters
from qa.utils.sqlite import closed, transaction

FILE_NAME = "conversations.sqlite3"
_FORMAT = 1
_APPLICATION_ID = 0x444C4E43  # "DLNC"
_BUSY_MILLISECONDS = 5_000
_SCHEMA = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    begun TEXT NOT NULL,
    changed TEXT NOT NULL
) STRICT;
CREATE TABLE turns (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    question TEXT NOT NULL,
    asked TEXT NOT NULL,
    filters TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    answer TEXT,
    answer_words TEXT NOT NULL DEFAULT '',
    error_message TEXT,
    error_hint TEXT,
    PRIMARY KEY (conversation_id, number)
) STRICT;
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL
) STRICT;
CREATE TABLE turn_articles (
    conversation_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id),
    PRIMARY KEY (conversation_id, number, article_id),
    FOREIGN KEY (conversation_id, number) REFERENCES turns (conversation_id, number) ON DELETE CASCADE
) STRICT;
CREATE TABLE preferences (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
"""
_SUMMARY = (
    "SELECT c.id, c.title, c.begun, c.changed,"
    " (SELECT count(*) FROM turns t WHERE t.conversation_id = c.id) FROM conversations c"
)


class ConversationStore:
    """Keeps conversations in a folder; safe to use from several threads.

    The file is made when something is kept first. Each call that writes is one transaction, on disk when it
    returns. Raises ConversationsError.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._connection: apsw.Connection | None = None
        self._lock = threading.RLock()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    # Reading

    def conversations(self, words: str = "") -> list[ConversationSummary]:
        """Return the conversations whose title, questions or answers hold all of `words`, latest first."""
        conditions: list[str] = []
        values: list[str] = []
        for word in words.split():
            conditions.append(
                "(instr(folded(c.title), ?1) OR EXISTS (SELECT 1 FROM turns t WHERE t.conversation_id = c.id"
                " AND instr(folded(t.question || ' ' || t.answer_words), ?1)))".replace(
                    "?1", f"?{len(values) + 1}"
                )
            )
            values.append(word.casefold())
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        rows = self._rows(f"{_SUMMARY}{where} ORDER BY c.changed DESC, c.rowid DESC", tuple(values))
        return [_summary(row) for row in rows]

    def latest(self) -> SavedConversation | None:
        """Return the conversation that was gone on with last, or None."""
        rows = self._rows("SELECT id FROM conversations ORDER BY changed DESC, rowid DESC LIMIT 1")
        return self.conversation(str(rows[0][0])) if rows else None

    def conversation(self, conversation_id: str) -> SavedConversation:
        """Return a conversation with all its turns."""
        rows = self._rows(f"{_SUMMARY} WHERE c.id = ?", (conversation_id,))
        if not rows:
            raise ConversationsError(self.path, "that conversation is no longer there")
        turns = self._rows(
            "SELECT number, question, asked, filters, note, answer, error_message, error_hint FROM turns"
            " WHERE conversation_id = ? ORDER BY number",
            (conversation_id,),
        )
        articles = self._articles(conversation_id)
        with self._understanding():
            kept = tuple(_turn(row, articles.get(row[0], {})) for row in turns)
            return SavedConversation(_summary(rows[0]), kept)

    def questions(self, limit: int = 500) -> list[str]:
        """Return the questions that were asked last, each once, oldest first."""
        rows = self._rows(
            "SELECT question FROM turns GROUP BY question ORDER BY max(asked) DESC, max(rowid) DESC LIMIT ?",
            (limit,),
        )
        return [str(row[0]) for row in reversed(rows)]

    def preference(self, name: str) -> str | None:
        """Return what was remembered under a name, or None."""
        rows = self._rows("SELECT value FROM preferences WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    # Writing

    def keep_question(
        self, conversation_id: str, number: int, question: str, filters: Filters, note: str = ""
    ) -> None:
        """Keep a question as soon as it is asked; the first gives a new conversation its title."""
        now = _now()
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET changed = ?",
                (conversation_id, question, now, now, now),
            )
            connection.execute(
                "INSERT OR REPLACE INTO turns (conversation_id, number, question, asked, filters, note)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (conversation_id, number, question, now, packed(filters), note),
            )

    def keep_answer(
        self, conversation_id: str, number: int, answer: Answer, articles: Sequence[Article], note: str = ""
    ) -> None:
        """Keep the answer to a question, with the articles that it cites or comes near to."""
        others = [other for part in (answer, *answer.parts) for other in part.alternatives]
        cited = [each for other in others for each in other.citations]
        kept = {each.article.id: each.article for each in (*answer.citations, *cited)}
        kept |= {article.id: article for article in articles}
        words = " ".join(filter(None, (answer.text, *(each.quote for each in answer.citations))))
        key = (conversation_id, number)
        with self._writing() as connection:
            connection.execute(
                "UPDATE turns SET answer = ?, answer_words = ?, note = ?"
                " WHERE conversation_id = ? AND number = ?",
                (packed_answer(answer), words, note, *key),
            )
            if not connection.changes():
                return  # the conversation was deleted meanwhile
            for article in kept.values():
                connection.execute(
                    "INSERT INTO articles VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET article = excluded.article",
                    (article.id, packed(article)),
                )
                connection.execute("INSERT OR IGNORE INTO turn_articles VALUES (?, ?, ?)", (*key, article.id))

    def keep_error(self, conversation_id: str, number: int, message: str, hint: str) -> None:
        """Keep what was told instead of an answer."""
        with self._writing() as connection:
            connection.execute(
                "UPDATE turns SET error_message = ?, error_hint = ? WHERE conversation_id = ? AND number = ?",
                (message, hint, conversation_id, number),
            )

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title."""
        with self._writing() as connection:
            connection.execute("UPDATE conversations SET title = ? WHERE id = ?", (title, conversation_id))

    def delete(self, conversation_id: str) -> None:
        """Forget a conversation, its questions, and the articles that no other conversation cites."""
        with self._writing() as connection:
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))
            connection.execute("DELETE FROM articles WHERE id NOT IN (SELECT article_id FROM turn_articles)")

    def remember(self, name: str, value: str) -> None:
        """Remember something small under a name."""
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO preferences VALUES (?, ?)", (name, value))

    # The file

    def _articles(self, conversation_id: str) -> Mapping[int, dict[str, Article]]:
        """Return the kept articles by turn and id; turns that cite the same article share it."""
        rows = self._rows(
            "SELECT t.number, a.id FROM turn_articles t JOIN articles a ON a.id = t.article_id"
            " WHERE t.conversation_id = ?",
            (conversation_id,),
        )
        texts = self._rows(
            "SELECT id, article FROM articles WHERE id IN"
            " (SELECT article_id FROM turn_articles WHERE conversation_id = ?)",
            (conversation_id,),
        )
        with self._understanding():
            known = {str(key): unpacked_article(text) for key, text in texts}
        by_turn: dict[int, dict[str, Article]] = {}
        for number, key in rows:
            by_turn.setdefault(number, {})[key] = known[key]
        return by_turn

    def _rows(self, sql: str, values: Any = ()) -> list[tuple[Any, ...]]:
        with self._lock, self._speaking():
            if self._connection is None and not self.path.is_file():
                return []
            return list(self._opened().execute(sql, values))

    @contextmanager
    def _writing(self) -> Iterator[apsw.Connection]:
        with self._lock, self._speaking():
            connection = self._opened()
            with transaction(connection):
                yield connection

    def _opened(self) -> apsw.Connection:
        if self._connection is None:
            if not self._is_made():
                self._make()
            connection = self._connected(self.path)
            with ExitStack() as unless_ours:
                unless_ours.callback(connection.close)
                self._check_ours(connection)
                unless_ours.pop_all()
            self._connection = connection
        return self._connection

    def _connected(self, path: Path) -> apsw.Connection:
        connection = apsw.Connection(str(path))
        connection.set_busy_timeout(_BUSY_MILLISECONDS)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA secure_delete = ON")
        connection.create_scalar_function("folded", _folded, 1, deterministic=True)
        return connection

    def _is_made(self) -> bool:
        return self.path.is_file() and self.path.stat().st_size > 0

    def _make(self) -> None:
        """Make the file with its tables, unless another does; it gets its name when it is whole.

        SQLite does not wait when two connections make one database, so one of them would lose its question.
        """
        from filelock import FileLock

        self.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self.path.with_suffix(".lock")):
            if self._is_made():
                return
            partial = self.path.with_name(f"{FILE_NAME}.partial")
            for left_over in partial.parent.glob(f"{partial.name}*"):
                left_over.unlink()
            with closed(self._connected(partial)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                with transaction(connection):
                    connection.execute(_SCHEMA)
                    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                    connection.execute(f"PRAGMA user_version = {_FORMAT}")
            partial.replace(self.path)

    def _check_ours(self, connection: apsw.Connection) -> None:
        ((application,),) = connection.execute("PRAGMA application_id")
        ((version,),) = connection.execute("PRAGMA user_version")
        if (application, version) != (_APPLICATION_ID, _FORMAT):
            raise ConversationsError(self.path, f"its format is {version}, this Dateline reads {_FORMAT}")

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        try:
            yield
        except (apsw.Error, OSError, UnicodeError) as error:
            raise ConversationsError(self.path, brief(error)) from error

    @contextmanager
    def _understanding(self) -> Iterator[None]:
        try:
            yield
        except (ValidationError, ValueError, KeyError, TypeError) as error:
            raise ConversationsError(self.path, brief(error)) from error


def _summary(row: tuple[Any, ...]) -> ConversationSummary:
    return ConversationSummary(row[0], row[1], _moment(row[2]), _moment(row[3]), row[4])


def _turn(row: tuple[Any, ...], articles: Mapping[str, Article]) -> SavedTurn:
    number, question, asked, filters, note, answer, message, hint = row
    return SavedTurn(
        number=number,
        question=question,
        asked=_moment(asked),
        filters=unpacked_filters(filters),
        answer=unpacked_answer(answer, articles) if answer else None,
        articles=articles,
        error=(message, hint or "") if message else None,
        note=note,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(stored)


def _folded(*values: Any) -> str:
    return str(values[0] or "").casefold()
