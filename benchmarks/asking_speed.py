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
fusion, extractive reader) and Dateline answer the same questions in turn, on the passages of the largest library of
up to 10,000; nothing else is measured. Haystack gets the vectors that are stored in the library. Its reader is the
model in --reader-folder. Time doesn't depend on the weights, so a model of the same size will do.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

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
    if arguments.rivals:
        size = max(size for size in sizes if size <= _MOST_OF_RIVAL)
        rival = RivalProcess(
            arguments.rivals, "haystack", find_model("all-MiniLM-L6-v2").path, arguments.reader_folder
        )
        print_table(compared(rival, sizes[size], questions, arguments.reader))
        rival.close()
        return
    given = [str(arguments.folder), f"--questions={arguments.questions}", f"--reader={arguments.reader}"]
    given += ["--drafts"] if arguments.drafts else []
    print_table([in_fresh_process("benchmarks.asking_speed", *given, f"--passages={size}") for size in sizes])


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


def compared(
    rival: RivalProcess, folder: Path, questions: Sequence[str], reader: ReaderName
) -> list[dict[str, Any]]:
    """Return rows of times of both pipelines, asked in turn, and of how many times as long the rival takes."""
    engine = Engine(replace(load_settings(library=folder), reader=reader))
    engine.warm_up()
    n_passages = load(rival, folder)
    ours, theirs = [], []
    for question in questions:
        ours.append(_asked(engine, question))
        theirs.append(rival.ask(question))
    own = [(1000 * answer.timings["total_seconds"], processor) for answer, processor in ours][_N_WARM:]
    others = [(1000 * each["seconds"], 1000 * each["processor"]) for each in theirs][_N_WARM:]
    ratios = [
        (their_total / our_total, their_processor / our_processor)
        for (our_total, our_processor), (their_total, their_processor) in zip(own, others, strict=True)
    ]
    engine.close()
    return [
        _row(f"dateline, {reader}", n_passages, own, ".0f"),
        _row(rival.name, n_passages, others, ".0f"),
        _row("times as long", n_passages, ratios, ".2f"),
    ]


def load(rival: RivalProcess, folder: Path) -> int:
    """Give a rival a library's passages with their vectors, and return how many there are."""
    library = EmbeddedLibrary(folder)
    identity = library.identity()
    assert identity is not None  # noqa: S101 - a library that is measured has passages
    ids, vectors = library.store.vectors(*library.store.passage_range(), identity[0].dimensions)
    parts = (library.store.passages(ids[start : start + 500].tolist()) for start in range(0, len(ids), 500))
    texts = {key: passage.text for part in parts for key, passage in part.items()}
    with tempfile.TemporaryDirectory() as scratch:
        passages = json.dumps([texts[key] for key in ids.tolist()])
        Path(scratch, "passages.json").write_text(passages, encoding="utf-8")
        np.save(Path(scratch, "vectors.npy"), vectors)
        rival.load(Path(scratch))
    return len(ids)


def _row(name: str, n_passages: int, times: Sequence[tuple[float, float]], spec: str) -> dict[str, Any]:
    """Return a row of the medians of pairs of wall time and processor time."""
    total, processor = (statistics.median(column) for column in zip(*times, strict=True))
    return {
        "pipeline": name,
        "passages": f"{n_passages:,}",
        "total": f"{total:{spec}}",
        "processor": f"{processor:{spec}}",
    }


if __name__ == "__main__":
    main()
