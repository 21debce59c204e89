"""A transaction is saved completely or not at all, and no other thread waits for it."""

import ast
from pathlib import Path

import apsw
import pytest

import qa
from qa.utils.sqlite import closed, transaction


@pytest.fixture
def connection(tmp_path: Path) -> apsw.Connection:
    made = apsw.Connection(str(tmp_path / "a.sqlite"))
    made.execute("CREATE TABLE numbers (n); PRAGMA journal_mode = WAL")
    return made


def numbers(connection: apsw.Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT n FROM numbers ORDER BY n")]


def test_what_is_done_inside_is_kept(connection: apsw.Connection, tmp_path: Path) -> None:
    with transaction(connection):
        connection.execute("INSERT INTO numbers VALUES (1), (2)")
    assert numbers(apsw.Connection(str(tmp_path / "a.sqlite"))) == [1, 2]
    assert not connection.in_transaction


def test_an_error_undoes_all_and_passes_through(connection: apsw.Connection) -> None:
    with pytest.raises(apsw.SQLError, match="nowhere"), transaction(connection):
        connection.execute("INSERT INTO numbers VALUES (1); INSERT INTO nowhere VALUES (1)")
    assert numbers(connection) == []
    assert not connection.in_transaction


def test_an_end_that_fails_undoes_all(connection: apsw.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON; CREATE TABLE parents (id INTEGER PRIMARY KEY)")
    connection.execute("CREATE TABLE children (of REFERENCES parents DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(apsw.ConstraintError), transaction(connection):
        connection.execute("INSERT INTO children VALUES (7)")
    assert not connection.in_transaction
    assert list(connection.execute("SELECT * FROM children")) == []


def test_a_transaction_that_sqlite_gave_up_is_not_undone_twice(connection: apsw.Connection) -> None:
    with pytest.raises(apsw.SQLError, match="nowhere"), transaction(connection):
        connection.execute("ROLLBACK; INSERT INTO nowhere VALUES (1)")
    assert not connection.in_transaction


def test_a_closed_connection_leaves_one_file(tmp_path: Path) -> None:
    with closed(apsw.Connection(str(tmp_path / "b.sqlite"))) as connection:
        connection.execute("CREATE TABLE numbers (n); PRAGMA journal_mode = WAL")
    assert [path.name for path in tmp_path.iterdir()] == ["b.sqlite"]


def test_no_connection_is_used_as_a_context_of_its_own() -> None:
    """The connection's own `with` holds the GIL while it commits, which blocks the screen."""
    found = [
        f"{path.name}:{node.lineno}"
        for path in Path(qa.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.With)
        for item in node.items
        if isinstance(item.context_expr, ast.Name) and item.context_expr.id == "connection"
    ]
    assert found == []
