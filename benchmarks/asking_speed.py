"""How long a question takes in libraries of different sizes, step by step, and in Haystack's extractive pipeline.

    python -m benchmarks.asking_speed FOLDER [--passages 1000000] [--only] [--questions 30] [--drafts]
        [--reader best] [--rivals PYTHON --reader-folder FOLDER]

FOLDER has the libraries that benchmarks.large_library made; those of up to N passages are asked (with `--only`, that
of N), each in a fresh process with the models loaded. A folder that is itself a library will do as well. The
questions are those of tests/data/conversations.jsonl, about real articles, or with `--drafts` the longer ones that
benchmarks.large_library drafted. Times are milliseconds, median and 95th percentile. `read` includes dates, sources
and agreement; the rest of `total` is spent on understanding the question. `processor` is the time of all processors
together, which other programs hardly change. `memory` is the resident memory at the end, and how much of it are pages
of mapped files.

With PYTHON, an interpreter that has haystack-ai 2, Haystack's pipeline (BM25 and embedding retrieval, reciprocal rank
fusion, extractive reader) answers the same questions on the passages of the largest library of up to 10,000. Its
reader is the model in --reader-folder. Time doesn't depend on the weights, so a model of the same size will do.
"""

import argparse
import json
import random
import time
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
from qa.records import Answer
from qa.settings.library_names import is_library
from qa.settings.settings import load_settings

_MOST_OF_RIVAL = 10_000  # passages
_N_WARM = 3
_CONVERSATIONS = Path(__file__).parent.parent / "tests" / "data" / "conversations.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--only", action="store_true")
    parser.add_argument("--questions", type=int, default=30)
    parser.add_argument("--drafts", action="store_true")
    parser.add_argument("--reader", choices=("best", "fast"), default="best")
    parser.add_argument("--rivals", type=Path, metavar="PYTHON")
    parser.add_argument("--reader-folder", type=Path)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    n_questions = arguments.questions + _N_WARM
    questions = (
        questions_of(arguments.folder, n_questions) if arguments.drafts else own_questions(n_questions)
    )
    is_single = is_library(arguments.folder)
    if arguments.measure:
        folder = arguments.folder if is_single else arguments.folder / str(arguments.passages)
        print(json.dumps(measured(folder, questions, arguments.reader)))
        return
    n = arguments.passages
    sizes = {1: arguments.folder} if is_single else libraries_in(arguments.folder, n)
    if arguments.only and not is_single:
        sizes = {n: sizes[n]}
    given = [str(arguments.folder), f"--questions={arguments.questions}", f"--reader={arguments.reader}"]
    given += ["--drafts"] if arguments.drafts else []
    rows = [in_fresh_process("benchmarks.asking_speed", *given, f"--passages={size}") for size in sizes]
    if arguments.rivals:
        size = max(size for size in sizes if size <= _MOST_OF_RIVAL)
        rival = RivalProcess(
            arguments.rivals, "haystack", find_model("all-MiniLM-L6-v2").path, arguments.reader_folder
        )
        rows.append(rival_measured(rival, sizes[size], questions))
        rival.close()
    print_table(rows)


def own_questions(limit: int) -> list[str]:
    """Return questions drawn from our own conversations, as they would be asked alone."""
    lines = _CONVERSATIONS.read_text(encoding="utf-8").splitlines()
    turns = [turn for line in lines for turn in json.loads(line)["turns"]]
    return [turn["written_out"] for turn in random.Random(0).sample(turns, min(limit, len(turns)))]


def measured(folder: Path, questions: Sequence[str], reader: ReaderName) -> dict[str, Any]:
    engine = Engine(replace(load_settings(library=folder), reader=reader))
    engine.warm_up()
    asked = [_asked(engine, question) for question in questions][_N_WARM:]
    answers = [answer for answer, _ in asked]
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
        "processor": p50_p95([processor for _, processor in asked]),
        "memory, MB": f"{resident} · {mapped}",
    }


def _asked(engine: Engine, question: str) -> tuple[Answer, float]:
    """Return the answer and the milliseconds of processor time that it took."""
    began = time.process_time()
    answer = engine.ask(question, as_typed=True)
    return answer, 1000 * (time.process_time() - began)


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
        "processor": "",
        "memory, MB": "",
    }


if __name__ == "__main__":
    main()
