"""The columns and rows of a table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column; columns with `width` 0 divide the remaining width by their `share`.

    It is hidden if the table is narrower than `least` and, if it `may_hide`, while all its cells are empty.
    """

    title: str
    width: int = 0
    right: bool = False
    least: int = 0
    share: int = 1
    may_hide: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row with a cell for each column; `key` identifies it."""

    key: str
    cells: tuple[str, ...]
    is_muted: bool = False
