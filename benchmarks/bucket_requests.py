"""What one question costs in a bucket: the requests to the object store, and the milliseconds on a local server.

    python -m benchmarks.bucket_requests LANCE_FOLDER [--questions 20]

The folder of a LanceDB library, as in lance:///LANCE_FOLDER, is uploaded to an S3 server in its own process on the
loopback address. Requests are counted in the server's log, in three kinds that stores charge for: reading (GET and
HEAD), listing, and writing. The first question is asked with all caches empty. All others are different ones.
"""

import argparse
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks.building import encoder_at
from benchmarks.drafted import drafted
from benchmarks.object_store import ObjectStore, in_environment, running_object_store, upload
from benchmarks.timing import print_table
from qa.engine import Engine
from qa.library import Library
from qa.records import Filters
from qa.retrieval.retriever import N_CANDIDATES
from qa.retrieval.word_query import word_query
from qa.settings.settings import load_settings

_COLOURS = re.compile(r"\x1b\[[\d;]*m")
_KINDS = {"reading": r'"(?:GET|HEAD) /(?!\S*list-type=)', "listing": r'"GET /\S*list-type=', "writing": r'"P'}
_EVERYTHING = Filters()
_WHAT = ("a whole question", "search by vector", "search by words", "both, with the passages")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=20)
    arguments = parser.parse_args()
    with closing(Engine(load_settings(library=f"lance://{arguments.folder.absolute()}"))) as engine:
        questions = drafted(engine, (1 + len(_WHAT)) * arguments.questions)
    with running_object_store() as store, in_environment(store) as bucket:
        upload(arguments.folder, store, "library")
        print_table(_measured(store, f"{bucket}/library", questions))


def _measured(store: ObjectStore, location: str, questions: list[str]) -> list[dict[str, str]]:
    encoder = encoder_at("int8")
    vectors = encoder.encode(questions, "query")
    with closing(Engine(load_settings(library=location))) as engine:
        library: Library = engine.library
        calls: tuple[Callable[[int], object], ...] = (
            lambda n: engine.ask(questions[n]),
            lambda n: library.search_vectors(vectors[n], _EVERYTHING, N_CANDIDATES),
            lambda n: library.search_words(word_query(questions[n]), _EVERYTHING, N_CANDIDATES),
            lambda n: engine.search(questions[n], top_k=10),
        )
        engine.warm_up()
        rows = [_row("the first question", store, calls[0], 0, 1)]
        n_each = len(questions) // (1 + len(_WHAT))
        for number, (what, call) in enumerate(zip(_WHAT, calls, strict=True), start=1):
            rows.append(_row(what, store, call, number * n_each, (number + 1) * n_each))
    return rows


def _row(
    what: str, store: ObjectStore, call: Callable[[int], object], start: int, end: int
) -> dict[str, str]:
    """Return the means of the requests, and the median of the time, of some questions."""
    before, milliseconds = _counted(store), []
    for number in range(start, end):
        began = time.perf_counter()
        call(number)
        milliseconds.append(1000 * (time.perf_counter() - began))
    after = _counted(store)
    print(f"{what}: {milliseconds[0]:.0f} ms for the first of them", flush=True)
    counts = {kind: f"{(after[kind] - before[kind]) / (end - start):.1f}" for kind in _KINDS}
    return {"what": what, **counts, "ms": f"{statistics.median(milliseconds):.0f}"}


def _counted(store: ObjectStore) -> Counter[str]:
    log = _COLOURS.sub("", store.log.read_text(encoding="utf-8", errors="replace"))
    return Counter({kind: len(re.findall(pattern, log)) for kind, pattern in _KINDS.items()})


if __name__ == "__main__":
    main()
