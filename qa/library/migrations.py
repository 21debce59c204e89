"""Upgrades of the library's file from older formats.

1  articles, passages and the change log
2  the dates in articles
3  authors, sections (pages, chapters) and the origins of titles and dates
4  removed articles, near-duplicates, titles as the documents give them, tags, keywords and collections
5  what documents state for the fields that the user set, and an index of the days of publication
6  the days that passages are about

The tables of a format follow the line "-- Since format N" in schema.sql; new columns are listed here.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import apsw

from qa.library.passage_days import FILL
from qa.utils.sqlite import transaction

OLDEST_VERSION, SCHEMA_VERSION = 1, 6
_SCHEMA = Path(__file__).with_name("schema.sql")
_SINCE = re.compile(r"^-- Since format (\d+)$", re.MULTILINE)
_NEW_ARTICLE_COLUMNS = {
    3: {"author": "TEXT", "sections": "TEXT NOT NULL DEFAULT '[]'", "origins": "TEXT NOT NULL DEFAULT '{}'"},
    4: {"raw_title": "TEXT", "keywords": "TEXT NOT NULL DEFAULT '[]'"},
    5: {"own_fields": "TEXT NOT NULL DEFAULT '{}'"},
}
_FILLED = {6: FILL}
_DEFAULT = re.compile(r"DEFAULT (.*)")
_INDEX_OF_ARTICLES = re.compile(r"CREATE INDEX \w+ ON articles \([a-z]+\);")


def upgrade(connection: apsw.Connection) -> None:
    """Upgrade a library to SCHEMA_VERSION; the next indexing reads its files again and fills in what is new.

    A read-only library gets the missing tables and columns, without content, for this connection only.
    """
    if connection.readonly("main"):
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("".join(_temporary(format_of(connection))))
        return
    with transaction(connection):
        version = format_of(connection)  # another process may have upgraded it already
        if version < SCHEMA_VERSION:
            connection.execute("".join(_lasting(version)))
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def article_columns(version: int, columns: str) -> str:
    """Return an SQL list of an article's columns; those that a format lacks are null."""
    missing = dict(_columns_after(version))
    return ", ".join("NULL" if name in missing else name for name in columns.split(", "))


def format_of(connection: apsw.Connection) -> int:
    """Return the format of a library's file."""
    ((version,),) = connection.execute("PRAGMA user_version")
    return int(version)


def _lasting(version: int) -> list[str]:
    columns = _columns_after(version)
    return [
        *_tables_after(version),
        *(f"ALTER TABLE articles ADD COLUMN {name} {kind};" for name, kind in columns),
        *_filled_after(version),
    ]


def _temporary(version: int) -> list[str]:
    tables = [
        _INDEX_OF_ARTICLES.sub("", each).replace("CREATE TABLE", "CREATE TEMP TABLE")
        for each in _tables_after(version)
    ]
    tables += _filled_after(version)
    columns = [f"{_default(kind)} AS {name}" for name, kind in _columns_after(version)]
    if not columns:
        return tables
    selected = ", ".join(("rowid AS rowid", "*", *columns))
    return [*tables, f"CREATE TEMP VIEW articles AS SELECT {selected} FROM main.articles;"]


def _filled_after(version: int) -> list[str]:
    """Return the SQL that fills new tables from older ones."""
    return [sql for since, sql in _FILLED.items() if since > version]


def _columns_after(version: int) -> list[tuple[str, str]]:
    """Return the columns of `articles` that are newer than a format, with their types."""
    return [
        pair for since, columns in _NEW_ARTICLE_COLUMNS.items() if since > version for pair in columns.items()
    ]


def _default(kind: str) -> str:
    found = _DEFAULT.search(kind)
    return found[1] if found else "NULL"


def _tables_after(version: int) -> Iterator[str]:
    """Yield the SQL of the tables that are newer than a format."""
    _, *parts = _SINCE.split(_SCHEMA.read_text(encoding="utf-8"))
    for since, tables in zip(parts[::2], parts[1::2], strict=True):
        if int(since) > version:
            yield tables
