"""Conditions in SQL, as LanceDB filters its tables by. Every text from outside is quoted here."""

from collections.abc import Iterable, Sequence

from qa.records import Filters
from qa.utils.text import folded

_REGEX_SIGNS = frozenset(r"\.+*?()|[]{}^$#&-~")


def text(value: str) -> str:
    """Return a text as a literal; one that can't be stored becomes one that matches nothing."""
    storable = value.encode("utf-8", "backslashreplace").decode().replace("\0", "\ufffd")
    return "'" + storable.replace("'", "''") + "'"


def one_of(column: str, values: Iterable[str]) -> str:
    """Return the condition that a column has one of these texts; no values match nothing."""
    listed = ", ".join(map(text, values))
    return f"{column} IN ({listed})" if listed else "FALSE"


def one_of_numbers(column: str, values: Iterable[int]) -> str:
    """Return the condition that a column has one of these numbers."""
    listed = ", ".join(str(int(each)) for each in values)
    return f"{column} IN ({listed})" if listed else "FALSE"


def has_any(column: str, values: Sequence[str]) -> str:
    """Return the condition that a list column has one of these texts."""
    return f"array_has_any({column}, [{', '.join(map(text, values))}])" if values else "FALSE"


def starts_with(column: str, start: str) -> str:
    """Return the condition that a column begins with a text."""
    return f"starts_with({column}, {text(start)})"


def ends_with(column: str, end: str) -> str:
    """Return the condition that a column ends with a text."""
    return f"ends_with({column}, {text(end)})"


def all_of(conditions: Iterable[str]) -> str:
    """Return the condition that all of these hold."""
    return " AND ".join(f"({each})" for each in conditions) or "TRUE"


def any_of(conditions: Iterable[str]) -> str:
    """Return the condition that one of these holds."""
    return " OR ".join(f"({each})" for each in conditions) or "FALSE"


def where(filters: Filters, labelled: Iterable[str] = ()) -> str:
    """Return the condition on a passage for these filters; `labelled` are those for its tags and collection.

    For `speaks_of`, a passage that doesn't match can meet it, but each that matches does; see `speaks_of`.
    """
    conditions = list(labelled)
    if filters.since is not None:
        conditions.append(f"published >= {text(filters.since.isoformat())}")
    if filters.until is not None:
        conditions.append(f"published <= {text(filters.until.isoformat())}")
    if filters.source is not None:
        pattern = regex(folded(filters.source))
        by_path = text(f"(?s)^(?:.*/)?{pattern}$")
        conditions.append(
            f"regexp_like(source_key, {text(f'(?s)^{pattern}$')}) OR regexp_like(path_key, {by_path})"
        )
    if filters.speaks_of is not None:
        first, last = (text(day.isoformat()) for day in filters.speaks_of)
        conditions.append(f"latest_first >= {first} AND earliest_last <= {last}")
    if filters.article_ids:
        conditions.append(one_of("article_id", filters.article_ids))
    return all_of(conditions)


def speaks_of(filters: Filters, firsts: Sequence[str], lasts: Sequence[str]) -> bool:
    """Return whether one of a passage's stretches of days is within the wanted one."""
    if filters.speaks_of is None:
        return True
    since, until = (day.isoformat() for day in filters.speaks_of)
    return any(first >= since and last <= until for first, last in zip(firsts, lasts, strict=True))


def regex(pattern: str) -> str:
    """Return a shell pattern as a regular expression: `*`, `?` and `[a-z]`, `[!a-z]`."""
    parts, place = [], 0
    while place < len(pattern):
        sign = pattern[place]
        end = pattern.find("]", place + 2) if sign == "[" else -1
        if end > 0:
            parts.append(_set(pattern[place + 1 : end]))
            place = end
        else:
            parts.append({"*": ".*", "?": "."}.get(sign) or _escaped(sign))
        place += 1
    return "".join(parts)


def _set(inside: str) -> str:
    is_negated, inside = inside[0] in "!^", inside.lstrip("!^") if inside[0] in "!^" else inside
    written = "".join(sign if sign == "-" else _escaped(sign) for sign in inside)
    return f"[{'^' * is_negated}{written}]" if written else "[!^]"


def _escaped(sign: str) -> str:
    return f"\\{sign}" if sign in _REGEX_SIGNS else sign
