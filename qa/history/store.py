"""Saved conversations: kept in the library's folder, in a file apart from the articles."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import apsw
from pydantic import ValidationError

from qa.errors import ConversationsError, brief
from qa.history.answers import (
    cited_articles,
    packed,
    packed_answer,
    unpacked_answer,
    unpacked_article,
    unpacked_filters,
)
from qa.history.database import ConversationDatabase
from qa.history.notebook import Notebook, insert_note
from qa.history.records import ConversationSummary, DeletedConversation, Note, SavedConversation, SavedTurn
from qa.records import Answer, Article, Filters

_SUMMARY = (
    "SELECT c.id, c.title, c.begun, c.changed,"
    " (SELECT count(*) FROM turns t WHERE t.conversation_id = c.id) FROM conversations c"
)
_COPY_CONVERSATION = (
    "INSERT INTO conversations SELECT ?, title || ' (copy)', begun, ? FROM conversations WHERE id = ?"
)
_COPY_TURNS = (
    "INSERT INTO turns SELECT ?, id, row_number() OVER (ORDER BY number), question, asked, filters, note, answer,"
    " answer_words, error_message, error_hint FROM turns"
    " WHERE conversation_id = ? AND id IN (SELECT value FROM json_each(?))"
)
_COPY_ARTICLES = (
    "INSERT INTO turn_articles SELECT ?, turn_id, article_id FROM turn_articles"
    " WHERE conversation_id = ? AND turn_id IN (SELECT value FROM json_each(?))"
)
_NAMES = {
    "conversations": "id, title, begun, changed",
    "articles": "id, article",
    "turns": "conversation_id, id, number, question, asked, filters, note, answer, answer_words, error_message,"
    " error_hint",
    "turn_articles": "conversation_id, turn_id, article_id",
}
_OF_ONE = {
    "conversations": "id = ?",
    "articles": "id IN (SELECT article_id FROM turn_articles WHERE conversation_id = ?)",
    "turns": "conversation_id = ?",
    "turn_articles": "conversation_id = ?",
}
_ROWS = {
    table: f"SELECT rowid, {_NAMES[table]} FROM {table} WHERE {where}" for table, where in _OF_ONE.items()
}
# A turn that was still open when its conversation was copied gets its answer in both.
# Turns are only appended, so their row ids give the order even if the system's clock was set back.
_LAST_ADDED_TO = "(SELECT max(t.rowid) FROM turns t WHERE t.conversation_id = c.id) DESC, c.rowid DESC"
_SAVE_ANSWER = (
    "UPDATE turns SET answer = ?, answer_words = ?, note = ?"
    " WHERE id = ? AND (conversation_id = ? OR answer IS NULL AND error_message IS NULL)"
    " RETURNING conversation_id"
)
_SAVE_ERROR = (
    "UPDATE turns SET error_message = ?, error_hint = ?"
    " WHERE id = ? AND (conversation_id = ? OR answer IS NULL AND error_message IS NULL)"
)


class ConversationStore:
    """Saves conversations in a folder; safe to use from several threads and processes.

    The file is made when something is first saved. Each call that writes is one transaction, on disk when it
    returns. Raises ConversationsError.
    """

    def __init__(self, folder: Path) -> None:
        self._database = ConversationDatabase(folder)
        self.path = self._database.path
        self.notebook = Notebook(self._database)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

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
        rows = self._database.rows(f"{_SUMMARY}{where} ORDER BY {_LAST_ADDED_TO}", tuple(values))
        with self._checking_values():
            return [_summary(row) for row in rows]

    def latest(self) -> SavedConversation | None:
        """Return the conversation that was last added to, or None."""
        rows = self._database.rows(f"SELECT c.id FROM conversations c ORDER BY {_LAST_ADDED_TO} LIMIT 1")
        return self.conversation(str(rows[0][0])) if rows else None

    def conversation(self, conversation_id: str) -> SavedConversation:
        """Return a conversation with all its turns."""
        rows = self._database.rows(f"{_SUMMARY} WHERE c.id = ?", (conversation_id,))
        if not rows:
            raise ConversationsError(self.path, "that conversation no longer exists")
        turns = self._database.rows(
            "SELECT id, question, asked, filters, note, answer, error_message, error_hint FROM turns"
            " WHERE conversation_id = ? ORDER BY number",
            (conversation_id,),
        )
        articles = self._articles(conversation_id)
        with self._checking_values():
            saved = tuple(
                _turn(number, row, articles.get(row[0], {})) for number, row in enumerate(turns, start=1)
            )
            return SavedConversation(_summary(rows[0]), saved)

    def rows_of(self, conversation_id: str) -> DeletedConversation:
        """Return the rows of a conversation, as `delete` does, without deleting it."""
        rows = {table: self._database.rows(sql, (conversation_id,)) for table, sql in _ROWS.items()}
        return DeletedConversation(conversation_id, rows)

    def n_citing(self, article_ids: Sequence[str]) -> tuple[int, int]:
        """Return how many conversations and notes contain one of these articles, or a quote of one."""
        wanted = json.dumps(list(article_ids))
        rows = self._database.rows(
            "SELECT (SELECT count(DISTINCT conversation_id) FROM turn_articles"
            " WHERE article_id IN (SELECT value FROM json_each(?1))),"
            " (SELECT count(*) FROM notes WHERE EXISTS"
            " (SELECT 1 FROM json_each(?1) WHERE instr(notes.articles, value)))",
            (wanted,),
        )
        return (int(rows[0][0]), int(rows[0][1])) if rows else (0, 0)

    def questions(self, limit: int = 500) -> list[str]:
        """Return the questions that were asked last, each once, oldest first."""
        rows = self._database.rows(
            "SELECT question FROM turns GROUP BY question ORDER BY max(rowid) DESC LIMIT ?",
            (limit,),
        )
        return [str(row[0]) for row in reversed(rows)]

    def preference(self, name: str) -> str | None:
        """Return what was remembered under a name, or None."""
        rows = self._database.rows("SELECT value FROM preferences WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    # Writing

    def keep_question(
        self,
        conversation_id: str,
        turn_id: str,
        question: str,
        filters: Filters,
        *,
        after: Sequence[str] | None = None,
    ) -> str:
        """Append a question as soon as it is asked, and return the id of the conversation that holds it.

        The first question gives a new conversation its title. `after` names the turns that whoever asks knows; if
        another process has added others, the question is appended to a copy that holds only the known turns. With
        None it is appended in any case. Saving a turn twice changes nothing.
        """
        now = _now()
        with self._database.writing() as connection:
            if after is not None and _has_others(connection, conversation_id, {*after, turn_id}):
                conversation_id = _copy(connection, conversation_id, after, now)
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET changed = ?",
                (conversation_id, question, now, now, now),
            )
            connection.execute(
                "INSERT INTO turns (conversation_id, id, number, question, asked, filters)"
                " SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5 FROM turns WHERE conversation_id = ?1"
                " ON CONFLICT (conversation_id, id) DO NOTHING",
                (conversation_id, turn_id, question, now, packed(filters)),
            )
        return conversation_id

    def keep_answer(
        self, conversation_id: str, turn_id: str, answer: Answer, articles: Sequence[Article], note: str = ""
    ) -> None:
        """Save the answer to a question, with the articles that it cites or comes near to."""
        kept = cited_articles(answer)
        kept |= {article.id: article for article in articles}
        words = " ".join(filter(None, (answer.text, *(each.quote for each in answer.citations))))
        with self._database.writing() as connection:
            values = (packed_answer(answer), words, note, turn_id, conversation_id)
            found = list(connection.execute(_SAVE_ANSWER, values))
            if not found:
                return  # the conversation was deleted meanwhile
            for article in kept.values():
                connection.execute(
                    "INSERT INTO articles VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET article = excluded.article",
                    (article.id, packed(article)),
                )
                for (holder,) in found:
                    connection.execute(
                        "INSERT OR IGNORE INTO turn_articles VALUES (?, ?, ?)", (holder, turn_id, article.id)
                    )

    def keep_error(self, conversation_id: str, turn_id: str, message: str, hint: str) -> None:
        """Save the error that was shown instead of an answer."""
        with self._database.writing() as connection:
            connection.execute(_SAVE_ERROR, (message, hint, turn_id, conversation_id))

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title."""
        with self._database.writing() as connection:
            connection.execute("UPDATE conversations SET title = ? WHERE id = ?", (title, conversation_id))

    def delete(self, conversation_id: str) -> DeletedConversation:
        """Delete a conversation, its questions, and the articles that no other conversation cites.

        What is returned is all that is left of it: `restore` puts it back.
        """
        with self._database.writing() as connection:
            rows = {table: list(connection.execute(sql, (conversation_id,))) for table, sql in _ROWS.items()}
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))
            connection.execute("DELETE FROM articles WHERE id NOT IN (SELECT article_id FROM turn_articles)")
        return DeletedConversation(conversation_id, rows)

    def restore(self, deleted: DeletedConversation) -> None:
        """Put a deleted conversation back in its place. Restoring it twice changes nothing."""
        with self._database.writing() as connection:
            _insert_rows(connection, deleted)

    def take_over(
        self, conversations: Iterable[DeletedConversation], notes: Iterable[Note]
    ) -> tuple[int, int]:
        """Add conversations and notes of another machine, all or none, and return how many were new.

        Those that are here already are not changed.
        """
        n_conversations = n_notes = 0
        with self._database.writing() as connection:
            for each in conversations:
                known = connection.execute("SELECT 1 FROM conversations WHERE id = ?", (each.id,))
                if not list(known):
                    _insert_rows(connection, each)
                    n_conversations += 1
            for note in notes:
                n_notes += insert_note(connection, note)
        return n_conversations, n_notes

    def remember(self, name: str, value: str) -> None:
        """Remember something small under a name."""
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO preferences VALUES (?, ?)", (name, value))

    def _articles(self, conversation_id: str) -> Mapping[str, dict[str, Article]]:
        """Return the saved articles by turn and id; turns that cite the same article share it."""
        rows = self._database.rows(
            "SELECT turn_id, article_id FROM turn_articles WHERE conversation_id = ?",
            (conversation_id,),
        )
        texts = self._database.rows(
            "SELECT id, article FROM articles WHERE id IN"
            " (SELECT article_id FROM turn_articles WHERE conversation_id = ?)",
            (conversation_id,),
        )
        by_turn: dict[str, dict[str, Article]] = {}
        with self._checking_values():
            known = {str(key): unpacked_article(text) for key, text in texts}
            for turn_id, key in rows:
                by_turn.setdefault(turn_id, {})[key] = known[key]
        return by_turn

    @contextmanager
    def _checking_values(self) -> Iterator[None]:
        try:
            yield
        except (ValidationError, ValueError, KeyError, TypeError) as error:
            raise ConversationsError(self.path, brief(error)) from error


def _insert_rows(connection: apsw.Connection, deleted: DeletedConversation) -> None:
    """Insert the rows of a conversation, with their old row ids where these are free."""
    for table, rows in deleted.rows.items():
        for row_id, *values in rows:
            taken = list(connection.execute(f"SELECT 1 FROM {table} WHERE rowid = ?", (row_id,)))
            marks = ", ".join("?" * len(values))
            connection.execute(
                f"INSERT OR IGNORE INTO {table} (rowid, {_NAMES[table]}) VALUES (?, {marks})",
                (None if taken else row_id, *values),
            )


def _has_others(connection: apsw.Connection, conversation_id: str, known: set[str]) -> bool:
    """Whether a conversation has turns besides the known ones."""
    rows = connection.execute("SELECT id FROM turns WHERE conversation_id = ?", (conversation_id,))
    return any(turn_id not in known for (turn_id,) in rows)


def _copy(connection: apsw.Connection, conversation_id: str, turn_ids: Sequence[str], now: str) -> str:
    """Copy some turns of a conversation into a new one, and return its id."""
    copy, wanted = uuid4().hex, json.dumps(list(turn_ids))
    connection.execute(_COPY_CONVERSATION, (copy, now, conversation_id))
    connection.execute(_COPY_TURNS, (copy, conversation_id, wanted))
    connection.execute(_COPY_ARTICLES, (copy, conversation_id, wanted))
    return copy


def _summary(row: tuple[Any, ...]) -> ConversationSummary:
    return ConversationSummary(row[0], row[1], _moment(row[2]), _moment(row[3]), row[4])


def _turn(number: int, row: tuple[Any, ...], articles: Mapping[str, Article]) -> SavedTurn:
    turn_id, question, asked, filters, note, answer, message, hint = row
    return SavedTurn(
        id=turn_id,
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
