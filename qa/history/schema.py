"""The tables of the conversations' file, and its migration from earlier formats."""

import apsw

from qa.utils.sqlite import transaction

APPLICATION_ID = 0x444C4E43  # "DLNC"
FORMAT = 4
# Files of format 2 have the same tables as format 3, and answers in another shape, which is still read.
SAME_TABLES = (2, 3, 4)
FIRST_WITH_NOTES = 4
_NUMBERED_TURNS = 1  # turns were identified by their number, so two windows could overwrite each other's

_TURNS = """
CREATE TABLE turns (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    question TEXT NOT NULL,
    asked TEXT NOT NULL,
    filters TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    answer TEXT,
    answer_words TEXT NOT NULL DEFAULT '',
    error_message TEXT,
    error_hint TEXT,
    PRIMARY KEY (conversation_id, id),
    UNIQUE (conversation_id, number)
) STRICT;
CREATE INDEX turns_by_id ON turns (id);
CREATE TABLE turn_articles (
    conversation_id TEXT NOT NULL,
    turn_id TEXT NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id),
    PRIMARY KEY (conversation_id, turn_id, article_id),
    FOREIGN KEY (conversation_id, turn_id) REFERENCES turns (conversation_id, id) ON DELETE CASCADE
) STRICT;
"""
_NOTES = """
CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    pinned TEXT NOT NULL,
    answer TEXT NOT NULL,
    articles TEXT NOT NULL,
    words TEXT NOT NULL,
    text TEXT NOT NULL DEFAULT ''
) STRICT;
"""
SCHEMA = f"""
CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    begun TEXT NOT NULL,
    changed TEXT NOT NULL
) STRICT;
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL
) STRICT;
CREATE TABLE preferences (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
{_TURNS}{_NOTES}
"""
_SET_ASIDE = """
ALTER TABLE turns RENAME TO old_turns;
ALTER TABLE turn_articles RENAME TO old_turn_articles;
"""
_GIVE_IDS = """
INSERT INTO turns
SELECT conversation_id, lower(hex(randomblob(16))), number, question, asked, filters, note, answer,
    answer_words, error_message, error_hint
FROM old_turns ORDER BY rowid;
INSERT INTO turn_articles
SELECT o.conversation_id, t.id, o.article_id FROM old_turn_articles o
JOIN turns t ON t.conversation_id = o.conversation_id AND t.number = o.number;
DROP TABLE old_turn_articles;
DROP TABLE old_turns;
"""


def identity(connection: apsw.Connection) -> tuple[int, int]:
    """Return the application id and the format of a file."""
    ((application,),) = connection.execute("PRAGMA application_id")
    ((version,),) = connection.execute("PRAGMA user_version")
    return int(application), int(version)


def create(connection: apsw.Connection) -> None:
    """Create the tables in an empty file."""
    with transaction(connection):
        connection.execute(SCHEMA)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")


def migrate(connection: apsw.Connection) -> None:
    """Bring a file of an earlier format up to this one, in one transaction."""
    connection.execute("PRAGMA foreign_keys = OFF")  # has no effect inside a transaction
    try:
        with transaction(connection):
            _, version = identity(connection)  # another process may have done it
            if version == _NUMBERED_TURNS:
                connection.execute(_SET_ASIDE + _TURNS + _GIVE_IDS)
            if version < FIRST_WITH_NOTES:
                connection.execute(_NOTES)
            if version < FORMAT:
                connection.execute(f"PRAGMA user_version = {FORMAT}")
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def is_migratable(version: int) -> bool:
    """Whether a file has this format, or one that can be brought up to it."""
    return _NUMBERED_TURNS <= version <= FORMAT
