"""Checks of a library's rows against each other: texts, passages, full text, vectors, dates and the snapshot.

Damage that SQLite itself notices is only a part of what can go wrong: a disk, a copy or another program can also
change a value so that the file stays well formed.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import apsw
import numpy as np

from qa.articles.loading import article_id
from qa.errors import LibraryBrokenError, brief
from qa.library.database import Database
from qa.library.history_marks import HistoryMarks
from qa.library.inverted_file import read_inverted_file
from qa.library.passage_days import ALL_ROWS
from qa.library.postings import read_postings
from qa.library.removal import is_removed_sound
from qa.library.rows import time_expression, time_row
from qa.library.snapshot import FILE_NAME as SNAPSHOT
from qa.library.snapshot import WORDS_FILE_NAME, is_of_earlier_version, read_snapshot
from qa.library.snapshot_checks import holds_lists, holds_vectors
from qa.library.store import Store
from qa.progress import CheckAdvanced, Event
from qa.records import Span
from qa.utils.sqlite import transaction

Watcher = Callable[[Event], None]
_SCHEMA = Path(__file__).with_name("schema.sql")
_ROWS_AT_ONCE = 2_000
_N_LINES = 3
_NORM_TOLERANCE = 1e-3
_LARGE, _N_SAMPLED = 2_000, 500  # articles; of a large library, some are checked before it is changed
_WORDS_TABLE = re.compile(r"CREATE VIRTUAL TABLE passage_words.*?;", re.DOTALL)
# A sum over the places of a term that does not depend on their order and stays within 64 bits.
_WORD_SUMS = (
    "SELECT term, count(*),"
    " sum((doc * 65599 + offset * 2 + (col = 'title')) % 2147483647 * 48271 % 2147483647)"
    " FROM temp.word_places GROUP BY term"
)
_SECTIONS = "SELECT sections, length(text) FROM articles"
_WRONG_KEYWORDS = (
    "SELECT count(*) FROM articles WHERE NOT json_valid(keywords) OR json_type(keywords) <> 'array'"
)
_WRONG_DAYS = (
    f"SELECT (SELECT count(*) FROM (SELECT * FROM passage_days EXCEPT SELECT * FROM ({ALL_ROWS})))"
    f" + (SELECT count(*) FROM (SELECT * FROM ({ALL_ROWS}) EXCEPT SELECT * FROM passage_days))"
)
_PASSAGE_TEXTS = (
    "SELECT p.id, a.title, substr(a.text, p.article_start + 1, p.article_end - p.article_start)"
    " FROM passages p JOIN articles a ON a.id = p.article_id WHERE p.id BETWEEN ? AND ?"
)
_PASSAGES_OF = (
    "SELECT p.ordinal, p.article_start, p.article_end, p.vector,"
    " EXISTS (SELECT 1 FROM passage_words w WHERE w.rowid = p.id)"
    " FROM passages p WHERE p.article_id = ? ORDER BY p.ordinal"
)


@dataclass(frozen=True, slots=True)
class PartReport:
    """What the check of one part of a library found; `finding` describes a part without problems.

    `remedy` says what to do about problems that no repair solves.
    """

    part: str
    finding: str
    problems: tuple[str, ...] = ()
    remedy: str = ""


def check_part(database: Database, part: str, watch: Watcher) -> PartReport:
    """Check one of PARTS completely. What cannot be read is a problem; LibraryError if the file is unusable."""
    database.rows("PRAGMA user_version")  # opens it
    try:
        with database.snapshot():
            return PARTS[part](database, watch)
    except LibraryBrokenError as error:
        return PartReport(part, "", (f"it cannot be read: {_detail(error)}",))


def quick_problems(database: Database) -> list[str]:
    """Return the problems that can be found in about 0.1 s for 1,000 articles; in a large library, in a sample."""
    database.rows("PRAGMA user_version")  # opens it
    try:
        with database.snapshot():
            if _count(database, "SELECT count(*) FROM articles") > _LARGE:
                return sampled_problems(database, _N_SAMPLED)
            return [
                *_structure_problems(database, "quick_check"),
                *_word_row_problems(database),
                *_article_problems(database, _ignore),
                *_check_passages(database, _ignore).problems,
                *_check_vectors(database, _ignore).problems,
            ]
    except LibraryBrokenError as error:
        return [f"it cannot be read: {_detail(error)}"]


def sampled_problems(database: Database, n_articles: int) -> list[str]:
    """Return the problems of the newest articles and of others drawn at random, `n_articles` together."""
    ((last,),) = database.rows("SELECT coalesce(max(rowid), 0) FROM articles")
    drawn = random.sample(range(1, last + 1), min(last, n_articles))
    numbers = {*drawn[: n_articles // 2], *range(max(1, last - n_articles // 2), last + 1)}
    n_altered = n_uncovered = n_unsound = n_missing = 0
    dimensions = _dimensions(database)
    for number in sorted(numbers):
        for key, text in database.rows("SELECT id, text FROM articles WHERE rowid = ?", (number,)):
            rows = database.rows(_PASSAGES_OF, (key,))
            n_altered += article_id(text) != key
            n_uncovered += not cover(text, [row[:3] for row in rows])
            n_unsound += are_sound([row[3] for row in rows], dimensions).count(False)
            n_missing += sum(not row[4] for row in rows)
    counted = {
        "texts altered after they were stored": n_altered,
        "articles whose passages don't match their text": n_uncovered,
        f"vectors that are not unit vectors of {dimensions} dimensions": n_unsound,
        "passages missing from the full-text index": n_missing,
    }
    return [f"{problem}: {n}" for problem, n in counted.items() if n]


def _ignore(event: Event) -> None:
    """Watch nothing."""


def _check_structure(database: Database, watch: Watcher) -> PartReport:
    watch(CheckAdvanced("structure", 0, 1))
    problems = _structure_problems(database, "integrity_check")
    if orphans := len(database.rows("PRAGMA foreign_key_check")):
        problems.append(f"rows of missing articles: {orphans}")
    return PartReport("structure", "SQLite's integrity check found no errors", tuple(problems))


def _structure_problems(database: Database, pragma: str) -> list[str]:
    lines = [str(line).strip() for (line,) in database.rows(f"PRAGMA {pragma}(100)")]
    if lines == ["ok"]:
        return []
    more = [f"and {len(lines) - _N_LINES} more errors"] if len(lines) > _N_LINES else []
    return [line[:200] for line in lines[:_N_LINES]] + more


def _check_articles(database: Database, watch: Watcher) -> PartReport:
    problems = _article_problems(database, watch)
    without_file = (
        "SELECT count(*) FROM articles a WHERE NOT EXISTS"
        " (SELECT 1 FROM files f WHERE f.path = a.path AND f.article_id = a.id)"
    )
    if n_homeless := _count(database, without_file):
        problems.append(f"articles without a file entry: {n_homeless}")
    if n_wrong := sum(not are_sections_sound(*row) for row in database.rows(_SECTIONS)):
        problems.append(f"articles whose pages or chapters don't match their text: {n_wrong}")
    removed = database.rows("SELECT id, removed, article, passages, vectors FROM removed_articles")
    if n_wrong := sum(not is_removed_sound(row) for row in removed):
        problems.append(f"removed articles that can't be restored: {n_wrong}")
    if n_wrong := _count(database, _WRONG_KEYWORDS):
        problems.append(f"articles whose keywords can't be read: {n_wrong}")
    n_articles = _count(database, "SELECT count(*) FROM articles")
    return PartReport("articles", f"{n_articles} texts match their ids", tuple(problems))


def are_sections_sound(stored: str, text_length: int) -> bool:
    """Return whether an article's sections are readable, in order and inside its text."""
    try:
        starts = [int(start) for start, _ in json.loads(stored)]
    except (ValueError, TypeError):
        return False
    return starts == sorted(set(starts)) and all(0 <= start < text_length for start in starts)


def _article_problems(database: Database, watch: Watcher) -> list[str]:
    altered = [
        key
        for key, text in _rows(database, "articles", "SELECT id, text FROM articles", "articles", watch)
        if article_id(text) != key
    ]
    if not altered:
        return []
    names = ", ".join(key[:8] for key in altered[:_N_LINES])
    return [f"texts altered after they were stored: {len(altered)} ({names})"]


def _check_passages(database: Database, watch: Watcher) -> PartReport:
    spans: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    stored = "SELECT article_id, ordinal, article_start, article_end FROM passages"
    for key, *place in _rows(database, "passages", stored, "passages", watch):
        spans[key].append((int(place[0]), int(place[1]), int(place[2])))
    n_passages = sum(map(len, spans.values()))
    wrong = [
        key
        for key, text in _rows(database, "articles", "SELECT id, text FROM articles", "passages", watch)
        if not cover(text, sorted(spans.pop(key, [])))
    ]
    problems = []
    if wrong:
        problems.append(f"articles whose passages don't match their text: {len(wrong)}")
    if spans:
        problems.append(f"passages without an article: {sum(map(len, spans.values()))}")
    return PartReport("passages", f"{n_passages} passages cover their articles", tuple(problems))


def cover(text: str, passages: list[tuple[int, int, int]]) -> bool:
    """Return whether passages (ordinal, start, end) are numbered from 0 and cover everything but whitespace."""
    reached = last_start = -1
    for number, (ordinal, start, end) in enumerate(passages):
        gap = text[max(reached, 0) : max(start, 0)]
        if ordinal != number or start <= last_start or not start < end <= len(text) or gap.strip():
            return False
        reached, last_start = max(reached, end), start
    return bool(passages) and not text[reached:].strip()


def _check_words(database: Database, watch: Watcher) -> PartReport:
    problems = _word_row_problems(database)
    with _word_places(database):
        stored = set(database.rows(_WORD_SUMS))
    different = {term for term, *_ in stored ^ _expected_words(database, watch)}
    if different:
        problems.append(f"words whose index entries don't match the passages: {len(different)}")
    finding = f"{len(stored)} words are indexed as they appear in the passages"
    return PartReport("full text", finding, tuple(problems))


def _word_row_problems(database: Database) -> list[str]:
    problems = []
    missing = "SELECT count(*) FROM passages WHERE id NOT IN (SELECT rowid FROM passage_words)"
    if n_missing := _count(database, missing):
        problems.append(f"passages missing from the full-text index: {n_missing}")
    surplus = "SELECT count(*) FROM passage_words WHERE rowid NOT IN (SELECT id FROM passages)"
    if n_surplus := _count(database, surplus):
        problems.append(f"passages in the full-text index that do not exist: {n_surplus}")
    return problems


@contextmanager
def _word_places(database: Database) -> Iterator[None]:
    """Let the stored index be read as a table of terms with their places."""
    database.rows("CREATE VIRTUAL TABLE temp.word_places USING fts5vocab(main, passage_words, instance)")
    try:
        yield
    finally:
        database.rows("DROP TABLE temp.word_places")


def _expected_words(database: Database, watch: Watcher) -> set[tuple[Any, ...]]:
    """Return the sums of an index rebuilt from the passages, in a temporary file."""
    table = _WORDS_TABLE.search(_SCHEMA.read_text(encoding="utf-8"))
    assert table is not None  # noqa: S101 - the schema is part of the package
    with closing(apsw.Connection("")) as fresh:
        fresh.execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF")
        fresh.execute(table[0])
        with transaction(fresh):
            for first, last in _ranges(database, "passages", "full text", watch):
                fresh.executemany(
                    "INSERT INTO passage_words (rowid, title, text) VALUES (?, ?, ?)",
                    database.rows(_PASSAGE_TEXTS, (first, last)),
                )
        fresh.execute("CREATE VIRTUAL TABLE temp.word_places USING fts5vocab(main, passage_words, instance)")
        return set(fresh.execute(_WORD_SUMS))


def _check_vectors(database: Database, watch: Watcher) -> PartReport:
    dimensions = _dimensions(database)
    n_vectors = n_wrong = 0
    for first, last in _ranges(database, "passages", "vectors", watch):
        rows = database.rows("SELECT vector FROM passages WHERE id BETWEEN ? AND ?", (first, last))
        n_vectors += len(rows)
        n_wrong += len(rows) - sum(map(int, are_sound([row[0] for row in rows], dimensions)))
    problems = (
        (f"vectors that are not unit vectors of {dimensions} dimensions: {n_wrong}",) if n_wrong else ()
    )
    return PartReport("vectors", f"{n_vectors} unit vectors of {dimensions} dimensions", problems)


def are_sound(vectors: list[bytes], dimensions: int) -> list[bool]:
    """Return, for each stored vector, whether it has the right length, finite values and norm 1."""
    whole = [vector if len(vector) == 4 * dimensions else bytes(4 * dimensions) for vector in vectors]
    values = np.frombuffer(b"".join(whole), dtype="<f4").reshape(len(whole), dimensions)
    with np.errstate(over="ignore", invalid="ignore"):
        squares = np.einsum("ij,ij->i", values, values)
        sound = np.abs(squares - 1.0) <= 2 * _NORM_TOLERANCE  # false for NaN
    return [bool(each) for each in sound]


def _check_dates(database: Database, watch: Watcher) -> PartReport:
    lengths = dict(database.rows("SELECT id, length(text) FROM articles"))
    rows = database.rows("SELECT * FROM time_expressions")
    watch(CheckAdvanced("dates", 0, len(rows)))
    n_wrong = sum(not is_date_sound(row, lengths.get(row[0], 0)) for row in rows)
    problems = [f"dates that don't match their articles: {n_wrong} of {len(rows)}"] if n_wrong else []
    if n_wrong := _count(database, _WRONG_DAYS):
        problems.append(f"days of passages that don't match their dates: {n_wrong}")
    return PartReport("dates", f"{len(rows)} time expressions match their articles", tuple(problems))


def is_date_sound(row: tuple[Any, ...], text_length: int) -> bool:
    """Return whether a row of time_expressions is readable, lies in its article and has the dates of its value."""
    try:
        read = time_expression(row)
        return time_row(row[0], read) == row and Span(0, text_length).contains(read.article_span)
    except (ValueError, TypeError):
        return False


def _check_snapshot(database: Database, watch: Watcher) -> PartReport:
    watch(CheckAdvanced("snapshot", 0, 1))
    report, path = _vectors_report(database), database.folder / WORDS_FILE_NAME
    if not path.exists() or is_of_earlier_version(path):
        return report
    words = read_postings(path, _marks(database, path))
    if words is not None and words.is_sound():
        return report
    problem = f"{WORDS_FILE_NAME} is damaged, or of another library or state"
    return replace(report, problems=(*report.problems, problem))


def _vectors_report(database: Database) -> PartReport:
    part, path = "snapshot", database.folder / SNAPSHOT
    if not path.exists() or is_of_earlier_version(path):
        state = "of an earlier version" if path.exists() else "none yet"
        return PartReport(part, f"{state}; the next index or maintain writes it")
    marks, dimensions = _marks(database, path), _dimensions(database)
    lists = read_inverted_file(path, marks, dimensions)
    snapshot = None if lists else read_snapshot(database.folder, marks, dimensions)
    if (lists is None and snapshot is None) or (lists and not lists.are_lists_sound()):
        return PartReport(part, "", (f"{SNAPSHOT} is damaged, or of another library or state",))
    known = lists.header.sequence if lists else snapshot.sequence if snapshot else 0
    last = _count(database, "SELECT coalesce(max(sequence), 0) FROM changes")
    if known > last:
        lost = f"{SNAPSHOT} knows {known - last} later changes that the library has lost; index the articles again"
        return PartReport(part, "", (lost,))
    if known < last:
        return PartReport(part, f"{SNAPSHOT} is older than the library and is updated when it is read")
    if not (holds_lists(database, lists) if lists else snapshot and holds_vectors(database, snapshot)):
        return PartReport(part, "", (f"{SNAPSHOT} differs from the stored vectors",))
    return PartReport(part, f"{SNAPSHOT} matches the stored vectors")


PARTS: dict[str, Callable[[Database, Watcher], PartReport]] = {
    "structure": _check_structure,
    "articles": _check_articles,
    "passages": _check_passages,
    "full text": _check_words,
    "vectors": _check_vectors,
    "dates": _check_dates,
    "snapshot": _check_snapshot,
}


def _rows(
    database: Database, table: str, select: str, part: str, watch: Watcher
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table in the order of their row ids, without holding all of them."""
    for first, last in _ranges(database, table, part, watch):
        yield from database.rows(f"{select} WHERE rowid BETWEEN ? AND ?", (first, last))


def _ranges(database: Database, table: str, part: str, watch: Watcher) -> Iterator[tuple[int, int]]:
    """Yield ranges of row ids that cover a table, and report progress."""
    first, last = database.rows(f"SELECT coalesce(min(rowid), 1), coalesce(max(rowid), 0) FROM {table}")[0]
    for start in range(first, last + 1, _ROWS_AT_ONCE):
        watch(CheckAdvanced(part, start - first, last + 1 - first))
        yield start, min(start + _ROWS_AT_ONCE - 1, last)


def _count(database: Database, sql: str) -> int:
    return int(database.rows(sql)[0][0])


def _detail(error: LibraryBrokenError) -> str:
    cause = error.__cause__
    return brief(cause if isinstance(cause, Exception) else error)


def _setting(database: Database, name: str) -> str:
    rows = database.rows("SELECT value FROM settings WHERE name = ?", (name,))
    return str(rows[0][0]) if rows else ""


def _marks(database: Database, path: Path) -> frozenset[str]:
    return HistoryMarks(Store(database), path).known()


def _dimensions(database: Database) -> int:
    with database.understanding():
        return int(_setting(database, "dimensions") or "1")
