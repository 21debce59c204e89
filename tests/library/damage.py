"""Ways to damage a library's rows and files, each used on a copy of a sound one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import numpy as np

from qa.library.database import FILE_NAME
from qa.library.snapshot import FILE_NAME as SNAPSHOT

Harm = Callable[[Path], None]


def sql(*statements: str, values: tuple[Any, ...] = (), file: str = FILE_NAME) -> Harm:
    """Return damage by SQL statements to a file of a library; `values` are for the last."""

    def harm(folder: Path) -> None:
        connection = apsw.Connection(str(folder / file))
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements[:-1]:
            connection.execute(statement)
        connection.execute(statements[-1], values)
        connection.close()

    return harm


def vector(value: float, n_values: int) -> Harm:
    """Return damage that fills the second passage's vector with a value."""
    stored = np.full(n_values, value, dtype="<f4").tobytes()
    return sql("UPDATE passages SET vector = ? WHERE id = 2", values=(stored,))


def byte_of_snapshot(folder: Path) -> None:
    """Change one byte of the copy of the vectors."""
    data = bytearray((folder / SNAPSHOT).read_bytes())
    data[-5] ^= 1
    (folder / SNAPSHOT).write_bytes(data)


def table_page(name: str, file: str = FILE_NAME) -> Harm:
    """Return damage that fills the last page of a table with zeros."""

    def harm(folder: Path) -> None:
        path = folder / file
        connection = apsw.Connection(str(path))
        ((size,),) = connection.execute("PRAGMA page_size")
        ((page,),) = connection.execute("SELECT max(pageno) FROM dbstat WHERE name = ?", (name,))
        connection.close()
        with path.open("r+b") as opened:
            opened.seek((page - 1) * size)
            opened.write(bytes(size))

    return harm


ALTERED_TEXT = sql("UPDATE articles SET text = replace(text, 'signed', 'singed')")
NEWEST_CHANGE = sql("DELETE FROM changes WHERE sequence = (SELECT max(sequence) FROM changes)")
MISSING_WORDS = sql("DELETE FROM passage_words WHERE rowid = 2")
OTHER_WORDS = sql(
    "DELETE FROM passage_words WHERE rowid = 2",
    "INSERT INTO passage_words (rowid, title, text) VALUES (2, 'Other', 'Quite other words.')",
)
LONG_SPAN = sql("UPDATE passages SET article_end = article_end + 7 WHERE id = 1")
FULL_TEXT_PAGE = sql(
    "UPDATE passage_words_data SET block = zeroblob(length(block))"
    " WHERE id = (SELECT id FROM passage_words_data ORDER BY length(block) DESC LIMIT 1)"
)
SHORT_SPAN = sql("UPDATE passages SET article_end = article_end - 3 WHERE id = 1")
MISSING_PASSAGE = sql("DELETE FROM passage_words WHERE rowid = 2", "DELETE FROM passages WHERE id = 2")
MISSING_FILE = sql("DELETE FROM files WHERE path LIKE '%talks%'")
DATE_OUTSIDE = sql("UPDATE time_expressions SET article_end = 100000")
OTHER_DAY = sql("UPDATE time_expressions SET first_day = '1999-01-01'")
UNKNOWN_KIND = sql("UPDATE time_expressions SET kind = 'epoch'")
