"""The indexes of `passages`: full text, scalar columns, and an inverted file of the vectors in a large table."""

import math
from typing import Any

from qa.library.lance.connection import naming_errors
from qa.library.lance.schema import PASSAGES
from qa.library.lance.stored_settings import StoredSettings
from qa.library.lance.tables import Tables, create_index, create_word_indexes

INDEXED_FROM = 50_000  # passages from which vectors have an inverted file; below, every vector is compared
PROBES, TRAINED_ON = "vector_probes", "vector_trained_on"  # settings: partitions searched, and passages then
N_PROBES = 32
_MOST_NEW = 10_000  # rows outside the indexes, which are searched one by one


def bring_up_to_date(tables: Tables, settings: StoredSettings) -> None:
    """Extend the indexes, and compact the table, if many rows are new."""
    table = tables.table(PASSAGES)
    if table is None:
        return
    with naming_errors(tables.address):
        if n_unindexed(table) > _MOST_NEW:
            had_vectors = has_vector_index(table)
            build(table)
            if not had_vectors and has_vector_index(table):
                settings.put({TRAINED_ON: str(table.count_rows())})


def build(table: Any) -> None:
    """Make or extend all indexes that a table of this size has, and compact it."""
    create_word_indexes(table)
    _create_scalar_indexes(table)
    if table.count_rows() >= INDEXED_FROM and not has_vector_index(table):
        build_vector_index(table)
    table.optimize()


def rebuild(table: Any) -> None:
    """Make all indexes that the table has from its rows alone, and replace them."""
    create_word_indexes(table, rebuild=True)
    _create_scalar_indexes(table, rebuild=True)
    if has_vector_index(table):
        build_vector_index(table)


def build_vector_index(table: Any) -> None:
    """Build the inverted file of the vectors, and replace the one that exists."""
    from lancedb.index import IvfSq

    n_partitions = max(1, round(math.sqrt(table.count_rows())))
    config = IvfSq(distance_type="cosine", num_partitions=n_partitions)
    table.create_index("vector", config=config, replace=True)


def has_vector_index(table: Any) -> bool:
    """Return whether the vectors have an inverted file."""
    return any("vector" in index.columns for index in table.list_indices())


def n_unindexed(table: Any) -> int:
    """Return how many rows the full-text index lacks."""
    return max((index.num_unindexed_rows or 0 for index in table.list_indices()), default=0)


def _create_scalar_indexes(table: Any, *, rebuild: bool = False) -> None:
    from lancedb.index import BTree, LabelList

    for column in ("id", "article_id", "published"):
        create_index(table, column, BTree(), rebuild=rebuild)
    for column in ("keyword_keys", "versions", "bands"):
        create_index(table, column, LabelList(), rebuild=rebuild)
