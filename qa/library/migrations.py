"""Upgrades of the library's file from older formats.

1  articles, passages and the change log
2  the dates in articles
3  authors, sections (pages, chapters) and the origins of titles and dates
"""

from pathlib import Path

import apsw

from qa.utils.sqlite import transaction

OLDEST_VERSION, SCHEMA_VERSION = 1, 3
_SCHEMA = Path(__file__).with_name("schema.sql")
_DATES_BEGIN = "CREATE TABLE time_expressions"
_NEW_COLUMNS = ("author TEXT", "sections TEXT NOT NULL DEFAULT '[]'", "origins TEXT NOT NULL DEFAULT '{}'")


def upgrade(connection: apsw.Connection) -> None:
    """Upgrade a library to SCHEMA_VERSION; the next indexing reads its files again and fills in what is new.

    A read-only library gets the missing tables and columns, without content, for this connection only.
    """
    if connection.readonly("main"):
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("".join(_temporary(_version(connection))))
        return
    with transaction(connection):
        version = _version(connection)  # another process may have upgraded it already
        if version < SCHEMA_VERSION:
            connection.execute("".join(_lasting(version)))
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def article_columns(version: int, columns: str) -> str:
    """Return an SQL list of an article's columns; those that a format lacks are null."""
    missing = {column.split()[0] for column in _NEW_COLUMNS} if version < SCHEMA_VERSION else set()
    return ", ".join("NULL" if name in missing else name for name in columns.split(", "))


def _version(connection: apsw.Connection) -> int:
    ((version,),) = connection.execute("PRAGMA user_version")
    return int(version)


def _lasting(version: int) -> list[str]:
    dates = [_date_tables()] if version == OLDEST_VERSION else []
    return dates + [f"ALTER TABLE articles ADD COLUMN {column};" for column in _NEW_COLUMNS]


def _temporary(version: int) -> list[str]:
    dates = [_date_tables().replace("CREATE TABLE", "CREATE TEMP TABLE")] if version == OLDEST_VERSION else []
    view = (
        "CREATE TEMP VIEW articles AS SELECT rowid AS rowid, *, NULL AS author, '[]' AS sections, '{}' AS origins"
        " FROM main.articles;"
    )
    return [*dates, view]


def _date_tables() -> str:
    _, marker, tables = _SCHEMA.read_text(encoding="utf-8").partition(_DATES_BEGIN)
    return marker + tables
