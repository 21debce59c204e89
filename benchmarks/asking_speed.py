"""How long a question takes in libraries of different sizes, step by step, and in Haystack's extractive pipeline.

    python -m benchmarks.asking_speed FOLDER [--passages 1000000] [--questions 30]
        [--reader best] [--rivals PYTHON --reader-folder FOLDER]

FOLDER has the libraries that benchmarks.large_library made; those of up to N passages are asked, each in a fresh
process with the models loaded. Times are milliseconds, median and 95th percentile. `read` includes dates, sources and
agreement; the rest of `total` is spent on understanding the question. `memory` is the resident memory at the end, and
how much of it are pages of mapped files.

With PYTHON, an interpreter that has haystack-ai 2, Haystack's pipeline (BM25 and embedding retrieval, reciprocal rank
fusion, extractive reader) answers the same questions on the passages of the largest library of up to 10,000. Its
reader is the model in --reader-folder. Time doesn't depend on the weights, so a model of the same size will do.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.large_library import libraries_in, questions_of
from benchmarks.rival_process import RivalProcess
from benchmarks.timing import in_fresh_process, memory_mb, p50_p95, print_table, timed
from qa.embedding import find_model
from qa.engine import Engine
from qa.library import EmbeddedLibrary
from qa.reading.open import ReaderName
from qa.settings.settings import load_settings

_MOST_OF_RIVAL = 10_000  # passages
_N_WARM = 3


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=30)
    parser.add_argument("--reader", choices=("best", "fast"), default="best")
    parser.add_argument("--rivals", type=Path, metavar="PYTHON")
    parser.add_argument("--reader-folder", type=Path)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    questions = questions_of(arguments.folder, arguments.questions + _N_WARM)
    if arguments.measure:
        folder = arguments.folder / str(arguments.passages)
        print(json.dumps(measured(folder, questions, arguments.reader)))
        return
    sizes = libraries_in(arguments.folder, arguments.passages)
    given = (str(arguments.folder), f"--questions={arguments.questions}", f"--reader={arguments.reader}")
    rows = [in_fresh_process("benchmarks.asking_speed", *given, f"--passages={size}") for size in sizes]
    if arguments.rivals:
        size = max(size for size in sizes if size <= _MOST_OF_RIVAL)
        rival = RivalProcess(
            arguments.rivals, "haystack", find_model("all-MiniLM-L6-v2").path, arguments.reader_folder
        )
        rows.append(rival_measured(rival, sizes[size], questions))
        rival.close()
    print_table(rows)


def measured(folder: Path, questions: Sequence[str], reader: ReaderName) -> dict[str, Any]:
    engine = Engine(replace(load_settings(library=folder), reader=reader))
    engine.warm_up()
    answers = [engine.ask(question, as_typed=True) for question in questions][_N_WARM:]
    totals = [1000 * answer.timings["total_seconds"] for answer in answers]
    steps = ("retrieval_seconds", "reading_seconds")
    timings = {
        step: [1000 * answer.timings[step] for answer in answers if step in answer.timings] for step in steps
    }
    encoder = engine._models.encoder(lambda _: None)
    encode = [timed(partial(encoder.encode, [question], "query")) for question in questions]
    resident, mapped = memory_mb()
    return {
        "pipeline": f"dateline, {reader}",
        "passages": f"{engine.library.store.counts()[1]:,}",
        "encode": p50_p95(encode),
        "retrieve": p50_p95(timings["retrieval_seconds"]),
        "read": p50_p95(timings["reading_seconds"]),
        "total": p50_p95(totals),
        "memory, MB": f"{resident} · {mapped}",
    }


def rival_measured(rival: RivalProcess, folder: Path, questions: Sequence[str]) -> dict[str, Any]:
    library = EmbeddedLibrary(folder)
    ids = library.store.passage_ids().tolist()
    passages = [
        each.text
        for start in range(0, len(ids), 500)
        for each in library.store.passages(ids[start : start + 500]).values()
    ]
    rival.index(passages)
    answers = [rival.ask(question) for question in questions][_N_WARM:]
    steps = {
        step: p50_p95([1000 * each[step] for each in answers])
        for step in ("encode", "retrieve", "read", "seconds")
    }
    return {
        "pipeline": rival.name,
        "passages": f"{len(passages):,}",
        "encode": steps["encode"],
        "retrieve": steps["retrieve"],
        "read": steps["read"],
        "total": steps["seconds"],
        "memory, MB": "",
    }


if __name__ == "__main__":
    main()
