"""The days that passages are about, with one row for each, so that a filter on dates reads nothing else.

They follow from the temporal expressions in the passage. An ambiguous one counts with its alternative as well.
"""

from typing import Any

from qa.dates import days_of

ABOUT_DAYS = (
    "SELECT passage_id FROM passage_days"
    " WHERE first_day BETWEEN :speaks_since AND :speaks_until AND last_day <= :speaks_until"
)
# CROSS JOIN makes SQLite read the passages in the order in which they are stored.
_EXPRESSIONS = (
    "FROM passages p CROSS JOIN time_expressions t ON t.article_id = p.article_id"
    " AND t.article_start < p.article_end AND t.article_end > p.article_start"
)
_ROWS = (
    "SELECT t.first_day AS first_day, t.last_day AS last_day, p.id AS passage_id"
    f" {_EXPRESSIONS} WHERE t.first_day IS NOT NULL {{of_article}}"
    " UNION SELECT first_day(t.alternative), last_day(t.alternative), p.id"
    f" {_EXPRESSIONS} WHERE t.certainty = 'ambiguous' AND first_day(t.alternative) IS NOT NULL {{of_article}}"
)
ALL_ROWS = _ROWS.format(of_article="")
_ROWS_OF_ARTICLE = _ROWS.format(of_article="AND p.article_id = :article")
FILL = f"INSERT INTO passage_days {ALL_ROWS};"


def add_days(connection: Any, article_id: str) -> None:
    """Store the days of an article after its passages and temporal expressions; part of a transaction."""
    connection.execute(f"INSERT INTO passage_days {_ROWS_OF_ARTICLE}", {"article": article_id})


def remove_days(connection: Any, article_id: str) -> None:
    """Delete the days of an article before its passages and temporal expressions are; part of a transaction."""
    connection.execute(
        f"DELETE FROM passage_days WHERE (first_day, last_day, passage_id) IN ({_ROWS_OF_ARTICLE})",
        {"article": article_id},
    )


def create_functions(connection: Any) -> None:
    """Let SQL on a connection compute the days of TIMEX3 values."""
    connection.create_scalar_function("first_day", _first_day, 1, deterministic=True)
    connection.create_scalar_function("last_day", _last_day, 1, deterministic=True)


def _first_day(*values: Any) -> str | None:
    """Return the first date of a TIMEX3 value in ISO 8601, or None if it is not a period of the calendar."""
    return days[0].isoformat() if (days := days_of(values[0])) else None


def _last_day(*values: Any) -> str | None:
    return days[1].isoformat() if (days := days_of(values[0])) else None
