"""The notebook: pinned answers in the user's order, each with a note and the articles it cites."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import apsw
from pydantic import ValidationError

from qa.errors import ConversationsError, brief
from qa.history.answers import cited_articles, packed, packed_answer, unpacked_answer, unpacked_article
from qa.history.database import ConversationDatabase
from qa.history.records import Note, PinResult
from qa.records import Answer

_COLUMNS = "id, position, pinned, answer, articles, text"
_INSERT = (
    "INSERT OR IGNORE INTO notes (id, position, pinned, answer, articles, words, text)"
    " VALUES (?, coalesce(?, (SELECT coalesce(max(position), 0) + 1 FROM notes)), ?, ?, ?, ?, ?)"
)
_MAKE_ROOM = (
    "UPDATE notes SET position = position + 1"
    " WHERE position >= ?1 AND EXISTS (SELECT 1 FROM notes WHERE position = ?1)"
)
_NEIGHBOUR = {
    -1: "SELECT id, position FROM notes WHERE position < ? ORDER BY position DESC LIMIT 1",
    1: "SELECT id, position FROM notes WHERE position > ? ORDER BY position LIMIT 1",
}


class Notebook:
    """Reads and writes the notes in the conversations' file. Raises ConversationsError."""

    def __init__(self, database: ConversationDatabase) -> None:
        self._database = database

    def notes(self, words: str = "") -> list[Note]:
        """Return the notes whose question, answer, quotes or text hold all of `words`, in the user's order."""
        wanted = words.casefold().split()
        holds = "instr(folded(words || ' ' || text), ?)"
        where = f" WHERE {' AND '.join([holds] * len(wanted))}" if wanted else ""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM notes{where} ORDER BY position, rowid",
            tuple(wanted),
        )
        with self._checking_values():
            return [note_of(row) for row in rows]

    def pin(self, note_id: str, answer: Answer) -> PinResult:
        """Append an answer, without its alternatives; an answer pinned under the same id is replaced in its place."""
        pinned = replace(answer, alternatives=(), nearest=(), matches=(), timings={})
        note = Note(note_id, None, datetime.now(UTC), pinned)
        with self._database.writing() as connection:
            if insert_note(connection, note):
                return PinResult.ADDED
            return PinResult.UPDATED if _replace_answer(connection, note) else PinResult.UNCHANGED

    def restore(self, note: Note) -> None:
        """Put a deleted note back in its place."""
        self._insert(note)

    def write(self, note_id: str, text: str) -> None:
        """Replace the text of a note."""
        with self._database.writing() as connection:
            connection.execute("UPDATE notes SET text = ? WHERE id = ?", (text, note_id))

    def move(self, note_id: str, step: int) -> None:
        """Exchange a note with the one above (−1) or below (1)."""
        with self._database.writing() as connection:
            here = list(connection.execute("SELECT position FROM notes WHERE id = ?", (note_id,)))
            other = list(connection.execute(_NEIGHBOUR[step], here[0])) if here else []
            if other:
                exchanged = ((other[0][1], note_id), (here[0][0], other[0][0]))
                connection.executemany("UPDATE notes SET position = ? WHERE id = ?", exchanged)

    def delete(self, note_id: str) -> None:
        """Delete a note."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM notes WHERE id = ?", (note_id,))

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the notes' rows, as `note_of` reads them, in the user's order."""
        return self._database.rows(f"SELECT {_COLUMNS} FROM notes ORDER BY position, rowid")

    def _insert(self, note: Note) -> None:
        with self._database.writing() as connection:
            insert_note(connection, note)

    @contextmanager
    def _checking_values(self) -> Iterator[None]:
        try:
            yield
        except (ValidationError, ValueError, KeyError, TypeError) as error:
            raise ConversationsError(self._database.path, brief(error)) from error


def insert_note(connection: apsw.Connection, note: Note) -> bool:
    """Insert a note in its place, and return whether it is new; part of a transaction."""
    pinned = note.pinned.isoformat(timespec="microseconds")
    values = (note.id, note.position, pinned, *_answer_values(note.answer), note.text)
    if list(connection.execute("SELECT 1 FROM notes WHERE id = ?", (note.id,))):
        return False
    connection.execute(_MAKE_ROOM, (note.position,))
    connection.execute(_INSERT, values)
    return True


def _replace_answer(connection: apsw.Connection, note: Note) -> bool:
    """Replace the answer of a note with the same id, and return whether it differs; part of a transaction."""
    answer, articles, words = _answer_values(note.answer)
    update = (
        "UPDATE notes SET answer = ?1, articles = ?2, words = ?3"
        " WHERE id = ?4 AND (answer IS NOT ?1 OR articles IS NOT ?2)"
    )
    connection.execute(update, (answer, articles, words, note.id))
    return connection.changes() > 0


def _answer_values(answer: Answer) -> tuple[str, str, str]:
    """Return an answer, its articles and the words that are searched, as stored."""
    articles = json.dumps([packed(article) for article in cited_articles(answer).values()])
    words = " ".join(filter(None, (answer.question, answer.text, *(each.quote for each in answer.citations))))
    return packed_answer(answer), articles, words


def note_of(row: tuple[Any, ...]) -> Note:
    """Return a note from its row, with every quote checked against its article. Raises ValueError or KeyError."""
    note_id, position, pinned, answer, articles, text = row
    known = {each.id: each for each in map(unpacked_article, json.loads(articles))}
    return Note(note_id, position, datetime.fromisoformat(pinned), unpacked_answer(answer, known), text)
