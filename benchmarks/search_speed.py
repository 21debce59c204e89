"""How long searching takes in libraries of different sizes: by meaning, by words, and both fused.

    python -m benchmarks.search_speed FOLDER [--passages 1000000] [--questions 200]

FOLDER has the libraries that benchmarks.large_library made; those of up to N passages are measured, each in a fresh
process. Times are milliseconds, median and 95th percentile. `recall@10` is the share of the 10 nearest vectors, by
comparison with all stored vectors, that a search finds. `words found` compares the 50 passages found by words with
those of a search that scores every passage with any of the words. `opening` is the time until the vectors can be
searched, and `memory` the resident memory afterwards, without the reader's models; the part after the dot are pages
of the mapped file.

The second table is about filters: a day and a year that passages are about, a year of publication, and a part of the
paths. `ids` is the time until the passages that match are known, which is spent once for all searches with the same
filter; `words` and `vectors` are the searches after that, all in milliseconds of processor time. The days and years
are those with the most passages.
"""

import argparse
import json
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.building import encoder_at
from benchmarks.large_library import libraries_in, questions_of
from benchmarks.timing import in_fresh_process, memory_mb, p50_p95, print_table, processor_time, timed
from qa.embedding.encoder import Vectors
from qa.library import EmbeddedLibrary
from qa.library.store import Store
from qa.records import Filters
from qa.retrieval.retriever import N_CANDIDATES, Retriever
from qa.retrieval.word_query import word_query

_TOP = 10
_N_COMPARED = 50  # questions whose words are searched without a shortcut, too
_N_FILTERED = 20  # questions that are asked with each filter
_EVERYTHING = Filters()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--only", action="store_true", help="measure only the library of N passages")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        questions = questions_of(arguments.folder, arguments.questions)
        folder = arguments.folder / str(arguments.passages)
        print(json.dumps({"search": measured(folder, questions), "filters": filtered(folder, questions)}))
        return
    sizes = libraries_in(arguments.folder, arguments.passages)
    if arguments.only:
        sizes = {arguments.passages: sizes[arguments.passages]}
    given = (str(arguments.folder), f"--questions={arguments.questions}")
    found = [in_fresh_process("benchmarks.search_speed", *given, f"--passages={size}") for size in sizes]
    print_table([each["search"] for each in found])
    print()
    print_table([row for each in found for row in each["filters"]])


def measured(folder: Path, questions: Sequence[str]) -> dict[str, Any]:
    encoder = encoder_at("int8")
    vectors = encoder.encode(questions, "query")
    library = EmbeddedLibrary(folder)
    opening = timed(library.open_vectors)
    retriever = Retriever(library, encoder)
    dense = [timed(partial(library.search_vectors, each, _EVERYTHING, N_CANDIDATES)) for each in vectors]
    queries = [word_query(question) for question in questions]
    words = [timed(partial(library.search_words, each, _EVERYTHING, N_CANDIDATES)) for each in queries]
    both = [timed(partial(retriever.retrieve, each, _EVERYTHING, _TOP)) for each in questions]
    encode = [timed(partial(encoder.encode, [each], "query")) for each in questions]
    resident, mapped = memory_mb()
    return {
        "passages": f"{library.store.n_passages():,}",
        "opening": f"{opening:.0f}",
        "encode": p50_p95(encode),
        "dense": p50_p95(dense),
        "recall@10": f"{recall(library, vectors):.3f}",
        "words": p50_p95(words),
        "words found": f"{words_found(library, queries[:_N_COMPARED]):.3f}",
        "retrieval": p50_p95(both),
        "memory, MB": f"{resident} · {mapped}",
    }


def filtered(folder: Path, questions: Sequence[str]) -> list[dict[str, Any]]:
    """Return a row of times for each of some filters, common and rare ones."""
    encoder = encoder_at("int8")
    library = EmbeddedLibrary(folder)
    library.open_vectors()
    questions = questions[:_N_FILTERED]
    vectors, queries = encoder.encode(questions, "query"), [word_query(each) for each in questions]
    rows = []
    for name, filters in some_filters(library).items():
        finding = processor_time(partial(library.store.allowed, filters))
        words = [
            processor_time(partial(library.search_words, each, filters, N_CANDIDATES)) for each in queries
        ]
        dense = [
            processor_time(partial(library.search_vectors, each, filters, N_CANDIDATES)) for each in vectors
        ]
        rows.append(
            {
                "passages": f"{library.store.n_passages():,}",
                "filter": name,
                "matching": f"{library.n_allowed(filters):,}",
                "ids": f"{finding:.0f}",
                "words": p50_p95(words),
                "vectors": p50_p95(dense),
            }
        )
    return rows


def some_filters(library: EmbeddedLibrary) -> dict[str, Filters]:
    day, year, rare = (
        date.fromisoformat(library._database.rows(sql)[0][0])
        for sql in (
            "SELECT first_day FROM passage_days WHERE first_day = last_day GROUP BY 1 ORDER BY count(*) DESC",
            "SELECT substr(first_day, 1, 4) || '-01-01' FROM passage_days GROUP BY 1 ORDER BY count(*) DESC",
            "SELECT first_day FROM passage_days WHERE first_day = last_day GROUP BY 1 ORDER BY count(*)",
        )
    )
    end = year.replace(month=12, day=31)
    return {
        "about a common day": Filters(speaks_of=(day, day)),
        "about a rare day": Filters(speaks_of=(rare, rare)),
        "about a common year": Filters(speaks_of=(year, end)),
        "published in that year": Filters(since=year, until=end),
        "both": Filters(since=year, until=end, speaks_of=(year, end)),
        "paths with “/0”": Filters(source="*/0*"),
    }


def recall(library: EmbeddedLibrary, queries: Vectors) -> float:
    """Return the share of the nearest vectors that searches find."""
    best_scores = np.full((len(queries), _TOP), -2.0, dtype=np.float32)
    best_ids = np.zeros((len(queries), _TOP), dtype=np.int64)
    for ids, vectors in library.store.vector_parts(queries.shape[1]):
        scores = np.concatenate((best_scores, queries @ vectors.T), axis=1)
        all_ids = np.concatenate((best_ids, np.broadcast_to(ids, (len(queries), len(ids)))), axis=1)
        order = np.argpartition(-scores, _TOP - 1, axis=1)[:, :_TOP]
        best_scores = np.take_along_axis(scores, order, axis=1)
        best_ids = np.take_along_axis(all_ids, order, axis=1)
    found = [{key for key, _ in library.search_vectors(each, _EVERYTHING, _TOP)} for each in queries]
    n_right = sum(len(ids & set(right.tolist())) for ids, right in zip(found, best_ids, strict=True))
    return n_right / best_ids.size


def words_found(library: EmbeddedLibrary, queries: Sequence[str]) -> float:
    """Return the share of the passages of a search without a shortcut that searches find."""
    plain = Store(library._database, few_passages=1 << 60)
    n_right = n_all = 0
    for query in queries:
        right = {key for key, _ in plain.match(query, _EVERYTHING, N_CANDIDATES)}
        n_right += len(right & {key for key, _ in library.search_words(query, _EVERYTHING, N_CANDIDATES)})
        n_all += len(right)
    return n_right / n_all


if __name__ == "__main__":
    main()
