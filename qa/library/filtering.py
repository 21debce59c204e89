"""Filters as SQL conditions, and the ids of the passages that match them."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.library.database import Database
from qa.library.labels import label_conditions
from qa.library.passage_days import ABOUT_DAYS
from qa.records import Filters
from qa.utils.text import folded

Ids = NDArray[np.int64]
JOINED = "FROM passages p JOIN articles a ON a.id = p.article_id"
_OF_ARTICLES = "FROM articles a CROSS JOIN passages p ON p.article_id = a.id"  # CROSS JOIN fixes the order
_FEW = 2_000  # passages that are tested one by one
_MOST_KEPT = 4  # filters whose passages are kept


class AllowedPassages:
    """Finds the passages that match filters; the last ones are kept until the library changes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[tuple[object, Filters], Ids] = OrderedDict()
        self._lock = threading.Lock()

    def ids(self, filters: Filters) -> Ids:
        """Return the ids of the passages that match the filters, in order, shape (n,)."""
        key = (self._database.state(), filters)
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                return kept
        found = self._found(filters)
        with self._lock:
            self._kept[key] = found
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return found

    def _found(self, filters: Filters) -> Ids:
        others = replace(filters, speaks_of=None)
        if filters.speaks_of is None:
            return self._of_articles(others)
        about = self._about(*filters.speaks_of)
        if not others.narrowing:
            return about
        if len(about) > _FEW:
            return about[is_among(about, self._of_articles(others))]
        where, values = conditions(others)
        return self._ids(f"{JOINED} {where} AND p.id IN ({listed(about.tolist())})", values)

    def _about(self, first: date, last: date) -> Ids:
        values = {"speaks_since": first.isoformat(), "speaks_until": last.isoformat()}
        return self._ids(f"FROM ({ABOUT_DAYS})", values, "passage_id")

    def _of_articles(self, filters: Filters) -> Ids:
        return self._ids(f"{_OF_ARTICLES} {(where := conditions(filters))[0]}", where[1])

    def _ids(self, query: str, values: Any, column: str = "p.id") -> Ids:
        """Return the ids that a query finds, as one text: SQLite joins numbers faster than Python makes rows."""
        ((joined,),) = self._database.rows(f"SELECT group_concat({column}) {query}", values)
        return _in_order(np.fromstring(joined or "", dtype=np.int64, sep=","))


def is_among(ids: Ids, others: Ids) -> NDArray[np.bool_]:
    """Return for each id whether it is one of the others; neither has an id twice."""
    found: NDArray[np.bool_] = np.isin(ids, others, assume_unique=True, kind="table")
    return found


def _in_order(ids: Ids) -> Ids:
    """Return ids in order, each once; faster than sorting, because ids are small numbers."""
    is_there = np.zeros(int(ids.max(initial=-1)) + 1, dtype=bool)
    is_there[ids] = True
    return np.flatnonzero(is_there)


def conditions(filters: Filters) -> tuple[str, dict[str, Any]]:
    """Return an SQL condition on the article `a` and, for `speaks_of`, its passage `p`, and its values."""
    found, values = ["TRUE"], {}
    if filters.since is not None:
        found.append("a.published >= :since")
        values["since"] = filters.since.isoformat()
    if filters.until is not None:
        found.append("a.published <= :until")
        values["until"] = filters.until.isoformat()
    if filters.source is not None:
        found.append(
            "(folded(a.source) GLOB :source OR folded(a.path) GLOB :source"
            " OR folded(a.path) GLOB '*/' || :source)"
        )
        values["source"] = folded(askable(filters.source)).replace("[!", "[^")
    if filters.speaks_of is not None:
        found.append(f"p.id IN ({ABOUT_DAYS})")
        values["speaks_since"], values["speaks_until"] = (day.isoformat() for day in filters.speaks_of)
    if filters.article_ids:
        names = {f"article{number}": key for number, key in enumerate(filters.article_ids)}
        found.append(f"a.id IN ({', '.join(f':{name}' for name in names)})")
        values |= {name: askable(key) for name, key in names.items()}
    for condition, names in label_conditions(filters.tags, filters.collection):
        found.append(condition)
        values |= names
    return "WHERE " + " AND ".join(found), values


def askable(text: str) -> str:
    """Return a text that SQLite accepts; a name with invalid UTF-8 becomes one that matches nothing."""
    return text.encode("utf-8", "backslashreplace").decode()


def listed(ids: Iterable[int]) -> str:
    """Return ids as an SQL list."""
    return ", ".join(map(str, map(int, ids)))
