"""Damaged conversations: every question and answer that can still be read goes into a sound file.

The damaged file is always kept as a backup.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import apsw

from qa.errors import ConversationsError, DatelineError, brief
from qa.history import schema
from qa.history.answers import packed, unpacked_answer, unpacked_article, unpacked_filters
from qa.history.checks import is_saved_article
from qa.history.database import FILE_NAME, ConversationDatabase
from qa.history.notebook import note_of
from qa.records import Article, Filters
from qa.utils.salvage import back_up, open_damaged, readable_rows, remove_backup, replace_contents

_TABLES = ("conversations", "articles", "preferences", "turns", "turn_articles")
_NOTES = "notes"
_LOST_ANSWER = "The saved answer was damaged and could not be recovered."
_ASK_AGAIN = "Ask the question again."
# A question whose conversation was lost becomes a separate conversation named after it.
_RESTORE_CONVERSATIONS = (
    "INSERT OR IGNORE INTO conversations (id, title, begun, changed)"
    " SELECT conversation_id, question, min(asked), max(asked) FROM turns GROUP BY conversation_id"
)
_DROP_ORPHANS = (
    "DELETE FROM turn_articles WHERE article_id NOT IN (SELECT id FROM articles) OR NOT EXISTS"
    " (SELECT 1 FROM turns t WHERE t.conversation_id = turn_articles.conversation_id"
    " AND t.id = turn_articles.turn_id)"
)


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What was saved of damaged conversations; `n_answers_lost` questions were saved without their answer."""

    n_conversations: int
    n_turns: int
    n_answers_lost: int
    backup: Path


def salvage_conversations(folder: Path) -> SalvageReport:
    """Replace a folder's conversations file with what can be read from it. Raises ConversationsError."""
    path = folder / FILE_NAME
    with _naming_errors(path), tempfile.TemporaryDirectory(dir=folder, prefix="repair-") as work:
        backup = back_up(path)
        try:
            with closing(ConversationDatabase(Path(work))) as sound:
                counts = _fill(path, sound)
        except BaseException:
            remove_backup(backup)
            raise
        replace_contents(path, Path(work, FILE_NAME))
    return SalvageReport(*counts, backup)


def _fill(path: Path, sound: ConversationDatabase) -> tuple[int, int, int]:
    """Copy what can be read, and return how many conversations, turns and lost answers there are."""
    with closing(open_damaged(path)) as damaged:
        application, version = schema.identity(damaged)
        if application != schema.APPLICATION_ID or version not in schema.SAME_TABLES:
            raise ConversationsError(path, "it is another program's file or has another format")
        with sound.writing() as connection:
            connection.execute("PRAGMA defer_foreign_keys = ON")
            for table in _TABLES:
                _copy_rows(damaged, connection, table)
            if version >= schema.FIRST_WITH_NOTES:
                _copy_rows(damaged, connection, _NOTES)
                _drop_unreadable_notes(connection)
            connection.execute(_RESTORE_CONVERSATIONS)
            articles = _sound_articles(connection)
            connection.execute(_DROP_ORPHANS)
            _mend_times(connection)
            n_lost = _mend_turns(connection, articles)
            counts = "SELECT (SELECT count(*) FROM conversations), (SELECT count(*) FROM turns)"
            ((n_conversations, n_turns),) = connection.execute(counts)
    return int(n_conversations), int(n_turns), n_lost


def _copy_rows(damaged: apsw.Connection, connection: apsw.Connection, table: str) -> None:
    columns = [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]
    insert = f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(columns))})"
    for row in readable_rows(damaged, table, ", ".join(columns)):
        with suppress(apsw.ConstraintError):  # a value that this column cannot hold
            connection.execute(insert, row)


def _sound_articles(connection: apsw.Connection) -> dict[str, Article]:
    """Delete the articles that are not as they were saved, and return the others by id."""
    articles = {}
    for key, saved in list(connection.execute("SELECT id, article FROM articles")):
        if is_saved_article(key, saved):
            articles[key] = unpacked_article(saved)
        else:
            connection.execute("DELETE FROM turn_articles WHERE article_id = ?", (key,))
            connection.execute("DELETE FROM articles WHERE id = ?", (key,))
    return articles


def _mend_times(connection: apsw.Connection) -> None:
    """Give conversations and turns whose time cannot be read the present time."""
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    for table, column in (("conversations", "begun"), ("conversations", "changed"), ("turns", "asked")):
        select = f"SELECT rowid, {column} FROM {table}"
        for row_id, moment in list(connection.execute(select)):
            if not _is_moment(moment):
                update = f"UPDATE {table} SET {column} = ? WHERE rowid = ?"
                connection.execute(update, (now, row_id))


def _mend_turns(connection: apsw.Connection, articles: dict[str, Article]) -> int:
    """Take out filters and answers that cannot be read, and return how many answers that were."""
    cited: dict[tuple[str, str], dict[str, Article]] = defaultdict(dict)
    for conversation_id, turn_id, key in connection.execute("SELECT * FROM turn_articles"):
        cited[conversation_id, turn_id][key] = articles[key]
    n_lost = 0
    turns = list(connection.execute("SELECT conversation_id, id, filters, answer FROM turns"))
    for conversation_id, turn_id, filters, answer in turns:
        key = (conversation_id, turn_id)
        if not _are_filters(filters):
            update = "UPDATE turns SET filters = ? WHERE conversation_id = ? AND id = ?"
            connection.execute(update, (packed(Filters()), *key))
        if answer is not None and not _is_answer(answer, cited[key]):
            n_lost += 1
            connection.execute(
                "UPDATE turns SET answer = NULL, answer_words = '', error_message = ?, error_hint = ?"
                " WHERE conversation_id = ? AND id = ?",
                (_LOST_ANSWER, _ASK_AGAIN, *key),
            )
    return n_lost


def _drop_unreadable_notes(connection: apsw.Connection) -> None:
    for row in list(connection.execute("SELECT id, position, pinned, answer, articles, text FROM notes")):
        try:
            note_of(row)
        except (ValueError, KeyError, TypeError, AttributeError, DatelineError):
            connection.execute("DELETE FROM notes WHERE id = ?", (row[0],))


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _are_filters(text: str) -> bool:
    try:
        unpacked_filters(text)
    except (ValueError, TypeError):
        return False
    return True


def _is_answer(text: str, articles: dict[str, Article]) -> bool:
    try:
        unpacked_answer(text, articles)
    except (ValueError, KeyError, TypeError, AttributeError, DatelineError):
        return False
    return True


@contextmanager
def _naming_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (apsw.Error, OSError) as error:
        raise ConversationsError(path, brief(error)) from error
